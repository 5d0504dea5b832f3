/** What somebody answers for, and the same in other hands: nobody leaves a thing behind that nobody answers for (item #1). */
import type { Hazard } from '../../contracts/hazard.ts';
import type { Space } from '../../contracts/place.ts';
import type { GridCell, Post, TaskForce } from '../../contracts/responsibility.ts';
import type { Measure, Risk } from '../../contracts/risk.ts';
import type { World } from '../world.ts';

export interface Holdings {
  readonly posts: readonly Post[];
  readonly gridCells: readonly GridCell[];
  readonly taskForces: readonly TaskForce[];
  /** Canteens of which this is the named principal. */
  readonly spaces: readonly Space[];
  readonly risks: readonly Risk[];
  readonly measures: readonly Measure[];
  /** Open ones. */
  readonly hazards: readonly Hazard[];
}

const inForce = (force: TaskForce, person: string): boolean =>
  force.closedAt === null && (force.members.includes(person) || force.tasks.some((task) => task.person === person && task.doneAt === null));

/** What of the world this person answers for; the rest (risks, measures, hazards) is the store's to find. */
export const heldInWorld = (world: World, person: string): Pick<Holdings, 'posts' | 'gridCells' | 'taskForces' | 'spaces'> => ({
  posts: [...world.posts.values()].filter(({ holders }) => holders.includes(person)),
  gridCells: [...world.gridCells.values()].filter((cell) => cell.person === person),
  taskForces: [...world.taskForces.values()].filter((force) => inForce(force, person)),
  spaces: [...world.spaces.values()].filter((space) => space.foodPrincipal === person),
});

export const answersForHazard = (hazard: Hazard, person: string): boolean =>
  hazard.open && (hazard.responsible === person || hazard.protection.some(({ responsible }) => responsible === person));

export const answersForRisk = (risk: Risk, person: string): boolean =>
  risk.retiredAt === null && risk.controls.some(({ owner }) => owner === person);

export const answersForMeasure = (measure: Measure, person: string): boolean => measure.state === 'open' && measure.owner === person;

/** How many things of each kind; only kinds with any. */
export const countsOf = (holdings: Holdings): Record<string, number> =>
  Object.fromEntries(
    Object.entries(holdings)
      .map(([kind, held]: [string, readonly unknown[]]) => [kind, held.length] as const)
      .filter(([, count]) => count > 0),
  );

const once = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Everything with `to` wherever `from` was; what is done and past stays as it was. */
export const handedOver = (holdings: Holdings, from: string, to: string): Holdings => {
  const swap = (id: string): string => (id === from ? to : id);
  const moved = <T extends { readonly version: number }>(value: T): T => ({ ...value, version: value.version + 1 });
  return {
    posts: holdings.posts.map((post) => moved({ ...post, holders: once(post.holders.map(swap)) })),
    gridCells: holdings.gridCells.map((cell) => moved({ ...cell, person: to })),
    taskForces: holdings.taskForces.map((force) =>
      moved({
        ...force,
        members: once(force.members.map(swap)),
        tasks: force.tasks.map((task) => (task.doneAt === null ? { ...task, person: swap(task.person) } : task)),
      }),
    ),
    spaces: holdings.spaces.map((space) => ({ ...space, foodPrincipal: to })),
    risks: holdings.risks.map((risk) =>
      moved({ ...risk, controls: risk.controls.map((control) => ({ ...control, owner: swap(control.owner) })) }),
    ),
    measures: holdings.measures.map((measure) => moved({ ...measure, owner: to })),
    hazards: holdings.hazards.map((hazard) =>
      moved({
        ...hazard,
        responsible: hazard.responsible === null ? null : swap(hazard.responsible),
        protection: hazard.protection.map((one) => ({ ...one, responsible: swap(one.responsible) })),
      }),
    ),
  };
};
