/** A key pressed while the alarm changes still counts, unless what the person judged by has changed. */
import { describe, expect, it } from 'vitest';
import { sameToThePerson } from '../../dashboard/api/again.ts';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import { alarm } from './samples.ts';

const allowed = ['acknowledge', 'verify', 'confirm', 'dismiss'].map((action) => ({ action, allowed: true, reason: null, form: [] }));
const seen: AlarmView = { ...alarm(), allowedActions: allowed };
const changed = (change: Partial<AlarmView>): AlarmView => ({ ...seen, version: seen.version + 1, ...change });

describe('an act sent again', () => {
  it('holds when a picture came, when the detector repeated itself, when it went quiet', () => {
    expect(sameToThePerson('acknowledge', seen, changed({ evidence: ['evd-1'] }))).toBe(true);
    expect(sameToThePerson('verify', seen, changed({ count: seen.count + 40 }))).toBe(true);
    expect(sameToThePerson('acknowledge', seen, changed({ condition: 'cleared' }))).toBe(true);
  });

  it('does not hold when the alarm became graver, somebody else took it, or it may no longer be done', () => {
    expect(sameToThePerson('acknowledge', seen, changed({ level: seen.level === 'alarm' ? 'fault' : 'alarm' }))).toBe(false);
    expect(sameToThePerson('acknowledge', seen, changed({ acknowledged: !seen.acknowledged }))).toBe(false);
    expect(sameToThePerson('verify', seen, changed({ verification: 'verifying' }))).toBe(false);
    expect(sameToThePerson('acknowledge', seen, changed({ allowedActions: [] }))).toBe(false);
  });

  it('never repeats a judgement unseen', () => {
    for (const action of ['confirm', 'dismiss', 'reset', 'shelve'] as const) expect(sameToThePerson(action, seen, changed({}))).toBe(false);
  });
});
