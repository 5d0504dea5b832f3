/** What every series store must do, whichever engine holds the history. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesStore } from '../../../services/ports.ts';
import { isClose, naiveRead, type Reading } from './rig.ts';

export interface Rig {
  readonly store: SeriesStore;
  /** Event times start here, whole seconds. */
  readonly base: number;
  write(readings: readonly Reading[]): void;
  /** When what was written stands where history is read from. */
  arrived(): Promise<void>;
  /** Keeps two readings of one metric at the same millisecond (InfluxDB keeps the last). */
  readonly keepsSameTime: boolean;
  close(): Promise<void>;
}

const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};

const oddNames = [
  'a b',
  'a,b',
  'a=b',
  "it's",
  '"quoted"',
  'back\\slash',
  'end\\',
  'new\nline',
  'tab\t',
  '%',
  '%5c',
  '烟雾',
  '🔥',
  "'; DROP MEASUREMENT reading; --",
  ' ',
];

export const conformance = (name: string, open: () => Promise<Rig>): void => {
  describe(`${name}: conformance`, () => {
    let rig: Rig;
    const at = (seconds: number): number => rig.base + seconds * 1000;
    const put = async (device: string, metric: string, points: readonly (readonly [seconds: number, value: number])[]): Promise<void> => {
      rig.write(points.map(([seconds, value]) => ({ device, metric, at: at(seconds), value })));
      await rig.arrived();
    };
    beforeAll(async () => {
      rig = await open();
    });
    afterAll(() => rig?.close());

    it('knows nothing of a series never written', async () => {
      expect(await rig.store.read('nobody', 'temperature', at(0), at(60), 10)).toEqual([]);
      expect(rig.store.latest('nobody', 'temperature')).toBeNull();
      expect(rig.store.recent('nobody', 'temperature', at(0), at(60))).toEqual({ at: [], value: [] });
      expect(rig.store.metricsOf('nobody')).toEqual([]);
      expect(rig.store.has('nobody', '#msg', at(0), 1)).toBe(false);
    });

    it('shows readings themselves while they are no more than the points asked for, from inclusive, to exclusive', async () => {
      await put(
        'raw',
        'temperature',
        [0, 1, 2, 3, 4].map((i) => [i, 20 + i / 10]),
      );
      expect(await rig.store.read('raw', 'temperature', at(1), at(4), 3)).toEqual(
        [1, 2, 3].map((i) => [at(i), 20 + i / 10, 20 + i / 10, 20 + i / 10]),
      );
      expect(await rig.store.read('raw', 'temperature', at(4), at(4), 3)).toEqual([]);
      expect(await rig.store.read('raw', 'temperature', at(0) + 1, at(1), 3)).toEqual([]);
    });

    it('shows buckets from `from` with lowest, mean and highest as soon as there is one more, empty ones left out', async () => {
      await put('bucket', 'temperature', [
        [0, 1],
        [1, 2],
        [2, 6],
        [9, -4],
      ]);
      // ⌈10000/3⌉ = 3334 ms
      expect(await rig.store.read('bucket', 'temperature', at(0), at(10), 3)).toEqual([
        [at(0), 1, 3, 6],
        [at(0) + 6668, -4, -4, -4],
      ]);
      expect(await rig.store.read('bucket', 'temperature', at(0) - 500, at(2), 1)).toEqual([[at(0) - 500, 1, 1.5, 2]]);
    });

    it('places late readings by their own time', async () => {
      await put('late', 'temperature', [
        [100, 1],
        [101, 2],
      ]);
      await put('late', 'temperature', [
        [50, 9],
        [100.5, 8],
      ]);
      expect((await rig.store.read('late', 'temperature', at(0), at(200), 10)).map(([t, v]) => [t, v])).toEqual([
        [at(50), 9],
        [at(100), 1],
        [at(100.5), 8],
        [at(101), 2],
      ]);
      expect(rig.store.latest('late', 'temperature')).toEqual({ at: at(101), value: 2 });
    });

    it('gives every number back as it was', async () => {
      const values = [0.1, 1 / 3, -1e-7, 5e-324, 1.7976931348623157e308, 123_456_789.123, 2 ** 53, -40, 1e21];
      await put(
        'exact',
        'value',
        values.map((value, i) => [i, value]),
      );
      expect((await rig.store.read('exact', 'value', at(0), at(60), 100)).map(([, value]) => value)).toEqual(values);
    });

    it('keeps two readings of the same millisecond where the engine can', async () => {
      await put('same', 'temperature', [
        [0, 1],
        [0, 5],
        [1, 2],
      ]);
      const points = await rig.store.read('same', 'temperature', at(0), at(10), 10);
      expect(points.map(([, value]) => value)).toEqual(rig.keepsSameTime ? [1, 5, 2] : [5, 2]);
    });

    it('takes any name for a metric or a device', async () => {
      rig.write(
        oddNames.flatMap((odd, i) => [
          { device: 'odd', metric: odd, at: at(0), value: i + 1 },
          { device: odd, metric: 'odd', at: at(0), value: -i - 1 },
        ]),
      );
      await rig.arrived();
      for (const [i, odd] of oddNames.entries()) {
        expect(await rig.store.read('odd', odd, at(0), at(1), 5), odd).toEqual([[at(0), i + 1, i + 1, i + 1]]);
        expect(await rig.store.read(odd, 'odd', at(0), at(1), 5), odd).toEqual([[at(0), -i - 1, -i - 1, -i - 1]]);
      }
      expect(rig.store.metricsOf('odd')).toEqual(oddNames);
    });

    it('holds internal numbers exactly and does not list them', async () => {
      const hashes = [2 ** 53 - 1, 2 ** 52 + 1, 9_007_199_254_740_881, 3];
      await put(
        'hashes',
        '#msg',
        hashes.map((hash) => [7, hash]),
      );
      await put('hashes', 'co', [[7, 1]]);
      for (const hash of hashes) expect(rig.store.has('hashes', '#msg', at(7), hash)).toBe(true);
      expect(rig.store.has('hashes', '#msg', at(7), 2 ** 53 - 2)).toBe(false);
      expect(rig.store.has('hashes', '#msg', at(8), 3)).toBe(false);
      expect(rig.store.metricsOf('hashes')).toEqual(['co']);
    });

    it('answers as the naive reading of the contract does, whatever is asked', async () => {
      const next = random(42);
      const all: Reading[] = [];
      const times = new Set<number>();
      for (let i = 0; i < 3_000; i++) {
        const time = at(0) + Math.floor(next() * 7_200_000);
        if (times.has(time)) continue;
        times.add(time);
        all.push({ device: 'any', metric: 'temperature', at: time, value: Math.round(next() * 1000) / 10 });
      }
      for (let i = 0; i < all.length; i += 250) {
        rig.write(all.slice(i, i + 250));
        rig.store.tend(at(0));
      }
      await rig.arrived();
      for (let i = 0; i < 40; i++) {
        const from = at(0) + Math.floor(next() * 7_200_000) - 60_000;
        const to = from + 1 + Math.floor(next() ** 3 * 7_300_000);
        const points = 1 + Math.floor(next() * 400);
        const [was, due] = [
          await rig.store.read('any', 'temperature', from, to, points),
          naiveRead(all, 'any', 'temperature', from, to, points),
        ];
        expect(isClose(was, due), `${from - at(0)} ${to - from} ${points}`).toBe(true);
      }
    });
  });
};
