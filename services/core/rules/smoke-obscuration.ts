/**
 * Smoke density of a metering detector. Judged on a short mean: one noisy sample (a flash of light, an insect) is no
 * smoke, while a real layer stays.
 */
import { z } from 'zod';
import { Edge, type EdgeTimes, edgeLookbackMs } from './edge.ts';
import { needsMetric, ruleKind, shown, signalOf } from './kind.ts';

const params = z.strictObject({
  limitDbPerM: z.number().positive(),
  hysteresisDbPerM: z.number().nonnegative(),
  averageSeconds: z.number().positive().max(120),
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

export const smokeObscuration = ruleKind('smoke-obscuration', params, {
  flaws: (head, p) => [
    ...needsMetric(head, 'smoke'),
    ...(p.hysteresisDbPerM >= p.limitDbPerM
      ? [{ path: ['params', 'hysteresisDbPerM'], message: 'must be less than limitDbPerM, or it never clears' }]
      : []),
  ],
  prepare: (prepared, p) => {
    const condition = `smoke ≥ ${p.limitDbPerM} dB/m over ${p.averageSeconds} s and ${p.readings} readings`;
    const clearAt = p.limitDbPerM - p.hysteresisDbPerM;
    return {
      role: 'reading',
      head: prepared,
      metrics: ['smoke'],
      windows: [{ metric: 'smoke', lengthMs: p.averageSeconds * 1000 }],
      lookbackMs: (gapMs) => p.averageSeconds * 1000 + edgeLookbackMs(timesOf(p, gapMs)),
      start: (head, context) => {
        const edge = new Edge(timesOf(p, context.gapMs));
        const window = context.window('smoke');
        return {
          isActive: () => edge.active,
          assumeActive: () => edge.assumeActive(),
          judge: (value, at) => {
            if (!edge.active && value < p.limitDbPerM) return edge.step(false, true, at) as null;
            const mean = window.mean(at - p.averageSeconds * 1000, at);
            const step = edge.step(value >= p.limitDbPerM && mean >= p.limitDbPerM, mean < clearAt, at);
            if (step === null) return null;
            const values = { smoke: shown(value, 'dB/m'), mean: shown(mean, 'dB/m') };
            return signalOf(head, step === 'raised' ? 'active' : 'cleared', at, condition, values);
          },
        };
      },
    };
  },
});
