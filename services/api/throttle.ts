/**
 * Slows down guessing of passwords: a bounded number of failed attempts a window, by address and by account together,
 * so that nobody can lock a duty officer out from another machine.
 */
import type { Clock } from '../ports.ts';

/** OWASP ASVS 5.0 §6.3.1 asks for a limit and leaves the number to us: five wrong passwords, then a minute's wait. */
const perAccountAndAddress = 5;
/** A computer room behind one address may mistype together. */
const perAddress = 60;
const windowMs = 60_000;
const keptKeys = 10_000;

export interface Throttle {
  /** Counts an attempt as failed until `forgive`; false when there were too many. */
  admit(address: string, account: string): boolean;
  forgive(address: string, account: string): void;
}

export const createThrottle = (clock: Clock): Throttle => {
  const failures = new Map<string, { count: number; until: number }>();

  const entry = (key: string): { count: number; until: number } => {
    const now = clock.now();
    const known = failures.get(key);
    if (known && known.until > now) return known;
    const fresh = { count: 0, until: now + windowMs };
    failures.delete(key);
    failures.set(key, fresh);
    const oldest = failures.size > keptKeys ? failures.keys().next().value : undefined;
    if (oldest !== undefined) failures.delete(oldest);
    return fresh;
  };

  return {
    admit(address, account) {
      const both = entry(`${address} ${account}`);
      const alone = entry(address);
      if (both.count >= perAccountAndAddress || alone.count >= perAddress) return false;
      both.count += 1;
      alone.count += 1;
      return true;
    },
    forgive(address, account) {
      failures.delete(`${address} ${account}`);
      const alone = entry(address);
      alone.count = Math.max(0, alone.count - 1);
    },
  };
};
