/** The real rule file on a device, for the rules' tests. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  compileRules,
  type DeviceRuleState,
  type DeviceRules,
  judgeReading,
  newRuleState,
  parseRules,
  type RuleSet,
} from '../../../services/core/rules/index.ts';
import type { JudgedDevice, JudgedReading, Signal } from '../../../services/core/rules/rule.ts';

export const ruleFile = (): unknown => parse(readFileSync(new URL('../../../config/rules.yaml', import.meta.url), 'utf8'));

let known: RuleSet | null = null;

export const realRules = (): RuleSet => {
  if (known !== null) return known;
  const parsed = parseRules(ruleFile());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors, null, 2));
  known = parsed.ruleSet;
  return known;
};

export const device = (over: Partial<JudgedDevice> = {}): JudgedDevice => ({
  id: 'd1',
  school: 's1',
  space: 'room',
  type: 'sensor',
  spaceUse: 'classroom',
  reportIntervalSeconds: 10,
  ...over,
});

export const t0 = Date.UTC(2026, 0, 5);

/** `[seconds, value]` pairs of one metric. */
export const series = (metric: string, points: readonly (readonly [number, number])[]): JudgedReading[] =>
  points.map(([s, value]) => ({ metric, value, at: t0 + s * 1000 }));

/** A value every `step` seconds. */
export const every = (metric: string, fromS: number, toS: number, step: number, value: (s: number) => number): JudgedReading[] => {
  const points: [number, number][] = [];
  for (let s = fromS; s <= toS; s += step) points.push([s, value(s)]);
  return series(metric, points);
};

export interface Bench {
  readonly rules: DeviceRules;
  readonly state: DeviceRuleState;
  feed(readings: readonly JudgedReading[]): Signal[];
}

export const bench = (over: Partial<JudgedDevice> = {}, ruleSet = realRules()): Bench => {
  const rules = compileRules(ruleSet, device(over));
  const state = newRuleState();
  return { rules, state, feed: (readings) => readings.flatMap((reading) => judgeReading(rules, state, reading)) };
};

/** `rule+@s` raised, `rule-@s` cleared. */
export const told = (signals: readonly Signal[]): string[] =>
  signals.map(({ rule, state, at }) => `${rule.id}${state === 'active' ? '+' : '-'}@${(at - t0) / 1000}`);

export const fires = (signals: readonly Signal[]): Signal[] =>
  signals.filter(({ state, level }) => state === 'active' && level === 'alarm');
