/** 谎报 瞒报 and 问责: each seeded scenario is flagged once, its innocent twin never; a case is a person's decision. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DutySheet } from '../../services/contracts/responsibility.ts';
import { verifyRecord } from '../../services/core/audit.ts';
import { newTurn } from '../../services/core/turn.ts';
import { sha256 } from '../../services/store/ledger.ts';
import { emergenciesIn, hour, minute } from './emergencies.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

let house: House;
beforeEach(() => {
  house = openHouse();
  settle(house);
  for (const id of ['d1', 'd2']) house.addDevice(id);
});
afterEach(() => house.close());

const { acts, findings, found, signal, act, machineFire, personFire, putOut, report, after } = emergenciesIn(() => house);

describe('谎报 false', () => {
  it('is "false alarm" reported upward when two detectors saw the fire', () => {
    const id = machineFire();
    report(id, { nature: 'false_alarm' });
    expect(found()).toEqual(['false false_alarm_contradicted']);
    const [finding] = findings();
    expect(finding?.evidence.map((one) => one.split(':')[0])).toEqual(['report', 'alarm', 'alarm']);
    report(id, { nature: 'false_alarm' });
    expect(findings()).toHaveLength(1);
  });

  it('twin: "false alarm" of one detector alone', () => {
    report(personFire(), { nature: 'false_alarm' });
    expect(found()).toEqual([]);
  });

  it('is a time of the fire an hour after the first detector; twenty minutes are not', () => {
    const id = machineFire();
    const seenAt = house.now;
    house.now += 20 * minute;
    report(id, { happenedAt: house.now });
    expect(found()).toEqual([]);
    house.now = seenAt + hour;
    report(id, { kind: 'follow_up', happenedAt: house.now });
    expect(found()).toEqual(['false time_contradicted']);
  });

  it('is a dismissal when another device in the building is confirmed, whichever came first', () => {
    house.addDevice('d3', { space: 'r2' });
    act(signal('d1').id, { action: 'dismiss', cause: 'steam' });
    expect(found()).toEqual([]);
    house.now += 5 * minute;
    const beside = signal('d3');
    act(beside.id, { action: 'confirm' });
    expect(found()).toEqual(['false dismissal_contradicted']);
    const dismissed = house.allAlarms().find(({ device }) => device === 'd1');
    expect(findings()[0]).toMatchObject({
      subject: 'alarm',
      subjectId: dismissed?.id,
      evidence: [`alarm:${dismissed?.id}`, `alarm:${beside.id}`],
    });
    house.now += minute;
    act(signal('d2').id, { action: 'dismiss', cause: 'dust' });
    expect(findings()).toHaveLength(2);
  });

  it('twins: steam alone; a confirmed alarm an hour later; one beside it that nobody confirmed', () => {
    house.addDevice('d3', { space: 'r2' });
    act(signal('d1').id, { action: 'dismiss', cause: 'steam' });
    signal('d3');
    house.now += hour;
    const later = house.allAlarms().find(({ device }) => device === 'd3');
    house.publish('d3', 'event', { ts: house.now, type: 'smoke_alarm', state: 'cleared' });
    act(later?.id ?? '', { action: 'reset', reason: '查无异常' });
    house.now += minute;
    house.publish('d3', 'event', { ts: house.now, type: 'heat_alarm' });
    act(house.alarms().find(({ kind }) => kind === 'heat')?.id ?? '', { action: 'confirm' });
    expect(found().filter((one) => one.startsWith('false'))).toEqual([]);
  });
});

describe('瞒报 concealed', () => {
  it('is a fire the detectors confirmed, ended and not reported past the limit', () => {
    machineFire();
    const from = house.now;
    after(15, from);
    putOut();
    after(59, from);
    expect(found().some((one) => one.startsWith('concealed'))).toBe(false);
    after(61, from);
    after(9000, from);
    expect(found()).toEqual(['concealed confirmed_fire_unreported', 'late late_oral', 'late late_written']);
    expect(
      findings()
        .find(({ kind }) => kind === 'concealed')
        ?.facts['devices']?.split(',')
        .sort(),
    ).toEqual(['d1', 'd2']);
  });

  it('is so when it is ended after the limit as well', () => {
    machineFire();
    const from = house.now;
    after(90, from);
    putOut();
    after(91, from);
    expect(found()).toContain('concealed confirmed_fire_unreported');
  });

  it('twin: the same fire, ended as fast, and reported in time', () => {
    const id = machineFire();
    const from = house.now;
    after(15, from);
    putOut();
    after(28, from);
    report(id);
    after(7 * 24 * 60 - 1, from);
    report(id, { kind: 'final' });
    after(9 * 24 * 60, from);
    expect(found()).toEqual([]);
  });
});

describe('accountability (domain #2, #58)', () => {
  const sheetOf = (holder: string): DutySheet => ({
    id: 'sheet-1',
    org: 's1',
    post: 'post-head',
    edition: 1,
    items: ['按时报告突发事件'],
    issuedAt: house.now,
    issuedBy: 'bureau-leader',
    supersededAt: null,
    asked: [],
    receipts: [{ person: holder, readAt: house.now }],
    performed: [],
  });

  const open = (fields: object, by = 'bureau-leader') =>
    acts().openAccountability(actorOf(house, by), {
      person: 'principal',
      sheet: 'sheet-1',
      item: 0,
      findings: [findings()[0]?.id ?? ''],
      reason: '未按时报告',
      ...fields,
    });

  it('opens only with a duty and an open finding, never by itself, and each finding is used once', () => {
    machineFire();
    house.now += 31 * minute;
    house.tick();
    expect(open({})).toMatchObject({ ok: false, code: 'no_such_duty' });
    const turn = newTurn(house.now);
    turn.put.dutySheet.set('sheet-1', sheetOf('principal'));
    house.store.commit(turn);
    expect(open({ item: 1 })).toMatchObject({ ok: false, code: 'no_such_duty' });
    expect(open({ findings: ['fnd-nothing'] })).toMatchObject({ ok: false, code: 'no_open_finding' });
    expect(open({ person: 'teacher' })).toMatchObject({ ok: false, code: 'not_their_duty' });
    expect(house.store.facts.list('accountability', { schools: null, limit: 5 }).items).toEqual([]);
    const opened = open({});
    expect(opened).toMatchObject({ ok: true, value: { org: 's1', state: 'open', openedBy: 'bureau-leader' } });
    expect(findings()[0]).toMatchObject({ state: 'case', decidedBy: 'bureau-leader' });
    expect(open({})).toMatchObject({ ok: false, code: 'no_open_finding' });
    const id = opened.ok ? opened.value.id : '';
    expect(acts().closeAccountability(actorOf(house, 'bureau-leader'), id, '约谈', null)).toMatchObject({
      ok: true,
      value: { state: 'closed' },
    });
    expect(acts().closeAccountability(actorOf(house, 'bureau-leader'), id, '约谈', null)).toMatchObject({ ok: false, code: 'closed' });
    expect(verifyRecord(house.store.facts.chain(), house.store.facts.said(), sha256)).toMatchObject({ ok: true });
  });

  it('a dismissed finding is none any more, and is not asked again', () => {
    machineFire();
    house.now += 31 * minute;
    house.tick();
    const id = findings()[0]?.id ?? '';
    const decision = { decision: 'dismiss' as const, note: '停电，已用电话报告' };
    expect(acts().decideFinding(actorOf(house, 'bureau-leader'), id, decision, 7)).toMatchObject({ ok: false, status: 412 });
    expect(acts().decideFinding(actorOf(house, 'bureau-leader'), id, decision, null)).toMatchObject({
      ok: true,
      value: { state: 'dismissed' },
    });
    expect(acts().decideFinding(actorOf(house, 'bureau-leader'), id, decision, null)).toMatchObject({ ok: false, code: 'already_decided' });
    house.now += minute;
    house.tick();
    expect(found()).toEqual(['late late_oral']);
  });
});
