/** Item #18: when a control is due, and that a missed turn is told once a turn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Control, Risk } from '../../../services/contracts/risk.ts';
import { dayMs, dayOf } from '../../../services/core/calendar.ts';
import { checkControl, missChecks, nextCheck, nextCheckOf, renewControls } from '../../../services/core/risk/checks.ts';

const start = Date.parse('2026-03-02T08:00:00+08:00');
const draft = (id: string, everyDays: number) => ({ id, measure: 'look at it', owner: 'wang', everyDays });

const riskOf = (...controls: Control[]): Risk => ({
  id: 'r',
  version: 1,
  school: 'oak',
  space: null,
  category: 'fire_safety',
  source: 'stove',
  likelihood: 3,
  severity: 4,
  level: 'considerable',
  controls,
  retiredAt: null,
});

describe('a control', () => {
  it('is due by the end of its Shanghai day, however early it was checked', () => {
    const due = nextCheck(1, start);
    expect(dayOf(due)).toBe('2026-03-03');
    expect(dayOf(due + 1)).toBe('2026-03-04');
    expect(nextCheck(7, start + 15 * 3600_000)).toBe(nextCheck(7, start));
  });

  it('is not missed on its last millisecond, and is one later', () => {
    const risk = riskOf(...renewControls([], [draft('a', 1)], start));
    const due = risk.controls[0]?.nextDueAt ?? 0;
    expect(missChecks(risk, due)).toEqual({ risk, missed: [] });
    expect(nextCheckOf(risk)).toBe(due + 1);
    const { risk: next, missed } = missChecks(risk, due + 1);
    expect(missed.map(({ id, missedSince }) => ({ id, missedSince }))).toEqual([{ id: 'a', missedSince: due }]);
    expect(next.controls[0]?.nextDueAt).toBe(due + dayMs);
  });

  it('stays missed since its first missed turn until it is checked', () => {
    let risk = riskOf(...renewControls([], [draft('a', 1), draft('b', 30)], start));
    const first = risk.controls[0]?.nextDueAt;
    for (let day = 2; day < 6; day += 1) ({ risk } = missChecks(risk, start + day * dayMs));
    expect(risk.controls.map(({ missedSince }) => missedSince)).toEqual([first, null]);
    risk = checkControl(risk, 'a', start + 6 * dayMs);
    expect(risk.controls[0]).toMatchObject({
      missedSince: null,
      lastCheckedAt: start + 6 * dayMs,
      nextDueAt: nextCheck(1, start + 6 * dayMs),
    });
  });

  it('misses each turn once, whenever it is looked at', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 40 * 24 }), { minLength: 1, maxLength: 30 }),
        (everyDays, hours) => {
          let risk = riskOf(...renewControls([], [draft('a', everyDays)], start));
          let at = start;
          for (const step of hours) {
            at += step * 3600_000;
            const due = risk.controls[0]?.nextDueAt ?? 0;
            const { risk: next, missed } = missChecks(risk, at);
            expect(missed.length).toBe(at > due ? 1 : 0);
            // Looked at again at the same time, nothing more is missed.
            expect(missChecks(next, at).missed).toEqual([]);
            expect(next.controls[0]?.nextDueAt).toBeGreaterThanOrEqual(at);
            risk = next;
          }
        },
      ),
    );
  });

  it('keeps its checks when it is described anew; another frequency counts from the last check, never into the past', () => {
    const [before] = renewControls([], [draft('a', 30)], start).map((control) => ({ ...control, lastCheckedAt: start }));
    if (!before) throw new Error('no control');
    expect(renewControls([before], [{ ...draft('a', 30), owner: 'li' }], start + dayMs)).toEqual([{ ...before, owner: 'li' }]);
    expect(renewControls([before], [draft('a', 7)], start + dayMs)[0]?.nextDueAt).toBe(nextCheck(7, start));
    const late = renewControls([before], [draft('a', 1)], start + 20 * dayMs)[0];
    expect(late?.nextDueAt).toBeGreaterThan(start + 20 * dayMs);
    expect(renewControls([before], [draft('b', 1)], start).map(({ id }) => id)).toEqual(['b']);
  });

  it('of a retired risk awaits nothing', () => {
    const risk = { ...riskOf(...renewControls([], [draft('a', 1)], start)), retiredAt: start };
    expect(nextCheckOf(risk)).toBeNull();
    expect(missChecks(risk, start + 100 * dayMs)).toEqual({ risk, missed: [] });
  });
});
