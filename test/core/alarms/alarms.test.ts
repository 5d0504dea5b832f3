import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmActionRequest } from '../../../services/contracts/alarm.ts';
import type { AlarmKind, Level } from '../../../services/contracts/values.ts';
import { alarmActionNames, allowedAlarmActions, actOnAlarm as applyAct } from '../../../services/core/alarms/act.ts';
import { advanceAlarm, openAlarm } from '../../../services/core/alarms/advance.ts';
import { agree, findAgreement } from '../../../services/core/alarms/agreement.ts';
import type { JudgedDevice, Signal } from '../../../services/core/rules/rule.ts';

const device = (id: string): JudgedDevice => ({
  id,
  school: 's1',
  space: 'r1',
  type: 'detector',
  spaceUse: 'classroom',
  reportIntervalSeconds: 60,
});
const receipt = { id: 'a1', receivedAt: 0, late: false, text: null, exercise: null };

const signal = (fields: Partial<Signal> = {}): Signal => {
  const at = fields.at ?? 0;
  const rule = fields.rule ?? { id: 'r', version: 1 };
  return {
    kind: 'smoke',
    state: 'active',
    level: 'alarm',
    severity: 'life_safety',
    trigger: true,
    ...fields,
    at,
    rule,
    because: { rule: rule.id, ruleVersion: 1, at, condition: 'smoke_alarm = active', values: {}, cites: { zh: '依据', en: 'source' } },
  };
};

const opened = (fields: Partial<Signal> = {}, id = 'd1'): Alarm => openAlarm(device(id), signal(fields), receipt).alarm;
const actOnAlarm = (...args: Parameters<typeof applyAct>): Alarm => applyAct(...args).alarm;
const next = (alarm: Alarm, fields: Partial<Signal>): Alarm => advanceAlarm(alarm, signal(fields), receipt)?.alarm ?? alarm;

describe('an alarm and its signals', () => {
  it('rises from early warning to alarm as one alarm, to be looked at again, and never falls back', () => {
    let alarm = opened({ kind: 'temperature', level: 'early_warning', severity: 'advisory', rule: { id: 'rise', version: 1 } });
    alarm = actOnAlarm(alarm, { action: 'acknowledge' }, 'p1', 1);
    alarm = next(alarm, { kind: 'temperature', at: 10, rule: { id: 'hot', version: 2 } });
    expect(alarm).toMatchObject({ level: 'alarm', eventAt: 0, raisedAt: 10, acknowledged: false, severity: 'life_safety' });
    alarm = next(alarm, { kind: 'temperature', state: 'cleared', at: 20, rule: { id: 'hot', version: 2 } });
    expect(alarm).toMatchObject({ level: 'alarm', condition: 'active' });
    alarm = next(alarm, { kind: 'temperature', state: 'cleared', at: 21, rule: { id: 'rise', version: 1 } });
    expect(alarm).toMatchObject({ condition: 'cleared', open: true });
  });

  it('is over only when it is quiet and somebody has seen it; acknowledging alone clears nothing', () => {
    const kinds: readonly (readonly [AlarmKind, Level])[] = [
      ['temperature', 'alarm'],
      ['silent', 'fault'],
    ];
    for (const [kind, level] of kinds) {
      const seen = actOnAlarm(opened({ kind, level }), { action: 'acknowledge' }, 'p1', 1);
      expect(seen).toMatchObject({ open: true, condition: 'active', acknowledged: true });
      expect(next(seen, { kind, level, state: 'cleared', at: 5 })).toMatchObject({ open: false, condition: 'cleared' });
      const quiet = next(opened({ kind, level }), { kind, level, state: 'cleared', at: 5 });
      expect(quiet.open).toBe(true);
      expect(actOnAlarm(quiet, { action: 'acknowledge' }, 'p1', 6).open).toBe(false);
    }
  });

  it('keeps a fire latched until it is reset with a reason', () => {
    const latched = next(actOnAlarm(opened(), { action: 'acknowledge' }, 'p1', 1), { state: 'cleared', at: 5 });
    expect(latched).toMatchObject({ condition: 'latched', open: true });
    expect(actOnAlarm(latched, { action: 'reset', reason: '已处理' }, 'p2', 6)).toMatchObject({ open: false, condition: 'cleared' });
  });

  it('dismissed as false, coming back is a new look; confirmed, it stays confirmed', () => {
    const dismissed = actOnAlarm(opened(), { action: 'dismiss', cause: 'cooking' }, 'p1', 1);
    const back = next(next(dismissed, { state: 'cleared', at: 5 }), { at: 9 });
    expect(back).toMatchObject({ verification: 'unverified', acknowledged: false, dismissal: null });
    const confirmed = actOnAlarm(opened(), { action: 'confirm' }, 'p1', 1);
    expect(next(next(confirmed, { state: 'cleared', at: 5 }), { at: 9 }).verification).toBe('confirmed');
  });

  const anySignal = fc.record({
    state: fc.constantFrom('active' as const, 'cleared' as const),
    at: fc.integer({ min: 0, max: 1000 }),
    rule: fc.constantFrom({ id: 'a', version: 1 }, { id: 'b', version: 1 }),
    level: fc.constantFrom('early_warning' as const, 'alarm' as const),
  });

  it('in whatever order signals come: never earlier than its first trigger, never closed by older news, versions rise', () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 40 }), (signals) => {
        let alarm = opened({ at: 500, rule: { id: 'a', version: 1 }, level: 'early_warning' });
        let first = 500;
        for (const said of signals) {
          const step = advanceAlarm(alarm, signal(said), receipt);
          const after = step?.alarm ?? alarm;
          if (said.state === 'active') first = Math.min(first, said.at);
          expect(after.version - alarm.version).toBe(step && step.acts.length > 0 ? 1 : 0);
          if (alarm.condition === 'active' && after.condition !== 'active') expect(said.at).toBeGreaterThanOrEqual(alarm.lastAt);
          expect(after.eventAt).toBe(first);
          expect(after.condition === 'active').toBe(after.activeRules.length > 0);
          alarm = after;
        }
      }),
    );
  });
});

describe('what a person may do', () => {
  const everything = (): boolean => true;
  const request = (action: (typeof alarmActionNames)[number]): AlarmActionRequest => {
    const forms = { cause: 'steam', reason: 'r', until: 99_999_999 };
    return { action, ...forms } as unknown as AlarmActionRequest;
  };

  it('never shelves a threat to life, and says why', () => {
    for (const kind of ['smoke', 'heat', 'gas', 'panic', 'manual_call', 'video_fire', 'temperature'] as const) {
      expect(allowedAlarmActions(opened({ kind }), everything).find((a) => a.action === 'shelve')).toMatchObject({
        allowed: false,
        reason: 'never_shelved',
      });
    }
    expect(allowedAlarmActions(opened({ kind: 'silent', level: 'fault' }), everything).find((a) => a.action === 'shelve')?.allowed).toBe(
      true,
    );
  });

  it('says “role” for whatever the role does not permit, and asks for every field of a form', () => {
    const offered = allowedAlarmActions(opened(), () => false);
    expect(offered.map((a) => a.action)).toEqual(alarmActionNames);
    expect(offered.every((a) => a.reason === 'role' || !a.allowed)).toBe(true);
    expect(offered.find((a) => a.action === 'dismiss')?.form).toContain('cause');
  });

  it('never loses an alarm by any sequence of allowed acts: only quiet ones close', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...alarmActionNames), fc.constantFrom('again' as const, 'quiet' as const)), { maxLength: 30 }),
        (steps) => {
          let alarm = opened();
          let at = 1;
          for (const step of steps) {
            at += 1;
            if (step === 'again') alarm = next(alarm, { at });
            else if (step === 'quiet') alarm = next(alarm, { state: 'cleared', at });
            else if (allowedAlarmActions(alarm, everything).find((a) => a.action === step)?.allowed)
              alarm = actOnAlarm(alarm, request(step), 'p1', at);
            if (!alarm.open) {
              expect(alarm.condition).toBe('cleared');
              expect(alarm.acknowledged).toBe(true);
              return;
            }
          }
        },
      ),
    );
  });
});

describe('agreement of two devices', () => {
  const other = (fields: Partial<Signal>, id = 'd2'): Alarm => opened(fields, id);
  const find = (mine: Alarm, others: Alarm[], at: number) => findAgreement(mine, at, others, 120_000, (a) => a.lastAt);

  it('counts an alarm and any second sign as confirmed, two early warnings as an alarm', () => {
    expect(find(opened({ at: 100_000 }), [other({ kind: 'temperature', level: 'early_warning' })], 100_000)?.confirmed).toBe(true);
    const warning = { kind: 'temperature', level: 'early_warning' } as const;
    const both = find(opened({ ...warning, at: 5 }), [other(warning)], 5);
    expect(both?.confirmed).toBe(false);
    expect(
      both && agree(opened(warning), both.other, both.confirmed, 5, { windowSeconds: 120, cites: { zh: '依据', en: 'source' } })?.alarm,
    ).toMatchObject({
      level: 'alarm',
      verification: 'unverified',
      agreeing: ['d2'],
    });
  });

  it('never counts the same device, a fault, a dismissed alarm, or one outside the window', () => {
    const mine = opened({ at: 130_000 });
    expect(find(mine, [other({}, 'd1')], 130_000)).toBeNull();
    expect(find(mine, [other({ kind: 'fault', level: 'fault', at: 130_000 })], 130_000)).toBeNull();
    expect(find(mine, [actOnAlarm(other({ at: 130_000 }), { action: 'dismiss', cause: 'steam' }, 'p1', 1)], 130_000)).toBeNull();
    expect(find(mine, [other({ at: 0 })], 130_000)).toBeNull();
    expect(find(mine, [{ ...other({ at: 130_000 }), space: 'r2' }], 130_000)).toBeNull();
    expect(find({ ...mine, space: null }, [{ ...other({ at: 130_000 }), space: null }], 130_000)).toBeNull();
  });
});
