import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hazard } from '../../../services/contracts/hazard.ts';
import type { Role } from '../../../services/contracts/values.ts';
import { hazardStates, roles } from '../../../services/contracts/values.ts';
import { actOnHazard, allowedHazardActions } from '../../../services/core/hazards/act.ts';
import type { HazardContext } from '../../../services/core/hazards/guards.ts';
import { guards } from '../../../services/core/hazards/guards.ts';
import { endStates, transitions } from '../../../services/core/hazards/transitions.ts';
import { born, context, day, fullForm, person, start } from './ground.ts';

const protection: Hazard['protection'] = [
  { id: 'p1-1', measure: '专人值守', responsible: 'mender', everyHours: 4, nextAt: start + day, lastAt: null, missedSince: null },
];
const facets: readonly Partial<Hazard>[] = [
  { grade: 'general' },
  { grade: 'general', origin: 'inspection', watched: true, deadline: start - day, overdue: true },
  { grade: 'major', actors: { confirm_school: 'x', confirm_bureau: 'y' }, protection },
  { grade: 'major', listed: true, deadline: start + 40 * day, protection, actors: { confirm_school: 'x', confirm_bureau: 'y' } },
  { grade: 'major', deadline: start - 11 * day, overdue: true, ladder: [{ step: 'criticism', days: 10, at: start }] },
  { grade: 'general', rechecks: [{ day: 30, dueAt: start, doneAt: null, by: null, reminded: true }] },
];
const sick = (): ReturnType<HazardContext['detector']> => ({ healthySince: null, lastTestAt: null });

describe('the hazard table', () => {
  it('has every state on a way in and, unless it is an end, on a way out', () => {
    const reached = new Set<string | null>(['draft', 'reported', ...transitions.map((t) => t.to)]);
    expect(hazardStates.filter((state) => !reached.has(state))).toEqual([]);
    const left = new Set<string>(transitions.filter((t) => t.to !== null).flatMap((t) => t.from));
    expect(hazardStates.filter((state) => !left.has(state)).sort()).toEqual(['rejected', 'transferred']);
  });

  it('names each action in one state only once, gives every row a source, and uses every guard', () => {
    const keys = transitions.flatMap((t) => t.from.map((from) => `${from}|${t.action}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(transitions.every((t) => t.cites.length > 0 && t.roles.length > 0)).toBe(true);
    const used = new Set<string>(transitions.flatMap((t) => t.guards));
    expect(Object.keys(guards).filter((guard) => !used.has(guard))).toEqual([]);
  });

  it('lets nothing into CLOSED but an independent check, whatever the path', () => {
    const closing = transitions.filter((t) => t.to === 'closed');
    expect(closing.map(({ action }) => action).sort()).toEqual(['close', 'delist', 'spot_check']);
    for (const row of closing) {
      expect(row.guards).toContain('not_own_case');
      expect(row.form).toEqual(expect.arrayContaining(['finding', 'photos_site']));
    }
    // Without the checks there is no way there at all.
    const reach = new Set<string>(['draft', 'reported']);
    for (let grown = true; grown; ) {
      grown = false;
      for (const row of transitions) {
        if (row.to === null || row.to === 'closed' || reach.has(row.to) || !row.from.some((from) => reach.has(from))) continue;
        reach.add(row.to);
        grown = true;
      }
    }
    expect(reach.has('closed')).toBe(false);
  });

  it('walked in every state by every role says why not, and never lets one close the own case', () => {
    let [closed, refused] = [0, 0];
    const reasons = new Set<string>();
    for (const state of hazardStates)
      for (const role of roles)
        for (const facet of facets)
          for (const mine of ['no', 'mended', 'responsible'] as const)
            for (const detector of [() => null, sick]) {
              const actor = person('p1', role);
              const own = mine === 'mended' ? { menders: ['p1'] } : mine === 'responsible' ? { responsible: 'p1' } : {};
              const hazard = born({ ...facet, ...own, state, open: !endStates.has(state) });
              const ground = context(start, { detector });
              const form = fullForm(actor, hazard.listed ? start + 50 * day : start + 5 * day);
              for (const offered of allowedHazardActions(hazard, actor, ground)) {
                const outcome = actOnHazard(hazard, offered.action, form, actor, ground);
                if (!outcome.ok) {
                  refused += 1;
                  reasons.add(outcome.code);
                  // What is offered is refused only for what the form says; what is not offered, for the reason told.
                  if (!offered.allowed) expect(outcome.code).toBe(offered.reason);
                  else expect(outcome.code).toBe('deadline_not_possible');
                  continue;
                }
                expect(offered.allowed).toBe(true);
                if (outcome.hazard.state !== 'closed' || state === 'closed') continue;
                closed += 1;
                expect(mine).toBe('no');
                expect(detector()).toBeNull();
                expect(['verifying', 'fixed_on_spot']).toContain(state);
                if (hazard.grade === 'major') expect(actor.fromOutside).toBe(true);
                if (hazard.listed) expect(offered.action).toBe('delist');
              }
            }
    expect(closed).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(1000);
    expect([...reasons].filter((reason) => !(reason in guards)).sort()).toEqual(['deadline_not_possible', 'role']);
  });

  it('keeps its promises on any walk: random people, steps and times', () => {
    const step = fc.record({
      row: fc.nat(transitions.length - 1),
      who: fc.constantFrom(...roles.flatMap((role) => [`${role}-1`, `${role}-2`])),
      grade: fc.constantFrom('general', 'major'),
      wait: fc.integer({ min: 0, max: 20 * day }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
        let hazard = born();
        let at = start;
        const menders = new Set<string>();
        for (const { row, who, grade, wait } of steps) {
          at += wait;
          const transition = transitions[row];
          if (!transition) continue;
          const actor = person(who, who.slice(0, -2) as Role);
          const form = { ...fullForm(actor, at + 20 * day), grade, responsible: 'mender', measure: hazard.protection[0]?.id ?? 'none' };
          const outcome = actOnHazard(hazard, transition.action, form, actor, context(at));
          if (!outcome.ok) continue;
          const { hazard: next, transition: taken } = outcome;
          if (['start', 'submit', 'fix_on_spot'].includes(taken.action)) menders.add(actor.id);
          if (next.state === 'closed' && hazard.state !== 'closed') {
            expect(menders.has(actor.id)).toBe(false);
            expect(next).toMatchObject({ open: false, overdue: false, listed: false });
            expect(next.onTime).toBe(hazard.deadline === null ? null : at <= hazard.deadline);
            if (hazard.listed) expect(taken.action).toBe('delist');
          }
          if (next.deadline !== hazard.deadline) expect(['approve_plan', 'list', 'grant_extension', 'reopen']).toContain(taken.action);
          if (next.state === 'listed') {
            expect(next.protection.length).toBeGreaterThan(0);
            for (const field of ['responsible', 'measures', 'funds', 'deadline', 'contingency'])
              expect(next.forms['approve_plan']?.[field]).toBeDefined();
            expect(next.forms['list']).toMatchObject({
              supervisor: expect.any(String),
              notice: expect.any(String),
              deadline: expect.any(Number),
            });
          }
          expect(next.version).toBe(hazard.version + 1);
          hazard = next;
        }
      }),
      { numRuns: 300 },
    );
  });
});
