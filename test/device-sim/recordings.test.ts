import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateFleet } from '../../device-sim/fleet.ts';
import { type FoundRecording, recordingsIn, recordingsUnder } from '../../device-sim/recordings/folder.ts';
import { layouts } from '../../device-sim/recordings/index.ts';
import { columnAs, durationOf, plainRecording, playedBy, recordedId, replay, withLeadIn } from '../../device-sim/replay.ts';
import { simulate } from '../../device-sim/simulation.ts';
import { startBroker } from './broker.ts';
import { bodyOf, stageOf } from './stage.ts';

const data = join(import.meta.dirname, 'excerpts');
const named = async (name: string): Promise<FoundRecording> => {
  const found = (await recordingsUnder(data)).find((recording) => recording.name === name);
  if (!found) throw new Error(`no recording ${name}`);
  return found;
};

test('every layout is found by its folder’s name', async () => {
  const found = await recordingsUnder(data);
  expect(found.map(({ layout, name }) => `${layout}/${name}`)).toEqual([
    'nist-smoke-alarms/SDC02',
    'fsri-compartment-fires/RedAccent_Closed_Back_1',
    'nab-temperature/ambient_temperature_system_failure',
    'single-hop-motes/motes-1-2-mote-1',
    'single-hop-motes/motes-1-2-mote-2',
  ]);
  expect(new Set(found.map(({ layout }) => layout))).toEqual(new Set(layouts.map(({ folder }) => folder)));
  expect(await recordingsIn(join(data, '..'))).toEqual([]);
  for (const { readings } of found)
    for (const [i, { atMs }] of readings.entries()) expect(atMs).toBeGreaterThanOrEqual(readings[i - 1]?.atMs ?? -1e9);
});

test('NIST: ceiling temperature and smoke of a location are one device; optical density 1/m becomes dB/m', async () => {
  const { devices, readings, marks } = await named('SDC02');
  expect(devices).toEqual([
    { suffix: 'A', metrics: ['temperature', 'smoke'] },
    { suffix: 'E', metrics: ['temperature', 'smoke'] },
  ]);
  expect(readings).toHaveLength(202);
  expect(readings[0]).toEqual({ atMs: 0, device: 'A', values: { temperature: 22.2, smoke: 0.026 } });
  const last = readings.findLast(({ device }) => device === 'E');
  expect(last).toMatchObject({ atMs: 200_000 });
  expect(last?.values.smoke).toBeCloseTo(20.4, 0);
  const alarms = marks.filter(({ device, what }) => device === 'A' && what === 'real_alarm').map(({ atMs }) => atMs);
  expect([Math.min(...alarms), Math.max(...alarms)]).toEqual([102_000, 160_000]);
});

test('FSRI: four ceilings, quiet before 0, ignition at the time of its entry', async () => {
  const { devices, readings, marks } = await named('RedAccent_Closed_Back_1');
  expect(devices.map(({ suffix }) => suffix)).toEqual(['A', 'B', 'C', 'D']);
  expect(readings[0]).toEqual({ atMs: -120_000, device: 'A', values: { temperature: 25.54 } });
  const hot = readings.find(({ values }) => (values.temperature ?? 0) >= 57);
  expect(hot?.atMs).toBe(89_000);
  const ignition = marks.find(({ what }) => what === 'ignition');
  // Row −1 carries the time of the entry: the two clocks differ by a second.
  expect(ignition?.atMs).toBe(0);
  expect(marks.map(({ text }) => text)).toEqual(['Ignition', 'Door Open', 'Suppression']);
});

test('NAB: °F becomes °C, hourly', async () => {
  const { readings } = await named('ambient_temperature_system_failure');
  expect(readings).toHaveLength(48);
  expect(readings[0]?.values.temperature).toBeCloseTo(21.0449, 3);
  expect(readings[1]?.atMs).toBe(3_600_000);
});

test('motes: each one its own recording, five seconds apart, the steam marked', async () => {
  const { readings, marks } = await named('motes-1-2-mote-1');
  expect(readings[0]).toEqual({ atMs: 2334 * 5000, device: '1', values: { temperature: 27.74, humidity: 44.38 } });
  expect(Math.max(...readings.map(({ values }) => values.temperature ?? 0))).toBe(56.56);
  expect(marks).toEqual([{ atMs: 2343 * 5000, device: '1', what: 'anomaly', text: 'steam' }]);
});

test('lead-in: ten quiet minutes at the recording’s spacing, held or with a sensor’s own noise', async () => {
  const recording = await named('SDC02');
  const held = withLeadIn(recording, { ms: 600_000, noise: 0, seed: 1 });
  const before = held.readings.filter(({ atMs, device }) => atMs < 0 && device === 'A');
  expect(before).toHaveLength(300);
  expect(before[0]).toEqual({ atMs: -600_000, device: 'A', values: { temperature: 22.2, smoke: 0.026 } });
  expect(new Set(before.map(({ values }) => JSON.stringify(values))).size).toBe(1);
  const noisy = withLeadIn(recording, { ms: 600_000, noise: 1, seed: 1 }).readings.filter(({ atMs }) => atMs < 0);
  expect(new Set(noisy.map(({ values }) => values.temperature)).size).toBeGreaterThan(100);
  expect(
    noisy.every(({ values }) => Math.abs((values.temperature ?? 0) - 22) < 2 && (values.smoke ?? 0) >= 0 && (values.smoke ?? 0) < 0.1),
  ).toBe(true);
  expect(held.readings.slice(-recording.readings.length)).toEqual(recording.readings);
});

test('plain CSV: columns are mapped and converted; what is missing is said', () => {
  const columns = ['t_F=d1:temperature:F', 'od=d1:smoke:od', 'h=d2:humidity'].map((text) => columnAs(text)).filter((as) => as !== null);
  const text = 'time,t_F,od,h\n2026-01-01 00:00:00,212,0.1,40\n2026-01-01 00:00:30,32,,\n';
  expect(plainRecording('x', text, undefined, columns)).toMatchObject({
    devices: [
      { suffix: 'd1', metrics: ['temperature', 'smoke'] },
      { suffix: 'd2', metrics: ['humidity'] },
    ],
    readings: [
      { atMs: 0, device: 'd1', values: { temperature: 100, smoke: 1 } },
      { atMs: 0, device: 'd2', values: { humidity: 40 } },
      { atMs: 30_000, device: 'd1', values: { temperature: 0 } },
    ],
  });
  expect(plainRecording('x', text, 'when', columns)).toMatch(/no column when in x/);
  expect(columnAs('t_F=d1')).toBeNull();
  expect(columnAs('t_F=d1:temperature:furlong')).toBeNull();
});

test('replay at 1000×: recorded spacing in ts, which ends now; sending in compressed time; only what somebody plays', async () => {
  const recording = await named('SDC02');
  const [identity] = generateFleet({ gateways: 1, devices: 1, school: 's', intervalSeconds: 60, secretOf: () => 'x' });
  const device = identity?.devices[0];
  if (!identity || !device) throw new Error('no fleet');
  const cast = new Map([['E', { identity, device }]]);
  const played = playedBy(withLeadIn(recording, { ms: 600_000, noise: 0, seed: 1 }), cast);
  const broker = await startBroker();
  const { pictureUrl } = stageOf([]);
  const show = { url: broker.url, identities: [identity], seed: 1, pictureUrl, inFlight: 20, giveUpMs: 5_000 };
  const began = Date.now();
  const verdict = await simulate({ ...show, speed: 1000, durationMs: durationOf(played), play: () => replay(played, cast) });
  const ended = Date.now();
  await broker.close();
  expect(verdict).toMatchObject({ sent: 401, acked: 401 });
  expect(ended - began).toBeGreaterThanOrEqual(800);
  const bodies = broker.arrivals.map((arrival) => bodyOf(arrival) as { ts: number; values: Record<string, number> });
  const first = bodies[0]?.ts ?? 0;
  expect(bodies.map(({ ts }) => Math.round((ts - first) / 1000))).toEqual(Array.from({ length: 401 }, (_, i) => i * 2));
  const last = bodies.at(-1)?.ts ?? 0;
  expect(last).toBeGreaterThan(began);
  expect(last).toBeLessThanOrEqual(ended);
  expect(bodies.map(({ values }) => values)).toEqual(played.readings.map(({ values }) => values));
});

test('default id of a recorded device is a legal one', async () => {
  expect(recordedId({ name: 'a b/c', devices: [], readings: [], marks: [] }, 'A')).toBe('a-b-c-A');
});
