/** Counts of schools put together for what is above them. */
import type { Tally } from '../../contracts/hazard.ts';

/** `found` = open or closed: what was rejected was none, what was transferred is another's. */
export const sumTallies = (org: string, tallies: readonly Tally[]): Tally => {
  const sum = (name: Exclude<keyof Tally, 'org' | 'cleared'>): number => tallies.reduce((total, tally) => total + tally[name], 0);
  const overdue = sum('overdue');
  return {
    org,
    found: sum('found'),
    open: sum('open'),
    overdue,
    major: sum('major'),
    listed: sum('listed'),
    closed: sum('closed'),
    onTime: sum('onTime'),
    late: sum('late'),
    cleared: overdue === 0,
  };
};
