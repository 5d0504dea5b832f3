/** Downsampling as the contract's series endpoint defines it: buckets of ⌈(to−from)/points⌉ ms counted from `from`. */
import type { SeriesPoint } from '../../contracts/place.ts';

export interface Grid {
  readonly from: number;
  readonly to: number;
  /** Readings up to which each is shown itself. */
  readonly points: number;
  readonly stepMs: number;
}

export interface Buckets {
  readonly grid: Grid;
  readonly n: Float64Array;
  readonly total: Float64Array;
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

/** What was found in one place: readings themselves while they are few, else buckets. */
export type Found = { readonly raw: { readonly at: readonly number[]; readonly value: readonly number[] } } | { readonly buckets: Buckets };

const limit = 8.64e15;
const whole = (time: number): number => Math.ceil(Math.max(-limit, Math.min(limit, time)));

/** Readings have whole milliseconds, so the range is the same after rounding up both its ends. */
export const gridOf = (from: number, to: number, points: number): Grid => {
  const [start, end] = [whole(from), whole(to)];
  const wanted = Math.max(1, Math.floor(points));
  return { from: start, to: end, points: wanted, stepMs: Math.max(1, Math.ceil((end - start) / wanted)) };
};

export const newBuckets = (grid: Grid): Buckets => {
  const size = Math.ceil((grid.to - grid.from) / grid.stepMs);
  return {
    grid,
    n: new Float64Array(size),
    total: new Float64Array(size),
    lowest: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    highest: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
  };
};

/** Adds `n` readings that all belong to the bucket of `at`. */
export const addSummary = (into: Buckets, at: number, n: number, total: number, lowest: number, highest: number): void => {
  const i = Math.floor((at - into.grid.from) / into.grid.stepMs);
  into.n[i] = (into.n[i] as number) + n;
  into.total[i] = (into.total[i] as number) + total;
  if (lowest < (into.lowest[i] as number)) into.lowest[i] = lowest;
  if (highest > (into.highest[i] as number)) into.highest[i] = highest;
};

/** Adds readings `start`…`end`, which are in order of time: a bucket is written once, not once a reading. */
export const addRaw = (into: Buckets, at: ArrayLike<number>, value: ArrayLike<number>, start: number, end: number): void => {
  const { from, stepMs } = into.grid;
  for (let i = start; i < end; ) {
    const time = at[i] as number;
    const until = from + (Math.floor((time - from) / stepMs) + 1) * stepMs;
    const first = i;
    let total = 0;
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (; i < end && (at[i] as number) < until; i++) {
      const v = value[i] as number;
      total += v;
      if (v < lowest) lowest = v;
      if (v > highest) highest = v;
    }
    addSummary(into, time, i - first, total, lowest, highest);
  }
};

const addFound = (into: Buckets, found: Found): void => {
  if ('raw' in found) return addRaw(into, found.raw.at, found.raw.value, 0, found.raw.at.length);
  const { grid, n, total, lowest, highest } = found.buckets;
  for (let i = 0; i < n.length; i++) {
    if (n[i]) addSummary(into, grid.from + i * grid.stepMs, n[i] as number, total[i] as number, lowest[i] as number, highest[i] as number);
  }
};

/** The answer from one or more places that hold different readings, given in order of time. */
export const render = (grid: Grid, found: readonly Found[]): SeriesPoint[] => {
  let count = 0;
  for (const part of found) count += 'raw' in part ? part.raw.at.length : Number.POSITIVE_INFINITY;
  if (count <= grid.points) {
    return found.flatMap((part) => ('raw' in part ? part.raw.at.map((t, i): SeriesPoint => rawPoint(t, part.raw.value[i] as number)) : []));
  }
  const sum = newBuckets(grid);
  for (const part of found) addFound(sum, part);
  const points: SeriesPoint[] = [];
  for (let i = 0; i < sum.n.length; i++) {
    const n = sum.n[i] as number;
    if (n === 0) continue;
    const [low, high] = [sum.lowest[i] as number, sum.highest[i] as number];
    // Rounding may put the mean of equal values a hair outside them.
    points.push([grid.from + i * grid.stepMs, low, Math.min(high, Math.max(low, (sum.total[i] as number) / n)), high]);
  }
  return points;
};

const rawPoint = (t: number, v: number): SeriesPoint => [t, v, v, v];
