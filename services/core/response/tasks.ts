/** The live task board: tasks begin when their level is first reached and are carried over ever after. */
import type { Incident, IncidentTask, ResponseLevel } from '../../contracts/incident.ts';
import { responseLevels } from '../../contracts/incident.ts';
import type { ResponsePlan } from '../../contracts/response.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';
import type { ResponseRules } from './policy.ts';
import { gravity } from './policy.ts';

/** Rather the plan made for this very kind than the one for all, then the newer one. */
const better = (a: ResponsePlan, b: ResponsePlan): number =>
  Number(b.kinds.length > 0) - Number(a.kinds.length > 0) || (b.inForceAt ?? 0) - (a.inForceAt ?? 0);

/** The plan in force for this kind of alarm at this school: the nearest organisation above it that has one. */
export const planFor = (world: World, school: string, kind: string): ResponsePlan | null => {
  const fitting = [...world.responsePlans.values()].filter(
    (plan) => plan.state === 'in_force' && (plan.kinds.length === 0 || plan.kinds.some((one) => one === kind)),
  );
  for (const org of branchAbove(world, school)) {
    const [best] = fitting.filter((plan) => plan.school === org).sort(better);
    if (best) return best;
  }
  return null;
};

type Draft = Pick<IncidentTask, 'id' | 'task' | 'text' | 'role'> & { readonly withinSeconds: number | null };

/** What a level asks for: the plan's own tasks, or the shipped ones where the plan says nothing of it. */
const draftsOf = (rules: ResponseRules, plan: ResponsePlan | null, level: ResponseLevel): Draft[] =>
  plan?.levels[level]?.map((task, i) => ({ ...task, id: task.task === 'own' ? `${level}-own-${i + 1}` : task.task })) ??
  rules.levels[level].tasks.map(({ task, role, withinSeconds }) => ({ id: task, task, text: null, role, withinSeconds }));

/** The tasks of all levels up to this one, those under way unchanged. */
export const tasksAt = (rules: ResponseRules, plan: ResponsePlan | null, incident: Incident, at: number): IncidentTask[] => {
  const tasks = [...incident.tasks];
  for (const level of responseLevels.slice(0, gravity(incident.level) + 1)) {
    for (const { id, task, text, role, withinSeconds } of draftsOf(rules, plan, level)) {
      if (tasks.some((one) => one.id === id)) continue;
      const dueAt = withinSeconds === null ? null : at + withinSeconds * 1000;
      tasks.push({ id, task, text, role, person: null, level, startedAt: at, dueAt, late: false, doneAt: null, doneBy: null });
    }
  }
  return tasks;
};

const isOpen = ({ doneAt, late, dueAt }: IncidentTask): boolean => doneAt === null && !late && dueAt !== null;

/** Tasks whose time is over and that nobody has been told of yet. */
export const lateTasks = ({ tasks }: Incident, now: number): IncidentTask[] =>
  tasks.filter((task) => isOpen(task) && (task.dueAt ?? now) < now);

/** When the next task runs out of time; null = none will. */
export const nextTaskAt = ({ tasks }: Incident): number | null => {
  const moments = tasks.flatMap((task) => (isOpen(task) && task.dueAt !== null ? [task.dueAt + 1] : []));
  return moments.length === 0 ? null : Math.min(...moments);
};

const calls = 'call_';

/** The board's own task of calling this number, while nobody has done it; null = there is none. */
export const callTaskOf = ({ tasks }: Incident, number: string): string | null =>
  tasks.find(({ task, doneAt }) => task === `${calls}${number}` && doneAt === null)?.id ?? null;

/** The number a task of the board asks to be called; null = it is no such task. */
export const calledNumberOf = ({ tasks }: Incident, id: string): string | null => {
  const task = tasks.find((one) => one.id === id)?.task;
  return task?.startsWith(calls) ? task.slice(calls.length) : null;
};
