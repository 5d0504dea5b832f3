import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmKinds, levels, severities, verifications } from '../../../services/contracts/values.ts';
import { totalOf } from '../../../services/core/storms/balance.ts';
import type { Recent } from '../../../services/core/storms/flood.ts';
import { forgetBefore, hear } from '../../../services/core/storms/flood.ts';
import { neverWaits } from '../../../services/core/storms/fold.ts';
import { sheetCsv } from '../../../services/core/storms/sheet-csv.ts';

describe('storms', () => {
  it('a threat to life never waits, whatever else is said of it', () => {
    const parts = {
      level: fc.constantFrom(...levels),
      severity: fc.constantFrom(...severities),
      verification: fc.constantFrom(...verifications),
    };
    fc.assert(
      fc.property(fc.record({ kind: fc.constantFrom(...alarmKinds), ...parts }), (alarm) => {
        const threat = ['smoke', 'heat', 'gas', 'manual_call', 'panic', 'video_fire', 'video_smoke'].includes(alarm.kind);
        const measured = ['temperature', 'co'].includes(alarm.kind) && alarm.level === 'alarm';
        expect(neverWaits(alarm)).toBe(threat || measured || alarm.severity === 'life_safety' || alarm.verification === 'confirmed');
      }),
    );
  });

  it('a name that a spreadsheet would run is only text in the file', () => {
    const balance = { raw: 1, members: 1, singles: 0, suppressed: {}, difference: 0 };
    const text = sheetCsv([{ device: 'd1', kind: 'tamper', balance }], () => '=HYPERLINK("x"),甲');
    expect(text.split('\r\n')[1]).toBe(`d1,"'=HYPERLINK(""x""),甲",tamper,1,1,0,0,0,0,0,0,0,0,0`);
  });

  it('a trigger lost on the way shows as a difference', () => {
    const arrived = { device: 'd', kind: 'tamper', fate: 'arrived', count: 5 } as const;
    expect(totalOf([arrived, { ...arrived, fate: 'member', count: 3 }, { ...arrived, fate: 'same_message', count: 1 }]).difference).toBe(1);
  });

  it('an alarm counts once in a window, by when it was last heard', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ alarm: fc.nat(9), after: fc.nat(5000) }), { maxLength: 60 }), (heard) => {
        const recent: Recent = new Map();
        const last = new Map<string, number>();
        let at = 0;
        for (const { alarm, after } of heard) {
          at += after;
          hear(recent, String(alarm), at, 10_000);
          last.set(String(alarm), at);
        }
        forgetBefore(recent, at - 10_000);
        expect(new Map([...recent].sort())).toEqual(new Map([...last].filter(([, when]) => when > at - 10_000).sort()));
      }),
    );
  });
});
