/** 报警电话任务: a person dials, the system keeps the script and the clock. In a drill none is ever made (domain E13). */
import type { PhoneTaskActs } from '../acts/linkage.ts';
import type { Incident } from '../contracts/incident.ts';
import type { AssistanceRequest, PhoneOutcome, PhoneTask, Responder } from '../contracts/responder.ts';
import { holdsFor } from '../core/linkage/policy.ts';
import { stepRequest } from '../core/linkage/transitions.ts';
import { numberOf } from '../core/linkage/ways.ts';
import { emergencyScript, responderScript } from '../core/linkage/words.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { endLadder, startLadder } from './escalate.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const taskIn = (service: Service, turn: Turn, id: string): PhoneTask | null =>
  turn.put.phoneTask.get(id) ?? service.facts.get('phoneTask', id);

const putTask = (turn: Turn, task: PhoneTask): void => {
  turn.put.phoneTask.set(task.id, task);
  noteChange(turn, 'phoneTask', task);
};

const noted = (turn: Turn, task: PhoneTask, act: string, actor: string): void =>
  audit(turn, {
    actor,
    act,
    subject: 'incident',
    subjectId: task.incident,
    school: task.school,
    detail: { phoneTask: task.id, request: task.request, late: task.late, outcome: task.outcome },
  });

const dueKey = (id: string): string => `phone_task:${id}`;

/** The same task is never opened twice: its id says what it is for. */
const open = (service: Service, turn: Turn, incident: Incident, task: Pick<PhoneTask, 'id' | 'number' | 'script' | 'request'>): void => {
  if (incident.exercise !== null || taskIn(service, turn, task.id)) return;
  const made: PhoneTask = {
    ...task,
    version: 1,
    open: true,
    school: incident.school,
    incident: incident.id,
    exercise: null,
    openedAt: turn.at,
    dueAt: turn.at + service.policies.linkage.phone.ackSeconds * 1000,
    takenBy: null,
    takenAt: null,
    doneAt: null,
    outcome: null,
    late: false,
  };
  putTask(turn, made);
  turn.due.set(dueKey(made.id), { key: dueKey(made.id), kind: 'phone_task', dueAt: made.dueAt, subject: made.id });
  noted(turn, made, 'phone_task.opened', 'system');
};

/** 119, 120, 110, as the incident asks for; `kinds`: of its alarms. */
export const openEmergencyTasks = (
  service: Service,
  turn: Turn,
  incident: Incident,
  kinds: readonly string[],
  room: string | null,
): void => {
  for (const rule of service.policies.linkage.phone.numbers) {
    if (!holdsFor(rule, incident, kinds)) continue;
    open(service, turn, incident, {
      id: `tel-${incident.id}-${rule.number}`,
      number: rule.number,
      request: null,
      script: emergencyScript(service.world(), incident, room, rule.number),
    });
  }
};

/** No machine reaches this responder: somebody is to call it. */
export const openResponderTask = (
  service: Service,
  turn: Turn,
  incident: Incident,
  request: AssistanceRequest,
  responder: Responder,
  room: string | null,
): void =>
  open(service, turn, incident, {
    id: `tel-${request.id}`,
    number: (numberOf(responder) ?? responder.contact).slice(0, 40),
    request: request.id,
    script: responderScript(service.world(), incident, room, responder, request.need),
  });

const close = (service: Service, turn: Turn, task: PhoneTask, outcome: PhoneOutcome, actor: string): PhoneTask => {
  const next: PhoneTask = { ...task, version: task.version + 1, open: false, doneAt: turn.at, outcome };
  putTask(turn, next);
  turn.due.set(dueKey(task.id), null);
  endLadder(service, turn, 'phoneTask', task.id);
  noted(turn, next, 'phone_task.done', actor);
  return next;
};

/** The request it stood in for is answered: nobody need dial any more. */
export const closePhoneTaskOf = (service: Service, turn: Turn, request: string): void => {
  const task = taskIn(service, turn, `tel-${request}`);
  if (task?.open) close(service, turn, task, 'cancelled', 'system');
};

/** Not taken in time: it is late and others are called. */
export const phoneTaskDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const task = taskIn(service, turn, row.subject);
  if (!task?.open || task.takenAt !== null || task.late) return;
  const late: PhoneTask = { ...task, version: task.version + 1, late: true };
  putTask(turn, late);
  noted(turn, late, 'phone_task.late', 'system');
  startLadder(service, turn, {
    ladder: 'phone_task',
    subject: 'phoneTask',
    subjectId: task.id,
    school: task.school,
    exercise: task.exercise,
  });
};

const missing = (id: string): Result<never> => ({ ok: false, status: 404, code: 'not_found', detail: `no telephone task ${id}` });
const closed: Result<never> = { ok: false, status: 409, code: 'phone_task_closed', detail: 'this telephone task is done' };

const take = (service: Service, actor: Actor, id: string): Result<PhoneTask> => {
  const task = service.facts.get('phoneTask', id);
  if (!task) return missing(id);
  if (!task.open) return closed;
  if (task.takenBy === actor.id) return { ok: true, value: task };
  // One telephone is enough; two people calling 119 for one fire cost the fire brigade time.
  if (task.takenBy !== null) return { ok: false, status: 409, code: 'phone_task_taken', detail: 'somebody else is on the telephone' };
  const turn = newTurn(service.clock.now());
  const next: PhoneTask = { ...task, version: task.version + 1, takenBy: actor.id, takenAt: turn.at };
  putTask(turn, next);
  endLadder(service, turn, 'phoneTask', id);
  noted(turn, next, 'phone_task.taken', actor.id);
  service.commit(turn);
  return { ok: true, value: next };
};

const finish = (service: Service, actor: Actor, id: string, outcome: PhoneOutcome): Result<PhoneTask> => {
  const task = service.facts.get('phoneTask', id);
  if (!task) return missing(id);
  if (!task.open) return closed;
  const turn = newTurn(service.clock.now());
  const taken = task.takenBy === null ? { ...task, takenBy: actor.id, takenAt: turn.at } : task;
  const done = close(service, turn, taken, outcome, actor.id);
  // Whoever spoke with them has delivered the request; the answer is recorded on the request itself.
  const request = outcome === 'reached' && task.request !== null ? service.facts.get('request', task.request) : null;
  const told = request && stepRequest(request, 'delivered', 'duty', turn.at);
  if (told) {
    turn.put.request.set(told.id, told);
    noteChange(turn, 'request', told);
    turn.due.set(`reach:${told.id}`, null);
    turn.due.set(`request_person:${told.id}`, null);
    endLadder(service, turn, 'request', told.id);
  }
  service.commit(turn);
  return { ok: true, value: done };
};

/** The incident is over. */
export const closePhoneTasks = (service: Service, turn: Turn, incident: string): void => {
  const open = new Map(
    service.facts.list('phoneTask', { where: { incident, open: true }, schools: null, limit: 500 }).items.map((task) => [task.id, task]),
  );
  for (const task of turn.put.phoneTask.values()) if (task.incident === incident) open.set(task.id, task);
  for (const task of open.values()) if (task.open) close(service, turn, task, 'cancelled', 'system');
};

export const phoneTaskActs = (service: Service): PhoneTaskActs => ({
  takePhoneTask: (actor, id) => take(service, actor, id),
  finishPhoneTask: (actor, id, outcome) => finish(service, actor, id, outcome),
});
