/** Whom a step calls: the holders of a seat, people by their role, or the bureau above a school. */
import type { Person } from '../../contracts/place.ts';
import type { SeatRole } from '../../contracts/rota.ts';
import { seatRoles } from '../../contracts/rota.ts';
import type { Role } from '../../contracts/values.ts';
import { hasRota, onSeat } from '../rota/on-duty.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';
import type { Callee } from './policy.ts';

/** How people came to be called, or why nobody is. */
export type Found = 'on_seat' | 'no_rota' | 'by_role' | 'bureau' | 'nobody_on_seat' | 'nobody_of_role' | 'nobody_above';

export interface Called {
  readonly people: readonly Person[];
  readonly found: Found;
}

const isSeat = (who: Callee): who is SeatRole => (seatRoles as readonly string[]).includes(who);

/** Who stands in for a seat where no rota says who holds it. */
const roleOfSeat: Readonly<Record<SeatRole, Role>> = { first: 'duty-officer', second: 'duty-officer', leader: 'duty-leader' };

const bureauRoles: readonly Role[] = ['bureau-leader', 'bureau-admin'];

const ofRole = (world: World, org: string, roles: readonly Role[]): Person[] =>
  [...world.people.values()].filter((person) => person.active && person.org === org && roles.includes(person.role));

/** The nearest organisation above the school that has anybody: its own duty room, else its leaders. */
const bureauOf = (world: World, school: string, at: number): Person[] => {
  for (const org of branchAbove(world, school).slice(1)) {
    const seated = seatRoles.flatMap((role) => onSeat(world, org, role, at));
    const people = seated.length > 0 ? seated : ofRole(world, org, bureauRoles);
    if (people.length > 0) return people;
  }
  return [];
};

/** People of one callee at a school now. */
export const peopleOf = (world: World, school: string, who: Callee, at: number): Called => {
  if (who === 'bureau') {
    const people = bureauOf(world, school, at);
    return { people, found: people.length > 0 ? 'bureau' : 'nobody_above' };
  }
  if (isSeat(who) && hasRota(world, school)) {
    const people = onSeat(world, school, who, at).filter(({ active }) => active);
    return { people, found: people.length > 0 ? 'on_seat' : 'nobody_on_seat' };
  }
  const people = ofRole(world, school, [isSeat(who) ? roleOfSeat[who] : who]);
  return { people, found: people.length === 0 ? 'nobody_of_role' : isSeat(who) ? 'no_rota' : 'by_role' };
};
