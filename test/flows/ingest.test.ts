import { afterEach, describe, expect, it } from 'vitest';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
afterEach(() => house.close());

const minute = 60_000;

const smoke = (h: House, device: string, state: 'active' | 'cleared', at = h.now) =>
  h.publish(device, 'event', { ts: at, type: 'smoke_alarm', state });

describe('one real event, one alarm', () => {
  it('opens one alarm and counts each further trigger', () => {
    house = openHouse();
    house.addDevice('d1');
    smoke(house, 'd1', 'active');
    house.now += 1000;
    smoke(house, 'd1', 'active');
    expect(house.alarms()).toMatchObject([
      { device: 'd1', kind: 'smoke', level: 'alarm', severity: 'life_safety', condition: 'active', count: 2, verification: 'unverified' },
    ]);
    expect(house.alarms()[0]?.because[0]?.cites).toBeTruthy();
  });

  it('takes the same message again for what it is, in one batch, later and after a restart', () => {
    house = openHouse();
    house.addDevice('d1');
    const at = house.now;
    for (let i = 0; i < 3; i++) smoke(house, 'd1', 'active', at);
    house.now += 10 * minute;
    smoke(house, 'd1', 'active', at);
    house = house.reopen();
    smoke(house, 'd1', 'active', at);
    expect(house.alarms()).toMatchObject([{ count: 1, eventAt: at }]);
    expect(house.store.facts.events('d1', { limit: 10 }).items).toHaveLength(1);
  });

  it('knows a message by boot and seq for ever, by seq alone for a minute, and without both never', () => {
    house = openHouse();
    house.addDevice('d1');
    const send = (extra: object) => house.publish('d1', 'event', { type: 'smoke_alarm', ...extra });
    send({ boot: 'b', seq: 1 });
    house.now += 60 * minute;
    send({ boot: 'b', seq: 1 });
    expect(house.alarms()[0]?.count).toBe(1);
    send({ seq: 7 });
    house.now += 30_000;
    send({ seq: 7 });
    expect(house.alarms()[0]?.count).toBe(2);
    house.now += 2 * minute;
    send({ seq: 7 });
    expect(house.alarms()[0]?.count).toBe(3);
    send({});
    send({});
    expect(house.alarms()[0]?.count).toBe(5);
  });

  it('keeps two different messages of the same millisecond', async () => {
    house = openHouse();
    house.addDevice('d1');
    const ts = house.now;
    for (const seq of [1, 2, 2]) house.publish('d1', 'telemetry', { ts, seq, values: { temperature: 20 } });
    expect(await house.store.series.read('d1', 'temperature', ts, ts + 1, 10)).toHaveLength(2);
  });

  it('latches a fire until reset, and opens it for a new look when it comes back', () => {
    house = openHouse();
    house.addDevice('d1');
    smoke(house, 'd1', 'active');
    house.now += minute;
    smoke(house, 'd1', 'cleared');
    expect(house.alarms()).toMatchObject([{ condition: 'latched', open: true }]);
    house.now += minute;
    smoke(house, 'd1', 'active');
    expect(house.alarms()).toMatchObject([{ condition: 'active', acknowledged: false, count: 2 }]);
  });

  it('lets no late “all clear” close anything newer', () => {
    house = openHouse();
    house.addDevice('d1');
    smoke(house, 'd1', 'active');
    smoke(house, 'd1', 'cleared', house.now - minute);
    expect(house.alarms()).toMatchObject([{ condition: 'active' }]);
  });
});

describe('a device’s events', () => {
  it('page through events of one and the same moment without losing any', () => {
    house = openHouse();
    house.addDevice('d1');
    const ts = house.now;
    for (let seq = 0; seq < 5; seq++) house.publish('d1', 'event', { ts, seq, type: 'panic' });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = house.store.facts.events('d1', { limit: 2, cursor });
      seen.push(...page.items.map((row) => row.event));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toHaveLength(5);
  });
});

describe('late data', () => {
  it('opens what it should have opened, marked late, and leaves newer things alone', () => {
    house = openHouse();
    house.addDevice('d1');
    house.publish('d1', 'telemetry', { ts: house.now, values: { temperature: 21 } });
    const then = house.now - 60 * minute;
    const backlog = Array.from({ length: 30 }, (_, i) => ({ ts: then + i * 10_000, values: { temperature: 61 + i * 0.1 } }));
    house.publish('d1', 'telemetry', backlog);
    const alarms = house.allAlarms().filter((a) => a.kind === 'temperature');
    expect(alarms).toMatchObject([{ late: true, level: 'alarm', condition: 'cleared', open: true }]);
    expect(alarms[0]?.eventAt).toBeLessThan(then + 2 * minute);
    house.publish('d1', 'telemetry', backlog);
    expect(house.allAlarms().filter((a) => a.kind === 'temperature')).toHaveLength(1);
  });

  it('opens a late smoke event once, latched when newer news says it is over', () => {
    house = openHouse();
    house.addDevice('d1');
    smoke(house, 'd1', 'cleared');
    smoke(house, 'd1', 'active', house.now - 30 * minute);
    smoke(house, 'd1', 'active', house.now - 30 * minute + 1000);
    expect(house.alarms()).toMatchObject([{ late: true, condition: 'latched' }]);
  });

  it('orders a clock that runs ahead, or never was set, by receipt', () => {
    house = openHouse();
    house.addDevice('d1');
    house.publish('d1', 'event', { ts: house.now + 86_400_000, type: 'panic' });
    expect(house.alarms()).toMatchObject([{ kind: 'panic', eventAt: house.now }]);
    expect(house.store.world().devices.get('d1')?.clockAhead).toBe(true);
    house.addDevice('d2');
    house.publish('d2', 'event', { ts: 1000, type: 'panic' });
    expect(house.alarms().find((a) => a.device === 'd2')?.eventAt).toBe(house.now);
  });
});

describe('two independent devices', () => {
  it('confirm each other in one space within the window, and open an incident and a hazard', () => {
    house = openHouse();
    house.addDevice('d1');
    house.addDevice('d2');
    smoke(house, 'd1', 'active');
    house.now += 100_000;
    smoke(house, 'd2', 'active');
    expect(house.alarms().map((a) => a.verification)).toEqual(['confirmed', 'confirmed']);
    const incidents = [...house.store.world().incidents.values()];
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.alarms).toHaveLength(2);
    expect(house.hazards()).toMatchObject([{ category: 'confirmed_event', state: 'reported' }]);
  });

  it.each([
    ['the same device twice', ['d1', 'd1'], 'r1', 1000],
    ['devices of different rooms', ['d1', 'd3'], 'r1', 1000],
    ['too far apart in time', ['d1', 'd2'], 'r1', 121_000],
  ])('do not: %s', (_why, devices, _room, gap) => {
    house = openHouse();
    for (const [id, space] of [
      ['d1', 'r1'],
      ['d2', 'r1'],
      ['d3', 'r2'],
    ] as const)
      house.addDevice(id, { space });
    for (const device of devices) {
      smoke(house, device, 'active');
      house.now += gap;
    }
    expect(house.alarms().every((a) => a.verification === 'unverified')).toBe(true);
    expect(house.store.world().incidents.size).toBe(0);
  });
});

describe('blindness', () => {
  it('is a state: three missed reports make a device silent, its own word brings it back', () => {
    house = openHouse();
    house.addDevice('d1', { reportIntervalSeconds: 60 });
    house.publish('d1', 'telemetry', { values: { temperature: 20 } });
    expect(house.store.world().devices.get('d1')?.availability).toBe('in_service');
    house.wait(179_000);
    expect(house.alarms()).toHaveLength(0);
    house.wait(2000);
    expect(house.alarms()).toMatchObject([{ kind: 'silent', level: 'fault' }]);
    expect(house.store.world().devices.get('d1')?.availability).toBe('silent');
    house.publish('d1', 'telemetry', { values: { temperature: 20 } });
    expect(house.store.world().devices.get('d1')?.availability).toBe('in_service');
    expect(house.alarms()).toMatchObject([{ kind: 'silent', condition: 'cleared' }]);
  });

  it('of a gateway is one alarm, and its children are unknown', () => {
    house = openHouse();
    house.addDevice('gw', { type: 'gateway' });
    for (let i = 0; i < 20; i++) house.addDevice(`c${i}`, { gateway: 'gw' });
    for (let i = 0; i < 20; i++) house.publish(`c${i}`, 'telemetry', { values: { temperature: 20 } });
    house.publish('gw', 'status', { online: false });
    expect(house.alarms()).toMatchObject([{ device: 'gw', kind: 'gateway_lost', symptoms: 20 }]);
    expect(house.store.world().devices.get('c3')?.availability).toBe('unknown');
    house.wait(10 * minute);
    expect(house.alarms()).toHaveLength(1);
    house.publish('c3', 'telemetry', { values: { temperature: 20 } });
    expect(house.store.world().devices.get('c3')?.availability).toBe('in_service');
    expect(house.store.world().devices.get('gw')?.availability).toBe('in_service');
    expect(house.store.world().devices.get('c4')?.availability).toBe('unknown');
  });

  it('for a day is a hazard, suggested major where people sleep', () => {
    house = openHouse();
    house.addDevice('d1', { space: 'dorm' });
    house.wait(25 * 3600_000, minute);
    expect(house.hazards()).toMatchObject([{ category: 'detector_silent', suggestedGrade: 'major' }]);
  });

  it('does not count the time the server was down', () => {
    house = openHouse();
    house.addDevice('d1');
    house.publish('d1', 'telemetry', { values: { temperature: 20 } });
    house.now += 60 * minute;
    house = house.reopen();
    house.wait(170_000);
    expect(house.alarms()).toHaveLength(0);
    house.wait(20_000);
    expect(house.alarms()).toMatchObject([{ kind: 'silent' }]);
  });
});

describe('a restart in the middle', () => {
  it('changes no alarm time and makes no second alarm', () => {
    house = openHouse();
    house.addDevice('d1', { reportIntervalSeconds: 10 });
    const start = house.now;
    const run = (until: number) => {
      for (; house.now < start + until; house.now += 10_000)
        house.publish('d1', 'telemetry', { ts: house.now, values: { temperature: house.now - start < 120_000 ? 22 : 60 } });
    };
    run(130_000);
    house = house.reopen();
    run(300_000);
    const alarms = house.allAlarms().filter((a) => a.level === 'alarm');
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.raisedAt).toBeGreaterThanOrEqual(start + 120_000);
    expect(alarms[0]?.raisedAt).toBeLessThanOrEqual(start + 150_000);
    house = house.reopen();
    for (let i = 0; i < 20; i++, house.now += 10_000) house.publish('d1', 'telemetry', { ts: house.now, values: { temperature: 22 } });
    expect(house.alarms().find((a) => a.kind === 'temperature')?.condition).toBe('cleared');
  });
});

describe('what has no effect is kept to be looked at', () => {
  it('lists reason and identity, and harms nobody', () => {
    house = openHouse();
    house.addDevice('gw', { type: 'gateway' });
    house.addDevice('d1', { gateway: 'gw' });
    house.addDevice('other');
    house.publishRaw('gw', 'campus/v1/s1/d1/telemetry', '{bad');
    house.publishRaw('gw', 'campus/v1/s1/other/telemetry', '{"values":{"temperature":20}}');
    house.publishRaw('gw', 'campus/v1/s1/nobody/telemetry', '{}');
    house.publishRaw('gw', 'elsewhere/x', Buffer.from([0xff, 0xd8, 0xff]));
    house.publish('d1', 'telemetry', [{ values: { temperature: 20 } }, { values: 5 }]);
    const rejected = house.store.facts.rejected({ schools: null, limit: 10 }).items;
    expect(rejected.map((r) => r.reason).sort()).toEqual(['bad_json', 'bad_shape', 'not_yours', 'not_yours', 'unknown_device']);
    expect(rejected.every((r) => r.identity === 'gw' && r.school === 's1')).toBe(true);
    expect(house.store.series.latest('d1', 'temperature')?.value).toBe(20);
  });
});

describe('a fault', () => {
  it('of the device’s own word is a hazard at once; an implausible value has to stand', () => {
    house = openHouse();
    house.addDevice('d1');
    house.addDevice('d2', { reportIntervalSeconds: 10 });
    house.publish('d1', 'event', { ts: house.now, type: 'fault' });
    house.tick();
    expect(house.hazards()).toMatchObject([{ category: 'detector_fault', device: 'd1', origin: 'sensor' }]);
    for (const temperature of [21, 21, 900]) {
      house.now += 1000;
      house.publish('d2', 'telemetry', { ts: house.now, values: { temperature } });
    }
    expect(house.alarms().filter((a) => a.device === 'd2')).toMatchObject([{ kind: 'fault', level: 'fault' }]);
    house.wait(30_000);
    expect(house.hazards().length).toBe(1);
    house.wait(40_000);
    expect(house.hazards().length).toBe(2);
  });
});
