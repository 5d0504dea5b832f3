/** 查岗: when the next one comes, and what an answer is worth. */
import type { DutyCheck } from '../../contracts/rota.ts';
import { dayStart } from '../calendar.ts';
import type { DutyPolicy } from './policy.ts';

/** Step of the call by which a telephone seat is asked; no ladder has it. */
export const presenceStep = 'presence';

const minuteMs = 60_000;
const hourMs = 3600_000;

/** 0 ≤ x < 1, even over all texts (FNV-1a, then the finish of MurmurHash3): the same text is always the same number. */
export const drawn = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};

const isNight = (at: number, { nightFrom, nightTo }: DutyPolicy['checks']): boolean => {
  const minute = (at - dayStart(at)) / minuteMs;
  return nightFrom <= nightTo ? nightFrom <= minute && minute < nightTo : minute >= nightFrom || minute < nightTo;
};

/**
 * When the system checks next, drawn from an id with random bits that nobody on duty can know ahead. The moment is stored:
 * a restart draws nothing again.
 */
export const nextCheckAt = (seed: string, at: number, checks: DutyPolicy['checks']): number => {
  const { least, most } = isNight(at, checks) ? checks.nightHours : checks.dayHours;
  return at + Math.round((least + drawn(seed) * (most - least)) * hourMs);
};

/** At 9:59 an answer is in time; at 10:00 the check is missed (domain E7, GB/T 26875.3). */
export const isMissedAt = (check: Pick<DutyCheck, 'dueAt'>, at: number): boolean => at >= check.dueAt;
