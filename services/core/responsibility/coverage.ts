/** What is missing in an organisation's responsibility: rooms nobody looks after, canteens without a principal, empty headships, people without a duty. */
import type { Space } from '../../contracts/place.ts';
import type { Coverage, Gaps, GridCell } from '../../contracts/responsibility.ts';
import { headships } from '../../contracts/responsibility.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

/** When a cell's next patrol is due; one that was never patrolled is due. */
export const nextPatrolAt = (cell: Pick<GridCell, 'lastPatrolAt' | 'everyDays'>): number =>
  cell.lastPatrolAt === null ? 0 : cell.lastPatrolAt + cell.everyDays * dayMs;

/** A room is covered when a cell with an active grid person holds it or something around it. */
export const coverageOf = (world: World, school: string, at: number): Coverage => {
  const cells = [...world.gridCells.values()].filter((cell) => cell.school === school);
  const held = new Set(cells.filter((cell) => world.people.get(cell.person)?.active).flatMap((cell) => cell.spaces));
  const rooms = [...world.spaces.values()].filter((space) => space.school === school && space.kind === 'room');
  const uncovered = rooms.filter((room) => !spacesAbove(world, room.id).some((id) => held.has(id)));
  return {
    rooms: rooms.length,
    covered: rooms.length - uncovered.length,
    uncovered: uncovered.map(({ id, name }) => ({ space: id, name })),
    overdue: cells.filter((cell) => nextPatrolAt(cell) < at).map(({ id }) => id),
  };
};

/** Rooms where food is made or eaten need a named principal (食品安全校长负责制, item #14). */
export const needsFoodPrincipal = (space: Pick<Space, 'kind' | 'use'>): boolean =>
  space.kind === 'room' && (space.use === 'canteen' || space.use === 'kitchen');

export const gapsOf = (world: World, org: string): Gaps => {
  const posts = [...world.posts.values()].filter((post) => post.org === org);
  const isHeld = (holders: readonly string[]): boolean => holders.some((id) => world.people.get(id)?.active);
  const onDuty = new Set([
    ...[...world.posts.values()].filter(({ sheet }) => sheet !== null).flatMap(({ holders }) => holders),
    ...[...world.gridCells.values()].map(({ person }) => person),
  ]);
  const named = (post: { readonly id: string; readonly title: string }) => ({ post: post.id, title: post.title });
  return {
    canteens: [...world.spaces.values()]
      .filter((space) => space.school === org && needsFoodPrincipal(space) && !world.people.get(space.foodPrincipal ?? '')?.active)
      .map(({ id, name }) => ({ space: id, name })),
    headships: headships.filter((headship) => !posts.some((post) => post.headship === headship && isHeld(post.holders))),
    vacant: posts.filter(({ holders }) => !isHeld(holders)).map(named),
    withoutSheet: posts.filter(({ sheet }) => sheet === null).map(named),
    // Who only looks on answers for nothing.
    withoutDuty: [...world.people.values()]
      .filter((person) => person.org === org && person.active && person.role !== 'viewer' && !onDuty.has(person.id))
      .map(({ id, name }) => ({ person: id, name })),
  };
};
