/**
 * 工作日: weekends, public holidays and 调休, in Shanghai's days. The calendar's data is a package's, renewed each year
 * when the State Council publishes the holidays; beyond its last year weekends alone count as free.
 */
import tables from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

export const dayMs = 24 * 3600_000;
const shanghaiMs = 8 * 3600_000;

/** Shanghai's calendar day as YYYY-MM-DD. */
export const dayOf = (at: number): string => new Date(at + shanghaiMs).toISOString().slice(0, 10);

/** Midnight at which the Shanghai day of `at` begins. */
export const dayStart = (at: number): number => Math.floor((at + shanghaiMs) / dayMs) * dayMs - shanghaiMs;

/** Days that are holidays, and days that are worked in their stead (调休). The package's own functions count in the machine's time zone. */
const holidays: Readonly<Record<string, string>> = tables.holidays;
const worked: Readonly<Record<string, string>> = tables.workdays;

/** Is the Shanghai day of `at` a working day? */
export const isWorkday = (at: number): boolean => {
  const day = dayOf(at);
  if (Object.hasOwn(worked, day)) return true;
  const weekday = new Date(at + shanghaiMs).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !Object.hasOwn(holidays, day);
};

/** The same time of day `days` working days on (back, when negative). */
export const addWorkdays = (at: number, days: number): number => {
  const step = days < 0 ? -dayMs : dayMs;
  let day = at;
  for (let left = Math.abs(days); left > 0; ) {
    day += step;
    if (isWorkday(day)) left -= 1;
  }
  return day;
};

/** Whole working days that begin after `from` and not after `to`; 0 when `to` is not later. */
export const workdaysBetween = (from: number, to: number): number => {
  let count = 0;
  for (let day = from + dayMs; day <= to; day += dayMs) if (isWorkday(day)) count += 1;
  return count;
};
