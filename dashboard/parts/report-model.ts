/** Reports upward: how a time limit stands, and what the form begins with. Pure. */
import type { Incident } from '../../services/contracts/incident.ts';
import type { IncidentReport, ReportClock, ReportDraft } from '../../services/contracts/reporting.ts';
import type { Words } from '../i18n/words.ts';
import { clockTime, dayOf, duration, fullTime } from './format.ts';

/** In words; `late` is said in words too, never by colour alone. */
export const clockText = ({ dueAt, doneAt, late }: ReportClock, now: number, words: Words): string => {
  if (doneAt !== null) return late ? words.reporting.wasLate(fullTime(doneAt)) : words.reporting.inTime(fullTime(doneAt));
  return now > dueAt ? words.reporting.over(duration(now - dueAt, words)) : words.reporting.left(duration(dueAt - now, words));
};

/** Between two questions to the server a limit may pass. */
export const isLate = ({ dueAt, doneAt, late }: ReportClock, now: number): boolean => late || (doneAt === null && now > dueAt);

/** What the first sensor's alarm most likely was; the person says what it is. */
const natureOf: Readonly<Record<string, IncidentReport['nature']>> = {
  smoke: 'fire',
  heat: 'fire',
  temperature: 'fire',
  manual_call: 'fire',
  video_fire: 'fire',
  video_smoke: 'fire',
  gas: 'gas',
  co: 'gas',
  video_crowd: 'crush',
  video_intrusion: 'intrusion',
};

/** The next report: the first one, else a follow-up; it happened when the sensors say so. */
export const firstDraft = (incident: Incident, reports: readonly IncidentReport[]): ReportDraft => {
  const last = reports[0];
  return {
    kind: last === undefined ? 'initial' : 'follow_up',
    channel: 'written',
    happenedAt: last?.happenedAt ?? incident.eventAt,
    nature: last?.nature ?? natureOf[incident.kind] ?? 'other',
    deaths: last?.deaths ?? null,
    injured: last?.injured ?? null,
    text: '',
    measures: null,
  };
};

/** As a field for date and time writes it, in Shanghai: `2026-11-21T03:12:45`. */
export const toField = (at: number): string => `${dayOf(at)}T${clockTime(at)}`;

/** Browsers leave out seconds that are zero. Null = no time. */
export const fromField = (text: string): number | null => {
  const at = Date.parse(`${text}+08:00`);
  return Number.isNaN(at) ? null : at;
};
