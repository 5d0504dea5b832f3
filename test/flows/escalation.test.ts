/** E6 and what belongs to it: nobody on duty is left untold, step by step, channel by channel. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from './ladder.ts';
import { accepted, delivered, openStation, refusedForEver, refusedNow } from './ladder.ts';

let station: Station;
beforeEach(() => {
  station = openStation();
  station.house.addDevice('d1', { reportIntervalSeconds: 86_400 });
});
afterEach(() => station.house.close());

const staffed = (): void => {
  station.person('first', 'duty-officer');
  station.person('second', 'duty-officer');
  station.person('leader', 'duty-leader');
  station.person('head', 'principal');
  station.seat('first', 'first');
  station.seat('second', 'second');
  station.seat('leader', 'leader');
};

describe('E6: nobody acknowledges', () => {
  it('is told to the second seat after 30 s, the duty leader after 60 s, the principal after 180 s', async () => {
    staffed();
    const { id } = station.alarm();
    const from = station.house.now;
    expect(station.calls(id).map(({ person, channel, state }) => [person, channel, state])).toEqual([['first', 'screen', 'sent']]);
    station.paint('first', id);
    await station.wait(200_000);
    const steps = station.calls(id).map(({ step, person, plannedAt }) => [step, person, plannedAt - from]);
    console.log(
      'E6 planned',
      steps,
      'left',
      station.left.map(({ person, leftAt }) => [person?.id, leftAt - from]),
    );
    expect(steps).toEqual([
      ['first_seat', 'first', 0],
      ['second_seat', 'second', 30_000],
      ['duty_leader', 'leader', 60_000],
      ['duty_leader', null, 60_000],
      ['duty_leader', null, 60_000],
      ['principal', 'head', 180_000],
    ]);
    expect(station.calls(id).every(({ state }) => state === 'delivered' || state === 'seen')).toBe(true);
    expect(station.now(id).version).toBe(1);
    expect(station.now(id).escalation).toMatchObject({ step: 'principal', next: 'bureau' });
  });

  it('ends with the acknowledgement: what waits is called off, whoever acted has seen it', async () => {
    staffed();
    const { id } = station.alarm();
    station.paint('first', id);
    await station.wait(20_000);
    expect(station.act('first', id, 'acknowledge').ok).toBe(true);
    expect(station.calls(id).map(({ state }) => state)).toEqual(['seen']);
    await station.wait(100_000);
    expect(station.left).toEqual([]);
    expect(station.now(id).escalation).toMatchObject({ step: 'first_seat', next: null, nextAt: null });
  });

  it('goes on when the acknowledgement lapses: the next seat at once, the others in their distances', async () => {
    staffed();
    const { id } = station.alarm();
    station.paint('first', id);
    await station.wait(20_000);
    station.act('first', id, 'acknowledge');
    const from = station.house.now;
    await station.wait(180_000);
    expect(station.now(id)).toMatchObject({ acknowledged: false });
    await station.wait(30_000);
    expect(station.left.map(({ person, leftAt }) => [person?.id, leftAt - from])).toEqual([
      ['second', 180_000],
      ['leader', 210_000],
      [undefined, 210_000],
      [undefined, 210_000],
    ]);
    expect(station.house.store.facts.timeline('alarm', id).map(({ act }) => act)).toContain('alarm.ack_lapsed');
  });

  it('does not lapse while somebody verifies', async () => {
    staffed();
    const { id } = station.alarm();
    station.act('first', id, 'verify');
    await station.wait(400_000);
    expect(station.now(id).acknowledged).toBe(true);
    expect(station.left).toEqual([]);
  });
});

describe('a channel', () => {
  it('that shows nothing within 5 s gives way to the telephone', async () => {
    staffed();
    const { id } = station.alarm();
    const from = station.house.now;
    await station.wait(11_000);
    expect(station.calls(id).map(({ channel, state, reason, plannedAt }) => [channel, state, reason, plannedAt - from])).toEqual([
      ['screen', 'failed', 'not_shown', 0],
      ['browser', 'failed', 'not_shown', 5000],
      ['voice', 'delivered', null, 10_000],
    ]);
  });

  it('that fails for good gives way at once, one that fails for now within 10 s', async () => {
    staffed();
    station.answer = (outgoing) => (outgoing.channel === 'voice' ? refusedForEver(outgoing) : delivered(outgoing));
    const { id } = station.alarm();
    station.paint('first', id);
    const from = station.house.now;
    await station.wait(30_000);
    const second = () => station.calls(id).filter(({ person }) => person === 'second');
    await station.wait(250);
    expect(second().map(({ channel, state }) => [channel, state])).toEqual([
      ['voice', 'failed'],
      ['sms', 'delivered'],
    ]);
    station.answer = (outgoing) => (outgoing.channel === 'voice' ? refusedNow(outgoing) : delivered(outgoing));
    await station.wait(60_000 - (station.house.now - from));
    await station.wait(10_000);
    const leader = station.calls(id).filter(({ person }) => person === 'leader');
    expect(leader.map(({ channel }) => channel)).toEqual(['voice', 'sms']);
    expect((leader[1]?.plannedAt ?? 0) - (leader[0]?.plannedAt ?? 0)).toBeLessThanOrEqual(10_000);
    await station.wait(60_000);
    expect(
      station
        .calls(id)
        .filter(({ person }) => person === 'leader')
        .map(({ state, reason }) => [state, reason]),
    ).toEqual([
      ['cancelled', 'reached_otherwise'],
      ['delivered', null],
    ]);
  });

  it('that only a provider has taken is silent: the next one is used as well, a late receipt still counts', async () => {
    staffed();
    station.answer = accepted;
    const { id } = station.alarm();
    station.paint('first', id);
    await station.wait(30_000 + 31_000);
    expect(
      station
        .calls(id)
        .filter(({ person }) => person === 'second')
        .map(({ channel, state, reason }) => [channel, state, reason]),
    ).toEqual([
      ['voice', 'sent', 'no_receipt'],
      ['sms', 'sent', null],
    ]);
  });
});

describe('who is called', () => {
  it('where nobody is on the seats: the next step at once, the principal now', async () => {
    station.person('head', 'principal');
    for (const role of ['first', 'second', 'leader'] as const) station.seat(role, null);
    const { id } = station.alarm();
    await station.beat();
    expect(station.left.filter(({ person }) => person).map(({ person }) => person?.id)).toEqual(['head']);
    const steps = station.house.store.facts.timeline('alarm', id).filter(({ act }) => act === 'escalation.step');
    expect(steps.map(({ detail }) => [detail['step'], detail['found']])).toEqual([
      ['first_seat', ['nobody_on_seat']],
      ['second_seat', ['nobody_on_seat']],
      ['duty_leader', ['nobody_on_seat']],
      ['principal', ['by_role']],
    ]);
  });

  it('where nobody is there at all: the ladder begins anew until somebody is', async () => {
    const { id } = station.alarm();
    await station.wait(119_000);
    expect(station.calls(id).filter(({ person }) => person !== null)).toEqual([]);
    station.person('late', 'duty-officer');
    await station.wait(2000);
    expect(station.calls(id).filter(({ person }) => person !== null)).toMatchObject([{ person: 'late', occurrence: 2, channel: 'screen' }]);
  });

  it('on an attended screen first, by telephone at once where nobody sees the console', () => {
    staffed();
    station.seat('first', 'first', { console: true });
    const { id } = station.alarm();
    expect(station.calls(id)).toMatchObject([{ channel: 'voice', person: 'first' }]);
  });
});

describe('a standstill', () => {
  it('skips nobody: overdue steps come at once and in order, the later ones in their time', async () => {
    staffed();
    const { id } = station.alarm();
    station.paint('first', id);
    const from = station.house.now;
    station.house.now += 100_000;
    station.restart();
    await station.beat();
    expect(station.left.map(({ person, leftAt }) => [person?.id, leftAt - from])).toEqual([
      ['second', 100_000],
      ['leader', 100_000],
      [undefined, 100_000],
      [undefined, 100_000],
    ]);
    await station.wait(80_250);
    expect(station.left.at(-1)).toMatchObject({ person: { id: 'head' }, leftAt: from + 180_000 });
  });
});
