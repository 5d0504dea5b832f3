/** `GET /duty`: who is on each seat, until when, and who comes next. */
import { z } from 'zod';
import type { Seat } from '../../contracts/rota.ts';
import { seatSchema } from '../../contracts/rota.ts';
import { idSchema, timeSchema } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { ownersOf, plannedOn, seatsOf, shiftInForce } from './on-duty.ts';

/** `until` null = until the handover is signed, whatever the rota says. */
export const dutySchema = z.object({
  seats: z.array(
    z.object({
      seat: seatSchema,
      people: z.array(z.object({ person: idSchema, until: timeSchema.nullable() })),
      next: z.array(idSchema),
    }),
  ),
});
export type Duty = z.infer<typeof dutySchema>;

/** When whoever is on the seat is relieved by the rota: the end of their shift, or where another takes its place. */
const endOf = (world: World, seat: Seat, at: number): number | null => {
  const shifts = [...world.shifts.values()];
  const shift = shiftInForce(shifts, seat.id, at);
  if (!shift) return null;
  const replacing = shifts.filter(({ replaces, cancelled, startsAt }) => replaces === shift.id && !cancelled && startsAt > at);
  return Math.min(shift.endsAt, ...replacing.map(({ startsAt }) => startsAt));
};

/** The person of the next shift that is somebody else's than the one in force. */
export const nextOn = (world: World, seat: Seat, at: number): string | null => {
  const shifts = [...world.shifts.values()].filter((shift) => shift.seat === seat.id && !shift.cancelled);
  const now = shiftInForce(shifts, seat.id, at)?.person;
  const moments = [...new Set(shifts.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]))]
    .filter((moment) => moment > at)
    .sort((a, b) => a - b);
  for (const moment of moments) {
    const person = plannedOn(world, seat, moment, shifts);
    if (person && person.id !== now) return person.id;
  }
  return null;
};

/** As it is now, or as the rota says it will be at a later time. */
export const dutyAt = (world: World, school: string, at: number, now: number): Duty => ({
  seats: seatsOf(world, school).map((seat) => {
    const planned = plannedOn(world, seat, at);
    const people = at <= now ? ownersOf(world, seat, at) : planned ? [planned] : [];
    const next = nextOn(world, seat, at);
    return {
      seat,
      people: people.map(({ id }) => ({ person: id, until: id === planned?.id ? endOf(world, seat, at) : null })),
      next: next === null ? [] : [next],
    };
  }),
});
