/**
 * Temperature rising faster than rooms do by themselves. On an ordinary sensor this is an early warning, never a fire
 * alarm by itself (it is no certified detector; steam, an oven, a heater do it too).
 */
import { z } from 'zod';
import { Edge, type EdgeTimes, edgeLookbackMs } from './edge.ts';
import { needsMetric, type RuleFlaw, ruleKind, shown, signalOf } from './kind.ts';

const params = z.strictObject({
  rateKPerMinute: z.number().positive(),
  windowSeconds: z.number().positive().max(600),
  /** A sensor that reports slowly is judged on its last `samples` readings within this time. */
  maximumWindowSeconds: z.number().positive().max(3600),
  samples: z.number().int().min(3).max(30),
  minimumSpanSeconds: z.number().nonnegative(),
  /** The climb itself, so that noise on a short window is no rise. */
  minimumRiseK: z.number().nonnegative(),
  /** Below this a room only warms up. */
  fromC: z.number(),
  readings: z.number().int().min(1).max(10),
  clearSeconds: z.number().nonnegative().max(86_400),
});
type Params = z.infer<typeof params>;

const timesOf = (p: Params, gapMs: number): EdgeTimes => ({
  durationMs: 0,
  readings: p.readings,
  clearMs: p.clearSeconds * 1000,
  gapMs,
});

const flawsOf = (level: string, p: Params): RuleFlaw[] => {
  const flaws: RuleFlaw[] = [];
  if (level === 'alarm') flaws.push({ path: ['level'], message: 'a rate of rise alone is an early warning, not a fire alarm' });
  if (p.maximumWindowSeconds < p.windowSeconds)
    flaws.push({ path: ['params', 'maximumWindowSeconds'], message: 'must not be shorter than windowSeconds' });
  return flaws;
};

export const rateOfRise = ruleKind('rate-of-rise', params, {
  flaws: (head, p) => [...needsMetric(head, 'temperature'), ...flawsOf(head.level, p)],
  prepare: (prepared, p) => {
    const condition = `temperature rises ≥ ${p.rateKPerMinute} K/min, ≥ ${p.minimumRiseK} K, at ≥ ${p.fromC} °C`;
    return {
      role: 'reading',
      head: prepared,
      metrics: ['temperature'],
      windows: [{ metric: 'temperature', lengthMs: p.maximumWindowSeconds * 1000 }],
      lookbackMs: (gapMs) => p.maximumWindowSeconds * 1000 + edgeLookbackMs(timesOf(p, gapMs)),
      start: (head, context) => {
        const edge = new Edge(timesOf(p, context.gapMs));
        const window = context.window('temperature');
        const trendAt = (at: number) => window.trend(at, p.windowSeconds * 1000, p.samples, p.maximumWindowSeconds * 1000);
        return {
          isActive: () => edge.active,
          assumeActive: () => edge.assumeActive(),
          judge: (value, at) => {
            // Most readings end here: neither warm enough to begin with nor a warning to clear.
            if (!edge.active && value < p.fromC) return edge.step(false, true, at) as null;
            const trend = trendAt(at);
            const rate = trend === null ? 0 : trend.perMinute;
            const rise = trend === null ? 0 : (rate * trend.spanMs) / 60_000;
            const met =
              value >= p.fromC &&
              trend !== null &&
              rate >= p.rateKPerMinute &&
              rise >= p.minimumRiseK &&
              trend.spanMs >= p.minimumSpanSeconds * 1000;
            const step = edge.step(met, rate < p.rateKPerMinute / 2, at);
            if (step === null) return null;
            const values = { temperature: shown(value, '°C'), rate: shown(rate, 'K/min') };
            return signalOf(head, step === 'raised' ? 'active' : 'cleared', at, condition, values);
          },
        };
      },
    };
  },
});
