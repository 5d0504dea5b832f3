/** Posts and duties, grid cells, task forces, people who leave, and the spreadsheet, on the real store. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrganisationActs } from '../../services/acts/organisation.ts';
import type { Person } from '../../services/contracts/place.ts';
import type { Role } from '../../services/contracts/values.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import type { SheetRows } from '../../services/core/organisation/sheets.ts';
import { responsibilityFor } from '../../services/core/responsibility/chain.ts';
import { newTurn } from '../../services/core/turn.ts';
import { organisationActs } from '../../services/flows/organisation.ts';
import type { Actor } from '../../services/ports.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

const dayMs = 24 * 3600_000;

let house: House;
let acts: OrganisationActs;
let told: string[];

const person = (id: string, role: Role, org = 's1'): Person => ({ id, name: `${id} 名`, role, org, phone: null, active: true });
const as = (id: string): Actor => {
  const known = house.service.world().people.get(id);
  if (!known) throw new Error(`nobody ${id}`);
  return { id, name: known.name, role: known.role, org: known.org };
};

beforeEach(() => {
  house = openHouse();
  told = [];
  acts = organisationActs(house.service, {
    reorganised: () => void told.push('reorganised'),
    rightsChanged: () => void told.push('rights'),
  });
  const turn = newTurn(house.now);
  const world = house.service.world();
  for (const one of [
    person('head', 'principal'),
    person('safe', 'safety-officer'),
    person('adm', 'school-admin'),
    person('t1', 'teacher'),
    person('t2', 'teacher'),
    person('eye', 'viewer'),
  ]) {
    world.people.set(one.id, one);
    turn.put.person.set(one.id, one);
  }
  house.store.commit(turn);
});
afterEach(() => house.close());

const inbox = (who: string): string[] =>
  house.service.facts.list('inboxItem', { where: { person: who }, schools: null, limit: 100 }).items.map(({ kind }) => kind);
const history = (subject: string, id: string): string[] => house.service.facts.timeline(subject, id).map(({ act }) => act);

const post = (holders: string[]) => ({ org: 's1', title: '安全员', headship: null, holders, businessDuty: '教务' });
const cell = (who: string) => ({ school: 's1', name: '一层', spaces: ['r1'], topics: [], person: who, everyDays: 2 });
const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

describe('duties', () => {
  it('are issued in editions that stay as they were, each read once by each holder', () => {
    must(acts.putPost(as('adm'), 'p1', post(['t1', 't2']), 0));
    const first = must(acts.issueDuties(as('adm'), 'p1', ['巡查消防通道'], 1));
    expect([first.edition, first.unread]).toEqual([
      1,
      [
        { person: 't1', late: false },
        { person: 't2', late: false },
      ],
    ]);
    expect(inbox('t1')).toEqual(['duty_to_read']);
    must(acts.readDuties(as('t1'), first.id));
    expect(must(acts.readDuties(as('t1'), first.id)).receipts).toHaveLength(1);
    const second = must(acts.issueDuties(as('adm'), 'p1', ['巡查消防通道', '检查灭火器'], null));
    expect(house.service.facts.get('dutySheet', first.id)).toMatchObject({
      items: ['巡查消防通道'],
      supersededAt: house.now,
      receipts: [{ person: 't1' }],
    });
    expect([second.edition, second.unread.map(({ person: who }) => who)]).toEqual([2, ['t1', 't2']]);
    expect(acts.readDuties(as('t1'), first.id)).toMatchObject({ ok: false, code: 'superseded' });
    expect(acts.readDuties(as('safe'), second.id)).toMatchObject({ ok: false, code: 'not_holder' });
    expect(acts.dutiesOf(as('t1'))).toMatchObject([{ post: { id: 'p1' }, sheet: { id: second.id }, read: false }]);
    expect(history('post', 'p1')).toEqual(['post.added', 'duties.issued', 'duties.read', 'duties.issued']);
  });

  it('not signed for seven days are told to the safety officer, once, and shown as late; a later holder has seven days of their own', () => {
    must(acts.putPost(as('adm'), 'p1', post(['t1']), 0));
    const sheet = must(acts.issueDuties(as('adm'), 'p1', ['巡查'], 1));
    house.wait(6 * dayMs, dayMs / 2);
    must(acts.putPost(as('adm'), 'p1', post(['t1', 't2']), 2));
    expect(inbox('safe')).toEqual([]);
    house.wait(2 * dayMs, dayMs / 2);
    expect(inbox('safe')).toEqual(['duty_unread']);
    const view = () => acts.dutyView(house.service.facts.get('dutySheet', sheet.id) ?? sheet).unread;
    expect(view()).toEqual([
      { person: 't1', late: true },
      { person: 't2', late: false },
    ]);
    must(acts.readDuties(as('t2'), sheet.id));
    house.wait(10 * dayMs, dayMs / 2);
    expect(inbox('safe')).toEqual(['duty_unread']);
    expect(view()).toEqual([{ person: 't1', late: true }]);
  });

  it('are performed by who has read them, with what shows it; what was typed is not on the chain', () => {
    must(acts.putPost(as('adm'), 'p1', post(['t1']), 0));
    must(acts.putGridCell(as('adm'), 'c1', cell('t1'), 0));
    const { id } = must(acts.issueDuties(as('adm'), 'p1', ['巡查'], null));
    const done = { item: 0, subject: 'gridCell' as const, subjectId: 'c1', note: '张小明在场' };
    expect(acts.performDuty(as('t1'), id, done)).toMatchObject({ code: 'not_read' });
    must(acts.readDuties(as('t1'), id));
    expect(acts.performDuty(as('t1'), id, { ...done, item: 1 })).toMatchObject({ code: 'unknown_item' });
    expect(acts.performDuty(as('t1'), id, { ...done, subjectId: 'none' })).toMatchObject({ code: 'unknown_evidence' });
    expect(must(acts.performDuty(as('t1'), id, done)).performed).toMatchObject([{ item: 0, person: 't1', subjectId: 'c1' }]);
    expect(JSON.stringify([...house.store.facts.chain()])).not.toContain('张小明');
  });
});

describe('grid cells and task forces', () => {
  it('are patrolled by their own person; a missed patrol is told', () => {
    must(acts.putGridCell(as('adm'), 'c1', cell('t1'), 0));
    expect(acts.putGridCell(as('adm'), 'c1', cell('t2'), 0)).toMatchObject({ code: 'stale' });
    expect(acts.putGridCell(as('adm'), 'c2', { ...cell('t1'), spaces: ['elsewhere'] }, 0)).toMatchObject({ code: 'unknown_space' });
    expect(acts.putGridCell(as('adm'), 'head', cell('t1'), 0)).toMatchObject({ code: 'exists' });
    expect(acts.patrol(as('t2'), 'c1', '')).toMatchObject({ code: 'not_yours' });
    must(acts.patrol(as('t1'), 'c1', '无异常'));
    house.wait(2 * dayMs - 1000, dayMs / 4);
    expect(inbox('t1')).toEqual([]);
    house.wait(2000);
    expect([inbox('t1'), inbox('safe')]).toEqual([['patrol_missed'], ['patrol_missed']]);
  });

  it('remind of tasks that are due: who has it, and the contact', () => {
    const form = {
      org: 's1',
      name: '专班',
      topics: [],
      members: ['t2', 't1'],
      tasks: [
        { id: 'a', task: '排查', person: 't1', dueAt: house.now + dayMs },
        { id: 'b', task: '复核', person: 't1', dueAt: house.now + dayMs },
      ],
      closed: false,
    };
    must(acts.putTaskForce(as('adm'), 'f1', form, 0));
    expect(acts.finishTask(as('safe'), 'f1', 'a')).toMatchObject({ code: 'not_yours' });
    must(acts.finishTask(as('t1'), 'f1', 'a'));
    house.wait(2 * dayMs, dayMs);
    expect([inbox('t1'), inbox('t2')]).toEqual([['force_task_due'], ['force_task_due']]);
    expect(must(acts.putTaskForce(as('adm'), 'f1', { ...form, members: ['t1'] }, 2)).tasks[0]?.doneAt).not.toBeNull();
  });
});

describe('somebody who leaves', () => {
  const giveAll = (): void => {
    must(acts.putPost(as('adm'), 'p1', post(['t1']), 0));
    must(acts.issueDuties(as('adm'), 'p1', ['巡查'], null));
    must(acts.putGridCell(as('adm'), 'c1', cell('t1'), 0));
    const turn = newTurn(house.now);
    turn.put.hazard.set('h1', {
      ...openHazard({
        id: 'h1',
        school: 's1',
        space: 'r1',
        device: null,
        category: 'electrical',
        origin: 'sensor',
        alarm: null,
        incident: null,
        suggestedGrade: null,
        description: '插座松动',
        facts: {},
        at: house.now,
      }),
      responsible: 't1',
    });
    turn.put.risk.set('k1', {
      id: 'k1',
      version: 1,
      school: 's1',
      space: 'r1',
      category: 'electrical',
      source: '老线路',
      likelihood: 2,
      severity: 3,
      level: 'general',
      retiredAt: null,
      controls: [
        { id: 'c', measure: '查看', owner: 't1', everyDays: 7, lastCheckedAt: null, nextDueAt: house.now + dayMs, missedSince: null },
      ],
    });
    house.store.commit(turn);
  };

  it('is not let go while answering for anything; with a successor all of it goes over in one turn', () => {
    giveAll();
    expect(acts.deactivatePerson(as('adm'), 't1', null)).toMatchObject({ ok: false, code: 'accountable' });
    for (const nobody of ['t1', 'eye', 'ghost'])
      expect(acts.deactivatePerson(as('adm'), 't1', nobody)).toMatchObject({ code: 'unknown_successor' });
    expect(house.service.world().people.get('t1')?.active).toBe(true);
    must(acts.deactivatePerson(as('adm'), 't1', 't2'));
    const again = house.reopen();
    const { facts } = again.service;
    expect([facts.get('person', 't1')?.active, facts.get('post', 'p1')?.holders, facts.get('gridCell', 'c1')?.person]).toEqual([
      false,
      ['t2'],
      't2',
    ]);
    expect([facts.get('hazard', 'h1')?.responsible, facts.get('risk', 'k1')?.controls[0]?.owner]).toEqual(['t2', 't2']);
    expect(
      responsibilityFor(again.service.world(), { school: 's1', space: 'r1', category: null, responsible: null }).accountable?.person,
    ).toBe('t2');
    const sheet = facts.get('dutySheet', 'p1-e1');
    expect(sheet?.asked.map(({ person: who }) => who)).toEqual(['t1', 't2']);
    expect(
      facts
        .list('inboxItem', { where: { person: 't2' }, schools: null, limit: 9 })
        .items.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['duties_taken_over', 'duty_to_read']);
    expect(told).toEqual(['rights']);
    house = again;
  });

  it('moves to another school only with empty hands; nobody deactivates themselves', () => {
    giveAll();
    expect(acts.deactivatePerson(as('adm'), 'adm', null)).toMatchObject({ code: 'yourself' });
    expect(must(acts.putPerson(as('adm'), 't1', { ...person('t1', 'teacher'), phone: '1' })).phone).toBe('1');
    expect(acts.putPerson(as('adm'), 't3', { ...person('t3', 'bureau-admin') })).toMatchObject({ code: 'role_place' });
    must(acts.deactivatePerson(as('adm'), 'eye', null));
  });
});

describe('the spreadsheet', () => {
  const rows = (name: string, ...lines: string[][]): SheetRows[] => [{ name, rows: lines.map((cells, i) => ({ row: i + 1, cells })) }];
  const exported = (): SheetRows[] =>
    acts.exportSheets(as('adm')).flatMap(({ name, rows: lines }) => rows(name, ...lines.map((line) => [...line])));

  it('says what is so, and imported again changes nothing', () => {
    must(acts.putPost(as('adm'), 'p1', post(['t1']), 0));
    must(acts.issueDuties(as('adm'), 'p1', ['甲', '乙'], null));
    must(acts.putGridCell(as('adm'), 'c1', cell('t1'), 0));
    const before = house.changes.length;
    const answer = acts.importSheets(as('adm'), exported(), false);
    expect(answer).toMatchObject({ ok: true, errors: [] });
    expect(Object.values(answer.counts)).toEqual(Array(7).fill({ added: 0, changed: 0 }));
    expect([house.changes.length, told]).toEqual([before, []]);
  });

  it('imports all or nothing, dry only looks, and says which fields of whom it changed', () => {
    const sheets = rows(
      '人员',
      ['编号', '姓名', '角色', '机构编号', '电话'],
      ['t1', 't1 名', '网格员', 's1', '100'],
      ['new', '新人', '教师', 's1', ''],
    );
    const broken = [...sheets, ...rows('网格', ['编号', '学校编号', '名称', '部位编号', '网格员编号'], ['g', 's1', '格', 'r9', 'new'])];
    expect(acts.importSheets(as('adm'), broken, false)).toMatchObject({
      ok: false,
      errors: [{ sheet: '网格', row: 2, column: '部位编号' }],
    });
    expect(acts.importSheets(as('adm'), sheets, true)).toMatchObject({ ok: true, dry: true, counts: { people: { added: 1, changed: 1 } } });
    expect([house.service.world().people.has('new'), house.service.world().people.get('t1')?.role]).toEqual([false, 'teacher']);
    expect(acts.importSheets(as('adm'), sheets, false)).toMatchObject({ ok: true, counts: { people: { added: 1, changed: 1 } } });
    expect(house.service.facts.get('person', 't1')).toMatchObject({ role: 'grid-person', phone: '100' });
    expect(house.service.facts.timeline('person', 't1').at(-1)).toMatchObject({
      act: 'person.updated',
      actor: 'adm',
      school: 's1',
      detail: { fields: ['role', 'phone'] },
    });
    expect(told).toEqual(['reorganised', 'rights']);
  });

  it('names the devices that still need a secret, and lets nobody go who answers for something', () => {
    const devices = rows('设备', ['编号', '学校编号', '名称', '类型'], ['gw', 's1', '网关', '网关'], ['d1', 's1', '烟感', '探测器']);
    expect(acts.importSheets(as('adm'), devices, false)).toMatchObject({ ok: true, withoutSecret: ['gw', 'd1'] });
    must(acts.putGridCell(as('adm'), 'c1', cell('t1'), 0));
    expect(acts.importSheets(as('adm'), rows('人员', ['编号', '在职'], ['t1', '否']), false)).toMatchObject({
      ok: false,
      errors: expect.arrayContaining([expect.objectContaining({ row: 2, column: '在职' })]),
    });
  });
});
