/** 报警电话任务: a person dials, the system keeps the script and the clock. In a drill none is ever made (domain E13). */
import type { Incident } from '../contracts/incident.ts';
import type { AssistanceRequest, PhoneOutcome, PhoneTask, Responder } from '../contracts/responder.ts';
import { holdsFor } from '../core/linkage/policy.ts';
import { numberOf } from '../core/linkage/ways.ts';
import { emergencyScript, responderScript } from '../core/linkage/words.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { endLadder, startLadder } from './escalate.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const taskIn = (service: Service, turn: Turn, id: string): PhoneTask | null =>
  turn.put.phoneTask.get(id) ?? service.facts.get('phoneTask', id);

export const putTask = (turn: Turn, task: PhoneTask): void => {
  turn.put.phoneTask.set(task.id, task);
  noteChange(turn, 'phoneTask', task);
};

export const notedTask = (turn: Turn, task: PhoneTask, act: string, actor: string): void =>
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
  notedTask(turn, made, 'phone_task.opened', 'system');
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

/** Done, with what came of it. */
export const closePhoneTask = (service: Service, turn: Turn, task: PhoneTask, outcome: PhoneOutcome, actor: string): PhoneTask => {
  const next: PhoneTask = { ...task, version: task.version + 1, open: false, doneAt: turn.at, outcome };
  putTask(turn, next);
  turn.due.set(dueKey(task.id), null);
  endLadder(service, turn, 'phoneTask', task.id);
  notedTask(turn, next, 'phone_task.done', actor);
  return next;
};

/** The request it stood in for is answered: nobody need dial any more. */
export const closePhoneTaskOf = (service: Service, turn: Turn, request: string): void => {
  const task = taskIn(service, turn, `tel-${request}`);
  if (task?.open) closePhoneTask(service, turn, task, 'cancelled', 'system');
};

/** Somebody has made the call, whatever told us so. */
export const emergencyCalled = (service: Service, turn: Turn, incident: string, number: string, by: string): void => {
  const task = taskIn(service, turn, `tel-${incident}-${number}`);
  if (!task?.open) return;
  const taken = task.takenBy === null ? { ...task, takenBy: by, takenAt: turn.at } : task;
  closePhoneTask(service, turn, taken, 'reached', by);
};

/** Not taken in time: it is late and others are called. */
export const phoneTaskDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const task = taskIn(service, turn, row.subject);
  if (!task?.open || task.takenAt !== null || task.late) return;
  const late: PhoneTask = { ...task, version: task.version + 1, late: true };
  putTask(turn, late);
  notedTask(turn, late, 'phone_task.late', 'system');
  startLadder(service, turn, {
    ladder: 'phone_task',
    subject: 'phoneTask',
    subjectId: task.id,
    school: task.school,
    exercise: task.exercise,
  });
};

/** The incident is over. */
export const closePhoneTasks = (service: Service, turn: Turn, incident: string): void => {
  const open = new Map(
    service.facts.list('phoneTask', { where: { incident, open: true }, schools: null, limit: 500 }).items.map((task) => [task.id, task]),
  );
  for (const task of turn.put.phoneTask.values()) if (task.incident === incident) open.set(task.id, task);
  for (const task of open.values()) if (task.open) closePhoneTask(service, turn, task, 'cancelled', 'system');
};
