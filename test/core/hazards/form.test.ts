import { describe, expect, it } from 'vitest';
import { actOnHazard } from '../../../services/core/hazards/act.ts';
import { metresBetween } from '../../../services/core/hazards/form.ts';
import { isOverdue } from '../../../services/core/hazards/moments.ts';
import { born, context, day, fullForm, person, start } from './ground.ts';

const principal = person('p1', 'principal');
const inspector = person('b1', 'bureau-inspector');
const planRequired = born({ state: 'plan_required', grade: 'general' });
const rectifying = born({ state: 'rectifying', grade: 'general', deadline: start + 10 * day });

describe('what a form brings', () => {
  it('lacks nothing, every missing field named at once', () => {
    const outcome = actOnHazard(
      planRequired,
      'approve_plan',
      { responsible: 'mender', measures: ' ', deadline: 9 },
      principal,
      context(start),
    );
    expect(outcome).toMatchObject({ ok: false, code: 'form_incomplete', fields: ['measures', 'funds', 'contingency'] });
  });

  it('is of the kind the field says', () => {
    const form = { ...fullForm(principal, start + day), funds: 'much', deadline: '2026-12-01' };
    expect(actOnHazard(planRequired, 'approve_plan', form, principal, context(start))).toMatchObject({
      ok: false,
      code: 'form_invalid',
      fields: ['funds', 'deadline'],
    });
  });

  it.each([
    ['a picture that is not there', { photos_site: ['photo-nowhere'] }, {}, 'form_invalid'],
    ['a picture of another stage', { photos_site: ['photo-after'] }, {}, 'form_invalid'],
    ['a check made far from the school', {}, { away: true }, 'not_on_site'],
    ['a signature of somebody else', { signature: { typed: '别人' } }, {}, 'signature_not_yours'],
  ])('refuses %s', (_what, wrong, ground, code) => {
    const verifying = born({ state: 'verifying', grade: 'general' });
    const form = { ...fullForm(principal, start + day), ...wrong };
    expect(actOnHazard(verifying, 'close', form, principal, context(start, ground))).toMatchObject({ ok: false, code });
    expect(actOnHazard(verifying, 'close', { ...fullForm(principal, 0) }, principal, context(start))).toMatchObject({ ok: true });
  });

  it('does not ask for the place where a school has no fence', () => {
    const verifying = born({ state: 'verifying', grade: 'general' });
    expect(actOnHazard(verifying, 'close', fullForm(principal, 0), principal, context(start, { fence: null, away: true })).ok).toBe(true);
  });

  it('measures places as the sphere does', () => {
    // One minute of latitude is a nautical mile (1,852 m) within half a per cent.
    expect(metresBetween({ latitude: 36, longitude: 118 }, { latitude: 36 + 1 / 60, longitude: 118 })).toBeGreaterThan(1843);
    expect(metresBetween({ latitude: 36, longitude: 118 }, { latitude: 36 + 1 / 60, longitude: 118 })).toBeLessThan(1862);
  });
});

describe('deadlines', () => {
  const ask = { reason: '设备到货延迟', interim: '专人值守', deadline: start + 30 * day };

  it('move only by a plan, a listing or a granted extension', () => {
    const asked = actOnHazard(rectifying, 'ask_extension', ask, principal, context(start));
    expect(asked).toMatchObject({ ok: true, hazard: { deadline: start + 10 * day, state: 'extension_pending' } });
    if (!asked.ok) return;
    const grant = { deadline: start + 30 * day };
    expect(actOnHazard(asked.hazard, 'grant_extension', grant, principal, context(start))).toMatchObject({ ok: false, code: 'role' });
    expect(actOnHazard(asked.hazard, 'grant_extension', grant, inspector, context(start))).toMatchObject({
      ok: true,
      hazard: { deadline: start + 30 * day, state: 'rectifying' },
    });
  });

  it('are not extended once they have passed, nor backwards', () => {
    expect(actOnHazard(rectifying, 'ask_extension', ask, principal, context(start + 10 * day + 1))).toMatchObject({
      code: 'before_deadline',
    });
    expect(actOnHazard(rectifying, 'ask_extension', { ...ask, deadline: start + 5 * day }, principal, context(start))).toMatchObject({
      code: 'deadline_not_possible',
    });
  });

  it('of listed hazards are extended only when asked for 20 working days before', () => {
    const listed = born({ state: 'rectifying', grade: 'major', listed: true, deadline: start + 40 * day });
    const later = { ...ask, deadline: start + 90 * day };
    expect(actOnHazard(listed, 'ask_extension', later, principal, context(start))).toMatchObject({ ok: true });
    expect(actOnHazard(listed, 'ask_extension', later, principal, context(start + 20 * day))).toMatchObject({ code: 'asked_in_time' });
  });

  it('of a listing are at most a year away, of a plan not beyond what a notice has set', () => {
    const approved = born({
      state: 'plan_approved',
      grade: 'major',
      protection: [{ id: 'p', measure: 'm', responsible: 'r', everyHours: null, nextAt: null, lastAt: null, missedSince: null }],
    });
    expect(actOnHazard(approved, 'list', fullForm(inspector, start + 366 * day), inspector, context(start))).toMatchObject({
      code: 'deadline_not_possible',
    });
    expect(actOnHazard(approved, 'list', fullForm(inspector, start + 300 * day), inspector, context(start))).toMatchObject({ ok: true });
    const noticed = { ...planRequired, deadline: start + 3 * day };
    expect(actOnHazard(noticed, 'approve_plan', fullForm(principal, start + 4 * day), principal, context(start))).toMatchObject({
      code: 'deadline_not_possible',
    });
  });

  it('are over when the hazard is', () => {
    expect(isOverdue(rectifying, start + 10 * day + 1)).toBe(true);
    expect(isOverdue({ ...rectifying, state: 'closed', open: false }, start + 10 * day + 1)).toBe(false);
  });
});
