/** 交接班: the sheet is true at each signature, responsibility moves with the second one and never in between. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGaps } from '../../services/core/rota/gaps.ts';
import { ownersOf } from '../../services/core/rota/on-duty.ts';
import { gapTermsOf } from '../../services/flows/hold-seats.ts';
import { at, codeOf, crew, hour, minute, must, roomIn } from './duty-room.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
const room = roomIn(() => house);
const { acts, actor, shift, put, holder } = room;
const start = at('2026-11-21T08:00');

beforeEach(() => {
  house = openHouse({ now: start });
  room.open();
});
afterEach(() => house.close());

describe('a handover', () => {
  beforeEach(() => {
    put(shift('one', 'ann', start, start + 8 * hour), shift('one', 'ben', start + 8 * hour, start + 16 * hour));
  });
  const alarm = (device: string): string => {
    house.addDevice(device);
    house.publish(device, 'event', { ts: house.now, type: 'smoke_alarm' });
    return house.alarms().find((one) => one.device === device)?.id ?? '';
  };

  it('goes giver, then taker, and no other way', () => {
    expect(codeOf(acts().openHandover(actor('ann'), 'one', 'cai'))).toBe('not_on_rota');
    expect(codeOf(acts().openHandover(actor('ann'), 'one', 'ann'))).toBe('holds_already');
    expect(codeOf(acts().openHandover(actor('ann'), 'two', 'ben'))).toBe('nobody_holds');
    const sheet = must(acts().openHandover(actor('ben'), 'one', 'ben'));
    expect(sheet).toMatchObject({ giver: 'ann', taker: 'ben', state: 'open' });
    expect(codeOf(acts().openHandover(actor('ann'), 'one', 'ben'))).toBe('handover_open');
    expect(codeOf(acts().signHandover(actor('ben'), sheet.id, 1))).toBe('not_your_turn');
    expect(codeOf(acts().signHandover(actor('principal'), sheet.id, 1))).toBe('not_your_turn');
    expect(codeOf(acts().signHandover(actor('ann'), sheet.id, 9))).toBe('stale');
    must(acts().signHandover(actor('ann'), sheet.id, 1));
    expect(holder()).toBe('ann');
    expect(codeOf(acts().signHandover(actor('ann'), sheet.id, 2))).toBe('not_your_turn');
    house.now += minute;
    expect(must(acts().signHandover(actor('ben'), sheet.id, 2))).toMatchObject({ state: 'done', takenAt: house.now });
    expect(room.seat().held).toEqual({ person: 'ben', since: house.now });
    expect(codeOf(acts().signHandover(actor('ben'), sheet.id, 3))).toBe('closed');
  });

  it('can be given up: the giver keeps the seat', () => {
    const sheet = must(acts().openHandover(actor('ann'), 'one', 'ben'));
    must(acts().signHandover(actor('ann'), sheet.id, 1));
    must(acts().cancelHandover(actor('ann'), sheet.id, 2));
    expect(holder()).toBe('ann');
    expect(codeOf(acts().signHandover(actor('ben'), sheet.id, 3))).toBe('closed');
  });

  it('lists what the next shift takes over, as it is when each of them signs', () => {
    const first = alarm('d1');
    const sheet = must(acts().openHandover(actor('ann'), 'one', 'ben'));
    expect(sheet.sheet.openAlarms).toEqual([first]);
    const calls = house.store.facts.list('call', { where: { subject: 'alarm', subjectId: first }, schools: null, limit: 100 }).items;
    expect(sheet.sheet.pendingCalls).toEqual(
      calls
        .filter(({ state }) => ['planned', 'sending', 'sent'].includes(state))
        .map(({ id }) => id)
        .sort(),
    );
    expect(sheet.sheet.blind).toEqual([]);
    const second = alarm('d2');
    expect(acts().handoverNow(sheet).sheet.openAlarms).toEqual([first, second].sort());
    const given = must(acts().signHandover(actor('ann'), sheet.id, 1));
    expect(given.sheet.openAlarms).toEqual([first, second].sort());
    house.addDevice('d3', { availability: 'silent' });
    const taken = must(acts().signHandover(actor('ben'), sheet.id, 2));
    expect(taken.sheet.blind).toEqual(['d3']);
    expect(house.store.facts.get('handover', sheet.id)).toEqual(taken);
  });

  it('names 200 of a kind and counts the rest', () => {
    for (let i = 0; i < 203; i += 1) house.addDevice(`silent-${String(i)}`, { availability: 'silent' });
    const { sheet } = must(acts().openHandover(actor('ann'), 'one', 'ben'));
    expect(sheet.blind).toHaveLength(200);
    expect(sheet.more).toEqual({ blind: 3 });
  });

  it('says in the time line of each alarm the giver had taken on that it is the taker’s now', () => {
    const [mine, other] = [alarm('d1'), alarm('d2')];
    must(acts().onAlarm(actor('ann'), mine, { action: 'acknowledge' }, null));
    must(acts().onAlarm(actor('lee'), other, { action: 'acknowledge' }, null));
    const done = room.handOver('ben');
    expect(house.store.facts.timeline('alarm', mine).at(-1)).toMatchObject({
      act: 'alarm.handed_over',
      actor: 'ben',
      detail: { handover: done.id, giver: 'ann', taker: 'ben' },
    });
    expect(room.audited('alarm', other)).not.toContain('alarm.handed_over');
  });

  it('that fails to be written moves nothing', () => {
    const sheet = must(acts().openHandover(actor('ann'), 'one', 'ben'));
    must(acts().signHandover(actor('ann'), sheet.id, 1));
    house.store.sql.exec("CREATE TEMP TRIGGER no_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk gone'); END");
    expect(() => acts().signHandover(actor('ben'), sheet.id, 2)).toThrow(/disk gone/);
    house.store.sql.exec('DROP TRIGGER no_more');
    expect(holder()).toBe('ann');
    expect(house.store.world().seats.get('one')?.held?.person).toBe('ann');
    expect(house.store.facts.get('handover', sheet.id)).toMatchObject({ state: 'given', takenAt: null });
    must(acts().signHandover(actor('ben'), sheet.id, 2));
    expect(house.store.world().seats.get('one')?.held?.person).toBe('ben');
  });
});

describe('over random shift changes and crashes', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 300 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('sign' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('swap' as const), person: fc.constantFrom(...crew), from: fc.nat(99), to: fc.nat(99) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('leave' as const), person: fc.constantFrom(...crew), hours: fc.integer({ min: 1, max: 12 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), downMinutes: fc.integer({ min: 0, max: 400 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  const pending = () =>
    (['open', 'given'] as const).flatMap(
      (state) => house.store.facts.list('handover', { where: { seat: 'one', state }, schools: null, limit: 5 }).items,
    )[0];

  /** The act fails with probability one when the database does: nothing of it may be seen afterwards. */
  const broken = (act: () => unknown): void => {
    house.store.sql.exec("CREATE TEMP TRIGGER no_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk gone'); END");
    try {
      act();
    } catch (error) {
      expect(String(error)).toContain('disk gone');
    } finally {
      house.store.sql.exec('DROP TRIGGER no_more');
    }
  };

  const sign = (): void => {
    const open = pending();
    if (open) acts().signHandover(actor(open.state === 'open' ? open.giver : open.taker), open.id, null);
  };

  const swap = (person: string, a: number, b: number): void => {
    const rota = [...house.store.world().shifts.values()].filter(
      (one) => one.seat === 'one' && one.replaces === null && one.endsAt > house.now + hour,
    );
    const target = rota[a % Math.max(1, rota.length)];
    if (!target) return;
    const length = target.endsAt - target.startsAt;
    const [from, to] = [Math.min(a, b), Math.max(a, b) + 1].map((share) => target.startsAt + Math.round((share / 100) * length));
    acts().swapShift(actor('principal'), target.id, { person, startsAt: from ?? 0, endsAt: to ?? 0, reason: 'swap' }, null);
  };

  let unowned = 0;
  const look = (): void => {
    const seat = house.store.world().seats.get('one');
    if (!seat || ownersOf(house.store.world(), seat, house.now).length === 0) unowned += 1;
  };
  const wait = (minutes: number): void => {
    for (const end = house.now + minutes * minute; house.now < end; look()) house.wait(Math.min(10 * minute, end - house.now), 10 * minute);
  };

  const take = (one: Step): void => {
    if (one.do === 'wait') wait(one.minutes);
    else if (one.do === 'open') crew.find((taker) => acts().openHandover(actor(taker), 'one', taker).ok);
    else if (one.do === 'sign') sign();
    else if (one.do === 'cancel' && pending()) acts().cancelHandover(actor('lee'), pending()?.id ?? '', null);
    else if (one.do === 'swap') swap(one.person, one.from, one.to);
    else if (one.do === 'leave')
      acts().addLeave(actor('principal'), { person: one.person, startsAt: house.now, endsAt: house.now + one.hours * hour });
    else if (one.do === 'crash') broken(() => (house.tick(), sign()));
    else if (one.do === 'restart') {
      house = house.reopen();
      house.now += one.downMinutes * minute;
    }
  };

  it('no minute of a seat that must be held is without an owner, and only two signatures move it', { timeout: 240_000 }, () => {
    let [minutes, moved, restarts] = [0, 0, 0];
    house.close();
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        house = openHouse({ now: start });
        try {
          room.open();
          put(
            ...Array.from({ length: 30 }, (_, i) =>
              shift('one', crew[i % crew.length] ?? '', start + i * 8 * hour, start + (i + 1) * 8 * hour),
            ),
          );
          const begin = house.now;
          for (const one of steps) {
            const before = house.store.world().seats.get('one')?.held;
            take(one);
            const seat = house.store.world().seats.get('one');
            if (!seat) throw new Error('no seat');
            look();
            expect(seat.held).not.toBeNull();
            expect(seat.held).toEqual(house.store.facts.get('seat', 'one')?.held);
            if (one.do === 'restart') restarts += 1;
            if (seat.held?.person === before?.person) continue;
            moved += 1;
            const signed = house.store.facts.list('handover', { where: { seat: 'one', state: 'done' }, schools: null, limit: 100 }).items;
            expect(signed).toContainEqual(
              expect.objectContaining({ giver: before?.person, taker: seat.held?.person, takenAt: seat.held?.since }),
            );
          }
          minutes += (house.now - begin) / minute;
        } finally {
          house.close();
        }
      }),
      { numRuns: 30, seed: 4 },
    );
    house = openHouse({ now: start });
    console.log(`${minutes} minutes of a held seat, ${moved} changes of hands, ${restarts} restarts, ${unowned} without an owner`);
    expect(unowned).toBe(0);
    expect(moved).toBeGreaterThan(20);
  });

  it('a filled rota has an owner at every minute, also where nothing was signed', () => {
    put(
      ...Array.from({ length: 6 }, (_, i) => shift('one', crew[i % crew.length] ?? '', start + i * 8 * hour, start + (i + 1) * 8 * hour)),
    );
    const world = house.store.world();
    expect(findGaps(world, 's1', start, start + 48 * hour, gapTermsOf(house.service)).filter(({ seat }) => seat === 'one')).toEqual([]);
    for (let minutes = 0; minutes < 48 * 60; minutes += 1, house.now += minute) {
      if (minutes % 10 === 0) house.tick();
      const seat = house.store.world().seats.get('one');
      expect(seat && ownersOf(house.store.world(), seat, house.now).length).toBeGreaterThan(0);
    }
  });
});
