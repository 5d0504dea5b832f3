/** Items of the source documents that no other test shows by itself, each under its number. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hazardReportSchema } from '../../services/contracts/hazard.ts';
import type { InboxItem } from '../../services/contracts/inbox.ts';
import type { TaskForceForm } from '../../services/contracts/responsibility.ts';
import { hazardStates, roles } from '../../services/contracts/values.ts';
import { actOnHazard } from '../../services/core/hazards/act.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import { transitions } from '../../services/core/hazards/transitions.ts';
import { responsibilityFor } from '../../services/core/responsibility/chain.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { nearestCamera } from '../../services/flows/evidence.ts';
import { keepHazard } from '../../services/flows/keep-hazard.ts';
import { finishTask, putTaskForce } from '../../services/flows/task-forces.ts';
import { born, context, day, fullForm, person } from '../core/hazards/ground.ts';
import type { House } from '../flows/harness.ts';
import { openHouse } from '../flows/harness.ts';
import { actorOf, settle } from '../flows/people.ts';

const start = Date.UTC(2026, 10, 23, 1);
const officer = person('s1', 'safety-officer');
const principal = person('p1', 'principal');
const leader = person('b1', 'bureau-leader');

/** Tries the step with everything the form may hold but for these fields. */
const without = (hazard: ReturnType<typeof born>, action: string, actor = officer, ...missing: readonly string[]) => {
  const form = Object.fromEntries(Object.entries(fullForm(actor, start + 20 * day)).filter(([name]) => !missing.includes(name)));
  return actOnHazard(hazard, action, form, actor, context(start));
};

describe('the school mends, somebody else ends (#4)', () => {
  it('only roles of the school hand a rectification in, and none of the school ends a major or listed one', () => {
    for (const role of roles) {
      const actor = person('x', role);
      const handedIn = without(born({ state: 'rectifying', grade: 'general' }), 'submit', actor);
      expect([role, handedIn.ok]).toEqual([role, ['repairer', 'safety-officer', 'principal', 'school-admin'].includes(role)]);
      for (const hazard of [born({ state: 'verifying', grade: 'major' }), born({ state: 'verifying', grade: 'major', listed: true })]) {
        const ended = ['close', 'delist', 'spot_check'].filter((action) => without(hazard, action, actor).ok);
        expect([role, ended.length]).toEqual([role, role.startsWith('bureau') ? 1 : 0]);
      }
    }
  });
});

describe('the two ways of putting right (#31, #32, #33)', () => {
  const graded = born({ state: 'graded', grade: 'general' });

  it('at once: both pictures, each of its own time, and never a major hazard', () => {
    expect(without(graded, 'fix_on_spot').ok).toBe(true);
    for (const field of ['photos_before', 'photos_after', 'measures'])
      expect(without(graded, 'fix_on_spot', officer, field)).toMatchObject({ ok: false, code: 'form_incomplete', fields: [field] });
    const twice = { ...fullForm(officer, 0), photos_after: ['photo-before'] };
    expect(actOnHazard(graded, 'fix_on_spot', twice, officer, context(start))).toMatchObject({ ok: false, fields: ['photos_after'] });
    expect(without({ ...graded, grade: 'major' }, 'fix_on_spot')).toMatchObject({ ok: false, code: 'general_only' });
  });

  it('by a plan: no work begins without plan and deadline, whatever the role', () => {
    const planRequired = born({ state: 'plan_required', grade: 'general' });
    for (const field of ['responsible', 'measures', 'funds', 'deadline', 'contingency'])
      expect(without(planRequired, 'approve_plan', principal, field)).toMatchObject({ ok: false, fields: [field] });
    for (const role of roles)
      for (const state of ['graded', 'plan_required'] as const)
        expect(without(born({ state, grade: 'general' }), 'start', person('x', role)).ok).toBe(false);
    // Into `rectifying` the first time leads nothing but a plan that was approved.
    const from = transitions.filter(({ to, action }) => to === 'rectifying' && action === 'start').flatMap((row) => row.from);
    expect([...from].sort()).toEqual(['listed', 'plan_approved', 'rework']);
    expect(transitions.filter(({ to }) => to === 'plan_approved').map(({ action }) => action)).toEqual(['approve_plan']);
  });

  it('listed: interim protection, plan, deadline and supervising unit; any missing refuses it', () => {
    const protection = [
      { id: 'p1-1', measure: '专人值守', responsible: 'mender', everyHours: 4, nextAt: null, lastAt: null, missedSince: null },
    ];
    const planned = born({ state: 'plan_approved', grade: 'major', protection });
    expect(without(planned, 'list', leader)).toMatchObject({ ok: true, hazard: { listed: true } });
    for (const field of ['supervisor', 'contact', 'notice', 'deadline'])
      expect(without(planned, 'list', leader, field)).toMatchObject({ ok: false, code: 'form_incomplete', fields: [field] });
    expect(without({ ...planned, protection: [] }, 'list', leader)).toMatchObject({ ok: false, code: 'has_protection' });
    // Without a plan it is in another state, and from there nothing is listed.
    for (const state of hazardStates.filter((one) => one !== 'plan_approved'))
      expect([state, without({ ...planned, state }, 'list', leader).ok]).toEqual([state, false]);
  });
});

describe('people are told', () => {
  let house: House;
  beforeEach(() => {
    house = openHouse({ now: start });
    settle(house);
  });
  afterEach(() => house.close());

  const inbox = (who: string): InboxItem[] =>
    house.store.facts.list('inboxItem', { where: { person: who }, schools: null, limit: 100 }).items;
  const kinds = (who: string): string[] =>
    inbox(who)
      .map(({ kind }) => kind)
      .reverse();
  const put = (fields: Partial<ReturnType<typeof openHazard>> = {}): string => {
    const hazard = { ...born({ space: 'r1', state: 'rectifying', grade: 'general', responsible: 'repairer' }), id: 'haz-1', ...fields };
    const turn = newTurn(house.now);
    keepHazard(house.service, turn, hazard);
    house.store.commit(turn);
    return hazard.id;
  };
  const step = (who: string, id: string, action: string, form: Readonly<Record<string, unknown>>) =>
    actsOf(house.service).onHazard(actorOf(house, who), id, { action, ...form }, null);
  const force = (more: Partial<TaskForceForm> = {}): TaskForceForm => ({
    org: 'county',
    name: '消防专项整治专班',
    topics: ['fire_safety'],
    members: ['bureau-inspector', 'duty-leader'],
    tasks: [],
    closed: false,
    ...more,
  });
  const putForce = (more: Partial<TaskForceForm> = {}) =>
    putTaskForce(house.service, actorOf(house, 'bureau-admin'), 'force-1', force(more), 0);

  it('the task force, of every escalation of its topic (#9)', () => {
    expect(putForce()).toMatchObject({ ok: true });
    put({ deadline: house.now + day });
    house.wait(13 * day, 3600_000);
    for (const member of ['bureau-inspector', 'duty-leader'])
      expect(
        inbox(member)
          .filter(({ as }) => as === 'task_force')
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(['hazard_criticism', 'hazard_letter']);
    expect(kinds('teacher')).toEqual([]);
  });

  it('the department for safety of the bureau, of every rectification notice (#13)', () => {
    const turn = newTurn(house.now);
    const world = house.store.world();
    const section = { ...actorOf(house, 'bureau-inspector'), id: 'section', phone: null, active: true };
    const post = {
      id: 'post-section',
      version: 1,
      org: 'county',
      title: '法规安全科',
      headship: 'safety' as const,
      holders: ['section'],
      businessDuty: '法规安全',
      sheet: null,
    };
    world.people.set(section.id, section);
    turn.put.person.set(section.id, section);
    world.posts.set(post.id, post);
    turn.put.post.set(post.id, post);
    house.store.commit(turn);
    const id = put({ state: 'graded' });
    expect(step('bureau-inspector', id, 'issue_notice', { requirements: '立即清理疏散通道', days: 7 })).toMatchObject({ ok: true });
    expect(inbox('section')).toMatchObject([{ kind: 'hazard_notice_issued', subjectId: id, as: 'safety_head', readAt: null }]);
    for (const head of ['principal', 'party']) expect(kinds(head)).toEqual(['hazard_notice_issued']);
    expect(kinds('bureau-inspector')).toEqual([]);
  });

  it('the contact and who has the task, three days and one day before feedback is due, and when it is (#55)', () => {
    const dueAt = house.now + 10 * day;
    const tasks = [
      { id: 'feedback', task: '向法规安全科反馈整改通知书', person: 'duty-leader', dueAt },
      { id: 'done', task: '上传检查照片', person: 'duty-leader', dueAt },
    ];
    expect(putForce({ tasks })).toMatchObject({ ok: true });
    expect(finishTask(house.service, actorOf(house, 'duty-leader'), 'force-1', 'done')).toMatchObject({ ok: true });
    house.wait(5 * day, 3600_000);
    house = house.reopen();
    house.wait(8 * day, 3600_000);
    for (const who of ['bureau-inspector', 'duty-leader']) {
      const told = inbox(who).filter(({ subject }) => subject === 'taskForce');
      expect(told.map(({ kind, at }) => [kind, Math.round((at - dueAt) / day)]).reverse()).toEqual([
        ['force_task_soon', -3],
        ['force_task_soon', -1],
        ['force_task_due', 0],
      ]);
      expect(new Set(told.map(({ facts }) => facts['task']))).toEqual(new Set(['向法规安全科反馈整改通知书']));
    }
  });

  it('what is wrong with a building that somebody else owns goes to its owner, by letter (#15)', () => {
    const building = house.store.world().spaces.get('b1');
    if (!building) throw new Error('no building');
    const turn = newTurn(house.now);
    house.store.world().spaces.set('b1', { ...building, owner: '青石镇供销社' });
    turn.put.space.set('b1', { ...building, owner: '青石镇供销社' });
    house.store.commit(turn);
    const id = put({ state: 'reported', grade: null, category: 'building' });
    const hazard = house.store.facts.get('hazard', id);
    if (!hazard) throw new Error('no hazard');
    const { transferTo, accountable } = responsibilityFor(house.store.world(), hazard);
    expect(transferTo).toBe('青石镇供销社');
    expect(accountable).not.toBeNull();
    expect(
      step('safety-officer', id, 'transfer', { target: transferTo, reason: '产权不属学校', letter: '请尽快加固楼梯栏杆' }),
    ).toMatchObject({
      ok: true,
      value: { state: 'transferred', open: false },
    });
    expect(house.store.facts.timeline('hazard', id).at(-1)).toMatchObject({
      act: 'hazard.transfer',
      said: { target: '青石镇供销社', letter: '请尽快加固楼梯栏杆' },
    });
  });
});

describe('the camera of an alarm (#85)', () => {
  it('is the one of the same room, else of the nearest place around it, and never of another school', () => {
    const house = openHouse({ now: start });
    try {
      const camera = (id: string, space: string, more: object = {}) =>
        house.addDevice(id, { space, type: 'camera', snapshotUrl: `http://cameras.local/${id}.jpg`, ...more });
      house.addDevice('smoke', { space: 'r1', position: [0, 0] });
      const smoke = house.store.world().devices.get('smoke');
      if (!smoke) throw new Error('no detector');
      const chosen = (): string | null => nearestCamera(house.service, smoke)?.id ?? null;
      camera('elsewhere', 'r1', { school: 's2' });
      camera('without-picture', 'r1', { snapshotUrl: null });
      expect(chosen()).toBeNull();
      camera('next-room', 'r2');
      expect(chosen()).toBe('next-room');
      camera('corner', 'r1', { position: [9, 9] });
      camera('door', 'r1', { position: [1, 0] });
      expect(chosen()).toBe('door');
      house.publish('smoke', 'event', { ts: house.now, type: 'smoke_alarm' });
      expect(house.store.facts.list('evidence', { schools: null, limit: 5 }).items).toMatchObject([{ camera: 'door', state: 'pending' }]);
    } finally {
      house.close();
    }
  });
});

describe('准确描述隐患 (#53)', () => {
  it('takes no report that says less than ten characters', () => {
    const report = { key: 'acceptance-report-key-1', school: 's1', category: 'fire_safety', photos: [] };
    expect(hazardReportSchema.safeParse({ ...report, description: '疏散通道被课桌堵住，无法通行' }).success).toBe(true);
    for (const description of ['通道堵了', `通道${' '.repeat(20)}`])
      expect(hazardReportSchema.safeParse({ ...report, description }).error?.issues.map(({ path }) => path)).toEqual([['description']]);
  });
});
