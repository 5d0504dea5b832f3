/** Responsibility for a seat as time goes by: begun, kept beyond the shift until both have signed, over when nobody is needed. */
import type { Seat, Shift } from '../../contracts/rota.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { momentsOf, mustBeHeld } from './hours.ts';
import { plannedOn, shiftInForce } from './on-duty.ts';

/**
 * Who answers for the seat from now on, where nobody signs anything. It stays with the holder; it ends with the shift only
 * when the seat need not be held and nobody is on it, and it is whoever's shift it is when nobody held it.
 */
export const heldAfter = (world: World, seat: Seat, at: number, handingOver: boolean): Seat['held'] => {
  if (!seat.active) return null;
  const planned = plannedOn(world, seat, at);
  if (seat.held && world.people.get(seat.held.person)?.active) return planned || handingOver || mustBeHeld(seat, at) ? seat.held : null;
  return planned ? { person: planned.id, since: at } : null;
};

/** The shift whose person took the seat over without a handover being signed; null = all is signed. */
export const unsignedShift = (world: World, { held, id }: Seat, at: number): Shift | null => {
  const shift = shiftInForce([...world.shifts.values()], id, at);
  return shift && held && held.person !== shift.person && held.since < shift.startsAt ? shift : null;
};

/** How far ahead a seat's next moment is looked for; without shifts nothing changes anyway. */
const lookAheadMs = 15 * dayMs;

/** When the seat must be looked at again; null = not before its rota changes. */
export const nextMoment = (world: World, seat: Seat, at: number, lateMs: number): number | null => {
  const shifts = [...world.shifts.values()].filter((shift) => shift.seat === seat.id && !shift.cancelled && shift.endsAt > at);
  if (shifts.length === 0 && !seat.held) return null;
  const people = new Set(shifts.map(({ person }) => person));
  const leaves = [...world.leaves.values()].filter(({ cancelled, person }) => !cancelled && people.has(person));
  const late = shifts.map(({ startsAt }) => startsAt + lateMs).filter((moment) => moment > at);
  const moments = [...momentsOf(seat, shifts, leaves, at, at + lookAheadMs), ...late];
  // A rota that begins later than that, and leave that ends later, is looked for again then.
  return Math.min(at + lookAheadMs, ...moments);
};
