import { describe, expect, it } from 'vitest';
import { compileRules, parseRules } from '../../../services/core/rules/index.ts';
import { bench, device, ruleFile, series } from './bench.ts';

type Loose = Record<string, unknown>;
interface LooseFile extends Loose {
  rules: Loose[];
}

const edited = (edit: (file: LooseFile, rule: (id: string) => Loose) => void): unknown => {
  const file = ruleFile() as LooseFile;
  edit(file, (id) => file.rules.find((rule) => rule['id'] === id) ?? {});
  return file;
};

const errorsOf = (file: unknown): string[] => {
  const parsed = parseRules(file);
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
};

const indexOf = (id: string): number => (ruleFile() as LooseFile).rules.findIndex((rule) => rule['id'] === id);

describe('the rule file', () => {
  it('is valid, and says where every limit comes from in both languages', () => {
    const parsed = parseRules(ruleFile());
    expect(parsed).toMatchObject({
      ok: true,
      ruleSet: { silent: { missedIntervals: 3, minimumSeconds: 30 }, agreement: { windowSeconds: 120 } },
    });
    if (!parsed.ok) return;
    for (const { rule } of parsed.ruleSet.rules) {
      for (const { zh, en } of [rule.head.cites, rule.head.text]) {
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it('tells every error at once, each with its path', () => {
    const errors = errorsOf(
      edited((file, rule) => {
        rule('temperature-heat')['unit'] = '°F';
        rule('smoke-alarm')['params'] = {
          limitDbPerM: -1,
          readings: 2,
          averageSeconds: 6,
          clearSeconds: 60,
          hysteresisDbPerM: 0,
          surprise: 1,
        };
        rule('temperature-rise')['level'] = 'alarm';
        rule('event-smoke')['params'] = { events: ['test'], minimumConfidence: 0 };
        rule('gas-early')['id'] = 'gas-high';
        rule('co-early')['kind'] = 'magic';
        rule('temperature-implausible')['alarm'] = 'temperature';
        file['silent'] = { missedIntervals: 0, minimumSeconds: 40, cites: { zh: '依据', en: 'source' } };
        rule('co-at-once')['cites'] = { zh: ' ', en: 'EN 50291-1' };
        rule('co-ten-minutes')['cites'] = 'EN 50291-1';
        file['agreement'] = { windowSeconds: 120, cites: { zh: '依据' } };
        file['colour'] = 'red';
      }),
    );
    const expected: [string, RegExp][] = [
      [`rules[${indexOf('temperature-heat')}].unit`, /°C/],
      [`rules[${indexOf('smoke-alarm')}].params.limitDbPerM`, /./],
      [`rules[${indexOf('smoke-alarm')}].params`, /surprise/],
      [`rules[${indexOf('temperature-rise')}].level`, /early warning/],
      [`rules[${indexOf('event-smoke')}].params.events[0]`, /./],
      [`rules[${indexOf('gas-early')}].id`, /already/],
      [`rules[${indexOf('co-early')}].kind`, /./],
      [`rules[${indexOf('temperature-implausible')}].alarm`, /fault/],
      ['silent.missedIntervals', /./],
      ['agreement.cites.en', /./],
      [`rules[${indexOf('co-at-once')}].cites.zh`, /./],
      [`rules[${indexOf('co-ten-minutes')}].cites`, /./],
      ['', /colour/],
    ];
    for (const [path, message] of expected)
      expect(
        errors.some((e) => e.startsWith(`${path}: `) && message.test(e)),
        `${path} in\n${errors.join('\n')}`,
      ).toBe(true);
    expect(errors.length).toBe(expected.length);
  });

  it.each([null, 'rules', 7, [], {}, { rules: [] }, { rules: [null, 3] }])('refuses %j with reasons', (file) => {
    expect(errorsOf(file).length).toBeGreaterThan(0);
  });
});

describe('scope', () => {
  const scoped = (scope: Loose) => {
    const parsed = parseRules(
      edited((file, rule) => {
        file.rules = [{ ...rule('gas-high'), scope }];
      }),
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return parsed.ruleSet;
  };

  it.each([
    [{}, true],
    [{ schools: ['s1'] }, true],
    [{ schools: ['s2'] }, false],
    [{ spaceUse: ['laboratory'] }, false],
    [{ spaceUse: ['classroom'], deviceTypes: ['sensor'] }, true],
    [{ exceptSpaceUse: ['classroom'] }, false],
    [{ deviceTypes: ['camera'] }, false],
    [{ devices: ['d1'] }, true],
    [{ devices: ['d2'] }, false],
  ] as [Loose, boolean][])('%j', (scope, applies) => {
    expect(bench({}, scoped(scope)).feed(series('gas', [[0, 50]])).length).toBe(applies ? 1 : 0);
  });

  it('a device without a space is in no kind of room, and excepted from none', () => {
    expect(compileRules(scoped({ spaceUse: ['classroom'] }), device({ spaceUse: null })).byMetric.has('gas')).toBe(false);
    expect(compileRules(scoped({ exceptSpaceUse: ['classroom'] }), device({ spaceUse: null })).byMetric.has('gas')).toBe(true);
  });
});
