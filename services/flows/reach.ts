/** Reaching a responder: channel after channel, each try asked for once more in the transaction that begins it. */
import type { AssistanceRequest, Responder } from '../contracts/responder.ts';
import type { Way } from '../core/linkage/ways.ts';
import { allFailed, keptAttempts, nextTry, waysOf } from '../core/linkage/ways.ts';
import type { ReachMessage } from '../core/linkage/words.ts';
import { tellResponder } from '../core/linkage/words.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow, Sent } from '../ports.ts';
import { startLadder } from './escalate.ts';
import { openResponderTask } from './phone-tasks.ts';
import { awaited, incidentIn, putRequest, requestIn, roomOf, takeStep } from './requests.ts';
import type { Service } from './service.ts';

export interface Reach {
  /** `delivered` only when the responder's own application has acknowledged it. `request.id` is the idempotency key. */
  reach(request: AssistanceRequest, responder: Responder, way: Way, message: ReachMessage): Promise<Sent>;
}

/** A CAP message is made in a moment; the channel waits for it so long, then it counts as failed. */
const capWaitMs = 3000;
const capAgainMs = 300;

const stillAsked = ({ state }: AssistanceRequest): boolean => state === 'draft' || state === 'sent' || state === 'no_answer';

interface Wanted {
  readonly request: AssistanceRequest;
  readonly responder: Responder;
  readonly way: Way;
  readonly message: ReachMessage;
}

const newestCap = (service: Service, incident: string): ReachMessage['cap'] => {
  const messages = service.facts.list('capMessage', { where: { incident, direction: 'out' }, schools: null, limit: 20 }).items;
  const newest = messages.find(({ state }) => state === 'issued');
  return newest ? { identifier: newest.identifier, status: newest.status, xml: newest.xml } : null;
};

/** Nothing left that a machine can do: a person dials, in a drill nobody does; the failed channels are asked on. */
const handOver = (service: Service, turn: Turn, request: AssistanceRequest, responder: Responder): void => {
  awaited(turn, 'request_person', request.id, null);
  const incident = incidentIn(service, turn, request.incident);
  if (!incident) return;
  if (request.exercise === null) openResponderTask(service, turn, incident, request, responder, roomOf(service, turn, incident));
  startLadder(service, turn, {
    ladder: 'request',
    subject: 'request',
    subjectId: request.id,
    school: request.school,
    exercise: request.exercise,
  });
};

/** No channel has been acknowledged for so long: silence is a fault, whatever the channels say. */
export const requestPersonDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const request = requestIn(service, turn, row.subject);
  const responder = request && service.world().responders.get(request.responder);
  if (request && responder && stillAsked(request)) handOver(service, turn, request, responder);
};

/** What is to be tried now, asked and written down in one transaction; null = nothing now. */
const begin = (service: Service, row: DueRow): Wanted | null => {
  const turn = newTurn(service.clock.now());
  const wanted = decide(service, turn, row);
  service.commit(turn);
  return wanted;
};

const decide = (service: Service, turn: Turn, row: DueRow): Wanted | null => {
  turn.due.set(row.key, null);
  const request = requestIn(service, turn, row.subject);
  const responder = request && service.world().responders.get(request.responder);
  const incident = request && incidentIn(service, turn, request.incident);
  if (!request || !responder || incident?.state !== 'open' || !stillAsked(request)) return null;
  const rules = service.policies.linkage;
  // Barrier 1, each time anew: a sandbox may have been taken away since.
  const ways = waysOf(responder, request.exercise);
  const next = nextTry(request, ways, rules.channels, turn.at);
  if (next.kind === 'wait') {
    awaited(turn, 'reach', request.id, next.at);
    return null;
  }
  if (next.kind === 'nothing') {
    if (request.attempts.length === 0) handOver(service, turn, request, responder);
    return null;
  }
  const asked = request.times.draft ?? turn.at;
  const cap = next.way.channel === 'cap' ? newestCap(service, request.incident) : null;
  if (next.way.channel === 'cap' && cap === null && turn.at - asked < capWaitMs) {
    awaited(turn, 'reach', request.id, turn.at + capAgainMs);
    return null;
  }
  const attempt = { channel: next.way.channel, at: turn.at, outcome: 'sending', reason: null } as const;
  const trying = { ...request, version: request.version + 1, attempts: keptAttempts([...request.attempts, attempt]) };
  putRequest(turn, trying);
  // If the process ends here, the same try begins again then, with the same id.
  awaited(turn, 'reach', request.id, turn.at + rules.channels.tryMs + 1000);
  const told = tellResponder(service.world(), incident, roomOf(service, turn, incident), { need: request.need, responder });
  const expiresAt = asked + rules.contacts.linkHours * 3600_000;
  return { request: trying, responder, way: next.way, message: { ...told, exercise: request.exercise, expiresAt, cap } };
};

const outcomeOf = (sent: Sent): 'sent' | 'delivered' | 'failed' => (sent.ok ? sent.state : 'failed');

/** What became of the try; the request may have been answered, or called off, meanwhile. */
const settle = (service: Service, row: DueRow, { responder }: Wanted, sent: Sent): void => {
  const turn = newTurn(service.clock.now());
  const request = requestIn(service, turn, row.subject);
  const last = request?.attempts.at(-1);
  if (!request || last?.outcome !== 'sending') return;
  const outcome = outcomeOf(sent);
  const attempts = request.attempts.with(-1, { ...last, outcome, reason: sent.ok ? null : sent.code });
  const tried: AssistanceRequest = { ...request, version: request.version + 1, attempts };
  putRequest(turn, tried);
  const asking = stillAsked(tried);
  awaited(turn, 'reach', request.id, asking && outcome !== 'delivered' ? turn.at : null);
  if (asking && sent.ok) takeStep(service, turn, tried, sent.state, { speaker: 'system', actor: 'system' });
  const ways = waysOf(responder, request.exercise);
  const everyWayFailed =
    outcome === 'failed' &&
    ways.every(({ channel }) => channel === 'phone' || attempts.some((one) => one.channel === channel)) &&
    allFailed(tried, ways);
  if (asking && everyWayFailed && firstRound(attempts, ways)) handOver(service, turn, tried, responder);
  service.commit(turn);
};

/** The last of the channels has failed for the first time. */
const firstRound = (attempts: AssistanceRequest['attempts'], ways: readonly Way[]): boolean =>
  attempts.length === ways.filter(({ channel }) => channel !== 'phone').length;

export const reachDue = async (service: Service, outside: Reach, row: DueRow): Promise<void> => {
  const wanted = begin(service, row);
  if (!wanted) return;
  const sent = await outside.reach(wanted.request, wanted.responder, wanted.way, wanted.message);
  settle(service, row, wanted, sent);
};
