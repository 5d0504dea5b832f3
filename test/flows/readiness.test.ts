/** Being ready: plans by two people, heads counted, supplies that expire, the plan check of a school. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResponsePlanForm } from '../../services/contracts/response.ts';
import { day } from './emergencies.ts';
import type { House } from './harness.ts';
import { actorOf } from './people.ts';
import { openSchool, responseIn } from './school.ts';

let house: House;
beforeEach(() => {
  house = openSchool();
});
afterEach(() => house.close());

const { acts, does, fire, resetOf } = responseIn(() => house);

const plan = (fields: Partial<ResponsePlanForm> = {}): ResponsePlanForm => ({
  school: 's1',
  name: '消防预案',
  kinds: [],
  levels: { IV: [{ task: 'own', text: '切断非消防电源', role: 'duty-officer', withinSeconds: 45 }] },
  ...fields,
});

describe('plans', () => {
  const put = (id: string, form: ResponsePlanForm, by = 'safety-officer') => acts().putResponsePlan(actorOf(house, by), id, form, null);
  const approve = (id: string, by = 'principal') => acts().approveResponsePlan(actorOf(house, by), id, null);

  it('are drafted by one and put in force by another; what begins takes the edition in force and keeps it', () => {
    expect(put('p1', plan())).toMatchObject({ ok: true, value: { state: 'draft', edition: 1, by: 'safety-officer' } });
    expect(approve('p1', 'safety-officer')).toMatchObject({ ok: false, code: 'second_person' });
    expect(fire('d1').plan).toBeNull();
    house.close();
    house = openSchool();
    put('p1', plan());
    expect(approve('p1')).toMatchObject({
      ok: true,
      value: { state: 'in_force', approvedBy: 'principal', inForceAt: house.now, reviewDueAt: house.now + 365 * day },
    });
    const incident = fire('d1');
    expect(incident).toMatchObject({
      plan: { id: 'p1', edition: 1 },
      tasks: [{ id: 'IV-own-1', text: '切断非消防电源', dueAt: house.now + 45_000 }],
    });
    expect(put('p1', plan({ name: '改' }))).toMatchObject({ ok: false, code: 'plan_in_force' });
    put('p2', plan({ levels: { IV: [], III: [] } }));
    expect(approve('p2')).toMatchObject({ ok: true, value: { edition: 2 } });
    expect(
      acts()
        .responsePlansFor('s1')
        .map(({ id, state }) => `${id} ${state}`),
    ).toEqual(['p1 superseded', 'p2 in_force']);
    house = house.reopen();
    expect([...house.store.world().responsePlans.keys()]).toEqual(['p2']);
    const raised = fire('d2');
    expect(raised).toMatchObject({ id: incident.id, level: 'III', plan: { id: 'p1' } });
    // The plan says nothing of level III: what is shipped holds there.
    expect(raised.tasks.map(({ id }) => id)).toContain('evacuate_building');
  });

  it('are to be reviewed after a year: the safety officer is told once', () => {
    put('p1', plan());
    approve('p1');
    house.now += 365 * day;
    house.tick();
    house.now += day;
    house.tick();
    const inbox = house.store.facts.list('inboxItem', { where: { kind: 'plan_review_due' }, schools: null, limit: 10 }).items;
    expect(inbox.map(({ person, facts }) => `${person} ${facts['plan']}`)).toEqual(['safety-officer 消防预案']);
  });
});

describe('muster', () => {
  const team = (id: string, heads: number) =>
    acts().putTeam(
      actorOf(house, 'safety-officer'),
      id,
      { school: 's1', name: id, kind: 'class', leader: null, members: [], heads, place: '操场' },
      null,
    );
  const teacher = () => actorOf(house, 'teacher');

  it('counts group by group, is loud about who is missing, and ends with the incident', () => {
    const { id } = fire('d1');
    expect(acts().startMuster(actorOf(house, 'duty-leader'), id)).toMatchObject({ ok: false, code: 'no_groups' });
    team('c1', 40);
    team('c2', 38);
    does('duty-leader', id, { action: 'command' });
    const opened = acts().startMuster(actorOf(house, 'duty-leader'), id);
    if (!opened.ok) throw new Error(opened.code);
    expect(opened.value).toMatchObject({ open: true, groups: [{ id: 'c1', expected: 40, present: null }, { id: 'c2' }] });
    expect(acts().startMuster(actorOf(house, 'duty-leader'), id)).toMatchObject({ ok: false, code: 'muster_open' });
    const muster = opened.value.id;
    const count = (group: string, present: number, missing: number) => acts().countHeads(teacher(), muster, { group, present, missing });
    expect(count('c1', 40, 0)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(count('c1', 40, 0)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(count('c3', 1, 0)).toMatchObject({ ok: false, status: 404 });
    expect(count('c2', 36, 2)).toMatchObject({ ok: true });
    const heard = house.store.facts.timeline('muster', muster).map((entry) => entry.act);
    expect(heard).toEqual(['muster.opened', 'muster.counted', 'muster.counted', 'muster.missing']);
    const inbox = house.store.facts.list('inboxItem', { where: { kind: 'muster_missing' }, schools: null, limit: 10 }).items;
    expect(inbox).toMatchObject([{ person: 'duty-leader', facts: { missing: '2', present: '76', expected: '78' } }]);
    expect(house.changes.filter(({ type }) => type === 'muster').at(-1)?.value).toMatchObject({ id: muster, groups: [{}, { missing: 2 }] });
    resetOf('d1');
    does('duty-leader', id, { action: 'control' });
    does('duty-leader', id, { action: 'end', cause: 'a', course: 'b', measures: 'c' });
    expect(house.store.facts.get('muster', muster)).toMatchObject({ open: false, closedAt: house.now });
    expect(count('c2', 38, 0)).toMatchObject({ ok: false, code: 'closed' });
    expect(acts().startMuster(actorOf(house, 'duty-leader'), id)).toMatchObject({ ok: false, code: 'closed' });
  });
});

describe('supplies', () => {
  it('are put, checked, and told of when they expire, once a date', () => {
    const officer = actorOf(house, 'safety-officer');
    const form = { school: 's1', name: '灭火器', quantity: 8, unit: '具', place: '楼道', expiresAt: house.now + day };
    expect(acts().putSupply(officer, 'ext', form, 0)).toMatchObject({ ok: true, value: { version: 1, checkedAt: null } });
    expect(acts().putSupply(officer, 'ext', form, 0)).toMatchObject({ ok: false, status: 412 });
    expect(acts().checkSupply(officer, 'ext')).toMatchObject({ ok: true, value: { version: 2, checkedAt: house.now } });
    const news = () => house.store.facts.list('inboxItem', { where: { kind: 'supply_expired' }, schools: null, limit: 10 }).items;
    house.now += day - 1;
    house.tick();
    expect(news()).toEqual([]);
    house.now += 1;
    house.tick();
    house.now += day;
    house.tick();
    expect(news()).toMatchObject([{ person: 'safety-officer', subject: 'supply', facts: { supply: '灭火器' } }]);
    const hazards = () => house.hazards().filter(({ category }) => category === 'supply_expired');
    expect(hazards()).toMatchObject([{ state: 'reported', reportedBy: 'system', facts: { supply: '灭火器', place: '楼道' } }]);
    // Another supply is another thing to be put right; the same one again is not.
    acts().putSupply(officer, 'mask', { ...form, name: '呼吸器', expiresAt: house.now }, 0);
    acts().putSupply(officer, 'ext', { ...form, expiresAt: house.now }, null);
    house.tick();
    expect(
      hazards()
        .map(({ facts }) => facts['supply'])
        .sort(),
    ).toEqual(['呼吸器', '灭火器']);
    const stranger = { school: 's1', name: '疏散组', kind: 'evacuation' as const, leader: 'nobody', members: [], heads: 0, place: '' };
    expect(acts().putTeam(officer, 'evac', stranger, null)).toMatchObject({ ok: false, code: 'unknown_person' });
  });
});

describe('readiness', () => {
  it('answers every row with its verdict', () => {
    const found = acts().readiness('s1');
    expect(found.ready).toBe(false);
    expect(found.checks.map(({ check, ok }) => `${check} ${ok}`)).toEqual([
      'plan_in_force false',
      'plan_reviewed false',
      'drill_recent false',
      'rota_filled false',
      'two_on_shift false',
      'responders_verified false',
      'supplies_current false',
      'teams_named false',
    ]);
  });
});
