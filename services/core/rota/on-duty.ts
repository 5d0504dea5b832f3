/**
 * Who is on which seat. Two questions that are not one: whom the rota puts there (`plannedOn`), and who answers for it
 * (`ownersOf`). Responsibility moves by both signatures of a handover, so it stays with the giver beyond the end of
 * their shift; whoever's shift has begun meanwhile is called as well, after them. So no minute of a filled rota is
 * without an owner.
 */
import type { Person } from '../../contracts/place.ts';
import type { Leave, Seat, SeatRole, Shift } from '../../contracts/rota.ts';
import type { World } from '../world.ts';

type Stretch = { readonly startsAt: number; readonly endsAt: number };

/** `startsAt` inclusive, `endsAt` exclusive. */
export const covers = ({ startsAt, endsAt }: Stretch, at: number): boolean => startsAt <= at && at < endsAt;

/** The shift of this seat in force at a time: what takes another's place goes before it. */
export const shiftInForce = (shifts: readonly Shift[], seat: string, at: number): Shift | null => {
  const there = shifts.filter((shift) => shift.seat === seat && !shift.cancelled && covers(shift, at));
  const replaced = new Set(there.map(({ replaces }) => replaces));
  return there.find(({ id }) => !replaced.has(id)) ?? null;
};

export const isOnLeave = (leaves: Iterable<Leave>, person: string, at: number): boolean => {
  for (const leave of leaves) if (leave.person === person && !leave.cancelled && covers(leave, at)) return true;
  return false;
};

/** Whom the rota puts on the seat: swaps and leave applied, people who are there no more left out. */
export const plannedOn = (world: World, seat: Seat, at: number, shifts: readonly Shift[] = [...world.shifts.values()]): Person | null => {
  const person = world.people.get(shiftInForce(shifts, seat.id, at)?.person ?? '');
  return person?.active && !isOnLeave(world.leaves.values(), person.id, at) ? person : null;
};

/** Who answers for one seat: the responsible one first, then whoever's shift has begun; [] = nobody. */
export const ownersOf = (world: World, seat: Seat, at: number): Person[] => {
  const holder = world.people.get(seat.held?.person ?? '');
  const planned = plannedOn(world, seat, at);
  const owners = holder?.active ? [holder] : [];
  return planned && planned.id !== holder?.id ? [...owners, planned] : owners;
};

export const seatsOf = (world: World, school: string): Seat[] =>
  [...world.seats.values()].filter((seat) => seat.school === school && seat.active).sort((a, b) => (a.id < b.id ? -1 : 1));

/** Who holds the seats of this role now, the responsible ones first; [] = nobody. */
export const onSeat = (world: World, school: string, role: SeatRole, at: number): Person[] => {
  const owners = seatsOf(world, school)
    .filter((seat) => seat.role === role)
    .flatMap((seat) => ownersOf(world, seat, at));
  return [...new Map(owners.map((person) => [person.id, person])).values()];
};

/** Does the school keep a rota at all? Without one its people are found by their roles. */
export const hasRota = (world: World, school: string): boolean => seatsOf(world, school).length > 0;
