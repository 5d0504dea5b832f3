/** How a deadline stands, in Shanghai's days. Pure. */
import type { Words } from '../i18n/words.ts';
import { dayOf, startOfDay } from './format.ts';

const dayMs = 86_400_000;

/** Calendar days from today to the day of the deadline; negative when it is behind. */
export const daysTo = (deadline: number, now: number): number =>
  Math.round(((startOfDay(dayOf(deadline)) ?? 0) - (startOfDay(dayOf(now)) ?? 0)) / dayMs);

/** `还有 5 天`, `今天到期`, `已超期 3 天`. */
export const dueText = (deadline: number, now: number, words: Words): string => {
  const days = daysTo(deadline, now);
  if (deadline < now) return days === 0 ? words.hazards.overToday : words.hazards.daysOver(-days);
  return days === 0 ? words.hazards.dueToday : words.hazards.daysLeft(days);
};

/** The end of a `YYYY-MM-DD` in Shanghai: a deadline holds for its whole day. */
export const endOfDay = (day: string): number | null => {
  const start = startOfDay(day);
  return start === null ? null : start + dayMs - 1;
};
