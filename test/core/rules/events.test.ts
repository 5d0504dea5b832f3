import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../../services/contracts/values.ts';
import { activeRules, assumeActive, judgeEvent } from '../../../services/core/rules/index.ts';
import type { JudgedEvent } from '../../../services/core/rules/rule.ts';
import { bench, t0 } from './bench.ts';

const event = (type: JudgedEvent['event'], over: Partial<JudgedEvent> = {}): JudgedEvent => ({
  event: type,
  state: 'active',
  at: t0,
  confidence: null,
  text: null,
  ...over,
});

const gives: Readonly<Record<string, string>> = {
  smoke_alarm: 'smoke alarm life_safety',
  heat_alarm: 'heat alarm life_safety',
  gas_alarm: 'gas alarm life_safety',
  manual_call: 'manual_call alarm life_safety',
  panic: 'panic alarm life_safety',
  video_fire: 'video_fire alarm life_safety',
  video_smoke: 'video_smoke alarm life_safety',
  video_intrusion: 'video_intrusion alarm urgent',
  video_crowd: 'video_crowd alarm life_safety',
  video_loss: 'camera_blind fault urgent',
  tamper: 'tamper fault urgent',
  fault: 'fault fault urgent',
  low_battery: 'low_battery fault advisory',
};

describe('events', () => {
  it.each(eventTypes)('%s', (type) => {
    const { rules, state } = bench();
    const signals = judgeEvent(rules, state, event(type));
    expect(signals.map(({ kind, level, severity }) => `${kind} ${level} ${severity}`)).toEqual(
      gives[type] === undefined ? [] : [gives[type]],
    );
    expect(signals.every(({ trigger }) => trigger)).toBe(true);
  });

  it('triggers each time and clears once', () => {
    const { rules, state } = bench();
    const states = ['active', 'active', 'cleared', 'cleared', 'active'] as const;
    const signals = states.flatMap((s, i) => judgeEvent(rules, state, event('smoke_alarm', { state: s, at: t0 + i })));
    expect(signals.map((s) => `${s.state} ${s.trigger}`)).toEqual(['active true', 'active true', 'cleared false', 'active true']);
  });

  it('tells a clearing when the state before is not known', () => {
    const { rules, state } = bench();
    expect(judgeEvent(rules, state, event('smoke_alarm', { state: 'cleared' })).length).toBe(1);
    assumeActive(rules, state, 'event-gas');
    expect(activeRules(state)).toContain('event-gas');
    expect(judgeEvent(rules, state, event('gas_alarm', { state: 'cleared' })).length).toBe(1);
  });

  it.each([
    [1, 'alarm'],
    [0.5, 'alarm'],
    [0.49, 'early_warning'],
    [0.1, undefined],
    [null, 'alarm'],
  ])('a camera as sure as %s gives %s', (confidence, level) => {
    const { rules, state } = bench();
    expect(judgeEvent(rules, state, event('video_fire', { confidence })).map((s) => s.level)).toEqual(level === undefined ? [] : [level]);
  });

  it('a test button (smoke: false three times, then a test) raises nothing', () => {
    const { rules, state } = bench();
    const sequence = [0, 1, 2].map((i) => event('smoke_alarm', { state: 'cleared', at: t0 + 300 * i }));
    const signals = [...sequence, event('test')].flatMap((e) => judgeEvent(rules, state, e));
    expect(signals.filter((s) => s.state === 'active')).toEqual([]);
  });

  it('keeps the evidence', () => {
    const { rules, state } = bench();
    const [signal] = judgeEvent(rules, state, event('video_fire', { confidence: 0.914, text: 'flame near stove' }));
    expect(signal?.because).toMatchObject({ rule: 'event-video-fire', values: { confidence: '91 %', text: 'flame near stove' } });
  });
});
