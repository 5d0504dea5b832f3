/**
 * The same fire as another sensor would have reported it: noisier, slower, with an offset or a dusty meter. Seeded, so a
 * failure can be repeated. Guards the rules against fitting the recordings they were tried on.
 */
import type { JudgedReading } from '../../services/core/rules/rule.ts';
import { leadInMs } from './evaluate.ts';
import type { Recording } from './recording.ts';

export interface Perturbation {
  /** Standard deviations. */
  readonly noise?: Readonly<Record<string, number>>;
  readonly offset?: Readonly<Record<string, number>>;
  /** Keeps one reading a metric in so many seconds. */
  readonly everySeconds?: number;
  readonly seed: number;
}

/** mulberry32 */
const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const normalOf = (random: () => number) => (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const thinned = (readings: readonly JudgedReading[], everySeconds: number): JudgedReading[] => {
  const last = new Map<string, number>();
  return readings.filter(({ metric, at }) => {
    if (at - (last.get(metric) ?? Number.NEGATIVE_INFINITY) < everySeconds * 1000) return false;
    last.set(metric, at);
    return true;
  });
};

/** A quiet, noisy lead-in is part of the readings, so that noise is judged before the fire as well. */
const withLeadIn = (readings: readonly JudgedReading[]): JudgedReading[] => {
  const start = readings[0]?.at ?? 0;
  const step = (readings.find(({ at }) => at > start)?.at ?? start + 1000) - start;
  const first = readings.filter(({ at }) => at === start);
  const times = Array.from({ length: Math.floor(leadInMs / step) }, (_, i) => start - leadInMs + i * step).filter((at) => at < start);
  return [...times.flatMap((at) => first.map(({ metric, value }) => ({ metric, value, at }))), ...readings];
};

export const perturb = (recording: Recording, { noise = {}, offset = {}, everySeconds = 0, seed }: Perturbation): Recording => {
  const normal = normalOf(randomOf(seed));
  const spoilt = ({ metric, value, at }: JudgedReading): JudgedReading => ({
    metric,
    at,
    value: value + (offset[metric] ?? 0) + (noise[metric] ?? 0) * normal(),
  });
  return {
    ...recording,
    devices: recording.devices.map((device) => ({
      ...device,
      reportIntervalSeconds: Math.max(device.reportIntervalSeconds, everySeconds),
      readings: thinned(withLeadIn(device.readings).map(spoilt), everySeconds),
    })),
  };
};
