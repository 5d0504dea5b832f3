import { describe, expect, it } from 'vitest';
import { Refusal, refusalOf, sentenceOf } from '../../dashboard/api/problem.ts';
import { en } from '../../dashboard/i18n/en.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { conditionText, metricToShow, thresholdLines } from '../../dashboard/parts/because.ts';
import { age, clockTime, duration, fullTime, number, shortTime, startOfDay } from '../../dashboard/parts/format.ts';
import { hazardText } from '../../dashboard/parts/hazard-text.ts';
import { alarmActionTable } from '../../services/core/alarms/act.ts';
import { fields } from '../../services/core/hazards/fields.ts';
import { guards } from '../../services/core/hazards/guards.ts';
import { transitions } from '../../services/core/hazards/transitions.ts';
import { alarm, hazard } from './samples.ts';

// 2026-11-21 19:12:45 UTC is the next day in Shanghai.
const at = Date.UTC(2026, 10, 21, 19, 12, 45);
const because = (condition: string, values = {}) => ({
  rule: 'r',
  ruleVersion: 1,
  at,
  condition,
  values,
  cites: { zh: '依据', en: 'source' },
});

describe('times are Shanghai times whatever the machine says', () => {
  it('shows the Shanghai day and clock', () => {
    expect([fullTime(at), clockTime(at)]).toEqual(['2026-11-22 03:12:45', '03:12:45']);
    expect(startOfDay('2026-11-22')).toBe(Date.UTC(2026, 10, 21, 16));
    expect(startOfDay('soon')).toBeNull();
  });
  it('shortens by nearness', () => {
    expect(shortTime(at, at + 3_600_000)).toBe('03:12:45');
    expect(shortTime(at, at + 86_400_000)).toBe('11-22 03:12');
    expect(shortTime(at, at + 60 * 86_400_000)).toBe('2026-11-22 03:12');
  });
  it.each([
    [-5_000, '刚刚'],
    [30_000, '30 秒前'],
    [185_000, '3 分钟前'],
    [7_200_000, '2 小时前'],
    [3 * 86_400_000, '3 天前'],
  ])('%i ms ago', (ms, words) => expect(age(at, at + ms, zh)).toBe(words));
  it('says durations', () => expect([duration(7_500_000, zh), duration(61_000, en)]).toEqual(['2 小时 5 分', '1 min']));
  it('shows no more digits than a reading is worth', () =>
    expect([0.03149, 21.3472, 120, 1013.256].map(number)).toEqual(['0.031', '21.35', '120', '1013.3']));
});

describe('conditions of rules', () => {
  it.each([
    ['temperature ≥ 57 °C for 10 s', '温度 ≥ 57 °C，持续 10 秒'],
    ['smoke ≥ 1 dB/m over 20 s and 3 readings', '烟雾浓度 ≥ 1 dB/m（20 秒平均值，且连续 3 个读数）'],
    ['temperature rises ≥ 8 K/min, ≥ 10 K, at ≥ 40 °C', '温度每分钟上升 8 K 以上，累计上升 10 K 以上，且已达到 40 °C'],
    ['no sign of life for 180 s', '连续 180 秒没有收到任何数据'],
    ['two independent devices in one space within 120 s', '同一处两个独立设备在 120 秒内先后报警'],
  ])('%s', (condition, sentence) => expect(conditionText(condition, zh)).toBe(sentence));

  it('draws only limits of a metric, each once', () => {
    const lines = thresholdLines([
      because('temperature ≥ 57 °C for 10 s'),
      because('temperature ≥ 57 °C'),
      because('water_pressure ≤ 0.1 MPa'),
    ]);
    expect(lines).toEqual([
      { metric: 'temperature', value: 57 },
      { metric: 'water_pressure', value: 0.1 },
    ]);
  });
  it('shows the metric the rule looked at, if the device reports it', () => {
    expect(metricToShow('smoke', [because('temperature ≥ 57 °C')], ['smoke', 'temperature'])).toBe('temperature');
    expect(metricToShow('smoke', [], ['smoke'])).toBe('smoke');
    expect(metricToShow('panic', [], ['battery'])).toBeNull();
  });
});

describe('words are complete', () => {
  const lacking = (group: Readonly<Record<string, string>>, codes: Iterable<string>): string[] =>
    [...codes].filter((code) => !Object.hasOwn(group, code));
  it('names every step, field and reason of the tables in core', () => {
    for (const { open } of [zh, en]) {
      expect(
        lacking(
          open.hazardAction,
          transitions.map((row) => row.action),
        ),
      ).toEqual([]);
      expect(
        lacking(
          open.act,
          transitions.map((row) => `hazard.${row.action}`),
        ),
      ).toEqual([]);
      expect(lacking(open.hazardField, Object.keys(fields))).toEqual([]);
      const asked = Object.values(alarmActionTable).flatMap((row) => row.form);
      expect(
        lacking(
          open.field,
          asked.map((name) => name.replace(/\?$/, '')),
        ),
      ).toEqual([]);
      expect(lacking(open.reason, ['role', 'state', ...Object.keys(guards)])).toEqual([]);
      const states = [
        alarm({ open: false }),
        alarm({ acknowledged: true, verification: 'confirmed', level: 'fault', availability: 'shelved' }),
        alarm({ verification: 'verifying' }),
        alarm({ verification: 'false' }),
      ];
      const reasons = states
        .flatMap((state) => Object.values(alarmActionTable).map((row) => row.refused(state, null)))
        .filter((reason) => reason !== null);
      expect(lacking(open.reason, reasons)).toEqual([]);
    }
  });
  it('leaves no text empty', () => {
    const empty: string[] = [];
    const walk = (value: object, path: string): void => {
      for (const [key, part] of Object.entries(value)) {
        if (typeof part === 'string' && part.trim() === '') empty.push(`${path}.${key}`);
        else if (typeof part === 'object' && part !== null) walk(part, `${path}.${key}`);
      }
    };
    walk(zh, 'zh');
    walk(en, 'en');
    expect(empty).toEqual([]);
  });
  it('turns a refusal into a sentence, never a code', () => {
    expect(sentenceOf(new Refusal('too_many_requests', 429), zh)).toBe('操作太频繁，请稍等几秒。');
    expect(sentenceOf(new Refusal('brand_new_code', 409), zh)).toBe(zh.errors.generic);
    expect(sentenceOf(new Refusal('brand_new_code', 503), en)).toBe(en.errors.server);
    expect(sentenceOf(new Refusal('invalid_request', 400, ['body.deadline']), zh)).toContain('整改期限');
    expect(refusalOf(400, { code: 'form_incomplete', detail: 'fields: reason, photos_site' }).fields).toEqual(['reason', 'photos_site']);
  });
  it('tells a hazard from its facts in either language, and a person’s own words as they are', () => {
    const silent = hazard({ category: 'detector_silent', facts: { hours: '24' } });
    expect(hazardText(silent, '烟感一', zh)).toContain('烟感一失联超过 24 小时');
    expect(hazardText(silent, 'Smoke 1', en)).toContain('more than 24 hours');
    expect(hazardText(hazard({ reportedBy: 'teacher' }), '烟感一', en)).toBe('人工描述');
  });
});
