/**
 * From "met" and "clear" at single readings to the two edges people see. Between the two lies the hysteresis band, in
 * which nothing changes. Time is event time, and only time between readings counts.
 */
export interface EdgeTimes {
  /** How long the condition must hold. */
  readonly durationMs: number;
  /** How many readings in a row must meet it. */
  readonly readings: number;
  /** How long it must stay clear. */
  readonly clearMs: number;
  /** A longer silence breaks a run: nobody knows what was in between. */
  readonly gapMs: number;
}

export type EdgeStep = 'raised' | 'cleared' | null;

export class Edge {
  active = false;
  readonly #times: EdgeTimes;
  #lastAt = Number.NaN;
  #metSince = 0;
  #metCount = 0;
  #clearSince = Number.NaN;

  constructor(times: EdgeTimes) {
    this.#times = times;
  }

  step(met: boolean, clear: boolean, at: number): EdgeStep {
    const broken = at - this.#lastAt > this.#times.gapMs;
    this.#lastAt = at;
    return this.active ? this.#whileActive(clear, at, broken) : this.#whileIdle(met, at, broken);
  }

  /** Said again when no reading has come meanwhile, the silence is longer than all history there is. */
  assumeActive(): void {
    if (!this.active) this.#turn(true);
    else if (Number.isNaN(this.#lastAt)) this.#lastAt = Number.NEGATIVE_INFINITY;
  }

  /** Ends the active state at once, when another reading has explained it. */
  release(): boolean {
    const was = this.active;
    this.#turn(false);
    return was;
  }

  #whileIdle(met: boolean, at: number, broken: boolean): EdgeStep {
    if (!met) {
      this.#metCount = 0;
      return null;
    }
    if (broken || this.#metCount === 0) {
      this.#metSince = at;
      this.#metCount = 0;
    }
    this.#metCount += 1;
    if (this.#metCount < this.#times.readings || at - this.#metSince < this.#times.durationMs) return null;
    this.#turn(true);
    return 'raised';
  }

  #whileActive(clear: boolean, at: number, broken: boolean): EdgeStep {
    if (!clear) {
      this.#clearSince = Number.NaN;
      return null;
    }
    if (Number.isNaN(this.#clearSince)) this.#clearSince = at;
    // After a silence the first clear reading is the newest truth there is; a device that reports rarely would never clear.
    if (!broken && at - this.#clearSince < this.#times.clearMs) return null;
    this.#turn(false);
    return 'cleared';
  }

  #turn(active: boolean): void {
    this.active = active;
    this.#metCount = 0;
    this.#clearSince = Number.NaN;
  }
}

/** How much history settles an edge. */
export const edgeLookbackMs = (times: EdgeTimes): number => times.durationMs + times.clearMs + times.readings * times.gapMs;
