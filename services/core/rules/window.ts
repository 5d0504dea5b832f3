/**
 * The recent past of one metric, as means of 2 s cells laid on absolute time. A fast sensor costs no more than a slow
 * one, and a rebuilt window has the same cells as the one that was dropped.
 */
const cellMs = 2000;

export interface Trend {
  /** Least-squares slope, units a minute. */
  readonly perMinute: number;
  readonly spanMs: number;
  readonly cells: number;
}

export class Window {
  readonly #lengthMs: number;
  #head = 0;
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  /** Readings in the newest cell. */
  #count = 0;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Readings come in order of time. */
  add(value: number, at: number): void {
    const last = this.#times.length - 1;
    const lastAt = last >= this.#head ? (this.#times[last] as number) : Number.NaN;
    if (Math.floor(at / cellMs) === Math.floor(lastAt / cellMs)) {
      this.#count += 1;
      this.#times[last] = lastAt + (at - lastAt) / this.#count;
      this.#values[last] = (this.#values[last] as number) + (value - (this.#values[last] as number)) / this.#count;
      return;
    }
    this.#times.push(at);
    this.#values.push(value);
    this.#count = 1;
    this.#forget(at - this.#lengthMs - cellMs);
  }

  /** Mean of the cells with from ≤ time ≤ to; NaN when there is none. */
  mean(from: number, to: number): number {
    let sum = 0;
    let cells = 0;
    for (let i = this.#times.length - 1; i >= this.#head; i -= 1) {
      const time = this.#times[i] as number;
      if (time < from) break;
      if (time > to) continue;
      sum += this.#values[i] as number;
      cells += 1;
    }
    return cells === 0 ? Number.NaN : sum / cells;
  }

  /** Largest climb from a cell to a later one, both not before `from`; 0 when there is none. */
  climb(from: number): number {
    let highest = Number.NEGATIVE_INFINITY;
    let climb = 0;
    for (let i = this.#times.length - 1; i >= this.#head && (this.#times[i] as number) >= from; i -= 1) {
      const value = this.#values[i] as number;
      if (value > highest) highest = value;
      else if (highest - value > climb) climb = highest - value;
    }
    return climb;
  }

  latestAt(): number {
    return this.#times.length > this.#head ? (this.#times[this.#times.length - 1] as number) : Number.NaN;
  }

  latest(): number {
    return this.#values.length > this.#head ? (this.#values[this.#values.length - 1] as number) : Number.NaN;
  }

  /**
   * Slope over the last `windowMs`; where that holds fewer than `cells` cells, over the last `cells` of them as long as
   * they lie within `maximumMs` (a sensor that reports every 30 or 60 s). Null when there are too few.
   */
  trend(at: number, windowMs: number, cells: number, maximumMs: number): Trend | null {
    let n = 0;
    let t = 0;
    let v = 0;
    let tt = 0;
    let tv = 0;
    let oldest = at;
    for (let i = this.#times.length - 1; i >= this.#head; i -= 1) {
      const time = this.#times[i] as number;
      if (time < at - windowMs && (n >= cells || time < at - maximumMs)) break;
      const x = (time - at) / 60_000;
      const y = this.#values[i] as number;
      n += 1;
      t += x;
      v += y;
      tt += x * x;
      tv += x * y;
      oldest = time;
    }
    const spread = n * tt - t * t;
    return n < cells || spread <= 0 ? null : { perMinute: (n * tv - t * v) / spread, spanMs: at - oldest, cells: n };
  }

  #forget(before: number): void {
    const end = this.#times.length;
    while (this.#head < end && (this.#times[this.#head] as number) < before) this.#head += 1;
    if (this.#head > 16 && this.#head * 2 > end) {
      this.#times.splice(0, this.#head);
      this.#values.splice(0, this.#head);
      this.#head = 0;
    }
  }
}
