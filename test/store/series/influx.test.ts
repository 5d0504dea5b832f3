import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInfluxSeries, type InfluxOptions, type InfluxSeries } from '../../../services/store/series/influx.ts';
import { conformance, type Rig } from './conformance.ts';
import { createInfluxd, type Influxd, influxdReason, transportTo1x } from './influxd.ts';
import { closeAndRemove, isClose, naiveRead, newFolder, type Opened, openIn, type Reading, write } from './rig.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const database = 'campus watch';
const now = Math.floor(Date.now() / 1000) * 1000;

export const until = async (what: string, holds: () => boolean, ms = 10_000): Promise<void> => {
  for (const end = Date.now() + ms; !holds(); ) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
};

const newRig = (
  options: Omit<InfluxOptions, 'now' | 'org'>,
  base: number,
): Rig & { readonly opened: Opened; readonly store: InfluxSeries } => {
  const opened = openIn(newFolder(), { chunkPoints: 16 });
  const store = createInfluxSeries(opened.store, opened.sql, { now: () => now, org: 'campus', intervalMs: 15, ...options });
  store.start();
  return {
    opened,
    store,
    base,
    keepsSameTime: false,
    write: (readings) => write(opened.sql, store, readings, now),
    arrived: () =>
      until('everything is sent', () => store.status().lagMs === 0 && store.status().ok && store.status().sent >= 0 && caughtUp(opened)),
    close: async () => {
      const { readError } = store.status();
      store.stop();
      closeAndRemove(opened);
      expect(readError).toBeNull(); // else the answers came from here
    },
  };
};

const caughtUp = ({ sql, store }: Opened): boolean =>
  Number(sql.prepare('SELECT row FROM influx').get()?.['row']) === store.journalRange().last &&
  Number(sql.prepare('SELECT count(*) AS n FROM influx_horizon').get()?.['n']) === 1;

/** Deletes everything here that Influx has, so that a right answer can only come from there. */
const forgetHere = ({ sql }: Opened): void => {
  sql.exec('DELETE FROM chunk');
};

const suite = (): void => {
  const folder = newFolder();
  let server: Influxd;
  beforeAll(async () => {
    server = await createInfluxd(join(folder, 'influxd'), database);
    await server.start();
  }, 30_000);
  afterAll(async () => {
    await server?.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  const connection = (): Omit<InfluxOptions, 'now' | 'org'> => ({
    url: server.url,
    token: 'none',
    bucket: database,
    transport: transportTo1x(server.url),
  });
  const clean = async (): Promise<void> => void (await server.query('DROP MEASUREMENT "reading"'));

  const old = Math.floor((now - 30 * dayMs) / hourMs) * hourMs;
  conformance('all history from InfluxDB', async () => {
    await clean();
    return newRig({ ...connection(), keepDays: 7 }, old);
  });
  const edge = Math.floor((now - 7 * dayMs) / hourMs) * hourMs;
  conformance('history across the seam between InfluxDB and here', async () => {
    await clean();
    return newRig({ ...connection(), keepDays: 7 }, edge - hourMs);
  });

  const steady = (n: number, from: number): Reading[] =>
    Array.from({ length: n }, (_, i) => ({ device: 'd1', metric: 'temperature', at: from + i * 1000, value: 20 + (i % 37) / 10 }));

  it('reads back any name and range as the contract says', async () => {
    await clean();
    const rig = newRig(connection(), old);
    // Codecs let no control character into a name; SQLite cuts text at U+0000.
    const name = fc.string({ unit: 'binary', minLength: 0, maxLength: 12 }).filter((text) => !text.includes('\u0000'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), async (names) => {
        rig.write(names.map((metric, i) => ({ device: 'd1', metric: metric.replace(/^#/, ''), at: old, value: i })));
        await rig.arrived();
        for (const [i, metric] of names.entries()) {
          const clear = metric.replace(/^#/, '');
          if (names.findLastIndex((other) => other.replace(/^#/, '') === clear) !== i) continue;
          expect((await rig.store.read('d1', clear, old, old + 1, 5)).map((point) => point[1])).toEqual([i]);
        }
      }),
      { numRuns: 40 },
    );
    await rig.close();
  });

  it('sends a year kept before InfluxDB was configured, and forgets here only what is there', async () => {
    await clean();
    const opened = openIn(newFolder(), { chunkPoints: 16, budgetMs: 1e4 });
    const all = [...steady(1_000, now - 60 * dayMs), ...steady(500, now - dayMs)];
    write(opened.sql, opened.store, all, now);
    for (let i = 0; i < 3; i++) opened.store.tend(now);
    const store = createInfluxSeries(opened.store, opened.sql, { ...connection(), now: () => now, org: 'campus', intervalMs: 15 });
    const count = (): number => Number(opened.sql.prepare('SELECT sum(n) AS n FROM chunk').get()?.['n']);
    store.tend(now);
    expect(count()).toBe(1_500);
    store.start();
    await until('everything is sent', () => caughtUp(opened));
    for (let i = 0; i < 3; i++) store.tend(now);
    expect(count()).toBeLessThan(600);
    for (const points of [2_000, 100]) {
      const shown = await store.read('d1', 'temperature', now - 61 * dayMs, now, points);
      expect(isClose(shown, naiveRead(all, 'd1', 'temperature', now - 61 * dayMs, now, points))).toBe(true);
    }
    expect(store.status()).toMatchObject({ sent: 1_500, refused: 0, lost: 0 });
    store.stop();
    closeAndRemove(opened);
  });

  it('answers from what is kept here while InfluxDB is down, and says so', async () => {
    await clean();
    const rig = newRig(connection(), old);
    rig.write(steady(10, old));
    await rig.arrived();
    await server.kill('SIGTERM');
    expect((await rig.store.read('d1', 'temperature', old, now, 50)).length).toBe(10);
    expect(rig.store.status().readError).not.toBeNull();
    await server.start();
    forgetHere(rig.opened);
    expect((await rig.store.read('d1', 'temperature', old, now, 50)).length).toBe(10);
    expect(rig.store.status().readError).toBeNull();
    await rig.close();
  });

  it('loses nothing when InfluxDB is killed in mid-batch, again and again', async () => {
    await clean();
    const rig = newRig(connection(), old);
    const all = steady(30_000, old);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 10_000; i += 100) rig.write(all.slice(round * 10_000 + i, round * 10_000 + i + 100));
      const before = rig.store.status().sent;
      await until('sending has begun', () => rig.store.status().sent > before);
      await server.kill('SIGKILL');
      await until('the loss is noticed', () => rig.store.status().writeError !== null);
      await server.start();
      await until('everything is sent', () => caughtUp(rig.opened) && rig.store.status().lagMs === 0, 20_000);
    }
    expect(await server.query('SELECT count("value") FROM "reading"')).toEqual([[0, all.length]]);
    expect(rig.store.status()).toMatchObject({ lagMs: 0, refused: 0, lost: 0 });
    await rig.close();
  }, 60_000);
};

if (influxdReason) it('InfluxDB 1.6.7', ({ skip }) => skip(influxdReason ?? ''));
else
  describe('series in InfluxDB 1.6.7', () => {
    suite();
  });
