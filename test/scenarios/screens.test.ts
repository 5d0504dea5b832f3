/** What screens are told: resync without a gap, nothing of another school, no delay by another school's flood. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm } from '../../services/contracts/alarm.ts';
import { alarmIn } from '../bench/live.ts';
import { openLoad } from '../bench/load.ts';
import { openTown, pause, type Town, tell } from './town.ts';

const floodClients = 100;
const floodPerSecond = 10_000;

describe('screens of two schools', () => {
  let town: Town;
  const flooders = Array.from({ length: floodClients }, (_, i) => `elm-${i}`);

  beforeAll(async () => {
    town = await openTown({
      schools: ['oak', 'elm'],
      devices: [
        ...['oak-1', 'oak-2', 'oak-3', 'oak-4'].map((id) => ({ id, school: 'oak' })),
        ...flooders.map((id) => ({ id, school: 'elm', type: 'sensor' as const })),
        { id: 'elm-smoke', school: 'elm' },
      ],
    });
  });
  afterAll(() => town.close());

  const smoke = (seq: number) => ({ ts: Date.now(), seq, type: 'smoke_alarm', state: 'active' });

  test('a screen that was away is told what it missed, in a chain; one that holds nothing gets a snapshot', async () => {
    const first = await town.screen('duty-officer', 'oak');
    const device = await town.connect('oak-1');
    await tell(device, 'oak', 'oak-1', 'event', smoke(1));
    const { seq } = await first.until((c) => alarmIn(c)?.device === 'oak-1');
    first.close();
    await tell(device, 'oak', 'oak-1', 'event', smoke(2));
    await tell(device, 'oak', 'oak-1', 'event', smoke(3));

    const back = await town.screen('duty-officer', 'oak', seq);
    await back.until((c) => alarmIn(c)?.count === 3);
    expect(back.snapshot).toBeNull();
    expect(back.gaps).toBe(0);

    const fresh = await town.screen('duty-officer', 'oak');
    expect(fresh.snapshot?.board.alarms.find((alarm) => alarm.device === 'oak-1')?.count).toBe(3);
    expect(fresh.snapshot?.seq).toBe(back.changes.at(-1)?.seq);
    // A number nobody was ever given: told everything again.
    const strange = await town.screen('duty-officer', 'oak', 999_999_999);
    await expect.poll(() => strange.snapshot).not.toBeNull();
  });

  test('one school sees nothing of another, and the whole installation sees both', async () => {
    const oak = await town.screen('duty-officer', 'oak');
    const elm = await town.screen('duty-officer', 'elm');
    const bureau = await town.screen('bureau-leader');
    const device = await town.connect('oak-2');
    await tell(device, 'oak', 'oak-2', 'event', smoke(1));
    await oak.until((c) => alarmIn(c)?.device === 'oak-2');
    await bureau.until((c) => alarmIn(c)?.device === 'oak-2');
    const other = await town.connect('elm-smoke');
    await tell(other, 'elm', 'elm-smoke', 'event', smoke(1));
    await elm.until((c) => alarmIn(c)?.device === 'elm-smoke');
    await bureau.until((c) => alarmIn(c)?.device === 'elm-smoke');
    expect(JSON.stringify([elm.snapshot, elm.changes])).not.toContain('oak');
    expect(JSON.stringify([oak.snapshot, oak.changes])).not.toContain('elm');
    expect([oak.gaps, elm.gaps, bureau.gaps]).toEqual([0, 0, 0]);
    const alarms = await town.client('duty-officer', 'elm').alarms();
    expect(alarms.every(({ school }) => school === 'elm')).toBe(true);
  });

  test('ten thousand messages a second from one school do not delay the alarm of another', async () => {
    const oak = await town.screen('duty-officer', 'oak');
    const device = await town.connect('oak-3');
    const load = await openLoad({
      port: town.app.addresses.mqtt ?? 0,
      school: 'elm',
      identities: flooders.map((id) => ({ id, secret: town.ground.secretOf(id) })),
      inFlight: 200,
    });
    load.pace(floodPerSecond);
    await pause(1500);
    const started = Date.now();
    await tell(device, 'oak', 'oak-3', 'event', smoke(1));
    const change = await oak.until((c) => alarmIn(c)?.device === 'oak-3');
    const delay = Date.now() - started;
    expect((change.value as Alarm).level).toBe('alarm');
    await load.drain();
    expect(load.outOfOrder()).toBe(0);
    expect(load.acked()).toBeGreaterThan(floodPerSecond / 4);
    load.close();
    expect(delay).toBeLessThanOrEqual(1000);
    expect(town.broken).toEqual([]);
  });
});
