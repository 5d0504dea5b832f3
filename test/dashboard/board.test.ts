import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adoptAlarm, applyChange, applyChanges, type BoardState, boardFrom } from '../../dashboard/live/board.ts';
import type { Change } from '../../services/contracts/live.ts';
import { alarm, device, hazard, incident, nothingOpen, school } from './samples.ts';

const empty = (over: Partial<Parameters<typeof boardFrom>[0]['board']> = {}): BoardState =>
  boardFrom({
    seq: 10,
    at: 1,
    board: {
      alarms: [],
      incidents: [],
      hazards: [],
      hazardCounts: { open: 0, overdue: 0, major: 0, listed: 0 },
      schools: [school()],
      blind: [],
      ...nothingOpen,
      ...over,
    },
  });

const change = (prev: number, seq: number, type: Change['type'], value: { id: string; school: string }): Change => ({
  prev,
  seq,
  at: seq * 1000,
  type,
  id: value.id,
  school: value.school,
  value,
});

describe('the board follows numbered changes', () => {
  it('takes a change that continues the number it holds', () => {
    const { board, resync, fresh } = applyChange(empty(), change(10, 14, 'alarm', alarm({ id: 'a' })));
    expect([board.seq, board.at, resync, fresh]).toEqual([14, 14_000, false, ['a']]);
    expect(board.alarms.get('a')?.id).toBe('a');
  });

  it('asks for a snapshot when a change is missing, and takes nothing after the gap', () => {
    const changes = [
      change(10, 11, 'alarm', alarm({ id: 'a' })),
      change(12, 13, 'alarm', alarm({ id: 'b' })),
      change(13, 14, 'alarm', alarm({ id: 'c' })),
    ];
    const { board, resync } = applyChanges(empty(), changes);
    expect(resync).toBe(true);
    expect([...board.alarms.keys()]).toEqual(['a']);
    expect(board.seq).toBe(11);
  });

  it('skips what the snapshot already contains', () => {
    const before = empty({ alarms: [alarm({ id: 'a', version: 5 })] });
    const { board, resync } = applyChange(before, change(3, 9, 'alarm', alarm({ id: 'a', version: 2, open: false })));
    expect(resync).toBe(false);
    expect(board).toBe(before);
  });

  it('removes an alarm that has ended, an incident that closed, a hazard that is done with', () => {
    const before = empty({ alarms: [alarm({ id: 'a' })], incidents: [incident()], hazards: [hazard()] });
    const { board } = applyChanges(before, [
      change(10, 11, 'alarm', alarm({ id: 'a', version: 2, open: false })),
      change(11, 12, 'incident', incident({ state: 'closed' })),
      change(12, 13, 'hazard', hazard({ version: 2, state: 'closed', open: false, closedAt: 13_000 })),
    ]);
    expect([board.alarms.size, board.incidents.size, board.hazards.size]).toEqual([0, 0, 0]);
  });

  it('counts the open hazards with every change of one, held or not', () => {
    const before = empty({ hazards: [hazard({ version: 3 })], hazardCounts: { open: 9, overdue: 1, major: 1, listed: 0 } });
    const after = (value: ReturnType<typeof hazard>) => applyChange(before, change(10, 11, 'hazard', value)).board.hazardCounts;
    expect(after(hazard({ version: 4, grade: 'major', overdue: true }))).toEqual({ open: 9, overdue: 2, major: 2, listed: 0 });
    expect(after(hazard({ version: 2, grade: 'major' }))).toEqual(before.hazardCounts);
    expect(after(hazard({ id: 'new' })).open).toBe(10);
    expect(after(hazard({ id: 'unheld', version: 7, state: 'closed', open: false, closedAt: 11_000 })).open).toBe(8);
    expect(after(hazard({ id: 'looked at again', version: 8, state: 'closed', open: false, closedAt: 500 })).open).toBe(9);
    expect(after(hazard({ id: 'back', version: 9, state: 'reopened', since: 11_000 })).open).toBe(10);
  });

  it('never goes back to an older version of an alarm', () => {
    const before = adoptAlarm(empty({ alarms: [alarm({ id: 'a', version: 1 })] }), alarm({ id: 'a', version: 3, acknowledged: true }));
    const { board } = applyChange(before, change(10, 11, 'alarm', alarm({ id: 'a', version: 2 })));
    expect(board.alarms.get('a')?.acknowledged).toBe(true);
  });

  it('keeps the counts of a school and the list of blind devices in step', () => {
    const silent = device({ id: 'd', availability: 'silent', version: 2 });
    const first = applyChange(empty(), change(10, 11, 'device', silent)).board;
    expect(first.schools.get('s')?.devices).toEqual({ in_service: 4, silent: 1, unknown: 0, out_of_service: 0 });
    expect(first.blind.has('d')).toBe(true);
    const back = applyChange(first, change(11, 12, 'device', device({ id: 'd', availability: 'in_service', version: 3 }))).board;
    expect(back.schools.get('s')?.devices.in_service).toBe(5);
    expect(back.blind.size).toBe(0);
  });

  it('comes to the same board in one batch as one by one, and never changes what it was given', () => {
    const value = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      version: fc.integer({ min: 1, max: 9 }),
      open: fc.boolean(),
      acknowledged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        const before = empty();
        const changes = values.map((over, index) => change(10 + index, 11 + index, 'alarm', alarm(over)));
        const single = changes.reduce((board, one) => applyChange(board, one).board, before);
        const batch = applyChanges(before, changes).board;
        expect(batch).toEqual(single);
        expect(before.alarms.size).toBe(0);
      }),
    );
  });
});
