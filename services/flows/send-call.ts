/** Sending: what waits is asked for once more in the transaction that marks it, then leaves the house; then its outcome. */
import type { Call } from '../contracts/call.ts';
import { may } from '../core/access/policy.ts';
import { triedAgainAt, turned } from '../core/escalation/call.ts';
import { claimText } from '../core/escalation/claim-link.ts';
import type { NoticeText } from '../core/escalation/text.ts';
import { alarmText, otherText } from '../core/escalation/text.ts';
import { presenceStep } from '../core/rota/checks.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow, Outgoing, Sent } from '../ports.ts';
import { awaitReceipt, awaitSending, callIn, fallThrough, noMoreMoments, putCall, unwanted } from './calls.ts';
import type { Service } from './service.ts';

/** Kinds of moment at which a call leaves; those that may wait have their own, so that none of the others waits for them. */
export const callKinds = ['first_call', 'call'] as const;
export const isCallMoment = ({ kind }: DueRow): boolean => (callKinds as readonly string[]).includes(kind);

export interface CallOutside {
  /** Sends one notice by a channel; never throws for what a provider does. */
  send(outgoing: Outgoing): Promise<Sent>;
  /** Address at which this sealed text takes an alarm on without signing in; null = the house has no address of its own. */
  claimLink(text: string): string | null;
}

const textOf = (service: Service, call: Call): NoticeText => {
  const world = service.world();
  const matter = call.step === presenceStep ? 'presence' : call.subject;
  if (matter !== 'alarm') return otherText(world, matter, call.school, call.plannedAt, call.exercise !== null);
  const alarm = service.facts.get('alarm', call.subjectId);
  // What is said is what stands now, not what stood when the call was planned.
  return alarm ? alarmText(world, alarm) : otherText(world, 'incident', call.school, call.plannedAt, call.exercise !== null);
};

const outgoingOf = (service: Service, outside: CallOutside, call: Call, at: number): Outgoing => {
  const person = call.person === null ? null : (service.world().people.get(call.person) ?? null);
  const mayClaim = person !== null && call.subject === 'alarm' && may(person.role, 'alarm.acknowledge');
  const expiresAt = at + service.policies.escalation.claimMinutes.value * 60_000;
  return {
    id: call.id,
    channel: call.channel,
    school: call.school,
    exercise: call.exercise !== null,
    person: person && { id: person.id, name: person.name, phone: person.phone, email: person.email ?? null },
    ...textOf(service, call),
    link: mayClaim ? outside.claimLink(claimText({ call: call.id, person: person.id, expiresAt })) : null,
    subject: call.subject,
    subjectId: call.subjectId,
    at: call.plannedAt,
  };
};

const beginOne = (service: Service, turn: Turn, row: DueRow): Call | null => {
  const call = callIn(service, turn, row.subject);
  // `sending` is one that was under way when the process ended: the same id again is the same notice.
  if (!call || (call.state !== 'planned' && call.state !== 'sending')) {
    turn.due.set(row.key, null);
    return null;
  }
  const reason = unwanted(service, turn, call);
  if (reason !== null) {
    noMoreMoments(turn, call);
    putCall(turn, turned(call, 'cancelled', turn.at, reason));
    return null;
  }
  if (call.person !== null) awaitReceipt(service, turn, call, service.policies.escalation.fallThroughSeconds.value[call.channel]);
  return putCall(turn, { ...turned(call, 'sending', turn.at, call.reason), attempts: call.attempts + 1 });
};

/** Marks all that leave now in one transaction. What is not wanted any more is called off there. */
export const beginCalls = (service: Service, outside: CallOutside, rows: readonly DueRow[]): Outgoing[] => {
  const turn = newTurn(service.clock.now());
  const calls = rows.flatMap((row) => beginOne(service, turn, row) ?? []);
  if (rows.length > 0) service.commit(turn);
  return calls.map((call) => outgoingOf(service, outside, call, turn.at));
};

/** Tried again after a while, or given up and the next channel taken. */
const failedCall = (service: Service, turn: Turn, call: Call, code: string, again: boolean): void => {
  const { retry } = service.policies.escalation;
  const dueAt = again && unwanted(service, turn, call) === null ? triedAgainAt(call, turn.at, retry) : null;
  if (dueAt === null) {
    noMoreMoments(turn, call);
    fallThrough(service, turn, putCall(turn, turned(call, 'failed', turn.at, code)));
    return;
  }
  awaitSending(turn, call, 'first_call', dueAt);
  if (call.person !== null) awaitReceipt(service, turn, call, retry.fallThroughSeconds.value);
  putCall(turn, turned(call, 'planned', turn.at, code));
};

const settle = (service: Service, turn: Turn, { id, outcome }: Settled): void => {
  const call = callIn(service, turn, id);
  turn.due.set(`call:${id}`, null);
  // A receipt may have been quicker than the provider's own answer.
  if (call?.state !== 'sending') return;
  if (!outcome.ok) return failedCall(service, turn, call, outcome.code, outcome.again);
  if (outcome.state === 'delivered') noMoreMoments(turn, call);
  putCall(turn, turned(call, outcome.state, turn.at, outcome.state === 'sent' ? call.reason : null));
};

/** What became of a call that left. */
interface Settled {
  readonly id: string;
  readonly outcome: Sent;
}

const settleTogether = (service: Service, settled: readonly Settled[]): void => {
  const turn = newTurn(service.clock.now());
  for (const one of settled) settle(service, turn, one);
  service.commit(turn);
};

/**
 * Settles calls: those whose outcomes come in one turn of the loop in one transaction, for each is a sync of the disk
 * that the broker waits for. One that cannot be settled spoils none of the others.
 */
export const createSettling = (service: Service): ((settled: Settled) => Promise<void>) => {
  let waiting: { readonly settled: Settled; readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  const settleAll = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      settleTogether(
        service,
        batch.map(({ settled }) => settled),
      );
      for (const { done } of batch) done();
    } catch {
      for (const { settled, done, failed } of batch) {
        try {
          settleTogether(service, [settled]);
          done();
        } catch (error) {
          failed(error);
        }
      }
    }
  };
  return (settled) =>
    new Promise((done, failed) => {
      if (waiting.length === 0) setImmediate(settleAll);
      waiting.push({ settled, done, failed });
    });
};

/** Sends what leaves the house; never fails for what a channel does. */
export const sendCall = async (outside: CallOutside, outgoing: Outgoing): Promise<Settled> => {
  try {
    return { id: outgoing.id, outcome: await outside.send(outgoing) };
  } catch {
    // A channel that breaks is a channel that failed: the person is called by another.
    return { id: outgoing.id, outcome: { ok: false, code: 'channel_broken', again: true } };
  }
};
