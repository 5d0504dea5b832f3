/** When a seat must be held: by time of day, on all days, working days or free ones, 调休 included; Shanghai's days. */
import type { Leave, Seat, Shift } from '../../contracts/rota.ts';
import { dayMs, dayStart, isWorkday } from '../calendar.ts';

const minuteMs = 60_000;
type Hours = Seat['hours'][number];

const onDay = ({ days }: Hours, day: number): boolean => days === 'all' || isWorkday(day) === (days === 'workdays');

/** A stretch belongs to the day on which it begins: a working day's night goes on into the free day after it. */
export const mustBeHeld = ({ hours }: Pick<Seat, 'hours'>, at: number): boolean => {
  const today = dayStart(at);
  return (
    hours.length === 0 ||
    hours.some((stretch) =>
      [today, today - dayMs].some((day) => day + stretch.from * minuteMs <= at && at < day + stretch.to * minuteMs && onDay(stretch, day)),
    )
  );
};

/** Every moment after `from` and before `to` at which something about this seat may change, unsorted. */
export const momentsOf = (seat: Seat, shifts: readonly Shift[], leaves: readonly Leave[], from: number, to: number): number[] => {
  const moments = [...shifts, ...leaves].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  for (let day = dayStart(from) - dayMs; seat.hours.length > 0 && day < to; day += dayMs)
    for (const stretch of seat.hours) if (onDay(stretch, day)) moments.push(day + stretch.from * minuteMs, day + stretch.to * minuteMs);
  return moments.filter((at) => from < at && at < to);
};
