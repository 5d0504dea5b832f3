import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeRules, assumeActive, judgeReading, lookbackMs, newRuleState } from '../../../services/core/rules/index.ts';
import type { JudgedReading } from '../../../services/core/rules/rule.ts';
import { bench, realRules, t0 } from './bench.ts';

const ruleSet = realRules();
const metrics = ['temperature', 'smoke', 'humidity', 'co'] as const;
const span: Readonly<Record<string, readonly [number, number]>> = {
  temperature: [-60, 300],
  smoke: [-0.1, 2],
  humidity: [0, 110],
  co: [0, 400],
};

/** A device's life: readings that wander, leap, fall silent. */
const life = fc
  .array(
    fc.record({
      metric: fc.constantFrom(...metrics),
      gapS: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 2, arbitrary: fc.integer({ min: 21, max: 200 }) },
        { weight: 1, arbitrary: fc.integer({ min: 200, max: 9000 }) },
      ),
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      wander: fc.boolean(),
    }),
    { minLength: 2, maxLength: 160 },
  )
  .map((steps) => {
    let at = t0;
    const last: Record<string, number> = { temperature: 25, smoke: 0.02, humidity: 50, co: 0 };
    return steps.map(({ metric, gapS, place, wander }): JudgedReading => {
      at += gapS * 1000;
      const [low, high] = span[metric] as readonly [number, number];
      const value = wander ? (last[metric] ?? low) + (place - 0.4) * (high - low) * 0.08 : low + place * (high - low);
      last[metric] = value;
      return { metric, value, at };
    });
  });

describe('rebuilding the state', () => {
  it('gives the same signals afterwards, whatever came before and wherever it was cut', () => {
    fc.assert(
      fc.property(life, fc.nat(), fc.constantFrom(5, 60, 300), (readings, where, reportIntervalSeconds) => {
        const { rules, state, feed } = bench({ reportIntervalSeconds }, ruleSet);
        const cut = 1 + (where % (readings.length - 1));
        const before = readings.slice(0, cut);
        const after = readings.slice(cut);
        feed(before);
        const standing = activeRules(state);
        const rebuilt = newRuleState();
        for (const id of standing) assumeActive(rules, rebuilt, id);
        const end = before[before.length - 1]?.at ?? t0;
        for (const reading of before.filter(({ at }) => at >= end - lookbackMs(rules))) judgeReading(rules, rebuilt, reading);
        for (const id of standing) assumeActive(rules, rebuilt, id);
        expect(activeRules(rebuilt).toSorted()).toEqual(standing.toSorted());
        const short = (signals: ReturnType<typeof feed>) => signals.map(({ rule, state: s, at }) => `${rule.id} ${s} ${at}`);
        expect(short(after.flatMap((reading) => judgeReading(rules, rebuilt, reading)))).toEqual(short(feed(after)));
      }),
      { numRuns: 400 },
    );
  });
});

describe('edges', () => {
  it('alternate: a rule is raised, then cleared, then raised', () => {
    fc.assert(
      fc.property(life, (readings) => {
        const active = new Set<string>();
        let last = Number.NEGATIVE_INFINITY;
        for (const { rule, state, at } of bench({}, ruleSet).feed(readings)) {
          expect(active.has(rule.id)).toBe(state === 'cleared');
          if (state === 'active') active.add(rule.id);
          else active.delete(rule.id);
          expect(at).toBeGreaterThanOrEqual(last);
          last = at;
        }
      }),
    );
  });

  it('shifting all times shifts all signals: replay speed and the clock of the day do not matter', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 1_000_000 }), (readings, shift) => {
        const later = readings.map((r) => ({ ...r, at: r.at + shift * 2000 }));
        const plain = bench({}, ruleSet).feed(readings);
        expect(
          bench({}, ruleSet)
            .feed(later)
            .map(({ rule, at }) => `${rule.id} ${at - shift * 2000}`),
        ).toEqual(plain.map(({ rule, at }) => `${rule.id} ${at}`));
      }),
      { numRuns: 50 },
    );
  });
});

describe('quiet', () => {
  const pauses = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.constant(10) }, { weight: 1, arbitrary: fc.integer({ min: 11, max: 100_000 }) }),
    { minLength: 20, maxLength: 120 },
  );

  it('a constant, slightly noisy room gives nothing, whatever is lost on the way', () => {
    fc.assert(
      fc.property(
        pauses,
        fc.double({ min: -20, max: 44, noNaN: true }),
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        (gaps, level, noise) => {
          let at = t0;
          const readings = gaps.flatMap((gap): JudgedReading[] => {
            at += gap * 1000;
            const n = (): number => noise.next().value as number;
            return [
              { metric: 'temperature', value: level + 0.5 * n(), at },
              { metric: 'smoke', value: 0.05 + 0.05 * n(), at },
              { metric: 'humidity', value: 50 + 3 * n(), at },
            ];
          });
          expect(bench({}, ruleSet).feed(readings)).toEqual([]);
        },
      ),
    );
  });

  it('a single impossible or leaping temperature never fires', () => {
    const wrong = fc.oneof(fc.double({ min: 58, max: 1e6, noNaN: true }), fc.double({ min: -1e6, max: -41, noNaN: true }));
    fc.assert(
      fc.property(fc.array(wrong, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (spikes, step) => {
        const readings = spikes.flatMap((value, i) => [
          { metric: 'temperature', value: 22, at: t0 + 2 * i * step * 500 },
          { metric: 'temperature', value, at: t0 + (2 * i + 1) * step * 500 },
        ]);
        const signals = bench({}, ruleSet).feed(readings);
        expect(signals.filter(({ kind }) => kind !== 'fault')).toEqual([]);
      }),
    );
  });

  it('a stuck impossible value never fires', () => {
    fc.assert(
      fc.property(fc.double({ min: 126, max: 1e4, noNaN: true }), fc.integer({ min: 1, max: 600 }), (value, step) => {
        const readings = Array.from({ length: 40 }, (_, i) => ({
          metric: 'temperature',
          value: i < 4 ? 22 : value,
          at: t0 + i * step * 1000,
        }));
        expect(
          bench({}, ruleSet)
            .feed(readings)
            .every(({ kind }) => kind === 'fault'),
        ).toBe(true);
      }),
    );
  });
});

it('needs little history for the metrics most devices have', () => {
  const { rules } = bench({ reportIntervalSeconds: 60 }, ruleSet);
  expect(lookbackMs(rules, 'temperature')).toBeLessThanOrEqual(20 * 60_000);
  expect(lookbackMs(rules, 'illuminance')).toBe(0);
  expect(lookbackMs(rules)).toBeGreaterThan(3600_000);
});
