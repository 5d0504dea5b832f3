/** Seats, shifts, swaps, leave; who answers for a seat as the clock goes on; what is told about gaps, and how often. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onSeat } from '../../services/core/rota/on-duty.ts';
import { at, codeOf, hour, minute, must, roomIn, seatForm } from './duty-room.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
const room = roomIn(() => house);
const { acts, actor, shift, put, holder, inbox } = room;

/** Saturday 8:00. */
const start = at('2026-11-21T08:00');

beforeEach(() => {
  house = openHouse({ now: start });
  room.open();
});
afterEach(() => house.close());

const onFirst = (): string[] => onSeat(house.store.world(), 's1', 'first', house.now).map(({ id }) => id);

describe('the rota', () => {
  it('refuses two at once on a seat, all of a list or none, and people who cannot hold it', () => {
    const add = (...forms: Parameters<typeof put>) => codeOf(acts().addShifts(actor('principal'), forms));
    expect(add(shift('one', 'ann', start, start + 8 * hour), shift('one', 'ben', start + 7 * hour, start + 9 * hour))).toBe('overlap');
    expect(house.store.world().shifts.size).toBe(0);
    expect(add(shift('one', 'ann', start, start + 8 * hour), shift('one', 'ben', start + 8 * hour, start + 16 * hour))).toBe('ok');
    expect(add(shift('one', 'cai', start + 15 * hour, start + 17 * hour))).toBe('overlap');
    expect(add(shift('one', 'teacher', start + 20 * hour, start + 21 * hour))).toBe('cannot_hold');
    expect(add(shift('one', 'nobody', start + 20 * hour, start + 21 * hour))).toBe('unknown_person');
    expect(add(shift('one', 'cai', start + 20 * hour, start + 20 * hour))).toBe('bad_times');
    expect(add(shift('one', 'cai', start - 3 * hour, start))).toBe('bad_times');
    expect(add(shift('none', 'cai', start, start + hour))).toBe('not_found');
    expect(add(shift('two', 'cai', start, start + hour, { replaces: 'x' }))).toBe('unknown_shift');
    expect(codeOf(acts().putSeat(actor('principal'), 'odd', seatForm({ hours: [{ from: 600, to: 600, days: 'all' }] }), 0))).toBe(
      'bad_hours',
    );
  });

  it('lets somebody stand in for a part of a shift, and takes them off again', () => {
    const [ann] = put(shift('one', 'ann', start, start + 8 * hour));
    const form = { person: 'ben', startsAt: start + 2 * hour, endsAt: start + 4 * hour, reason: 'swap' as const };
    const swap = must(acts().swapShift(actor('principal'), ann?.id ?? '', form, 1));
    expect(codeOf(acts().swapShift(actor('principal'), ann?.id ?? '', { ...form, endsAt: start + 9 * hour }, null))).toBe('bad_times');
    expect(codeOf(acts().swapShift(actor('principal'), ann?.id ?? '', { ...form, person: 'cai' }, null))).toBe('overlap');
    // Somebody stands in for the one who stands in.
    expect(codeOf(acts().swapShift(actor('principal'), swap.id, { ...form, person: 'cai', startsAt: start + 3 * hour }, null))).toBe('ok');
    const who = [1, 2.5, 3.5, 5].map((hours) => {
      house.now = start + hours * hour;
      return onFirst().at(-1);
    });
    expect(who).toEqual(['ann', 'ben', 'cai', 'ann']);
  });

  it('does not let a shift of the next day be cancelled into a gap, nor one that changed meanwhile', () => {
    const [near, far] = put(shift('one', 'ann', start + hour, start + 8 * hour), shift('one', 'ben', start + 48 * hour, start + 56 * hour));
    expect(codeOf(acts().cancelShift(actor('principal'), near?.id ?? '', 1))).toBe('leaves_gap');
    expect(codeOf(acts().cancelShift(actor('principal'), far?.id ?? '', 7))).toBe('stale');
    expect(codeOf(acts().cancelShift(actor('principal'), far?.id ?? '', 1))).toBe('ok');
    expect(codeOf(acts().cancelShift(actor('principal'), far?.id ?? '', 2))).toBe('closed');
  });

  it('is remembered by a restart', () => {
    put(shift('one', 'ann', start, start + 8 * hour));
    house.tick();
    const before = house.store.world().seats.get('one');
    house = house.reopen();
    expect(house.store.world().seats.get('one')).toEqual(before);
    expect(onFirst()).toEqual(['ann']);
  });
});

describe('who answers for a seat', () => {
  it('is whoever begins, then stays the giver until both have signed; the next shift is called as well', () => {
    put(shift('one', 'ann', start, start + 8 * hour), shift('one', 'ben', start + 8 * hour, start + 16 * hour));
    expect(holder()).toBe('ann');
    house.wait(8 * hour, minute);
    expect(holder()).toBe('ann');
    expect(onFirst()).toEqual(['ann', 'ben']);
    room.handOver('ben');
    expect(onFirst()).toEqual(['ben']);
  });

  it('is told to both and to the duty leader when nobody has signed for a quarter of an hour, once', () => {
    put(
      shift('one', 'ann', start, start + 8 * hour),
      shift('one', 'ben', start + 8 * hour, start + 16 * hour),
      shift('boss', 'lee', start, start + 24 * hour),
    );
    house.wait(8 * hour + 14 * minute, minute);
    expect(inbox('ben', 'handover_late')).toEqual([]);
    house.wait(2 * hour, minute);
    expect(['ann', 'ben', 'lee', 'cai'].map((person) => inbox(person, 'handover_late').length)).toEqual([1, 1, 1, 0]);
    expect(inbox('lee', 'handover_late')).toMatchObject([{ at: start + 8 * hour + 15 * minute }]);
  });

  it('is nobody when the hours are over and nobody is on it', () => {
    must(acts().putSeat(actor('principal'), 'night', seatForm({ name: 'night', hours: [{ from: 1320, to: 1800, days: 'all' }] }), 0));
    put(shift('night', 'cai', at('2026-11-21T22:00'), at('2026-11-22T06:00')));
    expect(holder('night')).toBeNull();
    house.wait(14 * hour, minute);
    expect(holder('night')).toBe('cai');
    house.wait(8 * hour, minute);
    expect(holder('night')).toBeNull();
    expect(room.audited('seat', 'night')).toEqual(['seat.added', 'seat.taken', 'seat.left']);
  });

  it('stays with the holder in a gap, whatever the rota lacks', () => {
    put(shift('one', 'ann', start, start + 2 * hour));
    house.wait(6 * hour, minute);
    expect(onFirst()).toEqual(['ann']);
  });
});

describe('what is wrong with the days ahead', () => {
  const told = () => inbox('safety-officer', 'rota_gaps');
  const fill = (): void => {
    const people = { one: 'ann', two: 'ben', boss: 'lee' };
    put(
      ...Object.entries(people).flatMap(([seat, person]) =>
        [0, 30].map((days) => shift(seat, person, start + days * 24 * hour, start + (days + 30) * 24 * hour)),
      ),
    );
  };

  it('is told once to the safety officer and the principal, not again every day, and not after a restart', () => {
    house.wait(11 * minute, minute);
    expect(told()).toHaveLength(1);
    expect(inbox('principal', 'rota_gaps')).toHaveLength(1);
    house.wait(5 * 24 * hour, 15 * minute);
    expect(told()).toHaveLength(1);
    house = house.reopen();
    house.wait(2 * 24 * hour, 15 * minute);
    expect(told()).toHaveLength(1);
  });

  it('is told of again when something new is wrong: a leave that nobody stands in for', () => {
    fill();
    house.wait(24 * hour + 20 * minute, 15 * minute);
    expect(told()).toHaveLength(0);
    must(acts().addLeave(actor('principal'), { person: 'ann', startsAt: house.now + 48 * hour, endsAt: house.now + 50 * hour }));
    house.wait(11 * minute, minute);
    expect(told()).toHaveLength(1);
    const kinds = acts()
      .rotaGaps('s1', 30)
      .map(({ kind, seat }) => `${kind} ${seat ?? ''}`.trim());
    expect(new Set(kinds)).toEqual(new Set(['nobody one', 'on_leave one', 'fewer_than_two']));
  });
});
