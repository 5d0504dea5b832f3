import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardLines, callsNow, needOf, orderAlarms, soundFor } from '../../dashboard/live/order.ts';
import { alarm } from './samples.ts';

describe('what needs a person first', () => {
  it.each([
    ['ack_life', {}],
    ['ack', { severity: 'urgent' }],
    ['ack', { level: 'early_warning' }],
    ['notice', { level: 'fault', severity: 'urgent' }],
    ['notice', { level: 'early_warning', severity: 'urgent' }],
    ['verify_life', { acknowledged: true }],
    ['verify_life', { acknowledged: true, verification: 'unresolved' }],
    ['verify', { acknowledged: true, severity: 'urgent', verification: 'verifying' }],
    ['confirmed', { acknowledged: true, verification: 'confirmed' }],
    ['reset', { acknowledged: true, verification: 'false', condition: 'latched' }],
    ['watched', { acknowledged: true, verification: 'false' }],
    ['watched', { acknowledged: true, level: 'fault' }],
    ['aside', { availability: 'shelved' }],
    ['aside', { cause: 'other' }],
  ] as const)('%s ← %o', (need, over) => {
    expect(needOf(alarm(over))).toBe(need);
  });

  it('puts the gravest group first and the newest first inside it', () => {
    const ids = orderAlarms([
      alarm({ id: 'fault', level: 'fault', severity: 'urgent' }),
      alarm({ id: 'old', eventAt: 1 }),
      alarm({ id: 'seen', acknowledged: true, eventAt: 99 }),
      alarm({ id: 'new', eventAt: 2 }),
    ]).map(({ id }) => id);
    expect(ids).toEqual(['new', 'old', 'seen', 'fault']);
  });

  it('does not depend on the order in which alarms arrived', () => {
    const some = fc.record({
      id: fc.uuid(),
      eventAt: fc.integer({ min: 0, max: 3 }),
      severity: fc.constantFrom('life_safety' as const, 'urgent' as const, 'advisory' as const),
      acknowledged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: ({ id }) => id }), (overs) => {
        const alarms = overs.map((over) => alarm(over));
        expect(orderAlarms([...alarms].reverse())).toEqual(orderAlarms(alarms));
      }),
    );
  });

  it('heads each group once with its count', () => {
    const lines = boardLines(orderAlarms([alarm({ id: 'a' }), alarm({ id: 'b' }), alarm({ id: 'c', acknowledged: true })]));
    expect(lines.map((line) => (line.type === 'group' ? `${line.need} ${line.count}` : line.alarm.id))).toEqual([
      'ack_life 2',
      'a',
      'b',
      'verify_life 1',
      'c',
    ]);
  });

  it('calls a person for alarms to be acknowledged or verified, not for the rest', () => {
    expect([alarm(), alarm({ acknowledged: true }), alarm({ level: 'fault', severity: 'advisory' })].map(callsNow)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the siren', () => {
  it('plays the gravest unacknowledged alarm', () => {
    expect(soundFor([alarm({ severity: 'urgent' }), alarm()])).toBe('life_safety');
    expect(soundFor([alarm({ severity: 'urgent' })])).toBe('urgent');
  });
  it('is silent when all is acknowledged, shelved, a warning, a fault or a symptom', () => {
    expect(
      soundFor([
        alarm({ acknowledged: true }),
        alarm({ availability: 'shelved' }),
        alarm({ level: 'early_warning' }),
        alarm({ level: 'fault' }),
        alarm({ cause: 'x' }),
        alarm({ severity: 'advisory' }),
      ]),
    ).toBeNull();
  });
});
