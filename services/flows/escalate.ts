/** 通知升级: who is called next, and when. Each step is asked for once more in the transaction that plans its calls. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Escalation } from '../contracts/call.ts';
import { isReached } from '../core/escalation/call.ts';
import { heldBy } from '../core/escalation/hold.ts';
import { begun, climbed, followed, waitsToBeginAnew } from '../core/escalation/ladder.ts';
import type { AlarmLadder } from '../core/escalation/policy.ts';
import { isScreen } from '../core/escalation/step.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { DueRow } from '../ports.ts';
import { callsAbout, cancelCalls, fallThrough, seenBy } from './calls.ts';
import type { Matter } from './carry-out.ts';
import { carryOut } from './carry-out.ts';
import type { Service } from './service.ts';

export type { LadderStart } from './ladders.ts';
export { endLadder, startLadder } from './ladders.ts';

const ladderOf = (service: Service, alarm: Alarm): AlarmLadder => service.policies.escalation.alarms[alarm.severity];

const awaitStep = (turn: Turn, alarm: Alarm): void => {
  const key = `escalate:${alarm.id}`;
  const nextAt = alarm.escalation?.nextAt ?? null;
  turn.due.set(key, nextAt === null ? null : { key, kind: 'escalate', dueAt: nextAt, subject: alarmKeyOf(alarm) });
};

const awaitLapse = (service: Service, turn: Turn, alarm: Alarm): void => {
  const lapse = ladderOf(service, alarm).ackLapseSeconds;
  const key = `ack_lapse:${alarm.id}`;
  const awaited = lapse !== null && alarm.level !== 'fault' && alarm.verification === 'unverified' && heldBy(alarm) === 'acknowledged';
  const dueAt = (alarm.acknowledgedAt ?? turn.at) + (lapse?.value ?? 0) * 1000;
  turn.due.set(key, awaited ? { key, kind: 'ack_lapse', dueAt, subject: alarmKeyOf(alarm) } : null);
};

const reachedAnybody = (service: Service, turn: Turn, alarm: Alarm, { occurrence }: Escalation): boolean =>
  callsAbout(service, turn, 'alarm', alarm.id).some((call) => call.occurrence === occurrence && call.person !== null && isReached(call));

/** Carries out every step that is due, in order, none skipped; after a standstill that may be several. */
const climb = (service: Service, turn: Turn, alarm: Alarm, isNew: boolean): Alarm => {
  const ladder = ladderOf(service, alarm);
  let escalation = alarm.escalation;
  while (escalation !== null && escalation.nextAt !== null && escalation.nextAt <= turn.at) {
    if (waitsToBeginAnew(ladder, escalation)) {
      if (reachedAnybody(service, turn, alarm, escalation)) return { ...alarm, escalation: { ...escalation, next: null, nextAt: null } };
      escalation = begun(ladder, escalation, turn.at);
    }
    const { next, occurrence } = escalation;
    const step = ladder.steps.find((one) => one.step === next);
    if (!step) return { ...alarm, escalation: { ...escalation, next: null, nextAt: null } };
    const matter: Matter = { school: alarm.school, subject: 'alarm', subjectId: alarm.id, exercise: alarm.exercise, occurrence };
    const { reaches } = carryOut(service, turn, matter, step, { canWait: alarm.severity !== 'life_safety', isNew });
    const isLast = step === ladder.steps.at(-1);
    escalation = climbed(ladder, escalation, step, reaches, turn.at, isLast && reachedAnybody(service, turn, alarm, escalation));
  }
  return { ...alarm, escalation };
};

/** Calls off what waits, and notes that whoever acted has seen what they were called by. */
const settle = (service: Service, turn: Turn, before: Alarm | null, alarm: Alarm): void => {
  if (before === null || before.escalation === null) return;
  const held = heldBy(alarm);
  if (held === null || heldBy(before) !== null) return;
  if (held !== 'storm' && held !== 'cleared' && alarm.acknowledgedBy !== null && !before.acknowledged && alarm.acknowledged)
    seenBy(service, turn, 'alarm', alarm.id, alarm.acknowledgedBy);
  cancelCalls(service, turn, 'alarm', alarm.id, held);
};

/**
 * Begins, holds, goes on with or ends an alarm's ladder after whatever happened to it; called with the new state before
 * the world knows it. The first step is part of the very commit that tells the screens. A mere repeat costs nothing.
 */
export const watchEscalation = (service: Service, turn: Turn, alarm: Alarm): Alarm => {
  const known = service.world().alarms.get(alarmKeyOf(alarm));
  const before = known?.id === alarm.id ? known : null;
  const wasHeld = before && heldBy(before);
  const held = heldBy(alarm);
  const escalation = followed(ladderOf(service, alarm), before, alarm, turn.at);
  if (escalation === alarm.escalation && held === wasHeld && before?.verification === alarm.verification) return alarm;
  const following: Alarm = { ...alarm, escalation };
  if (before !== null || held === null) {
    settle(service, turn, before, following);
    awaitLapse(service, turn, following);
  }
  if (held !== null) {
    if (before !== null) awaitStep(turn, following);
    return following;
  }
  const climbing = climb(service, turn, following, before === null);
  awaitStep(turn, climbing);
  return climbing;
};

/** The time of an alarm's next step has come. */
export const escalateDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || row.key !== `escalate:${alarm.id}` || heldBy(alarm) !== null) return;
  const next = climb(service, turn, alarm, false);
  service.world().alarms.set(row.subject, next);
  turn.put.alarm.set(next.id, next);
  noteChange(turn, 'alarm', next);
  awaitStep(turn, next);
};

/** Nobody looks at the screen any more: whoever was told of an open alarm there alone is called by telephone now. */
export const consoleLost = (service: Service, turn: Turn, school: string): void => {
  for (const alarm of service.world().alarms.values()) {
    if (alarm.school !== school || heldBy(alarm) !== null || alarm.escalation === null) continue;
    const calls = callsAbout(service, turn, 'alarm', alarm.id).filter(({ occurrence }) => occurrence === alarm.escalation?.occurrence);
    for (const call of calls)
      if (
        isScreen(call.channel) &&
        call.person !== null &&
        !calls.some((other) => other.person === call.person && !isScreen(other.channel))
      )
        fallThrough(service, turn, call);
  }
};
