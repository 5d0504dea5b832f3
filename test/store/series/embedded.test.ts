import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmbeddedSeries } from '../../../services/store/series/embedded.ts';
import type { Sql } from '../../../services/store/sqlite.ts';
import { conformance } from './conformance.ts';
import { closeAndRemove, crashedCopy, isClose, naiveRead, newFolder, type Opened, ofSeries, openIn, type Reading, write } from './rig.ts';

const t0 = 1_760_000_000_000;
const dayMs = 86_400_000;

conformance('embedded', async () => {
  const opened = openIn(newFolder(), { chunkPoints: 16 });
  return {
    store: opened.store,
    base: t0,
    write: (readings) => write(opened.sql, opened.store, readings, t0),
    arrived: async () => {},
    keepsSameTime: true,
    close: async () => closeAndRemove(opened),
  };
});

type Step =
  | { readonly do: 'write' | 'rollback'; readonly readings: readonly Reading[] }
  | { readonly do: 'tend'; readonly later: number }
  | { readonly do: 'reopen' | 'crash' | 'fail' };

const device = fc.constantFrom('d1', 'd2');
const metric = fc.constantFrom('temperature', '#msg');
const value = fc.oneof(
  fc.integer({ min: -400, max: 1200 }).map((tenths) => tenths / 10),
  fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
  fc.maxSafeNat(),
);
/** Mostly a steady series; some far too late, far ahead, or at the very same time. */
const time = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 600 }).map((i) => t0 + i * 500) },
  { weight: 1, arbitrary: fc.integer({ min: -40, max: 40 }).map((days) => t0 + days * dayMs) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000_000 }).map((ms) => t0 + ms) },
);
const readings = fc.array(fc.record({ device, metric, at: time, value }), { minLength: 1, maxLength: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: readings.map((list): Step => ({ do: 'write', readings: list })) },
  { weight: 1, arbitrary: readings.map((list): Step => ({ do: 'rollback', readings: list })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 400 }).map((later): Step => ({ do: 'tend', later })) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'reopen' }, { do: 'crash' }, { do: 'fail' }) },
);

const options = { chunkPoints: 8, journalRows: 6, journalMs: 1000, budgetMs: 1e4 };

/** The same database, whose next COMMIT is a full disk. */
const failingOnce = (sql: Sql): Sql => ({
  ...sql,
  transaction: (work) =>
    sql.transaction(() => {
      work();
      throw new Error('disk full');
    }),
});

const agree = async ({ store }: Opened, all: readonly Reading[], probes: readonly (readonly [number, number, number])[]): Promise<void> => {
  for (const [name, kind] of [
    ['d1', 'temperature'],
    ['d1', '#msg'],
    ['d2', 'temperature'],
    ['d2', '#msg'],
  ] as const) {
    const due = ofSeries(all, name, kind);
    const was = store.recent(name, kind, -Infinity, Infinity);
    expect(was).toEqual({ at: due.map((reading) => reading.at), value: due.map((reading) => reading.value) });
    const last = due.at(-1);
    expect(store.latest(name, kind)).toEqual(last ? { at: last.at, value: last.value } : null);
    for (const reading of due.slice(0, 5)) expect(store.has(name, kind, reading.at, reading.value)).toBe(true);
    expect(store.has(name, kind, t0 + 1, 0.123456)).toBe(false);
    for (const [from, length, points] of probes) {
      const shown = await store.read(name, kind, from, from + length, points);
      expect(isClose(shown, naiveRead(all, name, kind, from, from + length, points))).toBe(true);
      const inside = due.filter(({ at }) => at >= from && at < from + length).slice(-points);
      expect(store.recent(name, kind, from, from + length, points).value).toEqual(inside.map((reading) => reading.value));
    }
  }
};

describe('embedded series', () => {
  it('agrees with a plain list after any run of batches, roll-backs, house-keeping, failures, restarts and crashes', async () => {
    const probe = fc.tuple(time, fc.integer({ min: 1, max: 2 * dayMs }), fc.integer({ min: 1, max: 60 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(probe, { minLength: 3, maxLength: 3 }),
        async (steps, probes) => {
          let opened = openIn(newFolder(), options);
          const all: Reading[] = [];
          let now = t0;
          try {
            for (const next of steps) {
              if (next.do === 'write') {
                write(opened.sql, opened.store, next.readings, now);
                all.push(...next.readings);
              } else if (next.do === 'rollback') {
                expect(() => write(failingOnce(opened.sql), opened.store, next.readings, now)).toThrow('disk full');
                opened.store.discard();
              } else if (next.do === 'tend') {
                now += next.later;
                opened.store.tend(now);
              } else if (next.do === 'fail') {
                const sql = failingOnce(opened.sql);
                const store = createEmbeddedSeries(sql, options);
                try {
                  store.tend(now);
                } catch (error) {
                  expect(String(error)).toContain('disk full');
                }
                await agree({ ...opened, store }, all, []);
              } else if (next.do === 'reopen') {
                opened.sql.close();
                opened = openIn(opened.folder, options);
              } else {
                const folder = crashedCopy(opened);
                closeAndRemove(opened);
                opened = openIn(folder, options);
              }
            }
            await agree(opened, all, probes);
            now += 1e6;
            for (let i = 0; i < 20; i++) opened.store.tend(now);
            const { first, last } = opened.store.journalRange();
            expect(last - first).toBe(-1);
            await agree(opened, all, probes);
          } finally {
            closeAndRemove(opened);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  const steady = (n: number, name = 'd1'): Reading[] =>
    Array.from({ length: n }, (_, i) => ({ device: name, metric: 'temperature', at: t0 + i * 1000, value: 20 + (i % 50) / 10 }));

  it('keeps a day of one reading per second in less than 5 bytes each and reads it as 500 buckets', async () => {
    const opened = openIn(newFolder(), { budgetMs: 1e4 });
    const all = steady(86_400);
    for (let i = 0; i < all.length; i += 2_000) {
      write(opened.sql, opened.store, all.slice(i, i + 2_000), t0);
      opened.store.tend(t0);
    }
    const size = opened.sql.prepare('SELECT sum(length(points)) AS bytes, sum(n) AS n FROM chunk').get();
    expect(Number(size?.['n'])).toBeGreaterThan(86_000);
    expect(Number(size?.['bytes']) / Number(size?.['n'])).toBeLessThan(5);
    const points = await opened.store.read('d1', 'temperature', t0, t0 + dayMs, 500);
    expect(isClose(points, naiveRead(all, 'd1', 'temperature', t0, t0 + dayMs, 500))).toBe(true);
    closeAndRemove(opened);
  });

  it('answers a long read rightly while chunks are cut underneath it', async () => {
    const opened = openIn(newFolder(), { chunkPoints: 8, budgetMs: 1e4 });
    const all = steady(8_000);
    const half = all.slice(0, 7_000);
    for (let i = 0; i < half.length; i += 100) {
      write(opened.sql, opened.store, half.slice(i, i + 100), t0);
      if (i < 6_000) opened.store.tend(t0);
    }
    const reading = opened.store.read('d1', 'temperature', t0, t0 + 7_000_000, 100);
    opened.store.tend(t0);
    await new Promise((resume) => setImmediate(resume));
    write(opened.sql, opened.store, all.slice(7_000), t0);
    opened.store.tend(t0);
    expect(isClose(await reading, naiveRead(half, 'd1', 'temperature', t0, t0 + 7_000_000, 100))).toBe(true);
    closeAndRemove(opened);
  });

  it('works within its time and keeps the journal bounded, then catches up', () => {
    const opened = openIn(newFolder(), { journalBytes: 200_000, budgetMs: 3 });
    for (let i = 0; i < 60; i++) {
      const batch = Array.from({ length: 1_000 }, (_, k) => ({ device: `d${k}`, metric: 'co', at: t0 + i * 1000, value: i }));
      write(opened.sql, opened.store, batch, t0 + i * 1000);
      opened.store.tend(t0 + i * 1000);
    }
    for (let i = 0; i < 200; i++) opened.store.tend(t0 + 60_000);
    expect(opened.store.journalRange().bytes).toBeLessThanOrEqual(200_000);
    expect(opened.store.recent('d7', 'co', t0, t0 + 60_000).value).toEqual(Array.from({ length: 60 }, (_, i) => i));
    closeAndRemove(opened);
  });

  it('forgets what is older than its days, and nothing else', () => {
    const opened = openIn(newFolder(), { days: 2, chunkPoints: 4, journalMs: 0, budgetMs: 1e4 });
    const all = Array.from({ length: 40 }, (_, i) => ({ device: 'd1', metric: 'temperature', at: t0 + (i * dayMs) / 4, value: i }));
    write(opened.sql, opened.store, all, t0 + 1);
    const now = t0 + 10 * dayMs;
    for (let i = 0; i < 5; i++) opened.store.tend(now);
    const kept = opened.store.recent('d1', 'temperature', 0, now).value;
    expect(kept).toEqual(all.map((reading) => reading.value).slice(-kept.length));
    expect(kept.length).toBeGreaterThanOrEqual(8);
    expect(kept.length).toBeLessThanOrEqual(12); // a chunk goes as a whole
    closeAndRemove(opened);
  });

  it('leaves out and reports a damaged chunk, and goes on', async () => {
    const damage: string[] = [];
    const opened = openIn(newFolder(), { chunkPoints: 4, budgetMs: 1e4, onDamage: (what) => damage.push(what) });
    write(opened.sql, opened.store, steady(4), t0);
    opened.store.tend(t0);
    write(opened.sql, opened.store, steady(8).slice(4), t0);
    opened.store.tend(t0);
    opened.sql.exec("UPDATE chunk SET points = CAST(substr(points, 1, 5) || x'ff' || substr(points, 7) AS BLOB) WHERE id = 1");
    expect(opened.store.recent('d1', 'temperature', t0, t0 + 60_000).at).toEqual([4, 5, 6, 7].map((i) => t0 + i * 1000));
    expect(damage).toEqual(['chunk 1']);
    closeAndRemove(opened);
  });

  it('numbers journal rows on after the journal was trimmed to nothing and the store opened again', () => {
    let opened = openIn(newFolder(), { chunkPoints: 4, budgetMs: 1e4 });
    write(opened.sql, opened.store, steady(4), t0);
    opened.store.tend(t0);
    opened.sql.close();
    opened = openIn(opened.folder, { chunkPoints: 4, budgetMs: 1e4 });
    write(opened.sql, opened.store, steady(6).slice(4), t0);
    opened.sql.close();
    opened = openIn(opened.folder, { chunkPoints: 4, budgetMs: 1e4 });
    expect(opened.store.recent('d1', 'temperature', t0, t0 + 60_000).at.length).toBe(6);
    closeAndRemove(opened);
  });
});
