/**
 * What time does to a hazard: limits of the present state, the deadline with its ladder, checks of interim protections,
 * looking again after closing. One function says what is due now, one when to look again.
 */
import type { Hazard, HazardLimit, LadderStep } from '../../contracts/hazard.ts';
import type { HazardState } from '../../contracts/values.ts';
import { addWorkdays, dayMs } from '../calendar.ts';
import type { HazardTerms, Span } from './policy.ts';

const limitOf: Readonly<Partial<Record<HazardState, HazardLimit>>> = {
  reported: 'grade',
  reopened: 'grade',
  graded: 'fix_on_spot',
  plan_required: 'plan',
  extension_pending: 'decide_extension',
  submitted: 'check',
  verifying: 'close',
  fixed_on_spot: 'spot_check',
};

const after = (at: number, span: Span): number => {
  if ('hours' in span) return at + span.hours * 3600_000;
  return 'days' in span ? at + span.days * dayMs : addWorkdays(at, span.workdays);
};

/** The time limit that begins when this state is entered at `at`; null = the state has none. */
export const limitIn = (hazard: Hazard, terms: HazardTerms, at: number): Hazard['limit'] => {
  // A plan of a major hazard that was accepted is listed next.
  const name = hazard.state === 'plan_approved' && hazard.grade === 'major' ? 'list' : limitOf[hazard.state];
  if (!name) return null;
  const suspected = (hazard.grade ?? hazard.suggestedGrade) === 'major';
  return { name, dueAt: after(at, terms.limits[name][suspected ? 'major' : 'general']) };
};

/** Deadlines are for hazards that are not yet handed in: what waits for a checker is not late by its mender. */
const runs = (hazard: Hazard): boolean =>
  hazard.open && hazard.deadline !== null && !['submitted', 'verifying', 'fixed_on_spot'].includes(hazard.state);

/** `overdue` is derived, never a state. */
export const isOverdue = (hazard: Hazard, at: number): boolean => hazard.open && hazard.deadline !== null && at > hazard.deadline;

export type HazardEvent =
  | { readonly event: 'overdue' }
  | { readonly event: LadderStep; readonly days: number }
  | { readonly event: 'watch_reminder' }
  | { readonly event: 'limit_missed'; readonly limit: HazardLimit }
  | { readonly event: 'protection_missed'; readonly protection: string }
  | { readonly event: 'recheck_due'; readonly day: number };

const ladderDue = (hazard: Hazard, terms: HazardTerms): { step: LadderStep; days: number; at: number }[] => {
  const { deadline } = hazard;
  if (deadline === null || !runs(hazard)) return [];
  return terms.ladder
    .map(({ step, days }) => ({ step, days, at: deadline + days * dayMs + (days > 0 ? 1 : 0) }))
    .filter(({ step, days }) => !hazard.ladder.some((taken) => taken.step === step && taken.days === days));
};

/** The ladder of a deadline that is set now: reminders whose moment was before are as good as given. */
export const freshLadder = (terms: HazardTerms, deadline: number, at: number): Hazard['ladder'] =>
  terms.ladder.filter(({ days }) => days <= 0 && deadline + days * dayMs <= at).map(({ step, days }) => ({ step, days, at }));

const graceMs = (terms: HazardTerms): number => terms.protectionGraceMinutes * 60_000;

const watchDue = (hazard: Hazard, terms: HazardTerms): number | null =>
  hazard.watched && hazard.open && hazard.remindedAt !== null ? hazard.remindedAt + terms.watchEveryDays * dayMs : null;

/** When something of it is due next; null = nothing is awaited. */
export const nextMoment = (hazard: Hazard, terms: HazardTerms): number | null => {
  const moments: (number | null)[] = [
    hazard.limit?.dueAt ?? null,
    hazard.overdue || hazard.deadline === null || !hazard.open ? null : hazard.deadline + 1,
    ...ladderDue(hazard, terms).map(({ at }) => at),
    watchDue(hazard, terms),
    ...(hazard.open ? hazard.protection.map((p) => (p.nextAt === null || p.missedSince !== null ? null : p.nextAt + graceMs(terms))) : []),
    ...(hazard.state === 'closed' ? hazard.rechecks.map((r) => (r.doneAt === null && !r.reminded ? r.dueAt : null)) : []),
  ];
  const known = moments.filter((moment): moment is number => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** The hazard with everything done that is due at `at`, and what happened. Nothing due: the very same hazard. */
export const advanceHazard = (hazard: Hazard, terms: HazardTerms, at: number): { hazard: Hazard; events: HazardEvent[] } => {
  const events: HazardEvent[] = [];
  let next = hazard;
  if (!next.overdue && isOverdue(next, at)) {
    next = { ...next, overdue: true };
    events.push({ event: 'overdue' });
  }
  const steps = ladderDue(next, terms).filter((step) => step.at <= at);
  if (steps.length > 0) {
    next = { ...next, ladder: [...next.ladder, ...steps.map(({ step, days }) => ({ step, days, at }))] };
    events.push(...steps.map(({ step, days }) => ({ event: step, days })));
  }
  const reminder = watchDue(next, terms);
  if (reminder !== null && reminder <= at) {
    next = { ...next, remindedAt: at };
    events.push({ event: 'watch_reminder' });
  }
  if (next.limit !== null && next.limit.dueAt <= at) {
    events.push({ event: 'limit_missed', limit: next.limit.name });
    next = { ...next, limit: null, missedLimits: [...next.missedLimits, { name: next.limit.name, at: next.limit.dueAt }] };
  }
  if (next.open) {
    const missed = next.protection.filter((p) => p.nextAt !== null && p.missedSince === null && p.nextAt + graceMs(terms) <= at);
    if (missed.length > 0) {
      next = { ...next, protection: next.protection.map((p) => (missed.includes(p) ? { ...p, missedSince: p.nextAt } : p)) };
      events.push(...missed.map((p) => ({ event: 'protection_missed' as const, protection: p.id })));
    }
  }
  if (next.state === 'closed') {
    const due = next.rechecks.filter((r) => r.doneAt === null && !r.reminded && r.dueAt <= at);
    if (due.length > 0) {
      next = { ...next, rechecks: next.rechecks.map((r) => (due.includes(r) ? { ...r, reminded: true } : r)) };
      events.push(...due.map((r) => ({ event: 'recheck_due' as const, day: r.day })));
    }
  }
  return { hazard: events.length > 0 ? { ...next, version: hazard.version + 1 } : hazard, events };
};
