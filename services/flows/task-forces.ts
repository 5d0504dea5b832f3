/** 工作专班: members, tasks, and tasks that are due. */
import type { TaskForce, TaskForceForm } from '../contracts/responsibility.ts';
import { sees } from '../core/access/policy.ts';
import { nextTaskMoment } from '../core/responsibility/forces.ts';
import { keepForce } from '../core/responsibility/keep.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { answers, putRefusal, refused, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const putTaskForce = (
  service: Service,
  actor: Actor,
  id: string,
  form: TaskForceForm,
  ifMatch: number | null,
): Result<TaskForce> => {
  const world = service.world();
  const known = world.taskForces.get(id);
  const refusal = putRefusal(service, actor, id, form.org, known, ifMatch);
  if (refusal) return refusal;
  const { closed, tasks, ...fields } = form;
  const stranger = [...form.members, ...tasks.map(({ person }) => person)].find((person) => !answers(world, person, form.org, true));
  if (stranger !== undefined) return refused(400, 'unknown_person', `nobody active ${stranger} at ${form.org}`);
  if (new Set(tasks.map((task) => task.id)).size < tasks.length) return refused(400, 'task_twice', 'each task needs an id of its own');
  const turn = newTurn(service.clock.now());
  const doneAt = new Map(known?.tasks.map((task) => [task.id, task.doneAt]));
  const force: TaskForce = {
    id,
    ...fields,
    members: [...new Set(fields.members)],
    version: (known?.version ?? 0) + 1,
    tasks: tasks.map((task) => ({ ...task, doneAt: doneAt.get(task.id) ?? null })),
    closedAt: closed ? (known?.closedAt ?? turn.at) : null,
  };
  keepForce(world, turn, force);
  audit(turn, {
    actor: actor.id,
    act: known ? 'task_force.changed' : 'task_force.added',
    subject: 'taskForce',
    subjectId: id,
    school: schoolOrNull(world, form.org),
    detail: { topics: form.topics, members: force.members, before: known?.members ?? [], tasks: tasks.length, closed },
  });
  service.commit(turn);
  return { ok: true, value: force };
};

/** A task is done by who has it, or said to be by the contact (the first member). */
export const finishTask = (service: Service, actor: Actor, id: string, task: string): Result<TaskForce> => {
  const world = service.world();
  const force = world.taskForces.get(id);
  // Members come from below the force's organisation: it is theirs to see though it stands above them.
  const mine = force?.members.includes(actor.id) || force?.tasks.some(({ person }) => person === actor.id);
  if (!force || !(mine || sees(world, actor.org, force.org))) return refused(404, 'not_found', `no task force ${id}`);
  const found = force.tasks.find((one) => one.id === task);
  if (!found) return refused(404, 'not_found', `no task ${task}`);
  if (found.person !== actor.id && force.members[0] !== actor.id) return refused(409, 'not_yours', 'only who has the task, or the contact');
  if (found.doneAt !== null) return { ok: true, value: force };
  const turn = newTurn(service.clock.now());
  const next: TaskForce = {
    ...force,
    version: force.version + 1,
    tasks: force.tasks.map((one) => (one.id === task ? { ...one, doneAt: turn.at } : one)),
  };
  keepForce(world, turn, next);
  audit(turn, {
    actor: actor.id,
    act: 'task_force.task_done',
    subject: 'taskForce',
    subjectId: id,
    school: schoolOrNull(world, force.org),
    detail: { task, late: turn.at > found.dueAt },
  });
  service.commit(turn);
  return { ok: true, value: next };
};

/** A task is soon due, or due, and not done: who has it and the contact are told. */
export const forceTaskDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const force = service.world().taskForces.get(row.subject);
  const task = force?.tasks.find(({ id }) => row.key === `force_task:${force.id}:${id}`);
  if (!force || !task || force.closedAt !== null || task.doneAt !== null) return;
  const next = nextTaskMoment(task.dueAt, turn.at);
  if (next !== null) turn.due.set(row.key, { ...row, dueAt: next });
  for (const person of new Set([task.person, ...force.members.slice(0, 1)])) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: force.org,
      at: turn.at,
      kind: turn.at < task.dueAt ? 'force_task_soon' : 'force_task_due',
      subject: 'taskForce',
      subjectId: force.id,
      facts: { force: force.name, task: task.task },
      as: person === task.person ? 'task' : 'contact',
      readAt: null,
    });
  }
};
