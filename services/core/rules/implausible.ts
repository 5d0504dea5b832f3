/**
 * Values a working sensor cannot give: outside its range, or a leap no room makes between two readings. They open a
 * sensor fault and are kept from every other rule, so a broken sensor never raises a fire.
 *
 * A burner in a furnished room does leap, though: FSRI's 500 kW test went from 31 to 189 °C within a second and on to
 * 328 °C. So a leap is not swallowed but waits for the readings that follow: when they stay there, it was real, all is
 * believed and the fault is withdrawn.
 */
import { z } from 'zod';
import { metricUnits } from '../../contracts/values.ts';
import { Edge, type EdgeTimes, edgeLookbackMs } from './edge.ts';
import { type Gate, type RuleFlaw, type RuleHead, ruleKind, shown, signalOf } from './kind.ts';
import type { Signal } from './rule.ts';

const params = z.strictObject({
  minimum: z.number(),
  maximum: z.number(),
  leap: z
    .strictObject({
      by: z.number().positive(),
      withinSeconds: z.number().positive(),
      /** Further readings out there before it is believed. */
      confirmReadings: z.number().int().min(1).max(10),
      /** From a believed reading of this height on, leaps are what flames do. */
      expectedFrom: z.number(),
    })
    .optional(),
  beyond: z
    .strictObject({
      /** Above `maximum`, up to here, only a fire can be: believed when confirmed and not stuck on one value. */
      upTo: z.number(),
      confirmReadings: z.number().int().min(1).max(10),
    })
    .optional(),
  clearSeconds: z.number().nonnegative().max(86_400),
});
type Params = z.infer<typeof params>;

/** `confirmed` = believed, and with it what was waited for. */
type Verdict = 'believed' | 'confirmed' | 'waiting' | 'impossible';

/** Believes, waits or refuses, one reading after the other. */
class Belief {
  readonly #p: Params;
  readonly #gapMs: number;
  #lastValue = Number.NaN;
  #lastAt = Number.NaN;
  #heldValue = Number.NaN;
  #heldAt = Number.NaN;
  #held = 0;

  constructor(p: Params, gapMs: number) {
    this.#p = p;
    this.#gapMs = gapMs;
  }

  weigh(value: number, at: number): Verdict {
    const { minimum, maximum, beyond } = this.#p;
    if (value < minimum || value > (beyond?.upTo ?? maximum)) {
      this.#held = 0;
      return 'impossible';
    }
    const needed = this.#confirmationsNeeded(value, at);
    if (needed > 0 && (at - this.#heldAt > this.#gapMs || (value > maximum && value === this.#heldValue))) this.#held = 0;
    if (this.#held < needed) {
      this.#held += 1;
      this.#heldValue = value;
      this.#heldAt = at;
      return 'waiting';
    }
    this.#lastValue = value;
    this.#lastAt = at;
    this.#held = 0;
    return needed === 0 ? 'believed' : 'confirmed';
  }

  #confirmationsNeeded(value: number, at: number): number {
    const { maximum, leap, beyond } = this.#p;
    const sinceMs = at - this.#lastAt;
    if (leap !== undefined && sinceMs <= this.#gapMs && this.#lastValue >= leap.expectedFrom) return 0;
    const near = leap !== undefined && Math.abs(value - this.#lastValue) <= leap.by;
    if (value > maximum) {
      if (near && sinceMs <= this.#gapMs) return 0;
      // Seen on its way up inside the range, it is a fire; a sensor that breaks goes there in one step.
      const climbing = leap !== undefined && this.#held > 0 && this.#heldValue <= maximum && value > this.#heldValue;
      return climbing ? leap.confirmReadings : (beyond?.confirmReadings ?? 0);
    }
    return leap !== undefined && sinceMs <= leap.withinSeconds * 1000 && !near ? leap.confirmReadings : 0;
  }
}

const timesOf = (p: Params, gapMs: number): EdgeTimes => ({ durationMs: 0, readings: 1, clearMs: p.clearSeconds * 1000, gapMs });

const conditionOf = (metric: string, unit: string, p: Params): string => {
  const range = `${metric} outside ${p.minimum}…${p.maximum} ${unit}`;
  return p.leap === undefined ? range : `${range}, or a leap > ${p.leap.by} ${unit} within ${p.leap.withinSeconds} s`;
};

const startGate = (head: RuleHead, p: Params, gapMs: number): Gate => {
  const metric = head.metric ?? '';
  const unit = metricUnits[metric] ?? '';
  const edge = new Edge(timesOf(p, gapMs));
  const belief = new Belief(p, gapMs);
  const tell = (state: Signal['state'], value: number, at: number): Signal =>
    signalOf(head, state, at, conditionOf(metric, unit, p), { [metric]: shown(value, unit) });
  const gate: Gate = {
    signal: null,
    isActive: () => edge.active,
    assumeActive: () => edge.assumeActive(),
    admit: (value, at) => {
      const verdict = belief.weigh(value, at);
      const believed = verdict === 'believed' || verdict === 'confirmed';
      if (verdict === 'confirmed' && edge.release()) gate.signal = tell('cleared', value, at);
      else {
        const step = edge.step(!believed, believed, at);
        gate.signal = step === null ? null : tell(step === 'raised' ? 'active' : 'cleared', value, at);
      }
      return believed;
    },
  };
  return gate;
};

const flawsOf = (head: RuleHead, p: Params): RuleFlaw[] => {
  const flaws: RuleFlaw[] = [];
  if (head.metric === null) flaws.push({ path: ['metric'], message: 'an implausible rule needs a metric' });
  if (head.level !== 'fault') flaws.push({ path: ['level'], message: 'an impossible value is a sensor fault, never a fire' });
  if (head.alarm !== 'fault') flaws.push({ path: ['alarm'], message: 'an impossible value opens a fault' });
  if (p.maximum <= p.minimum) flaws.push({ path: ['params', 'maximum'], message: 'must be more than minimum' });
  if (p.beyond !== undefined && p.beyond.upTo <= p.maximum)
    flaws.push({ path: ['params', 'beyond', 'upTo'], message: 'must be more than maximum' });
  return flaws;
};

export const implausible = ruleKind('implausible', params, {
  flaws: flawsOf,
  prepare: (prepared, p) => ({
    role: 'gate',
    head: prepared,
    metric: prepared.metric ?? '',
    lookbackMs: (gapMs) =>
      edgeLookbackMs(timesOf(p, gapMs)) + (p.leap?.withinSeconds ?? 0) * 1000 + (p.beyond?.confirmReadings ?? 1) * gapMs,
    start: (head, context) => startGate(head, p, context.gapMs),
  }),
});
