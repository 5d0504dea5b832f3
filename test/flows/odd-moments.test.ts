/** Odd moments: what comes to nothing because of something else must not leave anybody untold. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from './ladder.ts';
import { accepted, delivered, openStation, refusedNow } from './ladder.ts';

let station: Station;
beforeEach(() => {
  station = openStation();
  station.person('ann', 'duty-officer');
  station.person('ben', 'duty-officer');
  station.person('lee', 'duty-leader');
  station.person('pia', 'principal');
  station.seat('first', 'ann');
  station.seat('second', 'ben');
  station.seat('leader', 'lee');
  station.house.addDevice('d1', { space: 'r1' });
});
afterEach(() => station.house.close());

const reached = (id: string, person: string): boolean =>
  station.calls(id).some((call) => call.person === person && (call.state === 'delivered' || call.state === 'seen'));

describe('an acknowledgement that lapses', () => {
  it('calls again whom it kept from being called', async () => {
    // Nobody's telephone answers: the second seat is being tried when the first one acknowledges.
    station.answer = (outgoing) => (outgoing.person?.id === 'ben' ? refusedNow(outgoing) : delivered(outgoing));
    const { id } = station.alarm();
    await station.wait(31_000);
    expect(reached(id, 'ben')).toBe(false);
    station.act('ann', id, 'acknowledge');
    await station.wait(60_000);
    expect(station.calls(id).filter(({ person, state }) => person === 'ben' && (state === 'planned' || state === 'sending'))).toEqual([]);
    station.answer = delivered;
    await station.wait(150_000);
    expect(reached(id, 'ben')).toBe(true);
    expect(reached(id, 'lee')).toBe(true);
  });

  it('goes on to the next channel where silence fell into its time', async () => {
    station.person('ben', 'duty-officer', { email: 'ben@school.example' });
    station.answer = (outgoing) =>
      outgoing.person?.id === 'ben' && outgoing.channel !== 'email' ? accepted(outgoing) : delivered(outgoing);
    const { id } = station.alarm();
    await station.wait(32_000);
    station.act('ann', id, 'acknowledge');
    await station.wait(185_000);
    await station.wait(60_000);
    expect(reached(id, 'ben')).toBe(true);
  });

  it('while a call is being sent: the one who was sent to is not sent to twice', async () => {
    let answer: (() => void) | null = null;
    station.answer = (outgoing) => {
      if (outgoing.person?.id !== 'ben' || answer !== null) return accepted(outgoing);
      return new Promise((resolve) => {
        answer = () => resolve({ ok: true, state: 'delivered', receipt: null });
      });
    };
    const { id } = station.alarm();
    for (let beats = 0; beats < 124 && answer === null; beats++) {
      station.house.now += 250;
      void station.beat();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(answer).not.toBeNull();
    station.act('ann', id, 'acknowledge');
    (answer as unknown as () => void)();
    await station.wait(200_000);
    expect(station.left.filter(({ person }) => person?.id === 'ben')).toHaveLength(1);
    expect(reached(id, 'ben')).toBe(true);
  });
});

describe('an alarm that comes back after it was acknowledged', () => {
  it('calls everybody due anew', async () => {
    const { id } = station.alarm();
    await station.wait(5_000);
    station.act('ann', id, 'acknowledge');
    const before = station.left.length;
    station.house.publish('d1', 'event', { ts: station.house.now, type: 'smoke_alarm', state: 'cleared' });
    await station.wait(5_000);
    station.house.publish('d1', 'event', { ts: station.house.now, type: 'smoke_alarm', state: 'active' });
    await station.wait(70_000);
    expect(station.now(id)).toMatchObject({ acknowledged: false, open: true });
    const again = new Set(station.left.slice(before).map(({ person }) => person?.id));
    expect([...again]).toEqual(expect.arrayContaining(['ann', 'ben', 'lee']));
  });
});

describe('a seat that changes hands in the middle', () => {
  it('calls whoever sits there when the step comes, and the one who has not handed over', async () => {
    station.person('cai', 'duty-officer');
    const { id } = station.alarm();
    await station.wait(10_000);
    const { world } = station.house.store;
    const old = world().shifts.get('shift-seat-second-ben');
    if (!old) throw new Error('no shift');
    world().shifts.set('swap', { ...old, id: 'swap', person: 'cai', startsAt: station.house.now, replaces: old.id, reason: 'swap' });
    await station.wait(30_000);
    expect(reached(id, 'cai')).toBe(true);
  });
});

describe('a process that ends between two steps', () => {
  it('goes on at the same moments', async () => {
    const { id } = station.alarm();
    await station.wait(29_000);
    station.restart();
    await station.wait(2_000);
    expect(reached(id, 'ben')).toBe(true);
    station.restart();
    await station.wait(31_000);
    expect(reached(id, 'lee')).toBe(true);
  });
});
