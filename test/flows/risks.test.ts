/** Items #17, #18, #25: controls are checked by whom they belong to, and a missed check becomes a hazard, once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RiskDraft } from '../../services/contracts/risk.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

const day = 24 * 3600_000;
/** Monday, 9 o'clock in Shanghai. */
const start = Date.UTC(2026, 10, 23, 1);

let house: House;
beforeEach(() => {
  house = openHouse({ now: start });
  settle(house);
});
afterEach(() => house.close());

const draft = (more: Partial<RiskDraft> = {}): RiskDraft => ({
  school: 's1',
  space: 'r1',
  category: 'fire_safety',
  source: '明火灶台无人看管',
  likelihood: 4,
  severity: 5,
  controls: [{ id: 'stove', measure: '下班前关闭总阀', owner: 'grid-person', everyDays: 1 }],
  retired: false,
  ...more,
});
const put = (id: string, more: Partial<RiskDraft> = {}, ifMatch: number | null = null) =>
  actsOf(house.service).putRisk(actorOf(house, 'safety-officer'), id, draft(more), ifMatch);
const check = (who: string, control = 'stove', risk = 'risk-1') =>
  actsOf(house.service).checkControl(actorOf(house, who), risk, control, '已关闭');
const missedHazards = () => house.hazards().filter(({ category }) => category === 'control_missed');
const toldOwner = (who = 'grid-person') =>
  house.store.facts.list('inboxItem', { where: { person: who, kind: 'control_missed' }, schools: null, limit: 500 }).items;

describe('a risk', () => {
  it('has its colour from the table, and another one when it is scored anew', () => {
    expect(put('risk-1')).toMatchObject({
      ok: true,
      value: { level: 'major', version: 1, controls: [{ lastCheckedAt: null, missedSince: null }] },
    });
    expect(put('risk-1', { likelihood: 1, severity: 1 }, 1)).toMatchObject({ ok: true, value: { level: 'low', version: 2 } });
    expect(house.store.facts.timeline('risk', 'risk-1').map(({ act }) => act)).toEqual(['risk.recorded', 'risk.changed']);
  });

  it('is not overwritten unseen, not moved to another school, and named nothing that is not there', () => {
    put('risk-1');
    expect(put('risk-1', {}, 0)).toMatchObject({ ok: false, status: 412, code: 'stale' });
    expect(put('risk-2', {}, 3)).toMatchObject({ ok: false, status: 412, code: 'stale' });
    expect(put('risk-1', { school: 'county' })).toMatchObject({ ok: false, code: 'unknown_school' });
    expect(put('risk-2', { space: 'nowhere' })).toMatchObject({ ok: false, code: 'unknown_space' });
    expect(put('risk-2', { controls: [{ id: 'c', measure: 'm', owner: 'bureau-leader', everyDays: 1 }] })).toMatchObject({
      ok: false,
      code: 'unknown_person',
    });
  });

  it('leaves nothing a person typed on the chain', () => {
    put('risk-1');
    check('grid-person');
    house.wait(3 * day, 3600_000);
    const chain = [...house.store.facts.chain()].map(({ detail }) => detail).join();
    for (const typed of ['灶台', '总阀', '已关闭']) expect(chain).not.toContain(typed);
    expect(house.store.facts.timeline('risk', 'risk-1')[0]?.said).toMatchObject({ source: '明火灶台无人看管' });
  });
});

describe('the check of a control', () => {
  beforeEach(() => void put('risk-1'));

  it('is its owner’s, or of whoever leads safety at the school', () => {
    expect(check('grid-person')).toMatchObject({ ok: true, value: { controls: [{ lastCheckedAt: start }] } });
    expect(check('safety-officer').ok).toBe(true);
    for (const who of ['teacher', 'principal', 'duty-officer', 'repairer', 'school-admin', 'bureau-inspector', 'bureau-leader'])
      expect(check(who)).toMatchObject({ ok: false, status: 409, code: 'not_yours' });
    expect(check('grid-person', 'no-such')).toMatchObject({ ok: false, status: 404 });
    expect(check('grid-person', 'stove', 'no-such')).toMatchObject({ ok: false, status: 404 });
  });

  it('may be made by the holder of the safety post', () => {
    const turn = newTurn(house.now);
    const post = {
      id: 'post-safety',
      version: 1,
      org: 's1',
      title: '安全副校长',
      headship: 'safety' as const,
      holders: ['teacher'],
      businessDuty: '教学',
      sheet: null,
    };
    house.store.world().posts.set(post.id, post);
    turn.put.post.set(post.id, post);
    house.store.commit(turn);
    expect(check('teacher').ok).toBe(true);
  });

  it('done in time raises nothing', () => {
    for (let i = 0; i < 10; i += 1) {
      house.wait(day, 3600_000);
      expect(check('grid-person').ok).toBe(true);
    }
    expect(missedHazards()).toEqual([]);
    expect(toldOwner()).toEqual([]);
  });

  it('missed raises exactly one hazard and tells the owner, to the minute', () => {
    // Due by the end of Tuesday in Shanghai.
    const due = Date.parse('2026-11-25T00:00:00+08:00') - 1;
    house.wait(due - start, 60_000);
    expect(missedHazards()).toEqual([]);
    house.wait(60_000, 1000);
    expect(missedHazards()).toMatchObject([
      { origin: 'control_missed', space: 'r1', facts: { risk: 'risk-1', control: 'stove' }, state: 'reported', open: true },
    ]);
    expect(toldOwner()).toMatchObject([{ subject: 'risk', subjectId: 'risk-1', as: 'control_owner' }]);
    expect(house.store.facts.get('risk', 'risk-1')?.controls[0]).toMatchObject({ missedSince: due });
    house.wait(5 * day, 3600_000);
    // Every further turn reminds the owner; the open hazard is not reported twice.
    expect(missedHazards()).toHaveLength(1);
    expect(toldOwner()).toHaveLength(6);
    expect(check('grid-person')).toMatchObject({ ok: true, value: { controls: [{ missedSince: null }] } });
    expect(missedHazards()).toHaveLength(1);
  });

  it('missed is neither lost nor doubled by restarts', () => {
    house.now = Date.parse('2026-11-24T23:59:59+08:00');
    house.tick();
    // Off while the moment comes: the next start finds it.
    let restarted = house.reopen();
    house = restarted;
    restarted.now = Date.parse('2026-11-25T06:00:00+08:00');
    expect(missedHazards()).toEqual([]);
    restarted.tick();
    expect(missedHazards()).toHaveLength(1);
    for (let i = 0; i < 3; i += 1) {
      restarted = house.reopen();
      house = restarted;
      restarted.now += 60_000;
      restarted.tick();
    }
    expect(missedHazards()).toHaveLength(1);
    expect(toldOwner()).toHaveLength(1);
    expect(house.store.facts.timeline('risk', 'risk-1').filter(({ act }) => act === 'control.missed')).toHaveLength(1);
  });

  it('of two controls of one room are two hazards', () => {
    put('risk-1', { controls: [...draft().controls, { id: 'hood', measure: '清洗油烟机', owner: 'teacher', everyDays: 1 }] });
    put('risk-2', { controls: [{ id: 'stove', measure: '检查灭火器', owner: 'teacher', everyDays: 1 }] });
    house.wait(2 * day, 3600_000);
    expect(
      missedHazards()
        .map(({ facts }) => `${facts['risk']} ${facts['control']}`)
        .toSorted(),
    ).toEqual(['risk-1 hood', 'risk-1 stove', 'risk-2 stove']);
    expect(toldOwner('teacher')).toHaveLength(2);
  });

  it('of a retired risk is missed by nobody', () => {
    expect(put('risk-1', { retired: true })).toMatchObject({ ok: true, value: { retiredAt: start } });
    house.wait(5 * day, 3600_000);
    expect(missedHazards()).toEqual([]);
    expect(check('grid-person')).toMatchObject({ ok: false, status: 409, code: 'retired' });
  });
});
