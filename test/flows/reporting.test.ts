/** 首报 续报 终报, 迟报 漏报: E12's clocks to the minute; each seeded scenario is flagged once, its innocent twin never. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, emergenciesIn, minute } from './emergencies.ts';
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

const { acts, findings, found, incident, machineFire, personFire, putOut, draft, report, after } = emergenciesIn(() => house);

describe('reporting clocks (domain #93, E12)', () => {
  it('with nothing reported flag the telephone after 30 minutes and the letter after 60, once each, across a restart', () => {
    machineFire();
    const from = house.now;
    after(30, from);
    expect(found()).toEqual([]);
    after(31, from);
    expect(found()).toEqual(['late late_oral']);
    after(60, from);
    expect(found()).toHaveLength(1);
    house = house.reopen();
    after(61, from);
    after(62, from);
    expect(found()).toEqual(['late late_oral', 'late late_written']);
    expect(findings()[0]).toMatchObject({ school: 's1', subject: 'incident', subjectId: incident(), state: 'open' });
    const inbox = house.store.facts.list('inboxItem', { where: { subject: 'finding' }, schools: null, limit: 50 }).items;
    expect(new Set(inbox.map(({ person }) => person))).toEqual(new Set(['principal', 'party', 'bureau-leader']));
    expect(inbox).toHaveLength(6);
  });

  it('kept to the minute flag nothing; the clocks say so', () => {
    const id = machineFire();
    const from = house.now;
    after(29, from);
    report(id, { channel: 'oral', deaths: null, injured: null, measures: null });
    after(59, from);
    report(id);
    after(178, from);
    report(id, { kind: 'follow_up' });
    after(200, from);
    putOut();
    after(6 * 24 * 60, from);
    report(id, { kind: 'final' });
    after(20 * 24 * 60, from);
    expect(found()).toEqual([]);
    const clocks = acts().reportClocks(id);
    expect(clocks.map(({ kind, late }) => `${kind} ${late}`)).toEqual([
      'initial false',
      'initial false',
      'follow_up false',
      'follow_up false',
      'final false',
    ]);
    expect(clocks[0]).toMatchObject({ dueAt: from + 30 * minute, doneAt: from + 29 * minute });
    expect(house.store.facts.due(Number.MAX_SAFE_INTEGER, 500).filter(({ kind }) => kind === 'report_clock')).toEqual([]);
  });

  it('go on after the first report: a missed follow-up and a missed final report are late', () => {
    const id = machineFire();
    const from = house.now;
    after(10, from);
    report(id);
    after(131, from);
    expect(found()).toEqual(['late late_follow_up']);
    report(id, { kind: 'follow_up' });
    putOut();
    house.now = from + 7 * day + minute;
    house.tick();
    expect(found()).toEqual(['late late_final', 'late late_follow_up']);
  });

  it('refuse what cannot be: a follow-up before the first report, an event after its report', () => {
    const id = machineFire();
    const by = actorOf(house, 'principal');
    expect(acts().reportIncident(by, id, draft({ kind: 'final' }))).toMatchObject({ ok: false, code: 'no_initial_report' });
    expect(acts().reportIncident(by, id, draft({ happenedAt: house.now + 1 }))).toMatchObject({ ok: false, code: 'not_yet_happened' });
    expect(acts().reportIncident(by, 'inc-nothing', draft())).toMatchObject({ ok: false, status: 404 });
  });
});

describe('迟报 late', () => {
  it('is a report at 45 minutes', () => {
    const id = machineFire();
    const from = house.now;
    after(45, from);
    report(id);
    putOut();
    after(600, from);
    expect(found()).toEqual(['late late_oral']);
  });

  it('twin: a report at 25 minutes', () => {
    const id = machineFire();
    const from = house.now;
    after(25, from);
    report(id);
    putOut();
    after(600, from);
    expect(found()).toEqual([]);
  });
});

describe('漏报 omitted', () => {
  it('is a confirmed incident that ended and was never reported', () => {
    personFire();
    const from = house.now;
    after(10, from);
    putOut();
    after(40, from);
    expect(found()).toEqual(['late late_oral']);
    after(61, from);
    after(100, from);
    expect(found()).toEqual(['late late_oral', 'late late_written', 'omitted closed_without_report']);
  });

  it('is an incident still open when the time for the final report is over', () => {
    machineFire();
    house.now += 7 * day + minute;
    house.tick();
    expect(found()).toEqual(['late late_oral', 'late late_written', 'omitted no_report']);
  });

  it('is a written report without the numbers of people hurt; completed in time it is none', () => {
    const id = machineFire();
    const from = house.now;
    after(20, from);
    report(id, { injured: null });
    expect(acts().reportClocks(id)[1]).toMatchObject({ doneAt: null, missing: ['injured'] });
    after(61, from);
    expect(found()).toEqual(['omitted incomplete_initial']);
  });

  it('twin: ended, and reported within the hour, the missing number in a second report', () => {
    const id = personFire();
    const from = house.now;
    after(10, from);
    putOut();
    after(20, from);
    report(id, { injured: null });
    after(50, from);
    report(id);
    after(5000, from);
    expect(found()).toEqual([]);
  });
});
