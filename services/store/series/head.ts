/** Readings of one series that are not in a chunk yet, in RAM, always in order of time (then of arrival). */
import type { Columns } from './chunk.ts';

export interface Head {
  n: number;
  at: Float64Array;
  value: Float64Array;
}

const nothing = new Float64Array(0);
export const newHead = (): Head => ({ n: 0, at: nothing, value: nothing });

const grow = (column: Float64Array): Float64Array => {
  const wider = new Float64Array(Math.max(16, column.length * 2));
  wider.set(column);
  return wider;
};

/** Index of the first point at or after `time`. */
export const firstFrom = (points: Columns, time: number): number => {
  let low = 0;
  let high = points.n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points.at[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Puts a point in its place; one that is not older than the rest, the usual case, costs next to nothing. */
export const insert = (head: Head, at: number, value: number): void => {
  if (head.n === head.at.length) {
    head.at = grow(head.at);
    head.value = grow(head.value);
  }
  let place = head.n;
  if (place > 0 && (head.at[place - 1] as number) > at) {
    place = firstFrom(head, at);
    while ((head.at[place] as number) === at) place++;
    head.at.copyWithin(place + 1, place, head.n);
    head.value.copyWithin(place + 1, place, head.n);
  }
  head.at[place] = at;
  head.value[place] = value;
  head.n++;
};

/** Is there a point of exactly this time and value among sorted points? */
export const holds = (points: Columns, at: number, value: number): boolean => {
  for (let i = firstFrom(points, at); i < points.n && points.at[i] === at; i++) if (points.value[i] === value) return true;
  return false;
};

/**
 * Points of several sorted lists with from ≤ time < to as one sorted list. Lists must come in order of arrival, so that
 * points of equal time do too.
 */
export const mergeRange = (lists: readonly Columns[], from: number, to: number): { at: number[]; value: number[] } => {
  const at: number[] = [];
  const value: number[] = [];
  let sorted = true;
  for (const list of lists) {
    const end = firstFrom(list, to);
    for (let i = firstFrom(list, from); i < end; i++) {
      const time = list.at[i] as number;
      if (at.length > 0 && time < (at[at.length - 1] as number)) sorted = false;
      at.push(time);
      value.push(list.value[i] as number);
    }
  }
  if (sorted) return { at, value };
  const order = at.map((_, i) => i).sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  return { at: order.map((i) => at[i] as number), value: order.map((i) => value[i] as number) };
};
