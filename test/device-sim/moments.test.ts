import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateFleet } from '../../device-sim/fleet.ts';
import { type Moment, merge, withOutages } from '../../device-sim/moments.ts';
import { hashOf, randomOf } from '../../device-sim/random.ts';
import { batteryPercent, flaming, hourOf, oilFire, roomTemperature, smouldering } from '../../device-sim/signals.ts';
import { clockOf } from '../../device-sim/simulation.ts';

const identities = generateFleet({ gateways: 2, devices: 2, school: 's', intervalSeconds: 60, secretOf: () => 'x' });
const [one, two] = identities;
const said = (identity: typeof one, atMs: number, n = 0): Moment => ({
  act: 'say',
  atMs,
  identity: identity as NonNullable<typeof one>,
  device: identity?.devices[0] as NonNullable<typeof one>['devices'][0],
  say: { type: 'readings', values: { n } },
});

test('merge gives every moment once, in order of time, streams of equal time in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }), { maxLength: 8 }), (lists) => {
      const streams = lists.map((times, i) => times.sort((a, b) => a - b).map((atMs) => said(one, atMs, i)));
      const flat = streams.flatMap((stream, i) => stream.map((moment, j) => ({ moment, i, j })));
      const expected = flat.sort((a, b) => a.moment.atMs - b.moment.atMs || a.i - b.i || a.j - b.j).map(({ moment }) => moment);
      expect([...merge(streams)]).toEqual(expected);
    }),
  );
});

test('an outage loses nothing that was said and sends nothing while it lasts', () => {
  const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 400 }), (list, fromMs, lasts) => {
      const moments = list.sort(([a], [b]) => a - b).map(([atMs, first], n) => said(first ? one : two, atMs, n));
      const untilMs = fromMs + lasts;
      const out = [...withOutages(moments, [{ identity: one?.id ?? '', fromMs, untilMs }], identities)];
      const numbers = out.flatMap((moment) => {
        const says = moment.act === 'say' ? [moment.say] : moment.act === 'backlog' ? moment.items.map((item) => item.say) : [];
        return says.flatMap((say) => (say.type === 'readings' ? [say.values.n] : []));
      });
      expect([...numbers].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(moments.map((_, n) => n));
      const during = out.filter(
        (moment) => moment.act === 'say' && moment.identity === one && moment.atMs >= fromMs && moment.atMs < untilMs,
      );
      expect(during).toEqual([]);
      expect(out.filter((moment) => moment.act === 'link').map((moment) => moment.up)).toEqual([false, true]);
      for (const [i, moment] of out.entries()) expect(moment.atMs).toBeGreaterThanOrEqual(out[i - 1]?.atMs ?? 0);
    }),
  );
});

test('device clocks keep the spacing and never run ahead of the sending', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e8 }),
      fc.double({ min: 1, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (durationMs, speed, part) => {
        const startedAt = 1_800_000_000_000;
        const timeOf = clockOf(startedAt, durationMs, speed);
        const atMs = Math.round(part * durationMs);
        expect(timeOf(atMs)).toBeLessThanOrEqual(startedAt + atMs / speed + 1);
        expect(Math.abs(timeOf(durationMs) - (startedAt + durationMs / speed))).toBeLessThanOrEqual(1);
        expect(Math.abs(timeOf(durationMs) - timeOf(atMs) - (durationMs - atMs))).toBeLessThanOrEqual(1);
      },
    ),
  );
  expect(clockOf(1000, 60_000, Number.POSITIVE_INFINITY)(60_000)).toBe(1000);
  expect(clockOf(1000, Number.POSITIVE_INFINITY, 2)(60_000)).toBe(31_000);
});

test('randomness: streams by name, uniform and about normal', () => {
  expect(hashOf('a')).not.toBe(hashOf('b'));
  const random = randomOf(7, 'x');
  const uniform = Array.from({ length: 20_000 }, () => random.next());
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(uniform.reduce((a, b) => a + b) / uniform.length).toBeCloseTo(0.5, 1);
  const noise = Array.from({ length: 20_000 }, () => random.noise(2));
  expect(Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length)).toBeCloseTo(2, 1);
});

test('signals are what their comments say', () => {
  const noon = Date.UTC(2026, 0, 1, 4);
  expect(hourOf(noon)).toBe(12);
  expect(roomTemperature(Date.UTC(2026, 0, 1, 7), 20)).toBeCloseTo(23, 5);
  expect(roomTemperature(Date.UTC(2026, 0, 1, 19), 20)).toBeCloseTo(17, 5);
  const smoke = flaming(180, 600).smoke;
  expect(smoke).toBeGreaterThan(2);
  expect(smoke).toBeLessThan(6);
  expect(flaming(180, 600).warming).toBeGreaterThan(30);
  expect(oilFire(30, 600).smoke).toBeGreaterThan(flaming(30, 600).smoke);
  expect(smouldering(1800, 3600).warming).toBeLessThan(4);
  for (const curve of [flaming, oilFire, smouldering]) {
    expect(curve(0, 100)).toEqual({ warming: 0, smoke: 0 });
    expect(curve(2000, 100).smoke).toBeLessThan(0.05);
  }
  expect([batteryPercent(0), batteryPercent(0.5), batteryPercent(1)].map(Math.round)).toEqual([100, 65, 0]);
});
