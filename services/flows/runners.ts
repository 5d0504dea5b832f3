/** 现场核实: somebody is sent to look, the clock runs, the code on the wall proves the arrival. */
import type { SightActs } from '../acts/drills.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { RunnerTask } from '../contracts/drill.ts';
import { allowedAlarmActions, actOnAlarm as applyAct } from '../core/alarms/act.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import { alarmKeyOf, spacesAbove } from '../core/world.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { planCall } from './calls.ts';
import { endLadder, startLadder, watchEscalation } from './escalate.ts';
import { keepAlarm } from './keep-alarm.ts';
import { confirmedAlarm, tellPeople } from './raise.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** 微型消防站: on the scene within 3 minutes (domain B10, B2 runner ≤ 3 min). */
const arriveWithinMs = 3 * 60_000;

const refused = (status: 400 | 404 | 409, code: string, detail: string): Result<RunnerTask> => ({ ok: false, status, code, detail });

const currentAlarm = (service: Service, turn: Turn, id: string): Alarm | null => {
  const stored = turn.put.alarm.get(id) ?? service.facts.get('alarm', id);
  const current = stored && service.world().alarms.get(alarmKeyOf(stored));
  return current?.id === id ? current : (stored ?? null);
};

const keepTask = (
  service: Service,
  turn: Turn,
  task: RunnerTask,
  actor: string,
  act: string,
  detail: Readonly<Record<string, unknown>> = {},
): void => {
  turn.put.runnerTask.set(task.id, task);
  noteChange(turn, 'runnerTask', task);
  // In the alarm's own time line: whoever reads it sees who went and what they found.
  audit(turn, {
    actor,
    act,
    subject: 'alarm',
    subjectId: task.alarm,
    school: task.school,
    detail: { task: task.id, person: task.person, ...detail },
  });
  if (task.arrivedAt !== null || !task.open) {
    turn.due.set(`runner:${task.id}`, null);
    endLadder(service, turn, 'runnerTask', task.id);
  }
};

/** What a step of the runner means for the alarm, in its table: taken where it is possible, left where it is not. */
const alsoAct = (service: Service, turn: Turn, alarm: Alarm, action: 'verify' | 'confirm', actor: string): void => {
  const allowed = allowedAlarmActions(alarm, () => true).find((row) => row.action === action)?.allowed ?? false;
  if (!allowed) return;
  const act = applyAct(alarm, { action }, actor, turn.at);
  const next = action === 'confirm' ? confirmedAlarm(service, turn, act.alarm, actor) : act.alarm;
  keepAlarm(service, turn, watchEscalation(service, turn, next), [], actor);
  audit(turn, { actor, act: act.act, subject: 'alarm', subjectId: alarm.id, school: alarm.school, detail: act.detail });
  if (action === 'confirm') tellPeople(service, turn, next);
};

const sendRunner = (service: Service, actor: Actor, alarmId: string, personId: string): Result<RunnerTask> => {
  const turn = newTurn(service.clock.now());
  const alarm = currentAlarm(service, turn, alarmId);
  if (!alarm) return refused(404, 'not_found', `no alarm ${alarmId}`);
  if (!alarm.open) return refused(409, 'closed', 'the alarm is over');
  const person = service.world().people.get(personId);
  if (!person?.active || person.org !== alarm.school) return refused(400, 'unknown_person', `nobody active ${personId} at ${alarm.school}`);
  const before = service.facts.list('runnerTask', { where: { alarm: alarmId, open: true }, schools: null, limit: 100 }).items;
  if (before.some((task) => task.person === personId)) return refused(409, 'already_sent', 'this person is on the way already');
  const task: RunnerTask = {
    id: service.newId('run'),
    version: 1,
    open: true,
    school: alarm.school,
    alarm: alarmId,
    space: alarm.space,
    person: personId,
    exercise: alarm.exercise,
    assignedBy: actor.id,
    assignedAt: turn.at,
    dueAt: turn.at + arriveWithinMs,
    arrivedAt: null,
    arrivedBy: null,
    finding: null,
    foundAt: null,
    late: false,
  };
  keepTask(service, turn, task, actor.id, 'runner.sent');
  turn.due.set(`runner:${task.id}`, { key: `runner:${task.id}`, kind: 'runner', dueAt: task.dueAt, subject: task.id });
  planCall(service, turn, {
    school: task.school,
    subject: 'runnerTask',
    subjectId: task.id,
    person: personId,
    step: 'runner',
    channel: 'sms',
    exercise: task.exercise,
  });
  alsoAct(service, turn, alarm, 'verify', actor.id);
  service.commit(turn);
  return { ok: true, value: task };
};

/** The task, if it is this person's and still open. */
const own = (service: Service, actor: Actor, id: string): Result<RunnerTask> => {
  const task = service.facts.get('runnerTask', id);
  if (!task) return refused(404, 'not_found', `no task ${id}`);
  if (task.person !== actor.id) return refused(409, 'not_yours', 'the task is another person’s');
  return task.open ? { ok: true, value: task } : refused(409, 'closed', 'the task is over');
};

const runnerArrived = (service: Service, actor: Actor, id: string, space: string | null): Result<RunnerTask> => {
  const mine = own(service, actor, id);
  if (!mine.ok || mine.value.arrivedAt !== null) return mine;
  // The code of the room, or of what it is in: a floor's code proves that one is on the floor.
  const there = space === null || spacesAbove(service.world(), mine.value.space).includes(space);
  if (!there) return refused(409, 'wrong_place', 'this code is of another place');
  const turn = newTurn(service.clock.now());
  const task: RunnerTask = {
    ...mine.value,
    version: mine.value.version + 1,
    arrivedAt: turn.at,
    arrivedBy: space === null ? 'said' : 'code',
    late: turn.at > mine.value.dueAt,
  };
  keepTask(service, turn, task, actor.id, 'runner.arrived', { by: task.arrivedBy, afterMs: turn.at - task.assignedAt });
  service.commit(turn);
  return { ok: true, value: task };
};

/** What is real is confirmed at once, on the runner's word; "false" is for the duty officer to judge, with its cause. */
const runnerFound = (service: Service, actor: Actor, id: string, finding: 'real' | 'false' | 'unclear'): Result<RunnerTask> => {
  const mine = own(service, actor, id);
  if (!mine.ok) return mine;
  const turn = newTurn(service.clock.now());
  const { value: before } = mine;
  const task: RunnerTask = {
    ...before,
    version: before.version + 1,
    open: false,
    arrivedAt: before.arrivedAt ?? turn.at,
    arrivedBy: before.arrivedBy ?? 'said',
    late: before.late || (before.arrivedAt ?? turn.at) > before.dueAt,
    finding,
    foundAt: turn.at,
  };
  keepTask(service, turn, task, actor.id, 'runner.found', { finding });
  const alarm = currentAlarm(service, turn, task.alarm);
  if (finding === 'real' && alarm) alsoAct(service, turn, alarm, 'confirm', actor.id);
  service.commit(turn);
  return { ok: true, value: task };
};

/** Three minutes are over and nobody is there: others are told. */
export const runnerDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const task = turn.put.runnerTask.get(row.subject) ?? service.facts.get('runnerTask', row.subject);
  if (!task?.open || task.arrivedAt !== null) return;
  keepTask(service, turn, { ...task, version: task.version + 1, late: true }, 'system', 'runner.late');
  startLadder(service, turn, { ladder: 'runner', subject: 'runnerTask', subjectId: task.id, school: task.school, exercise: task.exercise });
};

export const runnerActs = (service: Service): Pick<SightActs, 'sendRunner' | 'runnerArrived' | 'runnerFound'> => ({
  sendRunner: (actor, alarm, person) => sendRunner(service, actor, alarm, person),
  runnerArrived: (actor, task, space) => runnerArrived(service, actor, task, space),
  runnerFound: (actor, task, finding) => runnerFound(service, actor, task, finding),
});
