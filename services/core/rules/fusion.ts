/**
 * Smoke and heat rising together at one device: less of each is needed than of either alone. Both are measured against
 * the device's own last minutes, so a dusty meter or a warm room does not count as rising.
 */
import { z } from 'zod';
import { Edge, type EdgeTimes, edgeLookbackMs } from './edge.ts';
import { needsMetric, ruleKind, shown, signalOf } from './kind.ts';
import type { Window } from './window.ts';

const params = z.strictObject({
  smokeRiseDbPerM: z.number().positive(),
  temperatureRiseK: z.number().positive(),
  averageSeconds: z.number().positive().max(120),
  /** What is "before": from `windowSeconds` to `beforeSeconds` ago. */
  beforeSeconds: z.number().positive().max(3600),
  windowSeconds: z.number().positive().max(3600),
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

interface Rise {
  readonly now: number;
  readonly by: number;
}

const riseOf = (window: Window, at: number, p: Params, gapMs: number): Rise => {
  // The other channel may report rarely; its newest value stands until it is too old to say anything.
  const newest = window.latestAt();
  if (!(at - newest <= Math.min(gapMs, p.windowSeconds * 1000))) return { now: Number.NaN, by: Number.NaN };
  const now = window.mean(newest - p.averageSeconds * 1000, newest);
  return { now, by: now - window.mean(at - p.windowSeconds * 1000, at - p.beforeSeconds * 1000) };
};

export const fusion = ruleKind('fusion', params, {
  flaws: (head, p) => [
    ...needsMetric(head, 'smoke'),
    ...(p.beforeSeconds >= p.windowSeconds ? [{ path: ['params', 'beforeSeconds'], message: 'must be less than windowSeconds' }] : []),
  ],
  prepare: (prepared, p) => {
    const condition = `smoke rises ≥ ${p.smokeRiseDbPerM} dB/m while temperature rises ≥ ${p.temperatureRiseK} K within ${p.windowSeconds} s`;
    const lengthMs = p.windowSeconds * 1000;
    return {
      role: 'reading',
      head: prepared,
      metrics: ['smoke', 'temperature'],
      windows: [
        { metric: 'smoke', lengthMs },
        { metric: 'temperature', lengthMs },
      ],
      lookbackMs: (gapMs) => lengthMs + edgeLookbackMs(timesOf(p, gapMs)),
      start: (head, context) => {
        const edge = new Edge(timesOf(p, context.gapMs));
        const smokeWindow = context.window('smoke');
        const temperatureWindow = context.window('temperature');
        return {
          isActive: () => edge.active,
          assumeActive: () => edge.assumeActive(),
          judge: (_value, at) => {
            const latest = smokeWindow.latest();
            if (!edge.active && !(latest >= p.smokeRiseDbPerM)) return edge.step(false, true, at) as null;
            const smoke = riseOf(smokeWindow, at, p, context.gapMs);
            const temperature = riseOf(temperatureWindow, at, p, context.gapMs);
            const met = smoke.by >= p.smokeRiseDbPerM && temperature.by >= p.temperatureRiseK && !context.steam.isPresent(at);
            // Cleared by the smoke itself: what is "before" moves up with a lasting fire.
            const step = edge.step(met, smoke.now < p.smokeRiseDbPerM, at);
            if (step === null) return null;
            return signalOf(head, step === 'raised' ? 'active' : 'cleared', at, condition, {
              smoke: shown(smoke.now, 'dB/m'),
              'smoke rise': shown(smoke.by, 'dB/m'),
              temperature: shown(temperature.now, '°C'),
              'temperature rise': shown(temperature.by, 'K'),
            });
          },
        };
      },
    };
  },
});
