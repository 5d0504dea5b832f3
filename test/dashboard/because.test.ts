/** Every reason the service can give, told in both languages: nothing meant for machines is left over. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { en } from '../../dashboard/i18n/en.ts';
import type { Words } from '../../dashboard/i18n/words.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { conditionText, valueName, valueText } from '../../dashboard/parts/because.ts';
import type { Because } from '../../services/contracts/alarm.ts';
import { type EventType, metricUnits } from '../../services/contracts/values.ts';
import { agree } from '../../services/core/alarms/agreement.ts';
import { compileRules, judgeEvent, judgeReading, newRuleState, parseRules, type RuleSet } from '../../services/core/rules/index.ts';
import type { JudgedReading } from '../../services/core/rules/rule.ts';
import { newTurn } from '../../services/core/turn.ts';
import { lost } from '../../services/flows/availability.ts';
import { type House, openHouse } from '../flows/harness.ts';
import { alarm } from './samples.ts';

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly metric: string;
  readonly params: {
    readonly direction: 'above' | 'below';
    readonly limit: number;
    readonly minimum: number;
    readonly minimumConfidence: number;
    readonly events: readonly EventType[];
  };
}
const file = parse(readFileSync('config/rules.yaml', 'utf8')) as { readonly rules: readonly Entry[] };
const at = Date.UTC(2026, 10, 21);

/** The rule by itself, wherever the device stands. */
const alone = (entry: Entry): RuleSet => {
  const parsed = parseRules({ ...file, rules: [{ ...entry, scope: {} }] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.ruleSet;
};

/** Five quiet minutes, then what meets the rule, every 10 s for more than an hour (the longest a rule waits). */
const readingsFor = ({ kind, metric, params }: Entry): JudgedReading[] => {
  const meets: Record<string, (s: number) => Record<string, number>> = {
    threshold: () => ({ [metric]: params.direction === 'above' ? params.limit + 1 : params.limit - 0.05 }),
    implausible: () => ({ [metric]: params.minimum - 1 }),
    'rate-of-rise': (s) => ({ temperature: 40 + s }),
    'smoke-obscuration': () => ({ smoke: 2 }),
    fusion: () => ({ smoke: 2, temperature: 60 }),
  };
  const quiet = { [metric]: 20, ...(kind === 'fusion' ? { smoke: 0, temperature: 20 } : {}) };
  const values = (s: number): Record<string, number> => (s <= 300 ? quiet : (meets[kind]?.(s - 300) ?? {}));
  const seconds = Array.from({ length: 420 }, (_, i) => i * 10);
  return seconds.flatMap((s) => Object.entries(values(s)).map(([name, value]) => ({ metric: name, value, at: at + s * 1000 })));
};

const reasonsOf = (entry: Entry): Because[] => {
  const device = { id: 'd', school: 's', space: 'r', type: 'sensor', spaceUse: 'classroom', reportIntervalSeconds: 10 };
  const rules = compileRules(alone(entry), device);
  const state = newRuleState();
  const seen = { at, confidence: entry.params.minimumConfidence, text: 'Zone 3: fault' };
  const signals =
    entry.kind === 'event'
      ? entry.params.events.flatMap((event) =>
          (['active', 'cleared'] as const).flatMap((now) => judgeEvent(rules, state, { ...seen, event, state: now })),
        )
      : readingsFor(entry).flatMap((reading) => judgeReading(rules, state, reading));
  return signals.map(({ because }) => because);
};

/** What the list shows of a reason, the device's own words apart. */
const told = (reason: Because, words: Words): string[] => [
  conditionText(reason.condition, words),
  ...Object.entries(reason.values).flatMap(([name, value]) => [
    valueName(name, value, undefined, words),
    ...(name === 'text' ? [] : [valueText(name, value, words)]),
  ]),
];

const units = [...Object.values(metricUnits).filter((unit) => unit !== 'persons/m²'), 'K/min', 'K', 'm²'];
const withoutUnits = (text: string): string =>
  units.toSorted((a, b) => b.length - a.length).reduce((left, unit) => left.replaceAll(unit, ''), text);

const isToldWell = (reason: Because): void => {
  for (const text of told(reason, zh)) expect(withoutUnits(text), reason.condition).not.toMatch(/[A-Za-z_{}$]/);
  for (const text of told(reason, en)) expect(text, reason.condition).not.toMatch(/_|[{}$=]|\p{Script=Han}/u);
  expect(reason.cites.zh).toMatch(/\p{Script=Han}/u);
  expect(reason.cites.en).toMatch(/[a-z]{3}/);
};

describe('reasons in words', () => {
  it.each(file.rules.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
    const reasons = reasonsOf(entry);
    expect(reasons.length).toBeGreaterThan(0);
    reasons.forEach(isToldWell);
  });

  it('two devices that agree, one of them by its name', () => {
    const parsed = parseRules(file);
    const other = alarm({ id: 'b', device: 'smoke-7', kind: 'video_smoke' });
    const reason = parsed.ok ? agree(alarm(), other, true, at, parsed.ruleSet.agreement)?.alarm.because.at(-1) : undefined;
    if (reason === undefined) throw new Error('no agreement');
    isToldWell(reason);
    expect(conditionText(reason.condition, zh)).toBe('同一处两个独立设备在 120 秒内先后报警');
    expect(valueName('smoke-7', 'video_smoke', '三楼烟感', zh)).toBe('三楼烟感');
  });

  it.each([
    ['water_pressure ≤ 0.1 MPa for 60 s', 'Water pressure ≤ 0.1 MPa for 60 s'],
    ['low_battery = active', 'Low battery (reported by the device)'],
    ['no sign of life for 180 s', 'nothing heard for 180 s'],
    ['co2 ≥ 1000 ppm', `${en.codes.metric.co2} ≥ 1000 ppm`],
  ])('puts in no word twice: %s', (condition, sentence) => expect(conditionText(condition, en)).toBe(sentence));

  it('leaves a device’s own words as it said them', () => expect(valueText('text', 'fault in gas line', zh)).toBe('fault in gas line'));
});

describe('silence in words', () => {
  let house: House;
  beforeAll(() => {
    house = openHouse();
  });
  afterAll(() => house.close());

  it.each(['no_report', 'said_offline', 'link_lost'] as const)('%s', (why) => {
    house.addDevice(why, { type: 'gateway' });
    const device = house.service.world().devices.get(why);
    if (!device) throw new Error('no device');
    lost(house.service, newTurn(house.now), device, house.now, why);
    const reason = house.alarms().find((one) => one.device === why)?.because[0];
    if (reason === undefined) throw new Error('no alarm');
    isToldWell(reason);
    expect(reason.cites).toEqual(house.service.rules.silent.cites);
  });
  it('a device heard again', () => expect(conditionText('heard', zh)).toBe('重新收到数据'));
});
