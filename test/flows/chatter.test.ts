/** A loose contact: it comes and goes every second, and is one matter all the same (ISA-18.2 chattering; R24). */
import { afterEach, describe, expect, it } from 'vitest';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

let house: House;
afterEach(() => house.close());

const begin = (): void => {
  house = openHouse();
  settle(house);
  house.addDevice('d1', { reportIntervalSeconds: 86_400 });
};
const flap = (type: string, seconds: number): void => {
  for (let i = 0; i < seconds; i += 1) {
    for (const state of ['active', 'cleared']) {
      house.publish('d1', 'event', { ts: house.now, type, state });
      house.wait(500, 500);
    }
  }
};
const calls = () => house.store.facts.list('call', { schools: null, limit: 500 }).items;
/** How often everybody was called from the beginning. */
const beginnings = (): number => new Set(calls().map(({ subjectId, occurrence }) => `${subjectId} ${occurrence}`)).size;

describe.each(['tamper', 'smoke_alarm', 'video_intrusion'])('%s that flaps for two minutes', (type) => {
  it('is one alarm with all its triggers counted, told a few times and not at every flap', () => {
    begin();
    flap(type, 120);
    expect(house.allAlarms()).toHaveLength(1);
    expect(house.alarms()[0]).toMatchObject({ count: 120, open: true });
    expect(beginnings()).toBeLessThanOrEqual(3);
  });

  it('stays acknowledged once somebody has taken it on, and does not come back as another alarm', () => {
    begin();
    flap(type, 10);
    const [alarm] = house.alarms();
    const done = actsOf(house.service).onAlarm(actorOf(house, 'duty-officer'), alarm?.id ?? '', { action: 'verify' }, null);
    expect(done.ok).toBe(true);
    const before = beginnings();
    flap(type, 110);
    expect(house.allAlarms()).toHaveLength(1);
    expect(house.alarms()[0]).toMatchObject({ acknowledged: true, open: true, count: 120 });
    expect(beginnings()).toBe(before);
  });

  it('that was quiet for more than a minute is news again', () => {
    begin();
    flap(type, 20);
    const before = beginnings();
    house.wait(61_000);
    flap(type, 1);
    expect(house.allAlarms().filter(({ open }) => open)).toHaveLength(1);
    expect(beginnings()).toBe(before + 1);
  });
});
