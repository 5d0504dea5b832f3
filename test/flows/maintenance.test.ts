import { afterEach, describe, expect, it } from 'vitest';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Maintenance, MaintenanceForm } from '../../services/contracts/storm.ts';
import { heldBy } from '../../services/core/escalation/hold.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { underMaintenance } from '../../services/flows/maintenance.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

let house: House;
afterEach(() => house.close());

const minute = 60_000;
const hour = 60 * minute;

const school = (): void => {
  house = openHouse();
  settle(house);
  for (const id of ['d1', 'd2', 'd3']) house.addDevice(id, { reportIntervalSeconds: 86_400 });
};

const says = (device: string, type: string, state: 'active' | 'cleared' = 'active'): void => {
  house.now += 10;
  house.publish(device, 'event', { ts: house.now, type, state });
};

const plan = (form: Partial<MaintenanceForm> = {}) =>
  actsOf(house.service).planMaintenance(actorOf(house, 'safety-officer'), {
    school: 's1',
    devices: ['d1', 'd2'],
    startsAt: house.now,
    endsAt: house.now + 2 * hour,
    reason: '更换电池',
    workOrder: 'WO-7',
    substitute: 'grid-person',
    ...form,
  });

const planned = (form: Partial<MaintenanceForm> = {}): Maintenance => {
  const result = plan(form);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const stored = ({ id }: Maintenance): Maintenance | null => house.store.facts.get('maintenance', id);
const of = (device: string, kind: string): Alarm | undefined =>
  house.alarms().find((alarm) => alarm.device === device && alarm.kind === kind);

describe('a maintenance window', () => {
  it('holds back what may wait, records it, and lets go what still stands when it ends', () => {
    school();
    says('d2', 'tamper');
    const window = planned();
    expect(window).toMatchObject({ state: 'running', held: 1, by: 'safety-officer' });
    says('d1', 'tamper');
    says('d1', 'low_battery');
    says('d3', 'tamper');
    for (const [device, kind] of [
      ['d1', 'tamper'],
      ['d1', 'low_battery'],
      ['d2', 'tamper'],
    ] as const)
      expect(of(device, kind)).toMatchObject({ availability: 'out_of_service', maintenance: window.id });
    expect(of('d3', 'tamper')).toMatchObject({ availability: 'in_service', maintenance: null });
    expect(stored(window)?.held).toBe(3);
    const held = of('d1', 'tamper');
    expect(held && heldBy(held)).toBe('out_of_service');
    says('d1', 'low_battery', 'cleared');
    house.wait(2 * hour, minute);
    expect(stored(window)).toMatchObject({ state: 'ended', held: 3, released: 2 });
    for (const device of ['d1', 'd2']) {
      const alarm = of(device, 'tamper');
      expect(alarm).toMatchObject({ availability: 'in_service', maintenance: null });
      // Called for from now on, as if it had come now.
      expect(alarm && heldBy(alarm)).toBeNull();
      expect(alarm?.escalation?.since).toBeGreaterThanOrEqual(window.endsAt);
      expect(house.store.facts.notice(alarm?.id ?? '', 'duty-officer')?.told).toBe(true);
      expect(house.store.facts.timeline('alarm', alarm?.id ?? '').map(({ act }) => act)).toEqual(
        expect.arrayContaining(['alarm.held', 'alarm.released']),
      );
    }
    expect(house.store.world().maintenances.size).toBe(0);
  });

  it('never holds fire, smoke, gas or panic: they are told and called for, with the window beside them', () => {
    school();
    const window = planned();
    for (const type of ['smoke_alarm', 'heat_alarm', 'gas_alarm', 'panic', 'manual_call']) says('d1', type);
    for (const kind of ['smoke', 'heat', 'gas', 'panic', 'manual_call']) {
      const alarm = of('d1', kind);
      expect(alarm).toMatchObject({ availability: 'in_service', maintenance: window.id });
      expect(alarm && heldBy(alarm)).toBeNull();
      expect(house.store.facts.notice(alarm?.id ?? '', 'duty-officer')?.told).toBe(true);
    }
    expect(stored(window)?.held).toBe(0);
  });

  it('lets an early warning through the moment it becomes an alarm', () => {
    school();
    const window = planned();
    const reading = (temperature: number) => {
      house.now += 5000;
      house.publish('d1', 'telemetry', { ts: house.now, values: { temperature } });
    };
    for (const value of [45, 50, 52]) reading(value);
    expect(of('d1', 'temperature')).toMatchObject({ level: 'early_warning', availability: 'out_of_service' });
    for (const value of [60, 62, 65]) reading(value);
    expect(of('d1', 'temperature')).toMatchObject({ level: 'alarm', availability: 'in_service', maintenance: window.id });
  });

  it('begins and ends by the clock over restarts, and lets go at once when it is called off', () => {
    school();
    const window = planned({ startsAt: house.now + hour, endsAt: house.now + 3 * hour });
    expect(window.state).toBe('planned');
    says('d1', 'tamper');
    expect(of('d1', 'tamper')?.availability).toBe('in_service');
    house = house.reopen();
    house.wait(hour, minute);
    expect(stored(window)?.state).toBe('running');
    expect(of('d1', 'tamper')?.availability).toBe('out_of_service');
    house = house.reopen();
    expect(underMaintenance(house.store.world(), 'd1', house.now)?.id).toBe(window.id);
    says('d2', 'tamper');
    expect(of('d2', 'tamper')?.availability).toBe('out_of_service');
    const now = stored(window);
    const acts = actsOf(house.service);
    expect(acts.cancelMaintenance(actorOf(house, 'safety-officer'), window.id, 0)).toMatchObject({ status: 412 });
    expect(acts.cancelMaintenance(actorOf(house, 'safety-officer'), window.id, now?.version ?? 0)).toMatchObject({
      ok: true,
      value: { state: 'cancelled', held: 2, released: 2 },
    });
    expect(house.alarms().every(({ availability, maintenance }) => availability === 'in_service' && maintenance === null)).toBe(true);
    expect(acts.cancelMaintenance(actorOf(house, 'safety-officer'), window.id, null)).toMatchObject({ status: 409, code: 'closed' });
  });

  it('ends while the service is down: what it held is let go at the next start', () => {
    school();
    const window = planned({ endsAt: house.now + hour });
    says('d1', 'tamper');
    house.now += 5 * hour;
    house = house.reopen();
    house.tick();
    expect(stored(window)).toMatchObject({ state: 'ended', released: 1 });
    expect(of('d1', 'tamper')).toMatchObject({ availability: 'in_service', maintenance: null });
  });

  it('waits with the hazard of a fault until whoever maintains it is done', () => {
    school();
    planned({ endsAt: house.now + hour });
    says('d1', 'fault');
    house.wait(30 * minute, minute);
    expect(house.hazards()).toEqual([]);
    house.wait(31 * minute, minute);
    expect(house.hazards()).toMatchObject([{ category: 'detector_fault', device: 'd1' }]);
  });

  it('refuses what is too long, over, foreign, without a substitute, or twice at once', () => {
    school();
    const at = house.now;
    expect(plan({ endsAt: at + 9 * hour })).toMatchObject({ code: 'window_too_long' });
    expect(plan({ startsAt: at - 3 * hour, endsAt: at - hour })).toMatchObject({ code: 'ends_too_early' });
    expect(plan({ devices: ['elsewhere'] })).toMatchObject({ code: 'unknown_device' });
    expect(plan({ substitute: 'nobody' })).toMatchObject({ code: 'unknown_person' });
    planned();
    expect(plan({ devices: ['d2', 'd3'] })).toMatchObject({ status: 409, code: 'windows_overlap' });
    expect(plan({ devices: ['d3'] })).toMatchObject({ ok: true });
  });

  it('is counted as suppressed in the balance of a storm', () => {
    school();
    for (let i = 10; i < 25; i++) house.addDevice(`d${i}`, { reportIntervalSeconds: 86_400 });
    planned();
    for (let i = 10; i < 25; i++) says(`d${i}`, 'tamper');
    says('d1', 'tamper');
    house.wait(3000);
    const storm = house.store.facts.list('storm', { schools: null, limit: 1 }).items[0];
    expect(storm?.balance).toEqual({ raw: 16, members: 14, singles: 1, suppressed: { maintenance: 1 }, difference: 0 });
  });

  it('lets go more than a person can take in as one card', () => {
    school();
    const devices = Array.from({ length: 15 }, (_, i) => `m${i}`);
    for (const id of devices) house.addDevice(id, { reportIntervalSeconds: 86_400 });
    planned({ devices, endsAt: house.now + hour });
    for (const id of devices) says(id, 'tamper');
    expect(house.store.world().storms.size).toBe(0);
    house.wait(hour + minute, minute);
    const storm = house.store.world().storms.get('s1');
    expect(house.alarms().filter((alarm) => alarm.storm === storm?.id)).toHaveLength(14);
  });
});
