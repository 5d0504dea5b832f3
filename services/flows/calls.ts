/** Calls: one attempt to reach one person about one thing by one channel, from its plan to what became of it. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Call, CallSubject, ChannelId } from '../contracts/call.ts';
import { isPending, isReached, mayBecome, turned } from '../core/escalation/call.ts';
import { heldBy } from '../core/escalation/hold.ts';
import { waitsToBeginAnew } from '../core/escalation/ladder.ts';
import type { LadderStep } from '../core/escalation/policy.ts';
import { isStep, stepsFor } from '../core/escalation/policy.ts';
import { channelsOf, isScreen, nextChannel } from '../core/escalation/step.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { DueRow } from '../ports.ts';
import type { Service } from './service.ts';

export interface CallDraft {
  readonly school: string;
  readonly subject: CallSubject;
  readonly subjectId: string;
  /** null = no person: a group's robot, a webhook, a siren. */
  readonly person: string | null;
  readonly step: string;
  readonly channel: ChannelId;
  readonly exercise: string | null;
  /** 1 where nothing is ever begun anew. */
  readonly occurrence?: number;
  /** May wait while others that may not are sent. */
  readonly canWait?: boolean;
}

/** More calls than these are never made about one thing. */
const mostCalls = 500;

/** The call as this turn leaves it. */
export const callIn = (service: Service, turn: Turn, id: string): Call | null => turn.put.call.get(id) ?? service.facts.get('call', id);

/** What this turn itself has put about one thing: all there is about what began in it. */
export const callsOfTurn = (turn: Turn, subject: CallSubject, subjectId: string): Call[] =>
  [...turn.put.call.values()].filter((call) => call.subject === subject && call.subjectId === subjectId);

/** Every call about one thing with what this turn has put already, oldest first; `person` = that person's alone. */
export const callsAbout = (service: Service, turn: Turn, subject: CallSubject, subjectId: string, person?: string): Call[] => {
  const where = { subject, subjectId, ...(person === undefined ? {} : { person }) };
  const calls = new Map(
    service.facts
      .list('call', { where, schools: null, limit: mostCalls })
      .items.reverse()
      .map((call) => [call.id, call]),
  );
  for (const call of callsOfTurn(turn, subject, subjectId)) if (person === undefined || call.person === person) calls.set(call.id, call);
  return [...calls.values()];
};

export const putCall = (turn: Turn, call: Call): Call => {
  turn.put.call.set(call.id, call);
  noteChange(turn, 'notice', call);
  return call;
};

const silentKey = (id: string): string => `silent:${id}`;
const sendKey = (id: string): string => `call:${id}`;

/** An awaited moment as this turn leaves it. */
export const momentIn = (service: Service, turn: Turn, key: string): DueRow | null =>
  turn.due.has(key) ? (turn.due.get(key) ?? null) : service.facts.moment(key);

/** The moment at which silence takes the next channel; the earliest that was said holds. */
export const awaitReceipt = (service: Service, turn: Turn, call: Call, seconds: number): void => {
  const key = silentKey(call.id);
  const dueAt = turn.at + seconds * 1000;
  const awaited = momentIn(service, turn, key);
  if (awaited && awaited.dueAt <= dueAt) return;
  turn.due.set(key, { key, kind: 'call_silent', dueAt, subject: call.id });
};

export const awaitSending = (turn: Turn, call: Pick<Call, 'id'>, kind: string, dueAt: number): void => {
  const key = sendKey(call.id);
  turn.due.set(key, { key, kind, dueAt, subject: call.id });
};

export const noMoreMoments = (turn: Turn, call: Pick<Call, 'id'>): void => {
  turn.due.set(sendKey(call.id), null);
  turn.due.set(silentKey(call.id), null);
};

/** Ids of one turn in the order of its calls: what is planned first leaves first. */
const callId = (service: Service, turn: Turn): string => {
  const place = turn.put.call.size.toString(36).padStart(3, '0');
  return service.newId('call').replace(/-(?=[^-]*$)/, `-${place}`);
};

const planned = (service: Service, turn: Turn, draft: CallDraft): Call => ({
  id: callId(service, turn),
  version: 1,
  school: draft.school,
  subject: draft.subject,
  subjectId: draft.subjectId,
  occurrence: draft.occurrence ?? 1,
  person: draft.person,
  step: draft.step,
  channel: draft.channel,
  state: 'planned',
  exercise: draft.exercise,
  plannedAt: turn.at,
  sentAt: null,
  deliveredAt: null,
  seenAt: null,
  reason: null,
  attempts: 0,
});

/**
 * Plans one call; `deliver` sends it after asking once more whether it is still wanted. A screen is told by this very
 * commit, so there it is sent already; what it says back is its receipt.
 */
export const planCall = (service: Service, turn: Turn, draft: CallDraft): Call => {
  const call = planned(service, turn, draft);
  if (isScreen(call.channel)) {
    awaitReceipt(service, turn, call, service.policies.escalation.fallThroughSeconds.value[call.channel]);
    return putCall(turn, { ...turned(call, 'sent', turn.at), version: 1, attempts: 1 });
  }
  awaitSending(turn, call, draft.canWait ? 'call' : 'first_call', turn.at);
  return putCall(turn, call);
};

/** Somebody who is due and cannot be called: kept beside the calls, with the reason. */
export const noteRefused = (service: Service, turn: Turn, draft: CallDraft, reason: string): Call =>
  putCall(turn, { ...turned(planned(service, turn, draft), 'failed', turn.at, reason), version: 1 });

const alarmOf = (service: Service, turn: Turn, call: Call): Alarm | null =>
  call.subject === 'alarm' ? (turn.put.alarm.get(call.subjectId) ?? service.facts.get('alarm', call.subjectId)) : null;

/** The step of the ladder a call belongs to; null = it belongs to none (a siren), or the ladder is another now. */
const stepOf = (service: Service, turn: Turn, call: Call): LadderStep | null => {
  const { escalation } = service.policies;
  const alarm = alarmOf(service, turn, call);
  const steps = alarm ? escalation.alarms[alarm.severity].steps : stepsFor(escalation, call.subject);
  return steps.find(({ step }) => step === call.step) ?? null;
};

/** Why a call of a ladder is not wanted any more; null = it still is. Others are called off by whoever planned them. */
export const unwanted = (service: Service, turn: Turn, call: Call): string | null => {
  if (!isStep(call.step)) return null;
  const alarm = alarmOf(service, turn, call);
  const held = alarm && heldBy(alarm);
  if (held !== null) return held;
  if (alarm && alarm.escalation?.occurrence !== call.occurrence) return 'begun_anew';
  if (call.person === null) return null;
  if (service.world().people.get(call.person)?.active !== true) return 'inactive';
  const others = callsAbout(service, turn, call.subject, call.subjectId, call.person);
  return others.some((other) => other.id !== call.id && other.occurrence === call.occurrence && isReached(other))
    ? 'reached_otherwise'
    : null;
};

/** Everybody of a step was called in vain: the next step does not wait for its time. */
const hasten = (service: Service, turn: Turn, call: Call, calls: readonly Call[]): void => {
  const ofStep = calls.filter(({ step, occurrence, person }) => step === call.step && occurrence === call.occurrence && person !== null);
  if (ofStep.some(({ state }) => state !== 'failed')) return;
  if (call.subject !== 'alarm') {
    const key = `ladder:${call.subject}:${call.subjectId}`;
    const row = momentIn(service, turn, key);
    if (row) turn.due.set(key, { ...row, dueAt: Math.min(row.dueAt, turn.at) });
    return;
  }
  const alarm = alarmOf(service, turn, call);
  const { escalation } = alarm ?? {};
  if (!alarm || !escalation || escalation.step !== call.step || escalation.nextAt === null || escalation.nextAt <= turn.at) return;
  // There is no next step: it begins anew when its wait is over, however soon the last call failed.
  if (waitsToBeginAnew(service.policies.escalation.alarms[alarm.severity], escalation)) return;
  const next = { ...alarm, escalation: { ...escalation, nextAt: turn.at } };
  service.world().alarms.set(alarmKeyOf(alarm), next);
  turn.put.alarm.set(alarm.id, next);
  noteChange(turn, 'alarm', next);
  const key = `escalate:${alarm.id}`;
  turn.due.set(key, { key, kind: 'escalate', dueAt: turn.at, subject: alarmKeyOf(alarm) });
};

/** A call that came to nothing: its person is called by the next channel, or the next step comes at once. */
export const fallThrough = (service: Service, turn: Turn, call: Call): Call | null => {
  const step = stepOf(service, turn, call);
  const person = call.person === null ? undefined : service.world().people.get(call.person);
  if (!step || !person || unwanted(service, turn, call) !== null) return null;
  const calls = callsAbout(service, turn, call.subject, call.subjectId);
  const own = calls.filter((other) => other.person === person.id && other.occurrence === call.occurrence);
  // The next one is on its way already.
  if (own.some((other) => other.id !== call.id && isPending(other) && other.reason === null)) return null;
  const channel = nextChannel(channelsOf(service.world(), step, call.school), person, new Set(own.map((other) => other.channel)));
  if (channel !== null) {
    const { school, subject, subjectId, exercise, occurrence } = call;
    return planCall(service, turn, { school, subject, subjectId, person: person.id, step: call.step, channel, exercise, occurrence });
  }
  hasten(service, turn, call, calls);
  return null;
};

/** An acknowledgement has lapsed: whoever it kept from being called, or from being called by the next channel, is called now. */
export const callAgain = (service: Service, turn: Turn, { id, escalation }: Alarm): void => {
  const calls = callsAbout(service, turn, 'alarm', id).filter(({ occurrence }) => occurrence === escalation?.occurrence);
  const nameOf = ({ person, channel }: Call): string => person ?? channel;
  const isAwaited = (call: Call): boolean =>
    isPending(call) && (call.state !== 'sent' || momentIn(service, turn, silentKey(call.id)) !== null);
  for (const call of new Map(calls.map((one) => [nameOf(one), one])).values()) {
    if (calls.some((one) => nameOf(one) === nameOf(call) && (isReached(one) || isAwaited(one)))) continue;
    if (call.state !== 'cancelled') fallThrough(service, turn, call);
    else {
      const { school, subject, subjectId, person, step, channel, exercise, occurrence } = call;
      planCall(service, turn, { school, subject, subjectId, person, step, channel, exercise, occurrence });
    }
  }
};

/**
 * What a provider's receipt, a device's reply or a screen says of a call. It never takes back what is known already;
 * null = there is no such call, or it says nothing new.
 */
export const callAnswered = (
  service: Service,
  turn: Turn,
  id: string,
  state: 'sent' | 'delivered' | 'seen' | 'failed',
  reason: string | null,
): Call | null => {
  const call = callIn(service, turn, id);
  if (!call || !mayBecome(call, state)) return null;
  const next = putCall(turn, turned(call, state, turn.at, reason));
  if (state !== 'sent') noMoreMoments(turn, next);
  if (state === 'failed') fallThrough(service, turn, next);
  return next;
};

/** No receipt in the time a channel is given: the next one is used as well. A screen that painted nothing told nobody. */
export const callSilentDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const call = callIn(service, turn, row.subject);
  if (!call || !isPending(call)) return;
  const reason = unwanted(service, turn, call);
  if (reason !== null) return void putCall(turn, { ...call, version: call.version + 1, reason });
  const next = isScreen(call.channel)
    ? turned(call, 'failed', turn.at, 'not_shown')
    : { ...call, version: call.version + 1, reason: 'no_receipt' };
  putCall(turn, next);
  fallThrough(service, turn, next);
};

/** Notes what screens have painted since the last look. Lost with the process, it costs a call by telephone. */
export const takeShown = (service: Service, turn: Turn): void => {
  for (const [alarm, people] of service.shown) for (const person of people) screenShowed(service, turn, person, alarm);
  service.shown.clear();
};

/** A screen of this person has painted the alarm. */
export const screenShowed = (service: Service, turn: Turn, person: string, alarm: string): void => {
  for (const call of callsAbout(service, turn, 'alarm', alarm, person))
    if (isScreen(call.channel)) callAnswered(service, turn, call.id, 'delivered', null);
};

/** Calls about something that is over are called off; what is under way already cannot be. */
export const cancelCalls = (service: Service, turn: Turn, subject: CallSubject, subjectId: string, reason: string): void => {
  for (const call of callsAbout(service, turn, subject, subjectId)) {
    if (call.state !== 'planned') continue;
    noMoreMoments(turn, call);
    putCall(turn, turned(call, 'cancelled', turn.at, reason));
  }
};

/** A person acts on it: whatever they were called by, they have seen it. */
export const seenBy = (service: Service, turn: Turn, subject: CallSubject, subjectId: string, person: string): void => {
  for (const call of callsAbout(service, turn, subject, subjectId, person))
    if (call.sentAt !== null && call.channel !== 'robot') callAnswered(service, turn, call.id, 'seen', null);
};
