/** Times and numbers as people read them: Asia/Shanghai whatever the machine's own zone is. Pure. */
import type { Words } from '../i18n/words.ts';

/** +08:00 all year: China has had no daylight saving since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

const two = (n: number): string => String(n).padStart(2, '0');
const shanghai = (at: number): Date => new Date(at + shanghaiOffsetMs);

/** Shifted so that a chart which reads UTC shows Shanghai time, ticks on its full hours and days. */
export const toShanghaiAxis = (at: number): number => at + shanghaiOffsetMs;

/** `03:12:45` */
export const clockTime = (at: number): string => {
  const d = shanghai(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
};

/** `2026-11-21` */
export const dayOf = (at: number): string => {
  const d = shanghai(at);
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
};

/** `2026-11-21 03:12:45` */
export const fullTime = (at: number): string => `${dayOf(at)} ${clockTime(at)}`;

/** Today only the time, this year month and day, else the whole date. */
export const shortTime = (at: number, now: number): string => {
  if (dayOf(at) === dayOf(now)) return clockTime(at);
  const day = dayOf(at);
  return `${day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day} ${clockTime(at).slice(0, 5)}`;
};

/** `3 分钟前`; a time ahead of now (a fast device clock) counts as just now. */
export const age = (at: number, now: number, words: Words): string => {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 5) return words.time.now;
  if (seconds < 60) return words.time.seconds(seconds);
  if (seconds < 3600) return words.time.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return words.time.hours(Math.floor(seconds / 3600));
  return words.time.days(Math.floor(seconds / 86_400));
};

/** `2 小时 5 分` */
export const duration = (ms: number, words: Words): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return words.time.durationSeconds(seconds);
  if (seconds < 3600) return words.time.durationMinutes(Math.floor(seconds / 60));
  if (ms < 2 * dayMs) return words.time.durationHours(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
  return words.time.durationDays(Math.floor(ms / dayMs));
};

/** At most three decimals, no trailing zeros; a reading never shows more digits than it was worth. */
export const number = (value: number): string => {
  const size = Math.abs(value);
  const digits = size >= 100 ? 1 : size >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
};

/** Midnight in Shanghai of a `YYYY-MM-DD`; null when it is no date. */
export const startOfDay = (day: string): number | null => {
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) ? null : at;
};
