/** 求助对话 (domain C4, after the dispatch dialogue of APCO/TMA ANS 2.101): one row a step, and nothing that is not a row. */
import type { AssistanceRequest, RequestAction, RequestState } from '../../contracts/responder.ts';

/** `responder`: by the signed link. `duty`: whoever runs the response, for what was said on the telephone. */
export type Speaker = 'responder' | 'duty' | 'system';

interface Row {
  readonly from: readonly RequestState[];
  readonly to: RequestState;
  readonly who: readonly Speaker[];
  /** What a person or responder says to make the step; null = the system alone. */
  readonly action: RequestAction | null;
}

const asked = ['draft', 'sent', 'delivered', 'no_answer'] as const;
const people = ['responder', 'duty'] as const;

export const transitions: readonly Row[] = [
  { from: ['draft', 'no_answer'], to: 'sent', who: ['system'], action: null },
  { from: ['draft', 'sent', 'no_answer'], to: 'delivered', who: ['system', 'duty'], action: null },
  // Whoever answers late is still welcome, as long as the request stands.
  { from: asked, to: 'accepted', who: people, action: 'accept' },
  { from: asked, to: 'rejected', who: people, action: 'reject' },
  { from: ['draft', 'sent', 'delivered'], to: 'no_answer', who: ['system'], action: null },
  { from: ['accepted'], to: 'en_route', who: people, action: 'en_route' },
  { from: ['accepted', 'en_route'], to: 'on_scene', who: people, action: 'on_scene' },
  { from: ['on_scene'], to: 'cleared', who: people, action: 'clear' },
  { from: ['draft', 'sent', 'delivered', 'no_answer', 'accepted', 'en_route'], to: 'cancelled', who: ['duty', 'system'], action: 'cancel' },
];

const ended: readonly RequestState[] = ['rejected', 'cleared', 'cancelled'];

/** The request one step on; null = no such step for this speaker. */
export const stepRequest = (
  request: AssistanceRequest,
  to: RequestState,
  who: Speaker,
  at: number,
  reason: string | null = null,
): AssistanceRequest | null => {
  const row = transitions.find((one) => one.to === to && one.from.includes(request.state) && one.who.includes(who));
  if (!row) return null;
  return {
    ...request,
    version: request.version + 1,
    state: to,
    open: !ended.includes(to),
    times: { ...request.times, [to]: at },
    reason: reason ?? request.reason,
  };
};

export const stateAfter = (action: RequestAction): RequestState => transitions.find((row) => row.action === action)?.to ?? 'cancelled';

/** What this speaker can say now. */
export const actionsOf = (request: Pick<AssistanceRequest, 'state'>, who: Speaker): RequestAction[] =>
  transitions.flatMap((row) => (row.action !== null && row.from.includes(request.state) && row.who.includes(who) ? [row.action] : []));
