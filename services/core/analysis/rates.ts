/** Common problems and rates: sums of what the store counted, so that every total is the sum of its parts. */
import type { Closure, ClosureReport, Pareto } from '../../contracts/analysis.ts';
import type { RiskTerms } from '../risk/policy.ts';
import type { CauseCount, Found, StateCount } from './facts.ts';

const percent = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 10;

/** The largest first, with the share that everything up to a row makes up (Pareto). */
export const paretoOf = (counts: readonly CauseCount[], { common }: RiskTerms, { from, to }: Found): Pareto => {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  const items = counts
    .toSorted((a, b) => b.count - a.count || (`${a.category} ${a.cause}` < `${b.category} ${b.cause}` ? -1 : 1))
    .map((row) => {
      sum += row.count;
      const known = row.cause !== null && row.cause !== 'unknown';
      return { ...row, cumulativePercent: percent(sum, total), common: known && row.schools >= common.schools };
    });
  return { items, total, from, to };
};

type Counts = Omit<Closure, 'closurePercent' | 'onTimePercent'>;

const nothing: Counts = { found: 0, closed: 0, open: 0, transferred: 0, onTime: 0, late: 0, undated: 0 };

const add = (sum: Counts, row: StateCount): Counts => {
  const place = row.state === 'closed' || row.state === 'transferred' ? row.state : 'open';
  const kept = row.onTime === null ? 'undated' : row.onTime ? 'onTime' : 'late';
  return {
    ...sum,
    found: sum.found + row.count,
    [place]: sum[place] + row.count,
    ...(place === 'closed' ? { [kept]: sum[kept] + row.count } : {}),
  };
};

const withRates = (counts: Counts): Closure => ({
  ...counts,
  closurePercent: counts.found === 0 ? null : percent(counts.closed, counts.found),
  onTimePercent: counts.onTime + counts.late === 0 ? null : percent(counts.onTime, counts.onTime + counts.late),
});

/** 闭环率 and 按时整改率 by school and together. */
export const closureOf = (rows: readonly StateCount[], { from, to }: Found): ClosureReport => {
  const schools = new Map<string, Counts>();
  for (const row of rows) schools.set(row.school, add(schools.get(row.school) ?? nothing, row));
  const items = [...schools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([school, counts]) => ({ school, ...withRates(counts) }));
  return { items, total: withRates(rows.reduce(add, nothing)), from, to };
};
