/** A limit on one metric, in one direction, with hysteresis and duration. */
import { z } from 'zod';
import { metricUnits } from '../../contracts/values.ts';
import { Edge, type EdgeTimes, edgeLookbackMs } from './edge.ts';
import { type RuleFlaw, ruleKind, shown, signalOf } from './kind.ts';

const params = z.strictObject({
  direction: z.enum(['above', 'below']),
  /** In the rule's unit, like every value here without a unit in its name. */
  limit: z.number(),
  hysteresis: z.number().nonnegative(),
  durationSeconds: z.number().nonnegative().max(86_400),
  readings: z.number().int().min(1).max(10),
  clearSeconds: z.number().nonnegative().max(86_400),
  /** Replaces `limit` while steam surrounds the sensor. */
  limitInSteam: z.number().optional(),
});
type Params = z.infer<typeof params>;

const timesOf = (p: Params, gapMs: number): EdgeTimes => ({
  durationMs: p.durationSeconds * 1000,
  readings: p.readings,
  clearMs: p.clearSeconds * 1000,
  gapMs,
});

const conditionOf = (metric: string, unit: string, p: Params, limit: number): string => {
  const held = p.durationSeconds > 0 ? ` for ${p.durationSeconds} s` : '';
  return `${metric} ${p.direction === 'above' ? '≥' : '≤'} ${limit} ${unit}${held}`;
};

const flawsOf = (metric: string | null, p: Params): RuleFlaw[] => {
  const flaws: RuleFlaw[] = [];
  if (metric === null) flaws.push({ path: ['metric'], message: 'a threshold rule needs a metric' });
  if (p.limitInSteam !== undefined && metric !== 'temperature')
    flaws.push({ path: ['params', 'limitInSteam'], message: 'only a temperature rule knows steam' });
  if (p.limitInSteam !== undefined && p.limitInSteam < p.limit)
    flaws.push({ path: ['params', 'limitInSteam'], message: 'must not be below the limit' });
  return flaws;
};

export const threshold = ruleKind('threshold', params, {
  flaws: (head, p) => flawsOf(head.metric, p),
  prepare: (prepared, p) => {
    const metric = prepared.metric ?? '';
    const unit = metricUnits[metric] ?? '';
    const sign = p.direction === 'above' ? 1 : -1;
    const limit = sign * p.limit;
    const clearAt = limit - p.hysteresis;
    return {
      role: 'reading',
      head: prepared,
      metrics: [metric],
      windows: [],
      lookbackMs: (gapMs) => edgeLookbackMs(timesOf(p, gapMs)),
      start: (head, context) => {
        const edge = new Edge(timesOf(p, context.gapMs));
        return {
          isActive: () => edge.active,
          assumeActive: () => edge.assumeActive(),
          judge: (value, at) => {
            const signed = sign * value;
            const steamy = p.limitInSteam !== undefined && signed >= limit && !edge.active && context.steam.isPresent(at);
            const inForce = steamy ? (p.limitInSteam as number) : p.limit;
            const step = edge.step(signed >= sign * inForce, signed < clearAt, at);
            if (step === null) return null;
            const condition = conditionOf(metric, unit, p, inForce);
            return signalOf(head, step === 'raised' ? 'active' : 'cleared', at, condition, { [metric]: shown(value, unit) });
          },
        };
      },
    };
  },
});
