import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hazard } from '../../../services/contracts/hazard.ts';
import { actOnHazard } from '../../../services/core/hazards/act.ts';
import { advanceHazard, limitIn, nextMoment } from '../../../services/core/hazards/moments.ts';
import { judgementFor, suggestGrade, termsFor } from '../../../services/core/hazards/policy.ts';
import { emptyWorld } from '../../../services/core/world.ts';
import { born, context, day, fullForm, person, rules, start, terms } from './ground.ts';

const planned = (deadline: number): Hazard => {
  const principal = person('p1', 'principal');
  const outcome = actOnHazard(
    born({ state: 'plan_required', grade: 'general' }),
    'approve_plan',
    fullForm(principal, deadline),
    principal,
    context(start),
  );
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.hazard;
};

/** Looks at the hazard whenever it says it wants to be looked at, until the end. */
const live = (hazard: Hazard, until: number): { at: number; event: string }[] => {
  const seen: { at: number; event: string }[] = [];
  let now = hazard;
  for (let at = nextMoment(now, terms); at !== null && at <= until; at = nextMoment(now, terms)) {
    const { hazard: next, events } = advanceHazard(now, terms, at);
    expect(events.length).toBeGreaterThan(0);
    seen.push(...events.map((e) => ({ at: at as number, event: 'days' in e ? `${e.event}${e.days}` : e.event })));
    now = next;
  }
  return seen;
};

describe('the ladder of a deadline', () => {
  it('reminds 3 and 1 days before, then notice, letter and criticism at T+1, T+3 and T+10, each once', () => {
    const deadline = start + 10 * day;
    const seen = live(planned(deadline), start + 60 * day).filter(({ event }) => event !== 'limit_missed');
    expect(seen.map(({ event }) => event)).toEqual(['reminder-3', 'reminder-1', 'overdue', 'notice1', 'letter3', 'criticism10']);
    expect(seen.map(({ at }) => Math.round((at - deadline) / day))).toEqual([-3, -1, 0, 1, 3, 10]);
  });

  it('does not remind of what lay before the deadline was set', () => {
    expect(live(planned(start + 2 * day), start + 2 * day).map(({ event }) => event)).toEqual(['reminder-1']);
  });

  it('does not chase the school while a checker is awaited', () => {
    const submitted = { ...planned(start + 5 * day), state: 'submitted' as const, limit: null };
    expect(live(submitted, start + 30 * day).map(({ event }) => event)).toEqual(['overdue']);
  });

  it('comes to the same however late it is looked at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.integer({ min: 0, max: 5 * day }), { maxLength: 30 }), (days, waits) => {
        const hazard = planned(start + days * day);
        let now = hazard;
        let at = start;
        const names: string[] = [];
        for (const wait of [...waits, 90 * day]) {
          at += wait;
          const { hazard: next, events } = advanceHazard(now, terms, at);
          now = next;
          names.push(...events.map((e) => ('days' in e ? `${e.event}${e.days}` : e.event)));
        }
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((n) => n !== 'limit_missed').sort()).toEqual(
          live(hazard, start + 400 * day)
            .map(({ event }) => event)
            .filter((n) => n !== 'limit_missed')
            .sort(),
        );
      }),
    );
  });
});

describe('a watched hazard', () => {
  it('is reminded of daily, one that is not is left to its ladder', () => {
    const watched = { ...born({ state: 'rectifying', grade: 'general' }), watched: true, remindedAt: start };
    expect(live(watched, start + 5 * day)).toHaveLength(5);
    expect(live({ ...watched, watched: false }, start + 5 * day)).toEqual([]);
  });
});

describe('time limits', () => {
  it('give a day to grade, two hours where it may be major, and are missed once', () => {
    expect(limitIn(born(), terms, start)).toEqual({ name: 'grade', dueAt: start + day });
    expect(limitIn(born({ suggestedGrade: 'major' }), terms, start)).toEqual({ name: 'grade', dueAt: start + 2 * 3600_000 });
    expect(live(born({ limit: { name: 'grade', dueAt: start + day } }), start + 50 * day)).toEqual([
      { at: start + day, event: 'limit_missed' },
    ]);
  });

  it('count working days by the calendar', () => {
    // 2026-09-30 is followed by the National Day week; 2026-10-10 is a working Saturday.
    const eve = Date.UTC(2026, 8, 30, 2);
    expect(limitIn(born({ state: 'plan_required', grade: 'general' }), terms, eve)?.dueAt).toBe(Date.UTC(2026, 9, 10, 2));
  });
});

describe('interim protection', () => {
  it('is a live task: a missed check is told within five minutes, a made one starts anew', () => {
    const safety = person('s1', 'safety-officer');
    const outcome = actOnHazard(
      born({ state: 'graded', grade: 'general' }),
      'require_plan',
      fullForm(safety, start),
      safety,
      context(start),
    );
    if (!outcome.ok) throw new Error(outcome.code);
    const dueAt = start + 4 * 3600_000;
    const missed = live(outcome.hazard, start + day).filter(({ event }) => event === 'protection_missed');
    expect(missed).toHaveLength(1);
    expect((missed[0]?.at ?? 0) - dueAt).toBeLessThanOrEqual(5 * 60_000);
    const id = outcome.hazard.protection[0]?.id;
    const checked = actOnHazard(outcome.hazard, 'check_protection', { measure: id }, safety, context(dueAt - 1));
    if (!checked.ok) throw new Error(checked.code);
    expect(checked.hazard.protection[0]).toMatchObject({ lastAt: dueAt - 1, nextAt: dueAt - 1 + 4 * 3600_000, missedSince: null });
  });
});

describe('looking back', () => {
  it('is due 30 and 90 days after closing', () => {
    const checker = person('b1', 'bureau-inspector');
    const outcome = actOnHazard(born({ state: 'verifying', grade: 'general' }), 'close', fullForm(checker, 0), checker, context(start));
    if (!outcome.ok) throw new Error(outcome.code);
    expect(live(outcome.hazard, start + 200 * day)).toEqual([
      { at: start + 30 * day, event: 'recheck_due' },
      { at: start + 90 * day, event: 'recheck_due' },
    ]);
    const again = actOnHazard(outcome.hazard, 'recheck', fullForm(checker, 0), checker, context(start + 30 * day));
    expect(again).toMatchObject({
      ok: true,
      hazard: {
        state: 'closed',
        rechecks: [
          { day: 30, by: 'b1' },
          { day: 90, doneAt: null },
        ],
      },
    });
  });
});

describe('the rules of a place and a time', () => {
  const world = emptyWorld();
  world.orgs.set('county', { id: 'county', kind: 'bureau', parent: null, name: '县', schoolKind: null, ownership: null, location: null });
  world.orgs.set('s1', {
    id: 's1',
    kind: 'school',
    parent: 'county',
    name: '校',
    schoolKind: 'primary',
    ownership: 'public',
    location: null,
  });
  const base = rules.jurisdictions[0];
  if (!base) throw new Error('no jurisdiction');

  it('are the nearest ones in force', () => {
    const stricter = { ...base, org: 'county', from: start, terms: { ...terms, healthyHours: 48 } };
    const book = { ...rules, jurisdictions: [base, stricter] };
    expect(termsFor(book, world, 's1', start).healthyHours).toBe(48);
    expect(termsFor(book, world, 's1', start - 1).healthyHours).toBe(24);
    expect(termsFor(book, world, 'elsewhere', start).healthyHours).toBe(24);
  });

  it('suggest major for a blind detector in a dormitory by themselves, for other items when ticked', () => {
    const inForce = judgementFor(rules, world, 's1', start);
    const found = (use: string, category: 'detector_silent' | 'fire_safety', criteria: string[] = []) =>
      suggestGrade(inForce, { category, use, criteria });
    expect(found('dormitory', 'detector_silent')).toEqual({ grade: 'major', rule: 'dorm-detector-down@1' });
    expect(found('classroom', 'detector_silent')).toBeNull();
    expect(found('classroom', 'fire_safety')).toBeNull();
    expect(found('classroom', 'fire_safety', ['exit-blocked'])).toMatchObject({ grade: 'general' });
    expect(found('classroom', 'fire_safety', ['exit-blocked', 'sandwich-panels'])).toMatchObject({ grade: 'major' });
  });

  it('change with their dates', () => {
    const first = rules.judgement[0];
    if (!first) throw new Error('no rule');
    const newer = {
      ...rules,
      judgement: [
        { ...first, until: start },
        { ...first, id: 'later', from: start },
      ],
    };
    expect(judgementFor(newer, world, 's1', start - 1).map(({ id }) => id)).toEqual([first.id]);
    expect(judgementFor(newer, world, 's1', start).map(({ id }) => id)).toEqual(['later']);
  });
});
