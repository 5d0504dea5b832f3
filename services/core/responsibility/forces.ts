/** Task forces in escalations, and when their tasks are warned of. */
import type { Hazard } from '../../contracts/hazard.ts';
import type { TaskForce } from '../../contracts/responsibility.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

/** 工作专班 that are told when a hazard escalates: of its school or above it, open, and for its topic (item #9). */
export const forcesFor = (world: World, hazard: Pick<Hazard, 'school' | 'category'>): TaskForce[] => {
  const branch = new Set(branchAbove(world, hazard.school));
  return [...world.taskForces.values()].filter(
    (force) => force.closedAt === null && branch.has(force.org) && (force.topics.length === 0 || force.topics.includes(hazard.category)),
  );
};

/** Days before its time at which a task is told of, then at its time: T-3, T-1 and T (item #55). */
const toldDaysBefore = [3, 1, 0] as const;

/** When a task that is not done is told of next; null = it has been for the last time. */
export const nextTaskMoment = (dueAt: number, at: number): number | null =>
  toldDaysBefore.map((days) => dueAt - days * dayMs).find((moment) => moment > at) ?? null;
