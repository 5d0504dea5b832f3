/** Lives of hazards through the real store, with a hand-turned clock. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { day, hour, lifeIn } from './life.ts';
import { settle } from './people.ts';

let house: House;
beforeEach(() => {
  house = openHouse({ now: Date.UTC(2026, 10, 23, 1) });
  settle(house);
});
afterEach(() => house.close());

const { current, act, step, photo, report, grade, plan, protect, submit, finding, check, inbox, acts } = lifeIn(() => house);

describe('a hazard from report to closure', () => {
  it('fixed on the spot, with both pictures, and spot-checked by somebody else', () => {
    const { id } = report();
    grade(id, 'general');
    expect(act('grid-person', id, 'fix_on_spot', { measures: '当场清理', photos_before: photo('grid-person', 'before') })).toMatchObject({
      code: 'form_incomplete',
    });
    step('grid-person', id, 'fix_on_spot', {
      measures: '当场清理',
      photos_before: photo('grid-person', 'before'),
      photos_after: photo('grid-person', 'after'),
    });
    expect(act('grid-person', id, 'spot_check', finding('grid-person'))).toMatchObject({ code: 'role' });
    expect(step('safety-officer', id, 'spot_check', finding('safety-officer'))).toMatchObject({
      state: 'closed',
      open: false,
      onTime: null,
    });
  });

  it('by a plan, with an extension and a rework, closed on time', () => {
    const { id } = report();
    grade(id, 'general');
    protect(id);
    expect(step('principal', id, 'approve_plan', plan())).toMatchObject({ responsible: 'repairer', deadline: house.now + 10 * day });
    step('repairer', id, 'start');
    house.wait(4 * day, hour);
    const later = house.now + 20 * day;
    step('safety-officer', id, 'ask_extension', { reason: '材料未到', interim: '继续值守', deadline: later });
    expect(act('principal', id, 'grant_extension', { deadline: later })).toMatchObject({ code: 'role' });
    expect(step('bureau-inspector', id, 'grant_extension', { deadline: later })).toMatchObject({ deadline: later, state: 'rectifying' });
    submit(id);
    expect(act('repairer', id, 'begin_check')).toMatchObject({ code: 'role' });
    step('safety-officer', id, 'begin_check');
    step('safety-officer', id, 'send_back', { reason: '接头未绝缘', photos_site: photo('safety-officer', 'site') });
    step('repairer', id, 'start');
    submit(id);
    expect(check('safety-officer', id)).toMatchObject({ state: 'closed', onTime: true });
    expect(acts(id)).toEqual(
      expect.arrayContaining(['hazard.ask_extension', 'hazard.grant_extension', 'hazard.send_back', 'hazard.close']),
    );
  });

  it('a major one: both heads and the bureau are told, both confirm, it is listed and delisted from outside', () => {
    const { id } = report({ criteria: ['sandwich-panels'] });
    expect(current(id)).toMatchObject({
      suggestedGrade: 'major',
      rule: 'sandwich-panels@1',
      limit: { name: 'grade', dueAt: house.now + 2 * hour },
    });
    grade(id, 'major');
    for (const person of ['principal', 'party', 'bureau-leader'])
      expect(inbox(person).map(({ kind, subjectId }) => [kind, subjectId])).toContainEqual(['hazard_major', id]);
    protect(id);
    expect(current(id).stopUse).toBe(true);
    expect(act('principal', id, 'approve_plan', plan(200))).toMatchObject({ code: 'major_by_bureau' });
    expect(act('bureau-inspector', id, 'approve_plan', plan(200))).toMatchObject({ code: 'major_confirmed' });
    step('principal', id, 'confirm_major', { opinion: '属实' });
    step('bureau-leader', id, 'confirm_major', { opinion: '同意' });
    step('bureau-inspector', id, 'approve_plan', plan(200));
    expect(act('bureau-leader', id, 'list', { supervisor: '县教体局', contact: '李主任', notice: '〔2026〕1号' })).toMatchObject({
      code: 'form_incomplete',
      detail: 'fields: deadline',
    });
    step('bureau-leader', id, 'list', {
      supervisor: '县教体局',
      contact: '李主任',
      notice: '〔2026〕1号',
      deadline: house.now + 180 * day,
    });
    step('repairer', id, 'start');
    submit(id);
    expect(act('safety-officer', id, 'begin_check')).toMatchObject({ code: 'from_outside_if_major' });
    step('bureau-inspector', id, 'begin_check');
    expect(act('bureau-inspector', id, 'close', finding('bureau-inspector'))).toMatchObject({ code: 'not_listed' });
    expect(step('bureau-inspector', id, 'delist', { ...finding('bureau-inspector'), notice: '〔2026〕9号' })).toMatchObject({
      state: 'closed',
      listed: false,
      stopUse: false,
    });
  });

  it('overdue: the ladder climbs to the letter and public criticism, and the late closing counts as late', () => {
    const { id } = report();
    grade(id, 'general');
    protect(id);
    step('principal', id, 'approve_plan', plan(5));
    step('repairer', id, 'start');
    expect(act('bureau-leader', id, 'escalate', { letter: '责成立即整改' })).toMatchObject({ code: 'past_deadline' });
    house.wait(16 * day, hour);
    expect(current(id)).toMatchObject({ overdue: true });
    expect(acts(id).filter((name) => /reminder|notice|letter|criticism|overdue/.test(name))).toEqual([
      'hazard.reminder',
      'hazard.reminder',
      'hazard.overdue',
      'hazard.notice',
      'hazard.letter',
      'hazard.criticism',
    ]);
    expect(inbox('bureau-leader').map(({ kind }) => kind)).toEqual(expect.arrayContaining(['hazard_letter', 'hazard_criticism']));
    step('bureau-leader', id, 'escalate', { letter: '责成三日内整改到位' });
    step('bureau-leader', id, 'criticise', { notice: '全县通报' });
    submit(id);
    expect(check('bureau-inspector', id)).toMatchObject({ onTime: false, overdue: false });
  });

  it('reopened when looking back finds it again', () => {
    const { id } = report();
    grade(id, 'general');
    step('grid-person', id, 'fix_on_spot', {
      measures: '当场清理',
      photos_before: photo('grid-person', 'before'),
      photos_after: photo('grid-person', 'after'),
    });
    step('safety-officer', id, 'spot_check', finding('safety-officer'));
    expect(act('safety-officer', id, 'recheck', { finding: '保持良好', photos_recheck: photo('safety-officer', 'recheck') })).toMatchObject(
      {
        code: 'recheck_due',
      },
    );
    house.wait(30 * day, 6 * hour);
    expect(inbox('safety-officer').map(({ kind }) => kind)).toContain('hazard_recheck_due');
    expect(
      step('safety-officer', id, 'recheck', { finding: '保持良好', photos_recheck: photo('safety-officer', 'recheck') }),
    ).toMatchObject({
      state: 'closed',
      rechecks: [
        { day: 30, by: 'safety-officer' },
        { day: 90, doneAt: null },
      ],
    });
    expect(step('teacher', id, 'reopen', { reason: '又被堵住' })).toMatchObject({
      state: 'reopened',
      open: true,
      reopened: 1,
      deadline: null,
    });
    grade(id, 'general');
  });

  it('born of a silent detector: paper alone does not close it, health and a test do; within 90 days it comes back as the same', () => {
    house.addDevice('d1', { space: 'dorm' });
    house.publish('d1', 'telemetry', { ts: house.now, values: { smoke: 0 } });
    house.wait(26 * hour, 60_000);
    const hazard = house.hazards().find(({ category }) => category === 'detector_silent');
    if (!hazard) throw new Error('no hazard');
    expect(hazard).toMatchObject({ suggestedGrade: 'major', rule: 'dorm-detector-down@1', origin: 'sensor' });
    const { id } = hazard;
    grade(id, 'general');
    protect(id);
    step('principal', id, 'approve_plan', plan());
    step('repairer', id, 'start');
    submit(id);
    step('safety-officer', id, 'begin_check');
    expect(act('safety-officer', id, 'close', finding('safety-officer'))).toMatchObject({ ok: false, code: 'detector_healthy' });
    for (let i = 0; i < 26 * 60; i++) {
      house.publish('d1', 'telemetry', { ts: house.now, values: { smoke: 0 } });
      house.wait(60_000, 60_000);
    }
    expect(act('safety-officer', id, 'close', finding('safety-officer'))).toMatchObject({ ok: false, code: 'detector_tested' });
    house.publish('d1', 'event', { ts: house.now, type: 'test' });
    expect(step('safety-officer', id, 'close', finding('safety-officer'))).toMatchObject({ state: 'closed' });
    house.wait(26 * hour, 60_000);
    expect(current(id)).toMatchObject({ state: 'reopened', reopened: 1, open: true, suggestedGrade: 'major' });
    expect(house.hazards().filter(({ category }) => category === 'detector_silent')).toHaveLength(1);
  });
});
