/** Keeps a dead provider from being waited for again and again, and knows since when it is dead. */

/** Failures in a row after which nothing is sent, and how long until one try is let through: a ladder's steps are 30 s apart. */
const [mostFailures, restMs] = [3, 10_000];

/** How a channel stands: `ok` null = not used since the start, so nobody knows. */
export interface Standing {
  readonly ok: boolean | null;
  readonly since: number;
  /** Code of the last fault. */
  readonly code: string | null;
}

export interface Breaker {
  /** May one be sent now? True once after the rest: that one decides. */
  admits(): boolean;
  /** What became of it; null = it went well. */
  note(code: string | null): void;
  readonly standing: () => Standing;
}

export const createBreaker = (now: () => number): Breaker => {
  let failures = 0;
  let restUntil = 0;
  let standing: Standing = { ok: null, since: now(), code: null };
  const turnTo = (ok: boolean, code: string | null): void => {
    standing = { ok, code, since: standing.ok === ok ? standing.since : now() };
  };
  return {
    admits() {
      if (failures < mostFailures) return true;
      if (now() < restUntil) return false;
      restUntil = now() + restMs;
      return true;
    },
    note(code) {
      turnTo(code === null, code);
      failures = code === null ? 0 : failures + 1;
      if (failures >= mostFailures) restUntil = now() + restMs;
    },
    standing: () => standing,
  };
};
