/** 求助请求: who is asked, what becomes of it, and who is asked next. The sending itself is in `reach.ts`. */
import type { RequestActs } from '../acts/linkage.ts';
import type { Incident } from '../contracts/incident.ts';
import type { AssistanceRequest, RequestAction, RequestState } from '../contracts/responder.ts';
import type { Candidate } from '../core/linkage/choose.ts';
import { candidatesFor, chooseNext, isAccepted, isWaiting } from '../core/linkage/choose.ts';
import type { AskLine } from '../core/linkage/policy.ts';
import { holdsFor } from '../core/linkage/policy.ts';
import type { Speaker } from '../core/linkage/transitions.ts';
import { stateAfter, stepRequest } from '../core/linkage/transitions.ts';
import { waysOf } from '../core/linkage/ways.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { DueRow, Result } from '../ports.ts';
import { endLadder, startLadder } from './escalate.ts';
import { closePhoneTaskOf } from './phone-tasks.ts';
import type { Service } from './service.ts';
import { alarmNow, audit } from './service.ts';

/** More requests than this are never made for one incident. */
const mostRequests = 500;

/** All requests of an incident, with what this turn has put already. */
export const requestsOf = (service: Service, turn: Turn, incident: string): AssistanceRequest[] => {
  const all = new Map(
    service.facts.list('request', { where: { incident }, schools: null, limit: mostRequests }).items.map((one) => [one.id, one]),
  );
  for (const one of turn.put.request.values()) if (one.incident === incident) all.set(one.id, one);
  return [...all.values()];
};

export const requestIn = (service: Service, turn: Turn, id: string): AssistanceRequest | null =>
  turn.put.request.get(id) ?? service.facts.get('request', id);

export const incidentIn = (service: Service, turn: Turn, id: string): Incident | null =>
  turn.put.incident.get(id) ?? service.world().incidents.get(id) ?? service.facts.get('incident', id);

/** Kinds of all its alarms. */
export const kindsOf = (service: Service, turn: Turn, incident: Incident): string[] => [
  ...new Set([incident.kind, ...incident.alarms.flatMap((id) => alarmNow(service, turn, id)?.kind ?? [])]),
];

/** The room its newest alarm stands in. */
export const roomOf = (service: Service, turn: Turn, incident: Incident): string | null => {
  const newest = incident.alarms.at(-1);
  return (newest === undefined ? null : alarmNow(service, turn, newest))?.space ?? incident.space;
};

const moments = ['reach', 'request_answer', 'request_person', 'request_arrival'] as const;
export const awaited = (turn: Turn, kind: (typeof moments)[number], request: string, dueAt: number | null): void => {
  const key = `${kind}:${request}`;
  turn.due.set(key, dueAt === null ? null : { key, kind, dueAt, subject: request });
};

export const putRequest = (turn: Turn, request: AssistanceRequest): void => {
  turn.put.request.set(request.id, request);
  noteChange(turn, 'request', request);
};

const noted = (turn: Turn, request: AssistanceRequest, actor: string, said?: string): void =>
  audit(turn, {
    actor,
    act: `request.${request.state}`,
    subject: 'incident',
    subjectId: request.incident,
    school: request.school,
    detail: {
      request: request.id,
      responder: request.responder,
      line: request.line,
      wave: request.wave,
      need: request.need,
      distanceMetres: request.distanceMetres,
      exercise: request.exercise,
    },
    ...(said === undefined ? {} : { said: { reason: said } }),
  });

const answerMs = (service: Service): number => service.policies.linkage.answer.noAnswerSeconds * 1000;

const answeredStates: readonly RequestState[] = ['accepted', 'rejected', 'cancelled'];

/** One step of the dialogue with all that follows: clocks, the telephone task, whoever is asked next. */
export const takeStep = (
  service: Service,
  turn: Turn,
  request: AssistanceRequest,
  to: RequestState,
  by: { readonly speaker: Speaker; readonly actor: string; readonly reason?: string | null; readonly said?: string | undefined },
): AssistanceRequest | null => {
  const stepped = stepRequest(request, to, by.speaker, turn.at, by.reason ?? null);
  if (!stepped) return null;
  const line = lineOf(service, stepped);
  const next: AssistanceRequest = {
    ...stepped,
    answerDueAt: isWaiting(stepped) ? (stepped.answerDueAt ?? turn.at + answerMs(service)) : null,
    arrivalDueAt: to === 'accepted' ? turn.at + (line?.arriveSeconds ?? 0) * 1000 : stepped.arrivalDueAt,
  };
  putRequest(turn, next);
  noted(turn, next, by.actor, by.said);
  // It came back after its time was up: it has the same time again.
  if (request.state === 'no_answer' && next.answerDueAt !== null) awaited(turn, 'request_answer', next.id, next.answerDueAt);
  if (answeredStates.includes(to)) {
    for (const kind of moments) awaited(turn, kind, next.id, null);
    closePhoneTaskOf(service, turn, next.id);
  }
  if (answeredStates.includes(to) || to === 'delivered' || to === 'on_scene') {
    awaited(turn, 'request_person', next.id, null);
    endLadder(service, turn, 'request', next.id);
  }
  // A yes is not help: it is awaited until it is there.
  if (to === 'accepted') awaited(turn, 'request_arrival', next.id, next.arrivalDueAt);
  if (to === 'on_scene') awaited(turn, 'request_arrival', next.id, null);
  const notComing = to === 'cancelled' && by.speaker === 'duty' && isAccepted(request);
  if (to === 'accepted' || to === 'rejected' || to === 'no_answer' || notComing) askMore(service, turn, next.incident);
  return next;
};

const lineOf = (service: Service, { line }: AssistanceRequest): AskLine | null =>
  service.policies.linkage.asks.find(({ id }) => id === line) ?? null;

const ask = (service: Service, turn: Turn, incident: Incident, line: AskLine, candidate: Candidate, wave: number): void => {
  const answerDueAt = turn.at + answerMs(service);
  const request: AssistanceRequest = {
    id: service.newId('req'),
    version: 1,
    open: true,
    school: incident.school,
    incident: incident.id,
    responder: candidate.responder.id,
    line: line.id,
    wave,
    need: candidate.need,
    exercise: incident.exercise,
    state: 'draft',
    attempts: [],
    times: { draft: turn.at },
    distanceMetres: candidate.distanceMetres,
    answerDueAt,
    arrivalDueAt: null,
    reason: null,
  };
  // Barrier 1: nothing of a drill has a way to a real responder; without a sandbox it ends here.
  if (waysOf(candidate.responder, request.exercise).length === 0) {
    putRequest(turn, request);
    takeStep(service, turn, request, 'cancelled', { speaker: 'system', actor: 'system', reason: 'exercise_sealed' });
    return;
  }
  putRequest(turn, request);
  noted(turn, request, 'system');
  awaited(turn, 'reach', request.id, turn.at);
  awaited(turn, 'request_answer', request.id, answerDueAt);
  awaited(turn, 'request_person', request.id, turn.at + service.policies.linkage.channels.personMs);
};

/** Asks whoever is to be asked by now, and lets go whom nobody needs any more. */
export const askResponders = (service: Service, turn: Turn, incident: Incident): void => {
  const world = service.world();
  const kinds = kindsOf(service, turn, incident);
  for (const line of service.policies.linkage.asks) {
    if (!holdsFor(line, incident, kinds)) continue;
    const { ask: chosen, release } = chooseNext(line, candidatesFor(world, incident.school, line), requestsOf(service, turn, incident.id));
    for (const { candidate, wave } of chosen) ask(service, turn, incident, line, candidate, wave);
    for (const request of release)
      takeStep(service, turn, request, 'cancelled', { speaker: 'system', actor: 'system', reason: 'enough_accepted' });
  }
};

const askMore = (service: Service, turn: Turn, id: string): void => {
  const incident = incidentIn(service, turn, id);
  if (incident?.state === 'open') askResponders(service, turn, incident);
};

/** The incident is over: what is not on the scene is called off. */
export const releaseResponders = (service: Service, turn: Turn, incident: string): void => {
  for (const request of requestsOf(service, turn, incident))
    if (request.open) takeStep(service, turn, request, 'cancelled', { speaker: 'system', actor: 'system', reason: 'incident_ended' });
};

/** 60 s without an answer: the next is asked; this one may still say yes. */
export const requestAnswerDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const request = requestIn(service, turn, row.subject);
  if (!request || !isWaiting(request)) return;
  takeStep(service, turn, request, 'no_answer', { speaker: 'system', actor: 'system', reason: 'no_answer_in_time' });
  callPeople(service, turn, request);
};

/** Said yes and is not there in time: a person asks where they are, and calls others. */
export const requestArrivalDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const request = requestIn(service, turn, row.subject);
  if (request?.state === 'accepted' || request?.state === 'en_route') callPeople(service, turn, request);
};

const callPeople = (service: Service, turn: Turn, { id, school, exercise }: AssistanceRequest): void =>
  startLadder(service, turn, { ladder: 'request', subject: 'request', subjectId: id, school, exercise });

const refused = (status: 403 | 404 | 409 | 412, code: string, detail: string): Result<never> => ({ ok: false, status, code, detail });

const act = (
  service: Service,
  id: string,
  action: RequestAction,
  by: { readonly speaker: Speaker; readonly actor: string; readonly said: string | undefined },
  ifMatch: number | null,
): Result<AssistanceRequest> => {
  const request = service.facts.get('request', id);
  if (!request) return refused(404, 'not_found', `no request ${id}`);
  if (ifMatch !== null && ifMatch !== request.version) return refused(412, 'stale', `version ${request.version} is current`);
  const turn = newTurn(service.clock.now());
  const next = takeStep(service, turn, request, stateAfter(action), {
    ...by,
    ...(action === 'reject' || action === 'cancel' ? { reason: by.speaker === 'responder' ? 'responder_refused' : 'called_off' } : {}),
  });
  if (!next) return refused(409, 'not_possible', `a request that is ${request.state} cannot be answered with ${action}`);
  service.commit(turn);
  return { ok: true, value: next };
};

export const requestActs = (service: Service): RequestActs => ({
  onRequest: (actor, id, { action, reason }, ifMatch) =>
    act(service, id, action, { speaker: 'duty', actor: actor.id, said: reason }, ifMatch),
  answerRequest: (id, { action, reason }) => {
    const responder = service.facts.get('request', id)?.responder ?? '';
    return act(service, id, action, { speaker: 'responder', actor: `responder:${responder}`, said: reason }, null);
  },
});
