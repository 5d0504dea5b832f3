/** Random rotas for the tests: three to five seats of two schools, overnight shifts, swaps, leave, people who are gone. */
import fc from 'fast-check';
import type { Person } from '../../../services/contracts/place.ts';
import type { Leave, Seat, Shift } from '../../../services/contracts/rota.ts';
import { seatRoles } from '../../../services/contracts/rota.ts';
import type { World } from '../../../services/core/world.ts';
import { emptyWorld } from '../../../services/core/world.ts';

const minuteMs = 60_000;
export const dayMinutes = 1440;

export const personOf = (id: string, fields: Partial<Person> = {}): Person => ({
  id,
  name: id,
  role: 'duty-officer',
  org: 's1',
  phone: '138',
  active: true,
  ...fields,
});

export const seatOf = (id: string, fields: Partial<Seat> = {}): Seat => ({
  id,
  version: 1,
  school: 's1',
  name: id,
  role: 'first',
  console: true,
  hours: [],
  active: true,
  held: null,
  ...fields,
});

export const shiftOf = (
  id: string,
  seat: string,
  person: string,
  startsAt: number,
  endsAt: number,
  fields: Partial<Shift> = {},
): Shift => ({
  id,
  version: 1,
  school: 's1',
  seat,
  person,
  startsAt,
  endsAt,
  replaces: null,
  reason: 'plan',
  by: 'x',
  cancelled: false,
  ...fields,
});

export const leaveOf = (id: string, person: string, startsAt: number, endsAt: number, fields: Partial<Leave> = {}): Leave => ({
  id,
  version: 1,
  school: 's1',
  person,
  startsAt,
  endsAt,
  by: 'x',
  cancelled: false,
  ...fields,
});

export const worldOf = (parts: {
  readonly people: readonly Person[];
  readonly seats: readonly Seat[];
  readonly shifts: readonly Shift[];
  readonly leaves?: readonly Leave[];
}): World => {
  const world = emptyWorld();
  for (const person of parts.people) world.people.set(person.id, person);
  for (const seat of parts.seats) world.seats.set(seat.id, seat);
  for (const shift of parts.shifts) world.shifts.set(shift.id, shift);
  for (const leave of parts.leaves ?? []) world.leaves.set(leave.id, leave);
  return world;
};

/** Begins of stretches of days around holidays and 调休 of 2026, midnight in Shanghai: New Year, Spring Festival, May, October, and a plain week. */
export const someDays = [
  '2025-12-31',
  '2026-01-03',
  '2026-02-13',
  '2026-02-27',
  '2026-04-30',
  '2026-05-08',
  '2026-09-19',
  '2026-09-30',
  '2026-10-09',
  '2026-11-20',
].map((day) => Date.parse(`${day}T00:00:00+08:00`));

const people = ['ann', 'ben', 'cai', 'dan', 'eve'];

const hours = fc
  .record({
    from: fc.integer({ min: 0, max: dayMinutes }),
    length: fc.integer({ min: 1, max: dayMinutes }),
    days: fc.constantFrom('all' as const, 'workdays' as const, 'free_days' as const),
  })
  .map(({ from, length, days }) => ({ from, to: from + length, days }));

const seat = (index: number): fc.Arbitrary<Seat> =>
  fc
    .record({
      role: fc.constantFrom(...seatRoles),
      console: fc.boolean(),
      hours: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Seat['hours']>([]) },
        { weight: 3, arbitrary: fc.array(hours, { minLength: 1, maxLength: 2 }) },
      ),
      school: fc.oneof({ weight: 5, arbitrary: fc.constant('s1') }, { weight: 1, arbitrary: fc.constant('s2') }),
      active: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    })
    .map((fields) => seatOf(`seat${index}`, fields));

/** A seat's row of shifts one after the other, some hours empty, some of them swapped in part, some swaps swapped again. */
const row = (index: number, start: number, days: number): fc.Arbitrary<Shift[]> =>
  fc
    .array(
      fc.record({
        gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }) }),
        length: fc.integer({ min: 120, max: 1100 }),
        person: fc.constantFrom(...people, 'gone'),
        swap: fc.option(
          fc.record({ a: fc.nat(99), b: fc.nat(99), person: fc.constantFrom(...people), again: fc.option(fc.constantFrom(...people)) }),
          {
            freq: 2,
          },
        ),
        cancelled: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      }),
      { minLength: 1, maxLength: days * 3 },
    )
    .map((parts) => {
      const shifts: Shift[] = [];
      let at = -600;
      parts.forEach(({ gap, length, person, swap, cancelled }, i) => {
        const from = at + gap;
        const to = from + length;
        at = to;
        const id = `seat${index}-${i}`;
        const school = 's1';
        const time = (minute: number): number => start + minute * minuteMs;
        shifts.push(shiftOf(id, `seat${index}`, person, time(from), time(to), { cancelled, school }));
        if (!swap) return;
        const [a, b] = [Math.min(swap.a, swap.b), Math.max(swap.a, swap.b) + 1].map((share) => from + Math.round((share / 100) * length));
        if (a === undefined || b === undefined || a >= b) return;
        shifts.push(shiftOf(`${id}-s`, `seat${index}`, swap.person, time(a), time(b), { replaces: id, reason: 'swap' }));
        const middle = Math.floor((a + b) / 2);
        if (swap.again && a < middle)
          shifts.push(shiftOf(`${id}-t`, `seat${index}`, swap.again, time(a), time(middle), { replaces: `${id}-s`, reason: 'leave' }));
      });
      return shifts;
    });

export interface RandomRota {
  readonly world: World;
  readonly from: number;
  readonly to: number;
}

export const randomRota = (days: number): fc.Arbitrary<RandomRota> =>
  fc
    .record({ start: fc.constantFrom(...someDays), seats: fc.integer({ min: 1, max: 5 }), begin: fc.integer({ min: 0, max: 700 }) })
    .chain(({ start, seats, begin }) =>
      fc.record({
        start: fc.constant(start),
        begin: fc.constant(begin),
        seats: fc.tuple(...Array.from({ length: seats }, (_, i) => seat(i))),
        shifts: fc.tuple(...Array.from({ length: seats }, (_, i) => row(i, start, days))).map((rows) => rows.flat()),
        phones: fc.array(fc.boolean(), { minLength: people.length, maxLength: people.length }),
        active: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: people.length, maxLength: people.length }),
        leaves: fc.array(
          fc.record({
            person: fc.constantFrom(...people),
            from: fc.integer({ min: -500, max: days * dayMinutes }),
            length: fc.integer({ min: 1, max: 1500 }),
            cancelled: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
      }),
    )
    .map(({ start, begin, seats, shifts, phones, active, leaves }) => ({
      world: worldOf({
        people: people.map((id, i) => personOf(id, { phone: phones[i] ? '138' : null, active: active[i] !== 0 })),
        seats,
        shifts,
        leaves: leaves.map(({ person, from, length, cancelled }, i) =>
          leaveOf(`leave${i}`, person, start + from * minuteMs, start + (from + length) * minuteMs, { cancelled }),
        ),
      }),
      from: start + begin * minuteMs,
      to: start + days * dayMinutes * minuteMs,
    }));
