/** The rules on recordings of real fires, a real office and real steam. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evaluateRecording, graceS, summarize } from '../../recordings/evaluate.ts';
import { type Perturbation, perturb } from '../../recordings/perturb.ts';
import { readRecordings } from '../../recordings/read.ts';
import { realRules } from './bench.ts';

const ruleSet = realRules();
const recordings = readRecordings(fileURLToPath(new URL('../../recordings', import.meta.url)));
const tableOf = (perturbation?: Perturbation) =>
  recordings.map((recording) => evaluateRecording(ruleSet, perturbation === undefined ? recording : perturb(recording, perturbation)));

describe('as recorded', () => {
  const table = tableOf();

  it('finds the fires no later than the last real alarm, and nothing else', () => {
    expect(summarize(table)).toEqual({
      places: 19,
      warnedInTime: 19,
      alarmedInTime: 17,
      alarmed: 17,
      rooms: 6,
      roomsInTime: 6,
      falseAlarms: 0,
      tooEarly: 0,
    });
  });

  it.each(table.filter(({ source }) => source === 'fsri').flatMap((row) => row.devices.map((d) => [d.device, d] as const)))(
    '%s works alone: alarm within 10 s of 57 °C at its own place',
    (device, verdict) => {
      const own = recordings.flatMap((r) => r.devices).find((d) => d.device === device);
      const hot = own?.readings.find(({ at, value }) => at >= 0 && value >= 57);
      expect(verdict.alarmS).not.toBeNull();
      expect(verdict.alarmS as number).toBeLessThanOrEqual((hot?.at ?? 0) / 1000 + graceS);
    },
  );

  it('steam is warned of and is no fire', () => {
    const [steamy, dry] = table.filter(({ source }) => source === 'motes');
    expect(steamy?.warningS).toBeGreaterThan(0);
    expect(steamy?.alarmS).toBeNull();
    expect(dry?.warningS).toBeNull();
  });
});

/** Another sensor in the same fire. The counts are what a sensor of that kind can still do, not what this one did. */
const others: readonly [string, Omit<Perturbation, 'seed'>, { warned: number; alarmed: number; rooms: number }][] = [
  ['a noisy thermometer', { noise: { temperature: 1 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['a noisy smoke meter', { noise: { smoke: 0.06 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['everything noisy', { noise: { temperature: 0.5, smoke: 0.05, humidity: 2 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['reads 5 K high', { offset: { temperature: 5 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['reads 5 K low', { offset: { temperature: -5 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['a dusty smoke meter', { offset: { smoke: 0.1 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['a smoke meter below zero', { offset: { smoke: -0.1 } }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['every 4 s', { everySeconds: 4 }, { warned: 18, alarmed: 16, rooms: 6 }],
  ['every 10 s, noisy', { everySeconds: 10, noise: { temperature: 0.3, smoke: 0.03 } }, { warned: 18, alarmed: 16, rooms: 5 }],
];

describe('as another sensor would have seen it', () => {
  it.each(others)('%s', (_, perturbation, floor) => {
    for (const seed of [1, 2]) {
      const summary = summarize(tableOf({ ...perturbation, seed }));
      expect(summary.warnedInTime).toBeGreaterThanOrEqual(floor.warned);
      expect(summary.alarmedInTime).toBeGreaterThanOrEqual(floor.alarmed);
      expect(summary.roomsInTime).toBeGreaterThanOrEqual(floor.rooms);
      expect(summary.falseAlarms).toBe(0);
      expect(summary.tooEarly).toBe(0);
    }
  });

  it('a very dusty smoke meter warns of itself but raises no alarm before the fire', () => {
    const table = tableOf({ offset: { smoke: 0.3 }, noise: { smoke: 0.03 }, seed: 1 });
    const early = table.flatMap((row) => row.devices.flatMap((d) => d.signals.filter((s) => s.at < 0 && s.state === 'active')));
    expect(early.length).toBeGreaterThan(0);
    expect(early.every(({ level }) => level === 'early_warning')).toBe(true);
  });
});
