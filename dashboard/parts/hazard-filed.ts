/** What the forms of the steps brought, and what the history tells, in words. Pure. */
import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { type FieldName, fieldOf, fields } from '../../services/core/hazards/fields.ts';
import { type Words, wordFor } from '../i18n/words.ts';
import { conditionText } from './because.ts';
import { dayOf } from './format.ts';

export const isField = (name: string): name is FieldName => Object.hasOwn(fields, name);

export interface Names {
  readonly words: Words;
  readonly personName: (person: string) => string;
  /** Words of an interim protection by its id. */
  readonly measureName: (measure: string) => string;
}

const protectionText = (value: unknown, { words, personName }: Names): string => {
  const rows = (typeof value === 'string' ? (JSON.parse(value) as unknown) : value) as readonly {
    readonly measure: string;
    readonly responsible: string;
    readonly everyHours: number | null;
  }[];
  return rows
    .map(({ measure, responsible, everyHours }) =>
      [measure, personName(responsible), everyHours === null ? words.form.everyNever : words.form.everyHours(everyHours)].join(' · '),
    )
    .join(words.common.list);
};

const choiceText = (name: FieldName, value: string, words: Words): string => {
  const group = name === 'grade' ? words.codes.grade : name === 'cause' ? words.codes.rootCause : words.codes.hazardCategory;
  return wordFor(group, value, words.common.unknown);
};

/** One filed value as people read it; null = it says nothing to people (pictures are shown as pictures). */
export const filedText = (name: FieldName, value: unknown, names: Names): string | null => {
  const { words } = names;
  switch (fieldOf(name).kind) {
    case 'text':
      return String(value);
    case 'person':
      return names.personName(String(value));
    case 'day':
      return typeof value === 'number' ? dayOf(value) : null;
    case 'days':
      return `${String(value)} ${words.form.days}`;
    case 'money':
      return `${Number(value).toLocaleString('en-US')} ${words.form.yuan}`;
    case 'choice':
      return choiceText(name, String(value), words);
    case 'photos':
      return Array.isArray(value) ? words.evidence.stageCount(words.evidence.title, value.length) : null;
    case 'signature':
      return words.form.signed;
    case 'protection':
      return protectionText(value, names);
    case 'flag':
      return value === true ? words.common.yes : words.common.no;
    case 'measure':
      return names.measureName(String(value));
    case 'hazard':
      return null;
  }
};

/** Name and words of everything a step's form brought, in the table's order. */
export const filedRows = (form: Readonly<Record<string, unknown>>, names: Names): [string, string][] =>
  Object.entries(form).flatMap(([name, value]): [string, string][] => {
    if (!isField(name) || value === null || value === undefined) return [];
    const text = filedText(name, value, names);
    return text === null || text === '' ? [] : [[names.words.open.hazardField[name], text]];
  });

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};

/** What an entry of the history says beside who did what: state reached, what was filed, what was missed. */
export const entryDetail = (entry: TimelineEntry, names: Names): string[] => {
  const { words } = names;
  const { form, to, from, limit, deadline, facts, stage, ...rest } = entry.detail;
  const lines: string[] = [];
  if (typeof to === 'string' && to !== from) lines.push(`→ ${wordFor(words.codes.hazardState, to, words.common.unknown)}`);
  if (typeof limit === 'string') lines.push(wordFor(words.codes.hazardLimit, limit, words.common.unknown));
  if (typeof stage === 'string') lines.push(wordFor(words.codes.evidenceStage, stage, words.common.unknown));
  const condition = record(facts)['condition'];
  if (typeof condition === 'string') lines.push(conditionText(condition, words));
  const dated = entry.actor === 'system' && typeof deadline === 'number' ? { deadline } : {};
  // Of the system's own acts only what is picked here means anything to people.
  const own = entry.actor === 'system' ? dated : rest;
  const erased = Object.entries(entry.said).filter(([name, text]) => text === null && isField(name));
  lines.push(...erased.map(([name]) => `${isField(name) ? words.open.hazardField[name] : ''}${words.common.colon}${words.common.erased}`));
  const filed = { ...own, ...record(form), ...entry.said };
  // What was found is told under the same name as what was done about it.
  const found = entry.act === 'hazard.reported' || entry.act === 'hazard.drafted';
  const labelled = filedRows(filed, names).map(([name, text]): [string, string] => [
    found && name === words.open.hazardField.description ? words.hazards.description : name,
    text,
  ]);
  return [...lines, ...labelled.map(([name, text]) => `${name}${words.common.colon}${text}`)];
};

/** Steps whose forms brought something to read, oldest first as they were taken. */
export const filedSteps = (hazard: Hazard): [string, Readonly<Record<string, unknown>>][] =>
  Object.entries(hazard.forms).filter(([, form]) => Object.keys(form).length > 0);
