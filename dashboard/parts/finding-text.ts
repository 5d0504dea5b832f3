/** A finding in words: what contradicts what, its facts, and the records it rests on. Pure. */
import type { Finding } from '../../services/contracts/reporting.ts';
import { type Words, wordFor } from '../i18n/words.ts';
import { fullTime } from './format.ts';

const pages: Readonly<Record<string, string>> = { alarm: '/alarms', incident: '/incidents', hazard: '/hazards' };
const lists: Readonly<Record<string, string>> = {
  risk: '/risks',
  gridCell: '/grid',
  taskForce: '/grid',
  dutySheet: '/duties',
  post: '/duties',
};

/** The page of a record; null = it has none. */
export const linkTo = (noun: string, id: string): string | null =>
  pages[noun] === undefined ? (lists[noun] ?? null) : `${pages[noun]}/${encodeURIComponent(id)}`;

export const reasonText = ({ reason }: Pick<Finding, 'reason'>, words: Words): string =>
  wordFor(words.findings.reason, reason, words.findings.reasonOther);

const several = (value: string, nameOf: (one: string) => string, words: Words): string =>
  value.split(',').map(nameOf).join(words.common.list);

/** What the facts say, each as one sentence; facts only machines need are left out. */
export const factTexts = ({ facts }: Pick<Finding, 'facts'>, deviceName: (id: string) => string, words: Words): string[] => {
  const say: Readonly<Record<string, (value: string) => string>> = {
    dueAt: (value) => words.findings.dueAt(fullTime(Number(value))),
    closedAt: (value) => words.findings.closedAt(fullTime(Number(value))),
    minutes: words.findings.minutes,
    devices: (value) => words.findings.devices(several(value, deviceName, words)),
    missing: (value) =>
      words.findings.missing(several(value, (field) => wordFor(words.codes.reportField, field, words.common.unknown), words)),
    cause: (value) => words.findings.cause(wordFor(words.codes.dismissCause, value, words.common.unknown)),
    flag: (value) => words.findings.flag(wordFor(words.codes.evidenceFlag, value, words.common.unknown)),
    pictures: words.findings.pictures,
  };
  return Object.entries(say).flatMap(([name, tell]) => (facts[name] === undefined || facts[name] === '' ? [] : [tell(facts[name])]));
};

export interface Rest {
  readonly key: string;
  readonly text: string;
  readonly to: string | null;
}

/** The records it rests on, each with the page that shows it; those of one kind are numbered. */
export const evidenceOf = (finding: Finding, words: Words): Rest[] => {
  const named = finding.evidence.map((key) => {
    const cut = key.indexOf(':');
    return { key, noun: key.slice(0, cut), id: key.slice(cut + 1) };
  });
  const hazard = finding.facts['hazard'];
  return named.map(({ key, noun, id }, index) => {
    const alike = named.filter((one) => one.noun === noun).length;
    const nth = named.slice(0, index + 1).filter((one) => one.noun === noun).length;
    const word = wordFor(words.findings.evidenceOf, noun, words.common.unknown);
    // Reports and records stand on the page of what they are about, pictures on that of their hazard.
    const ownPage =
      noun === 'evidence' ? (hazard === undefined ? null : linkTo('hazard', hazard)) : linkTo(finding.subject, finding.subjectId);
    return { key, text: alike > 1 ? words.findings.numbered(word, nth) : word, to: linkTo(noun, id) ?? ownPage };
  });
};
