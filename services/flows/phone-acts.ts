/** A person takes a telephone task, makes the call and says what came of it. */
import type { PhoneTaskActs } from '../acts/linkage.ts';
import type { PhoneOutcome, PhoneTask } from '../contracts/responder.ts';
import { stepRequest } from '../core/linkage/transitions.ts';
import { actOnIncident } from '../core/response/act.ts';
import { callTaskOf } from '../core/response/tasks.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { endLadder } from './escalate.ts';
import { closePhoneTask, notedTask, putTask } from './phone-tasks.ts';
import { respond } from './response.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** The emergency number was reached: the response board's own task of calling it is done by the same act. */
const tickOff = (service: Service, turn: Turn, { request, incident: id, number }: PhoneTask, by: string): void => {
  const incident = service.world().incidents.get(id);
  const task = request === null && incident ? callTaskOf(incident, number) : null;
  if (!incident || !task) return;
  const { incident: after, act, detail, said } = actOnIncident(incident, { action: 'finish_task', task }, by, turn.at);
  audit(turn, { actor: by, act, subject: 'incident', subjectId: id, school: incident.school, detail, said });
  respond(service, turn, incident, after);
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
  notedTask(turn, next, 'phone_task.taken', actor.id);
  service.commit(turn);
  return { ok: true, value: next };
};

const finish = (service: Service, actor: Actor, id: string, outcome: PhoneOutcome): Result<PhoneTask> => {
  const task = service.facts.get('phoneTask', id);
  if (!task) return missing(id);
  if (!task.open) return closed;
  const turn = newTurn(service.clock.now());
  const taken = task.takenBy === null ? { ...task, takenBy: actor.id, takenAt: turn.at } : task;
  const done = closePhoneTask(service, turn, taken, outcome, actor.id);
  if (outcome === 'reached') tickOff(service, turn, done, actor.id);
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

export const phoneTaskActs = (service: Service): PhoneTaskActs => ({
  takePhoneTask: (actor, id) => take(service, actor, id),
  finishPhoneTask: (actor, id, outcome) => finish(service, actor, id, outcome),
});
