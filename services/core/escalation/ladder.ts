/** Where an alarm's ladder stands, and what follows: begun, held, gone on with, ended, begun anew. Times come in. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Escalation } from '../../contracts/call.ts';
import { isChattering } from '../alarms/kinds.ts';
import { heldBy, isNews } from './hold.ts';
import type { AlarmLadder, LadderStep } from './policy.ts';

const indexOf = (steps: readonly LadderStep[], name: string | null): number => steps.findIndex(({ step }) => step === name);
const dueAt = (since: number, step: LadderStep): number => since + step.afterSeconds.value * 1000;

const towards = (ladder: AlarmLadder, occurrence: number, since: number, done: string | null): Escalation => {
  const next = ladder.steps[indexOf(ladder.steps, done) + 1];
  return { occurrence, since, step: done, next: next?.step ?? null, nextAt: next ? dueAt(since, next) : null };
};

/** Everybody due is called (anew) from now on. Twice in one commit is one beginning. */
export const begun = (ladder: AlarmLadder, before: Escalation | null, at: number): Escalation => {
  if (before !== null && before.since === at) return towards(ladder, before.occurrence, at, before.step);
  return towards(ladder, (before?.occurrence ?? 0) + 1, at, null);
};

/** The same value where it is held already: a repeat changes nothing. */
export const paused = (before: Escalation | null): Escalation | null =>
  before === null || before.next === null ? before : { ...before, next: null, nextAt: null };

/** An acknowledgement lapsed: its wait was wait enough, so the next step is due now and the others keep their distances. */
export const resumed = (ladder: AlarmLadder, before: Escalation, at: number): Escalation => {
  const next = ladder.steps[indexOf(ladder.steps, before.step) + 1];
  if (!next) return towards(ladder, before.occurrence + 1, at, null);
  return towards(ladder, before.occurrence, at - next.afterSeconds.value * 1000, before.step);
};

/** How long after a ladder that reached nobody it begins anew: twice as long each time, up to its limit; null = never. */
const againAfterMs = ({ againSeconds, againAtMostSeconds }: AlarmLadder, occurrence: number): number | null => {
  if (againSeconds === null) return null;
  const doubled = againSeconds.value * 2 ** Math.min(occurrence - 1, 16);
  return Math.min(doubled, Math.max(againSeconds.value, againAtMostSeconds?.value ?? againSeconds.value)) * 1000;
};

/**
 * A step was carried out. Where it reaches nobody the next one comes at once; the others keep their times.
 * @param reached whether anybody at all was reached so far
 */
export const climbed = (
  ladder: AlarmLadder,
  before: Escalation,
  step: LadderStep,
  reaches: boolean,
  at: number,
  reached: boolean,
): Escalation => {
  const after = towards(ladder, before.occurrence, before.since, step.step);
  if (after.nextAt !== null) return reaches ? after : { ...after, nextAt: Math.min(after.nextAt, at) };
  const wait = againAfterMs(ladder, before.occurrence);
  return wait === null || reached ? after : { ...after, next: ladder.steps[0]?.step ?? null, nextAt: at + wait };
};

/** After the last step it waits to begin anew, should nobody be reached until then. */
export const waitsToBeginAnew = (ladder: AlarmLadder, { step, next }: Escalation): boolean =>
  next !== null && next === ladder.steps[0]?.step && step === ladder.steps.at(-1)?.step && step !== null;

/** The escalation after whatever happened to the alarm. */
export const followed = (ladder: AlarmLadder, before: Alarm | null, alarm: Alarm, at: number): Escalation | null => {
  if (heldBy(alarm) !== null) return paused(alarm.escalation);
  // Followed already in this commit.
  if (alarm.escalation !== null && alarm.escalation !== before?.escalation) return alarm.escalation;
  if (isNews(before, alarm) || alarm.escalation === null) return begun(ladder, alarm.escalation, at);
  const was = before && heldBy(before);
  if (was === null) return alarm.escalation;
  // It chatters: it goes on where it stood.
  if (was === 'cleared' && isChattering(alarm))
    return towards(ladder, alarm.escalation.occurrence, alarm.escalation.since, alarm.escalation.step);
  return was === 'acknowledged' ? resumed(ladder, alarm.escalation, at) : begun(ladder, alarm.escalation, at);
};
