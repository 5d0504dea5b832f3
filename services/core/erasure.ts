/** What is left of a record when what people typed into it, and whom it shows, is erased by law. */
import type { Alarm } from '../contracts/alarm.ts';
import type { FormalDocument } from '../contracts/document.ts';
import { erasedMark } from '../contracts/erasure.ts';
import type { Evidence } from '../contracts/evidence.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Person } from '../contracts/place.ts';
import type { IncidentReport } from '../contracts/reporting.ts';
import type { LogEntry } from '../contracts/rota.ts';
import type { FieldName } from './hazards/fields.ts';
import { fields } from './hazards/fields.ts';

const erased = (text: string | null): string | null => (text === null || text === '' ? text : erasedMark);

/** Shorter texts are common words: they are erased where they stand alone, not inside of others. */
const shortest = 4;

/** The value with every one of the texts replaced, however deep they stand in it. */
export const scrubbed = <T>(value: T, texts: readonly string[], within = shortest): T => {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string')
      return texts.reduce(
        (left, text) => (left === text ? erasedMark : text.length >= within ? left.replaceAll(text, erasedMark) : left),
        part,
      );
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(value) as T;
};

type Measure = { readonly measure: string };
const isText = (name: string): boolean => name in fields && fields[name as FieldName].kind === 'text';
const isProtection = (name: string): boolean => name in fields && fields[name as FieldName].kind === 'protection';

const formEntries = ({ forms }: Hazard): [string, unknown][] => Object.values(forms).flatMap((form) => Object.entries(form));

/** Sentences of hazards that the system opened are its own, from codes. */
const isTyped = ({ reportedBy }: Hazard): boolean => reportedBy !== 'system';

const measuresIn = (json: string): string[] => (JSON.parse(json) as Measure[]).map(({ measure }) => measure);

/**
 * Everything people typed about a hazard, also what a later step replaced: it may stand again in documents and messages.
 * @param timeline what was said with its steps, by field
 */
export const typedInHazard = (hazard: Hazard, timeline: readonly (readonly [string, string])[]): string[] => {
  const texts = [
    ...timeline.flatMap(([field, text]) => (isProtection(field) ? measuresIn(text) : [text])),
    ...(isTyped(hazard) ? [hazard.description] : []),
    ...hazard.protection.map(({ measure }) => measure),
    ...formEntries(hazard).flatMap(([name, value]) =>
      isText(name) && typeof value === 'string' ? [value] : isProtection(name) ? (value as Measure[]).map(({ measure }) => measure) : [],
    ),
  ];
  // The longest first: a text may hold another.
  return [...new Set(texts)].filter((text) => text !== '' && text !== erasedMark).sort((a, b) => b.length - a.length);
};

const erasedField = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  isText(name) ? erasedMark : isProtection(name) ? (value as Measure[]).map((one) => ({ ...one, measure: erasedMark })) : value,
];

export const erasedHazard = (hazard: Hazard): Hazard => ({
  ...hazard,
  version: hazard.version + 1,
  description: isTyped(hazard) ? erasedMark : hazard.description,
  place: null,
  protection: hazard.protection.map((one) => ({ ...one, measure: erasedMark })),
  forms: Object.fromEntries(
    Object.entries(hazard.forms).map(([step, form]) => [step, Object.fromEntries(Object.entries(form).map(erasedField))]),
  ),
});

export const erasedAlarm = (alarm: Alarm): Alarm => ({
  ...alarm,
  version: alarm.version + 1,
  dismissal: alarm.dismissal && { ...alarm.dismissal, note: erased(alarm.dismissal.note) },
  shelved: alarm.shelved && { ...alarm.shelved, reason: erasedMark },
});

/** Why a commander raised or lowered it is what they typed; why it rose by itself is a code. */
export const erasedIncident = (incident: Incident): Incident => ({
  ...incident,
  version: incident.version + 1,
  levels: incident.levels.map((one) => (one.automatic ? one : { ...one, reason: erasedMark })),
});

export const erasedReport = (report: IncidentReport): IncidentReport => ({
  ...report,
  text: erasedMark,
  measures: erased(report.measures),
});

/** That somebody wrote something then stays. */
export const erasedLogEntry = (entry: LogEntry): LogEntry => ({ ...entry, version: entry.version + 1, text: erasedMark });

/** The picture itself goes with its file; where it was taken goes here. */
export const erasedEvidence = (evidence: Evidence): Evidence => ({
  ...evidence,
  capture: evidence.capture && { ...evidence.capture, place: null },
  flags: evidence.flags.map((flag) => (flag.decided ? { ...flag, decided: { ...flag.decided, note: erasedMark } } : flag)),
});

/** A formal document says no longer what was erased; its number and its times stand. */
export const scrubbedDocument = (document: FormalDocument, texts: readonly string[], within = shortest): FormalDocument => {
  const { content, opinion, signature, issuerSignature } = document;
  return { ...document, version: document.version + 1, ...scrubbed({ content, opinion, signature, issuerSignature }, texts, within) };
};

export const erasedPerson = (person: Person): Person => ({ ...person, name: erasedMark, phone: null });
