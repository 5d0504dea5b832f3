/** 值班台 with a hand-turned clock: what its screens prove, who is told when they do not, and what a restart makes of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../services/contracts/call.ts';
import type { Person } from '../../services/contracts/place.ts';
import type { Console, ConsoleFault, Seat } from '../../services/contracts/rota.ts';
import { isAttended } from '../../services/core/consoles/attended.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { consoleCheckAnswered, consoleCheckMissed } from '../../services/flows/consoles.ts';
import type { Actor } from '../../services/ports.ts';
import type { House } from './harness.ts';
import { openHouse, testPolicies } from './harness.ts';

const { lostMs } = testPolicies.consoles;
let house: House;

const person = (id: string, role: Person['role'], org = 's1'): Person => ({ id, name: id, role, org, phone: '13800000000', active: true });
const seat = (id: string, fields: Partial<Seat> = {}): Seat => ({
  id,
  version: 1,
  school: 's1',
  name: id,
  role: 'first',
  console: true,
  hours: [],
  active: true,
  held: null,
  ...fields,
});
const actor = (id: string, org = 's1'): Actor => ({ id, name: id, role: 'duty-officer', org });

const put = (...seats: Seat[]): void => {
  const turn = newTurn(house.now);
  for (const one of seats) {
    house.service.world().seats.set(one.id, one);
    turn.put.seat.set(one.id, one);
  }
  house.service.commit(turn);
};
const desk = (id = 'first'): Console => {
  const known = house.service.facts.get('console', id);
  // What the service knows by heart is what is stored.
  expect(house.service.world().consoles.get(id)).toEqual(known);
  if (!known) throw new Error(`no console ${id}`);
  return known;
};
const prove = (faults: readonly ConsoleFault[] = [], provenAgoMs: number | null = 0, id = 'first'): void => {
  house.proofs.set(id, { provenAgoMs, watchedMs: 3_600_000, faults, slow: false });
  house.tick();
};
const acts = (id = 'first'): string[] =>
  house.service.facts
    .timeline('console', id)
    .map(({ act }) => act)
    .filter((act) => act.startsWith('console.'));
const callsOf = (subject: Call['subject']): Call[] =>
  house.service.facts.list('call', { where: { subject }, schools: null, limit: 100 }).items;
const begin = (who = 'p1', id = 'first', pressed = true) => actsOf(house.service).attendConsole(actor(who), id, pressed);

beforeEach(() => {
  house = openHouse();
  const turn = newTurn(house.now);
  for (const one of [
    person('p1', 'duty-officer'),
    person('p2', 'duty-officer'),
    person('lead', 'duty-leader'),
    person('far', 'duty-officer', 's2'),
  ]) {
    house.service.world().people.set(one.id, one);
    turn.put.person.set(one.id, one);
  }
  house.service.commit(turn);
});
afterEach(() => house.close());

describe('a duty console', () => {
  it('is there as soon as a seat has one, and nothing is lost before anybody ever began', () => {
    put(seat('first'), seat('phone', { console: false }));
    expect(isAttended(house.service.world(), 's1')).toBe(false);
    house.tick();
    expect(desk()).toMatchObject({ state: 'off', faults: [], person: null, school: 's1' });
    expect(house.service.facts.get('console', 'phone')).toBeNull();
    house.wait(60_000);
    expect(desk().state).toBe('off');
    expect(callsOf('console')).toEqual([]);
  });

  it('a school without one counts as attended: its ladder alone calls', () => {
    put(seat('phone', { console: false }));
    expect(isAttended(house.service.world(), 's1')).toBe(true);
  });

  it('is attended by proof, lost without, told to everybody once, and back by proof', () => {
    put(seat('first', { held: { person: 'p1', since: house.now } }));
    house.tick();
    expect(begin()).toMatchObject({ ok: true, value: { person: 'p1' } });
    prove();
    expect(desk().state).toBe('attended');
    expect(isAttended(house.service.world(), 's1')).toBe(true);
    const written = house.changes.length;
    house.wait(10_000);
    // While all is well nothing is written.
    expect(house.changes.length).toBe(written);

    prove(['muted'], lostMs);
    expect(desk().state).toBe('attended');
    prove(['muted'], lostMs + 1);
    expect(desk()).toMatchObject({ state: 'lost', faults: ['muted'], since: house.now });
    expect(
      house.changes.at(-1)?.type === 'console' ||
        house.changes.some(({ type, value }) => type === 'console' && (value as Console).state === 'lost'),
    ).toBe(true);
    expect(callsOf('console').map((call) => call.subjectId)).toContain('first');
    const calls = callsOf('console').length;
    prove(['hidden'], lostMs + 2);
    expect(desk().faults).toEqual(['hidden']);
    expect(callsOf('console').length).toBe(calls);

    house.now += 5_000;
    prove();
    expect(desk()).toMatchObject({ state: 'attended', faults: [], since: house.now });
    expect(acts()).toEqual(['console.begun', 'console.lost', 'console.back']);
    expect(callsOf('console').filter(({ state }) => state === 'planned')).toEqual([]);
  });

  it('of two, one that is attended is enough for the school', () => {
    put(seat('first'), seat('second', { role: 'second' }));
    house.tick();
    begin('p1', 'first');
    begin('p2', 'second');
    prove([], 0, 'second');
    prove();
    prove(['no_screen'], lostMs + 1);
    expect(desk().state).toBe('lost');
    expect(isAttended(house.service.world(), 's1')).toBe(true);
    prove(['no_screen'], lostMs + 1, 'second');
    expect(isAttended(house.service.world(), 's1')).toBe(false);
  });

  it('of a server that was started again waits for its screens, then is lost', () => {
    put(seat('first'));
    begin();
    prove();
    house = house.reopen();
    const again = (watchedMs: number): void => {
      house.proofs.set('first', { provenAgoMs: null, watchedMs, faults: ['no_screen'], slow: false });
      house.tick();
    };
    again(lostMs);
    expect(desk().state).toBe('attended');
    again(lostMs + 1);
    expect(desk()).toMatchObject({ state: 'lost', faults: ['no_screen'] });
  });

  it('is off outside the hours of its seat, and lost when they begin with nobody there', () => {
    // 11:00 in Shanghai now; from 12:00 on.
    put(seat('first', { hours: [{ from: 12 * 60, to: 22 * 60, days: 'all' }] }));
    begin();
    prove(['no_screen'], null);
    expect(desk().state).toBe('off');
    house.wait(3_600_000, 60_000);
    expect(desk()).toMatchObject({ state: 'lost', faults: ['no_screen'] });
    house.wait(10 * 3_600_000, 600_000);
    expect(desk().state).toBe('off');
    expect(acts()).toEqual(['console.begun', 'console.lost', 'console.off']);
  });

  it('is off when the seat has none any more', () => {
    put(seat('first'));
    begin();
    prove();
    put(seat('first', { version: 2, console: false }));
    prove([], lostMs + 1);
    expect(desk().state).toBe('off');
  });

  it('is begun by who is on the seat alone', () => {
    put(seat('first', { held: { person: 'p2', since: house.now } }), seat('phone', { console: false }));
    house.tick();
    expect(begin('p1')).toMatchObject({ ok: false, status: 403, code: 'not_on_seat' });
    expect(begin('p2')).toMatchObject({ ok: true });
    expect(begin('a-token')).toMatchObject({ ok: false, status: 403 });
    expect(begin('p2', 'phone')).toMatchObject({ ok: false, status: 404 });
    expect(actsOf(house.service).attendConsole(actor('far', 's2'), 'first', true)).toMatchObject({ ok: false, status: 404 });
    // The page of the same person comes back: nothing to write.
    const written = desk().version;
    expect(begin('p2', 'first', false)).toMatchObject({ ok: true, value: { version: written } });
    expect(desk().version).toBe(written);
  });

  it('stays lost by a missed audible check until one is answered, or somebody begins anew', () => {
    put(seat('first'));
    begin();
    prove();
    const inTurn = (work: (turn: ReturnType<typeof newTurn>) => void): void => {
      const turn = newTurn(house.now);
      work(turn);
      house.service.commit(turn);
    };
    inTurn((turn) => consoleCheckMissed(house.service, turn, 'first'));
    expect(desk()).toMatchObject({ state: 'lost', faults: ['check_missed'] });
    prove();
    begin('p1', 'first', false);
    expect(desk().state).toBe('lost');
    inTurn((turn) => consoleCheckAnswered(house.service, turn, 'first'));
    prove();
    expect(desk()).toMatchObject({ state: 'attended', faults: [] });
    inTurn((turn) => consoleCheckMissed(house.service, turn, 'first'));
    begin();
    prove();
    expect(desk().state).toBe('attended');
  });

  it('that painted an alarm late is written down: over its own limit, and over the standard', () => {
    put(seat('first'));
    begin();
    prove();
    const { paintedLate } = actsOf(house.service);
    paintedLate('first', 'alarm-1', 1_234.4);
    paintedLate('first', 'alarm-2', 12_000);
    expect(
      house.service.facts
        .timeline('console', 'first')
        .filter(({ act }) => act === 'console.slow')
        .map(({ detail }) => detail),
    ).toEqual([
      { alarm: 'alarm-1', tookMs: 1_234, limitMs: 1_000 },
      { alarm: 'alarm-2', tookMs: 12_000, limitMs: 10_000 },
    ]);
  });
});

describe('alarms that wait', () => {
  const smoke = { type: 'smoke_alarm', state: 'active' };
  const phones = (): Call[] => callsOf('alarm').filter(({ channel }) => channel !== 'screen' && channel !== 'browser');

  it('are called on phones when the only console is lost', () => {
    put(seat('first', { held: { person: 'p1', since: house.now } }));
    begin();
    prove();
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now, ...smoke });
    house.tick();
    expect(phones()).toEqual([]);
    house.now += 1_000;
    prove(['no_screen'], lostMs + 1);
    expect(phones().map((call) => call.person)).toEqual(['p1']);
    expect(phones()[0]?.plannedAt).toBe(house.now);
  });

  it('are called on phones at once where no console is attended', () => {
    put(seat('first', { held: { person: 'p1', since: house.now } }));
    house.tick();
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now, ...smoke });
    house.tick();
    expect(phones().map((call) => call.person)).toEqual(['p1']);
  });
});
