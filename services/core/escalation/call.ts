/** A call's own rules: what may follow what, and when a failed one is tried again. */
import type { Call, CallState } from '../../contracts/call.ts';
import type { EscalationPolicy } from './policy.ts';

const rank: Readonly<Record<CallState, number>> = { planned: 0, sending: 1, sent: 2, failed: 3, cancelled: 3, delivered: 4, seen: 5 };

/** A receipt tells more, never less: what was delivered stays so, and a late receipt still counts after everything was given up. */
export const mayBecome = (call: Call, state: CallState): boolean => rank[state] > rank[call.state];

export const isReached = ({ state }: Pick<Call, 'state'>): boolean => state === 'delivered' || state === 'seen';
export const isPending = ({ state }: Pick<Call, 'state'>): boolean => state === 'planned' || state === 'sending' || state === 'sent';

/** The call with a state and the moment it was reached. */
export const turned = (call: Call, state: CallState, at: number, reason: string | null = null): Call => ({
  ...call,
  version: call.version + 1,
  state,
  reason,
  sentAt: state === 'sent' || ((state === 'delivered' || state === 'seen') && call.sentAt === null) ? at : call.sentAt,
  deliveredAt: (state === 'delivered' || state === 'seen') && call.deliveredAt === null ? at : call.deliveredAt,
  seenAt: state === 'seen' ? at : call.seenAt,
});

/** When a call that failed for now is tried again; null = not any more. */
export const triedAgainAt = (call: Call, at: number, { attempts, firstSeconds }: EscalationPolicy['retry']): number | null =>
  call.attempts >= attempts.value ? null : at + firstSeconds.value * 1000 * 2 ** Math.max(0, call.attempts - 1);
