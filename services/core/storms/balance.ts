/**
 * The balance sheet: what came in at the door against where each trigger ended. Both sides are counted by different hands
 * (the door, and whoever made something of it or dropped it), so that a trigger lost on the way shows as a difference.
 */
import type { Balance } from '../../contracts/storm.ts';

/** Counts are kept by these steps of time: short beside a storm, long beside a flood of messages. */
export const bucketMs = 10_000;
export const bucketOf = (at: number): number => Math.floor(at / bucketMs) * bucketMs;

/** Why a trigger made no alarm that a person was to be shown. */
export const suppressionReasons = ['same_message', 'same_state', 'no_rule', 'already_over', 'maintenance', 'shelved', 'explained'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** Where triggers ended; `arrived` = they came in at the door. */
export interface Fate {
  readonly fate: 'arrived' | 'member' | 'single' | SuppressionReason;
  readonly count: number;
}

/** Those of one device and kind. */
export interface Tallied extends Fate {
  readonly device: string;
  readonly kind: string;
}

export interface Sheet {
  readonly device: string;
  readonly kind: string;
  readonly balance: Balance;
}

type Open = { -readonly [K in keyof Balance]: Balance[K] };
const blank = (): Open => ({ raw: 0, members: 0, singles: 0, suppressed: {}, difference: 0 });

export const emptyBalance = (): Balance => blank();

const enter = (balance: Open, { fate, count }: Fate): void => {
  if (fate === 'arrived') balance.raw += count;
  else if (fate === 'member') balance.members += count;
  else if (fate === 'single') balance.singles += count;
  else balance.suppressed[fate] = (balance.suppressed[fate] ?? 0) + count;
  balance.difference += fate === 'arrived' ? count : -count;
};

/** All of it in one line. */
export const totalOf = (rows: Iterable<Fate>): Balance => {
  const balance = blank();
  for (const row of rows) enter(balance, row);
  return balance;
};

/** A line a device and kind, the most triggered first. */
export const sheetOf = (rows: Iterable<Tallied>): Sheet[] => {
  const lines = new Map<string, { device: string; kind: string; balance: Open }>();
  for (const row of rows) {
    const key = `${row.device}|${row.kind}`;
    const line = lines.get(key) ?? { device: row.device, kind: row.kind, balance: blank() };
    lines.set(key, line);
    enter(line.balance, row);
  }
  return [...lines.values()].sort((a, b) => b.balance.raw - a.balance.raw || (a.device < b.device ? -1 : 1));
};
