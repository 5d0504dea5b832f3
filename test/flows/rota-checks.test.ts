/** 查岗 (domain E7), and the duty log. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erasedMark } from '../../services/contracts/erasure.ts';
import type { DutyCheck } from '../../services/contracts/rota.ts';
import { verifyRecord } from '../../services/core/audit.ts';
import { nextCheckAt } from '../../services/core/rota/checks.ts';
import { sha256 } from '../../services/store/ledger.ts';
import { at, codeOf, hour, minute, must, roomIn } from './duty-room.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
const room = roomIn(() => house);
const { acts, actor, shift, put, inbox } = room;

/** A Saturday's night, 23:00. */
const start = at('2026-11-21T23:00');

beforeEach(() => {
  house = openHouse({ now: start });
  room.open();
  put(
    shift('one', 'ann', start, start + 9 * hour),
    shift('two', 'ben', start, start + 9 * hour),
    shift('boss', 'lee', start, start + 24 * hour),
  );
});
afterEach(() => house.close());

const checks = (): DutyCheck[] => house.store.facts.list('dutyCheck', { schools: null, limit: 500 }).items;
const one = (id: string): DutyCheck => {
  const check = house.store.facts.get('dutyCheck', id);
  if (!check) throw new Error(`no check ${id}`);
  return check;
};
const callsAbout = (id: string) =>
  house.store.facts.list('call', { where: { subject: 'dutyCheck', subjectId: id }, schools: null, limit: 100 }).items;
const remote = (): DutyCheck => must(acts().issueDutyCheck(actor('bureau-leader'), 'one', 'remote'));

describe('E7: a presence check', () => {
  it('answered at 9:59 is in time and goes no further', () => {
    const { id } = remote();
    expect(inbox('ann', 'duty_check')).toHaveLength(1);
    house.wait(9 * minute + 59_000);
    const answered = must(acts().answerDutyCheck(actor('ann'), id));
    expect(answered).toMatchObject({ open: false, missed: false, answeredBy: 'ann', answeredAt: start + 9 * minute + 59_000 });
    house.wait(30 * minute, minute);
    expect(one(id).missed).toBe(false);
    expect(callsAbout(id)).toEqual([]);
    expect(inbox('lee', 'duty_check_missed')).toEqual([]);
    console.log('E7: answered at 9:59, 0 calls');
  });

  it('not answered is missed at 10:00 exactly, told upward, and called about', () => {
    const { id, dueAt } = remote();
    expect(dueAt).toBe(start + 10 * minute);
    house.wait(10 * minute - 1000);
    expect(one(id).missed).toBe(false);
    house.wait(1000);
    expect(one(id)).toMatchObject({ missed: true, open: true, answeredAt: null });
    expect(room.audited('dutyCheck', id).slice(0, 2)).toEqual(['duty_check.issued', 'duty_check.missed']);
    expect(['lee', 'principal', 'safety-officer'].map((person) => inbox(person, 'duty_check_missed').length)).toEqual([1, 1, 1]);
    expect(callsAbout(id).length).toBeGreaterThan(0);
    expect(house.changes.findLast(({ type }) => type === 'dutyCheck')?.value).toMatchObject({ id, missed: true });
    console.log(`E7: unanswered, missed at ${(house.now - start) / minute}:00, ${callsAbout(id).length} calls at once`);
    // Somebody comes after all: it stays missed, but nobody else is called.
    house.wait(minute);
    expect(must(acts().answerDutyCheck(actor('ann'), id))).toMatchObject({ missed: true, open: false, answeredBy: 'ann' });
    const before = callsAbout(id).length;
    house.wait(20 * minute, minute);
    expect(callsAbout(id)).toHaveLength(before);
  });

  it('answered at 10:00 is missed, also where the clock’s own look comes later', () => {
    const { id } = remote();
    house.now += 10 * minute;
    expect(must(acts().answerDutyCheck(actor('ann'), id))).toMatchObject({ missed: true, open: false });
    expect(inbox('lee', 'duty_check_missed')).toHaveLength(1);
    house.tick();
    expect(room.audited('dutyCheck', id).filter((act) => act.startsWith('duty_check'))).toEqual([
      'duty_check.issued',
      'duty_check.missed',
      'duty_check.answered',
    ]);
  });

  it('is missed also by a server that was down at that time', () => {
    const { id } = remote();
    house.now += 9 * minute;
    house = house.reopen();
    house.now += 30 * minute;
    house.tick();
    expect(one(id).missed).toBe(true);
    expect(inbox('lee', 'duty_check_missed')).toHaveLength(1);
  });

  it('asks a telephone seat by telephone, and calls nobody about what is answered', () => {
    const { id } = must(acts().issueDutyCheck(actor('bureau-leader'), 'two', 'remote'));
    expect(callsAbout(id)).toMatchObject([{ person: 'ben', channel: 'sms', step: 'presence', state: 'planned' }]);
    must(acts().answerDutyCheck(actor('ben'), id));
    expect(callsAbout(id)).toMatchObject([{ state: 'cancelled', reason: 'over' }]);
  });

  it('is answered by whoever holds the seat, once, and one stands at a time', () => {
    const { id } = remote();
    expect(codeOf(acts().answerDutyCheck(actor('ben'), id))).toBe('not_on_seat');
    expect(codeOf(acts().answerDutyCheck(actor('principal'), id))).toBe('not_on_seat');
    expect(codeOf(acts().issueDutyCheck(actor('lee'), 'one', 'remote'))).toBe('check_waiting');
    expect(codeOf(acts().issueDutyCheck(actor('lee'), 'two', 'audible'))).toBe('no_console');
    must(acts().answerDutyCheck(actor('ann'), id));
    expect(codeOf(acts().answerDutyCheck(actor('ann'), id))).toBe('closed');
    const next = remote();
    house.wait(11 * minute, minute);
    const newer = remote();
    expect(one(next.id)).toMatchObject({ open: false, missed: true, answeredAt: null });
    expect(newer.open).toBe(true);
  });
});

describe('the system’s own checks', () => {
  const policy = () => house.service.policies.duty.checks;

  it('come at random, two to four hours apart by night, and are the same moment after a restart', () => {
    const night = Array.from({ length: 2000 }, (_, i) => (nextCheckAt(`id${String(i)}`, start, policy()) - start) / hour);
    expect(Math.min(...night)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...night)).toBeLessThanOrEqual(4);
    const tenths = Array.from({ length: 10 }, (_, i) => night.filter((hours) => Math.floor((hours - 2) * 5) === i).length);
    expect(Math.min(...tenths)).toBeGreaterThan(120);
    const noon = at('2026-11-21T12:00');
    expect(nextCheckAt('x', noon, policy()) - noon).toBeGreaterThanOrEqual(4 * hour);
    const due = () => house.store.sql.prepare("SELECT dueAt FROM due WHERE kind = 'duty_check_next' ORDER BY key").all();
    const before = due();
    expect(before).toHaveLength(3);
    house = house.reopen();
    expect(due()).toEqual(before);
  });

  it('reach every held seat through the night: by sound at a console, by telephone elsewhere', () => {
    const until = start + 7 * hour;
    while (house.now < until) {
      house.wait(minute, minute);
      for (const { id, seat } of checks().filter(({ open }) => open))
        must(acts().answerDutyCheck(actor({ one: 'ann', two: 'ben', boss: 'lee' }[seat] ?? ''), id));
    }
    const kinds = new Map(checks().map(({ seat, kind }) => [seat, kind]));
    expect(Object.fromEntries(kinds)).toEqual({ one: 'audible', two: 'random', boss: 'random' });
    expect(checks().some(({ missed }) => missed)).toBe(false);
    const console = checks().filter(({ seat }) => seat === 'one');
    expect(console.length).toBeGreaterThanOrEqual(1);
    expect(console.length).toBeLessThanOrEqual(3);
  });

  it('ask nobody in an emergency: fire goes before everything', () => {
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now, type: 'smoke_alarm' });
    must(acts().onAlarm(actor('ann'), house.alarms()[0]?.id ?? '', { action: 'confirm' }, null));
    expect(house.store.world().incidents.size).toBe(1);
    house.wait(6 * hour, 10 * minute);
    expect(checks()).toEqual([]);
  });
});

describe('the duty log', () => {
  const verdict = () => verifyRecord(house.store.facts.chain(), house.store.facts.said(), sha256);
  const write = (text: string) => acts().writeLog(actor('ann'), { school: 's1', text, subject: null, subjectId: null });

  it('keeps what was written, who wrote it and when; the chain holds a hash of it only', () => {
    const entry = must(write('22:30 宿舍楼巡查正常'));
    expect(house.store.facts.get('logEntry', entry.id)).toMatchObject({ by: 'ann', at: start, text: '22:30 宿舍楼巡查正常' });
    const [line] = house.store.facts.timeline('logEntry', entry.id);
    expect(line).toMatchObject({ act: 'log.written', said: { text: '22:30 宿舍楼巡查正常' } });
    expect(JSON.stringify([...house.store.facts.chain()])).not.toContain('宿舍楼巡查');
    expect(codeOf(acts().writeLog(actor('ann'), { school: 's1', text: 'x', subject: 'alarm', subjectId: 'none' }))).toBe('unknown_subject');
    expect(codeOf(acts().writeLog(actor('ann'), { school: 'county', text: 'x', subject: null, subjectId: null }))).toBe('not_found');
  });

  it('gives up a text that the law wants gone, the chain whole', () => {
    const entry = must(write('三年级小明的家长来接'));
    must(acts().erase(actor('bureau-admin'), { subject: 'logEntry', subjectId: entry.id, reason: 'minor_request' }));
    expect(house.store.facts.get('logEntry', entry.id)?.text).toBe(erasedMark);
    expect(house.store.facts.timeline('logEntry', entry.id)[0]?.said).toEqual({ text: null });
    expect(verdict()).toMatchObject({ ok: true });
  });
});
