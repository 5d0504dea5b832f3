/** The rota as a month of days, and shifts made by pattern. Pure; days are Shanghai's. */
import calendar from 'chinese-days/dist/chinese-days.json';
import type { Leave, Seat, Shift, ShiftForm } from '../../../services/contracts/rota.ts';
import { dayMs, dayStart } from '../../../services/core/calendar.ts';
import { dayOf } from '../format.ts';

const minuteMs = 60_000;
const shanghaiMs = 8 * 3_600_000;

export type DaySet = Seat['hours'][number]['days'];
/** `POST /shifts` takes so many at once. */
export const mostShifts = 400;

/** `08:30` → 510; null when it is no time of day. */
export const minutesOf = (text: string): number | null => {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
};
/** Minutes from midnight, of this day or of the next. */
export const timeText = (minutes: number): string =>
  `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export interface Pattern {
  readonly seat: string;
  /** In turn, day after day. */
  readonly people: readonly string[];
  /** Midnight of the first day. */
  readonly firstDay: number;
  readonly days: number;
  /** Minutes from midnight; an end that is not later belongs to the next day. */
  readonly begin: number;
  readonly end: number;
  readonly which: DaySet;
}

/** 0 = Monday. */
export const weekdayOf = (day: number): number => (new Date(day + shanghaiMs).getUTCDay() + 6) % 7;

const holidays: Readonly<Record<string, string>> = calendar.holidays;
const movedWork: Readonly<Record<string, string>> = calendar.workdays;

/**
 * The published calendar itself: the package's own functions count days in the machine's zone, and a browser may stand
 * in any.
 */
export const isWorkday = (day: number): boolean => {
  const date = dayOf(day);
  return Object.hasOwn(movedWork, date) || (weekdayOf(day) < 5 && !Object.hasOwn(holidays, date));
};

const isIn = (which: DaySet, day: number): boolean => which === 'all' || isWorkday(day) === (which === 'workdays');

/** A day that is left out takes nobody's turn. */
export const shiftsByPattern = ({ seat, people, firstDay, days, begin, end, which }: Pattern): ShiftForm[] => {
  if (people.length === 0) return [];
  const length = ((end > begin ? end : end + 1440) - begin) * minuteMs;
  return Array.from({ length: days }, (_, index) => firstDay + index * dayMs)
    .filter((day) => isIn(which, day))
    .map((day, turn) => {
      const startsAt = day + begin * minuteMs;
      return { seat, person: people[turn % people.length] ?? '', startsAt, endsAt: startsAt + length, replaces: null, reason: 'plan' };
    });
};

export interface Month {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
}
export const monthAt = (at: number): Month => {
  const [year = 0, month = 1] = dayOf(at).split('-').map(Number);
  return { year, month };
};
export const monthAfter = ({ year, month }: Month, by: 1 | -1): Month => {
  const index = year * 12 + month - 1 + by;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
};
/** Midnights of its days. */
export const daysOf = ({ year, month }: Month): number[] => {
  const first = Date.UTC(year, month - 1, 1) - shanghaiMs;
  const next = Date.UTC(year, month, 1) - shanghaiMs;
  return Array.from({ length: Math.round((next - first) / dayMs) }, (_, index) => first + index * dayMs);
};
/** A day that is not what its weekday says: 调休 or a holiday. */
export const dayKind = (day: number): 'work' | 'free' | 'moved_work' | 'holiday' => {
  const weekend = weekdayOf(day) > 4;
  if (isWorkday(day)) return weekend ? 'moved_work' : 'work';
  return weekend ? 'free' : 'holiday';
};

const isReplacedWhole = (shift: Shift, shifts: readonly Shift[]): boolean =>
  shifts.some((one) => one.replaces === shift.id && one.startsAt <= shift.startsAt && one.endsAt >= shift.endsAt);

/** Those that begin on the day or last over its noon: a night shift stands on the day on which it begins. */
export const shiftsOn = (shifts: readonly Shift[], seat: string, day: number): Shift[] => {
  const mine = shifts.filter((shift) => shift.seat === seat && !shift.cancelled);
  const noon = day + dayMs / 2;
  return mine
    .filter((shift) => !isReplacedWhole(shift, mine))
    .filter(({ startsAt, endsAt }) => (startsAt >= day && startsAt < day + dayMs) || (startsAt <= noon && endsAt > noon))
    .sort((a, b) => a.startsAt - b.startsAt);
};

/** Must the seat be held at some hour that begins on the day, and nobody is there at any time of it? */
export const isUnfilled = (seat: Seat, shifts: readonly Shift[], day: number, now: number): boolean => {
  if (!seat.active || day + dayMs <= now) return false;
  if (seat.hours.length > 0 && !seat.hours.some(({ days }) => isIn(days, day))) return false;
  return !shifts.some((shift) => shift.seat === seat.id && !shift.cancelled && shift.startsAt < day + dayMs && shift.endsAt > day);
};

export const isAway = (leaves: readonly Leave[], { person, startsAt, endsAt }: Pick<Shift, 'person' | 'startsAt' | 'endsAt'>): boolean =>
  leaves.some((leave) => !leave.cancelled && leave.person === person && leave.startsAt < endsAt && leave.endsAt > startsAt);

export const midnightOf = (at: number): number => dayStart(at);
