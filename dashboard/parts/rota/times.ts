import type { Words } from '../../i18n/words.ts';
import { clockTime, dayOf } from '../format.ts';

const dayMs = 86_400_000;
const short = (at: number): string => clockTime(at).slice(0, 5);

/** `11-22 08:00` */
export const dayAndTime = (at: number): string => `${dayOf(at).slice(5)} ${short(at)}`;

/** `08:00–次日 08:00`, or with both days when it lasts longer. */
export const stretchText = (from: number, to: number, words: Words): string => {
  if (to - from > dayMs) return words.rota.hoursOf(dayAndTime(from), dayAndTime(to));
  return words.rota.hoursOf(short(from), dayOf(from) === dayOf(to) ? short(to) : words.rota.nextDay(short(to)));
};
