import { describe, expect, it } from 'vitest';
import type { Hazard } from '../../../services/contracts/hazard.ts';
import { hazardStates, roles } from '../../../services/contracts/values.ts';
import type { HazardActor } from '../../../services/core/hazards/act.ts';
import { actOnHazard, allowedHazardActions, isOverdue } from '../../../services/core/hazards/act.ts';
import { openHazard } from '../../../services/core/hazards/open.ts';
import { transitions } from '../../../services/core/hazards/transitions.ts';

const born = (fields: Partial<Hazard> = {}): Hazard => ({
  ...openHazard({
    id: 'h1',
    school: 's1',
    space: null,
    device: 'd1',
    category: 'detector_fault',
    origin: 'sensor',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '探测设备故障',
    facts: {},
    at: 0,
  }),
  ...fields,
});

/** A form that satisfies any row. */
const fullForm = Object.fromEntries(transitions.flatMap((t) => t.form).map((field) => [field, field === 'deadline' ? 1000 : 'x']));
const grades = [
  { grade: 'general', listed: false },
  { grade: 'major', listed: false },
  { grade: 'major', listed: true },
] as const;

describe('the hazard table', () => {
  it('has every state on a way in and, unless it is an end, on a way out', () => {
    const reached = new Set<string>(['draft', 'reported', ...transitions.map((t) => t.to)]);
    expect([...hazardStates].filter((state) => !reached.has(state))).toEqual([]);
    const left = new Set<string>(transitions.flatMap((t) => t.from));
    expect([...hazardStates].filter((state) => !left.has(state)).sort()).toEqual(['rejected', 'transferred']);
  });

  it('names each action in one state only once, and gives every row a source', () => {
    const keys = transitions.flatMap((t) => t.from.map((from) => `${from}|${t.action}`));
    expect(new Set(keys).size).toBe(keys.length);
    expect(transitions.every((t) => t.cites.length > 0 && t.roles.length > 0)).toBe(true);
  });

  it('walked in every state by every role says why not, and never lets one close the own case', () => {
    let closed = 0;
    for (const state of hazardStates) {
      for (const role of roles) {
        for (const { grade, listed } of grades) {
          for (const mine of [true, false]) {
            const actor: HazardActor = { id: 'p1', role, fromOutside: role.startsWith('bureau') };
            const hazard = born({ state, grade, listed, actors: mine ? { submit: 'p1', start: 'p1', fix_on_spot: 'p1' } : {} });
            for (const offered of allowedHazardActions(hazard, actor)) {
              const outcome = actOnHazard(hazard, offered.action, fullForm, actor, 5);
              expect(outcome.ok).toBe(offered.allowed);
              if (!outcome.ok) {
                expect(offered.reason).toBe(outcome.code);
                continue;
              }
              if (outcome.hazard.state !== 'closed') continue;
              closed += 1;
              expect(mine).toBe(false);
              expect(['verifying', 'fixed_on_spot']).toContain(state);
              if (grade === 'major') expect(actor.fromOutside).toBe(true);
              if (listed) expect(offered.action).toBe('delist');
            }
          }
        }
      }
    }
    expect(closed).toBeGreaterThan(0);
  });

  it('demands every field of the form', () => {
    const actor: HazardActor = { id: 'p1', role: 'principal', fromOutside: false };
    const outcome = actOnHazard(
      born({ state: 'plan_required', grade: 'general' }),
      'approve_plan',
      { responsible: '王', measures: '', deadline: 9 },
      actor,
      1,
    );
    expect(outcome).toMatchObject({ ok: false, code: 'form_incomplete', missing: ['measures', 'funds', 'contingency'] });
  });

  it('moves a deadline only by a plan, a listing or a granted extension', () => {
    const bureau: HazardActor = { id: 'b1', role: 'bureau-inspector', fromOutside: true };
    const school: HazardActor = { id: 'p1', role: 'principal', fromOutside: false };
    const rectifying = born({ state: 'rectifying', grade: 'general', deadline: 100 });
    const asked = actOnHazard(rectifying, 'ask_extension', { reason: 'r', protection: 'p', deadline: 900 }, school, 1);
    expect(asked).toMatchObject({ ok: true, hazard: { deadline: 100, state: 'extension_pending' } });
    if (!asked.ok) return;
    expect(actOnHazard(asked.hazard, 'grant_extension', { deadline: 900 }, school, 2)).toMatchObject({ ok: false, code: 'role' });
    expect(actOnHazard(asked.hazard, 'grant_extension', { deadline: 900 }, bureau, 2)).toMatchObject({
      ok: true,
      hazard: { deadline: 900 },
    });
    expect(isOverdue(rectifying, 101)).toBe(true);
    expect(isOverdue({ ...rectifying, state: 'closed' }, 101)).toBe(false);
  });
});
