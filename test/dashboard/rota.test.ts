import { describe, expect, it } from 'vitest';
import {
  dayKind,
  daysOf,
  isUnfilled,
  isWorkday,
  minutesOf,
  monthAfter,
  shiftsByPattern,
  shiftsOn,
  weekdayOf,
} from '../../dashboard/parts/rota/rota-model.ts';
import type { Seat, Shift } from '../../services/contracts/rota.ts';
import { dayMs } from '../../services/core/calendar.ts';

/** Midnight in Shanghai. */
const day = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const seat: Seat = {
  id: 'seat',
  version: 1,
  school: 's',
  name: '主班',
  role: 'first',
  console: true,
  hours: [],
  active: true,
  held: null,
};
const shift = (part: Partial<Shift>): Shift => ({
  id: 'a',
  version: 1,
  school: 's',
  seat: 'seat',
  person: 'p',
  startsAt: day('2026-10-08') + dayMs / 3,
  endsAt: day('2026-10-09') + dayMs / 3,
  replaces: null,
  reason: 'plan',
  by: 'q',
  cancelled: false,
  ...part,
});

describe('the month', () => {
  it('knows 调休, holidays and weekends whatever the zone of the machine', () =>
    expect(['2026-10-01', '2026-10-04', '2026-10-09', '2026-10-10', '2026-10-11'].map((date) => dayKind(day(date)))).toEqual([
      'holiday',
      'free',
      'work',
      'moved_work',
      'free',
    ]));
  it('has its own days and neighbours', () => {
    const days = daysOf({ year: 2028, month: 2 });
    expect([days.length, days[0], weekdayOf(days[0] ?? 0)]).toEqual([29, day('2028-02-01'), 1]);
    expect([monthAfter({ year: 2026, month: 12 }, 1), monthAfter({ year: 2026, month: 1 }, -1)]).toEqual([
      { year: 2027, month: 1 },
      { year: 2025, month: 12 },
    ]);
  });
});

describe('shifts by pattern', () => {
  const pattern = { seat: 'seat', people: ['p', 'q'], firstDay: day('2026-10-08'), days: 4, begin: 480, end: 480, which: 'all' } as const;
  it('go round by day, and an end that is not later is of the next day', () => {
    const shifts = shiftsByPattern(pattern);
    expect(shifts.map(({ person }) => person)).toEqual(['p', 'q', 'p', 'q']);
    expect(
      shifts.every(({ startsAt, endsAt }, i) => endsAt - startsAt === dayMs && startsAt === day('2026-10-08') + i * dayMs + dayMs / 3),
    ).toBe(true);
  });
  it('leave days out without anybody losing a turn', () => {
    const free = shiftsByPattern({ ...pattern, which: 'free_days' });
    expect(free.map(({ startsAt, person }) => [isWorkday(startsAt), person])).toEqual([[false, 'p']]);
    expect(shiftsByPattern({ ...pattern, people: [] })).toEqual([]);
  });
  it('reads only times of day', () => expect(['08:30', '24:00', '8:30', ''].map(minutesOf)).toEqual([510, null, null, null]));
});

describe('a day of a seat', () => {
  it('shows the shift that begins on it, and not the one that is replaced as a whole', () => {
    const swapped = shift({ id: 'b', person: 'q', replaces: 'a' });
    expect(shiftsOn([shift({})], 'seat', day('2026-10-08')).map(({ id }) => id)).toEqual(['a']);
    expect(shiftsOn([shift({})], 'seat', day('2026-10-09'))).toEqual([]);
    expect(shiftsOn([shift({}), swapped], 'seat', day('2026-10-08')).map(({ id }) => id)).toEqual(['b']);
  });
  it('is unfilled only where the seat must be held and the day is not over', () => {
    const now = day('2026-10-08') + 1;
    expect(isUnfilled(seat, [], day('2026-10-08'), now)).toBe(true);
    expect(isUnfilled(seat, [shift({ cancelled: true })], day('2026-10-08'), now)).toBe(true);
    expect(isUnfilled(seat, [shift({})], day('2026-10-08'), now)).toBe(false);
    expect(isUnfilled(seat, [], day('2026-10-07'), now)).toBe(false);
    const workdays: Seat = { ...seat, hours: [{ from: 480, to: 1080, days: 'workdays' }] };
    expect([isUnfilled(workdays, [], day('2026-10-11'), now), isUnfilled(workdays, [], day('2026-10-12'), now)]).toEqual([false, true]);
  });
});
