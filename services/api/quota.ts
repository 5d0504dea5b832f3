/** So many a window for each key: an address, a code. Kept in memory; a restart forgives. */
import type { Clock } from '../ports.ts';

const keptKeys = 10_000;

/** Counts one for the key; false when there were too many in this window. */
export type Quota = (key: string) => boolean;

export const createQuota = (clock: Clock, max: number, windowMs: number): Quota => {
  const counts = new Map<string, { count: number; readonly until: number }>();
  return (key) => {
    const now = clock.now();
    const known = counts.get(key);
    const entry = known && known.until > now ? known : { count: 0, until: now + windowMs };
    if (entry !== known) {
      counts.delete(key);
      counts.set(key, entry);
      const oldest = counts.size > keptKeys ? counts.keys().next().value : undefined;
      if (oldest !== undefined) counts.delete(oldest);
    }
    if (entry.count >= max) return false;
    entry.count += 1;
    return true;
  };
};
