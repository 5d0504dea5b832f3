import { afterEach, describe, expect, it } from 'vitest';
import type { Alarm, AlarmActionRequest } from '../../services/contracts/alarm.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

let house: House;
afterEach(() => house.close());

const minute = 60_000;
const hour = 60 * minute;

/** An intruder in a dormitory: life safety, and of a kind that may be shelved. */
const intruder = (): Alarm => {
  house = openHouse();
  settle(house);
  house.addDevice('cam', { space: 'dorm', type: 'camera', reportIntervalSeconds: 86_400 });
  house.addDevice('d1', { reportIntervalSeconds: 86_400 });
  house.publish('cam', 'event', { ts: house.now, type: 'video_intrusion', state: 'active', confidence: 0.9 });
  const alarm = now('video_intrusion');
  expect(alarm.severity).toBe('life_safety');
  return alarm;
};

const now = (kind: string): Alarm => {
  const alarm = house.alarms().find((one) => one.kind === kind);
  if (!alarm) throw new Error(`no ${kind}`);
  return alarm;
};

const act = (person: string, kind: string, request: AlarmActionRequest) =>
  actsOf(house.service).onAlarm(actorOf(house, person), now(kind).id, request, null);
const shelve = (person: string, kind = 'video_intrusion', until = house.now + 2 * hour) =>
  act(person, kind, { action: 'shelve', reason: '施工人员夜间进出', until });

describe('shelving a threat to life takes two', () => {
  it('is only asked for by one person, and done by another', () => {
    intruder();
    expect(shelve('duty-officer')).toMatchObject({
      ok: true,
      value: { availability: 'in_service', shelved: { by: 'duty-officer', cosignedBy: null } },
    });
    expect(shelve('duty-leader')).toMatchObject({ status: 409, code: 'already_asked' });
    expect(act('duty-officer', 'video_intrusion', { action: 'cosign' })).toMatchObject({ status: 409, code: 'same_person' });
    expect(act('teacher', 'video_intrusion', { action: 'cosign' })).toMatchObject({ status: 403 });
    expect(now('video_intrusion').availability).toBe('in_service');
    const offered = (person: string) =>
      actsOf(house.service)
        .allowedAlarmActions(now('video_intrusion'), actorOf(house, person))
        .find(({ action }) => action === 'cosign');
    expect(offered('duty-officer')).toMatchObject({ allowed: false, reason: 'same_person' });
    expect(offered('duty-leader')).toMatchObject({ allowed: true });
    expect(act('duty-leader', 'video_intrusion', { action: 'cosign' })).toMatchObject({
      ok: true,
      value: { availability: 'shelved', shelved: { by: 'duty-officer', cosignedBy: 'duty-leader' } },
    });
    expect(house.store.facts.timeline('alarm', now('video_intrusion').id).map((entry) => [entry.act, entry.actor])).toEqual(
      expect.arrayContaining([
        ['alarm.shelving_asked', 'duty-officer'],
        ['alarm.cosigned', 'duty-leader'],
      ]),
    );
    house.wait(2 * hour + minute, minute);
    expect(now('video_intrusion')).toMatchObject({ availability: 'in_service', shelved: null });
  });

  it('lapses when nobody agrees in ten minutes, and whatever else is done does not prolong it', () => {
    intruder();
    shelve('duty-officer');
    house.wait(9 * minute, minute);
    act('duty-leader', 'video_intrusion', { action: 'acknowledge' });
    house = house.reopen();
    house.wait(minute + 1000);
    expect(now('video_intrusion')).toMatchObject({ availability: 'in_service', shelved: null });
    expect(act('duty-leader', 'video_intrusion', { action: 'cosign' })).toMatchObject({ code: 'not_asked' });
    expect(house.store.facts.timeline('alarm', now('video_intrusion').id).at(-1)).toMatchObject({ act: 'alarm.shelving_lapsed' });
  });

  it('can be taken back before it is agreed to', () => {
    intruder();
    shelve('duty-officer');
    expect(act('duty-officer', 'video_intrusion', { action: 'unshelve' })).toMatchObject({ ok: true, value: { shelved: null } });
    expect(act('duty-leader', 'video_intrusion', { action: 'cosign' })).toMatchObject({ code: 'not_asked' });
  });

  it('does not outlive the lesser alarm: one that becomes graver is shown again', () => {
    intruder();
    const leaks = (current_leakage: number): void => {
      for (let i = 0; i < 4; i++) {
        house.now += 6000;
        house.publish('d1', 'telemetry', { ts: house.now, values: { current_leakage } });
      }
    };
    leaks(350);
    expect(now('current_leakage').level).toBe('early_warning');
    expect(shelve('duty-officer', 'current_leakage')).toMatchObject({ ok: true, value: { availability: 'shelved' } });
    leaks(360);
    expect(now('current_leakage').availability).toBe('shelved');
    leaks(700);
    expect(now('current_leakage')).toMatchObject({ level: 'alarm', availability: 'in_service', shelved: null });
  });

  it('of smoke, fire, gas and panic is refused to everybody, alone and together', () => {
    intruder();
    for (const type of ['smoke_alarm', 'heat_alarm', 'gas_alarm', 'panic', 'manual_call', 'video_fire', 'video_smoke'])
      house.publish('d1', 'event', { ts: house.now, type, state: 'active', confidence: 0.9 });
    for (const kind of ['smoke', 'heat', 'gas', 'panic', 'manual_call', 'video_fire', 'video_smoke']) {
      for (const person of ['duty-officer', 'duty-leader', 'principal']) {
        expect(shelve(person, kind)).toMatchObject({ status: 409, code: 'never_shelved' });
        expect(act(person, kind, { action: 'cosign' })).toMatchObject({ status: 409, code: 'not_asked' });
      }
      expect(now(kind).availability).toBe('in_service');
    }
  });

  it('a restart never revives a silence that has run out', () => {
    intruder();
    house.publish('d1', 'event', { ts: house.now, type: 'tamper', state: 'active' });
    shelve('duty-officer', 'tamper', house.now + hour);
    shelve('duty-officer', 'video_intrusion', house.now + hour);
    act('duty-leader', 'video_intrusion', { action: 'cosign' });
    house.now += 3 * hour;
    house = house.reopen();
    house.tick();
    for (const kind of ['tamper', 'video_intrusion']) expect(now(kind)).toMatchObject({ availability: 'in_service', shelved: null });
    house = house.reopen();
    house.tick();
    for (const kind of ['tamper', 'video_intrusion']) expect(now(kind)).toMatchObject({ availability: 'in_service', shelved: null });
  });

  it('is for eight hours at most, whatever was asked for', () => {
    intruder();
    shelve('duty-officer', 'video_intrusion', house.now + 48 * hour);
    expect(now('video_intrusion').shelved?.until).toBe(house.now + 8 * hour);
  });
});
