/** The main job: a real curve of smoke comes in over MQTT, an alarm goes out over a socket, a person acts, it survives a restart. */
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm, AlarmDetail, AlarmView } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import { alarmIn, type Screen } from '../bench/live.ts';
import { eventually, openTown, type Town, tell } from './town.ts';

const school = 'oak';
const second = 1000;

describe('a fire in a kitchen', () => {
  let town: Town;
  let gateway: MqttClient;
  let screen: Screen;
  let alarm: Alarm;
  const begin = Date.now() - 100 * second;

  beforeAll(async () => {
    town = await openTown({
      schools: [school],
      rooms: [{ school, id: 'kitchen', use: 'kitchen' }],
      devices: [
        { id: 'gw', type: 'gateway' },
        { id: 'smoke-1', gateway: 'gw', space: 'kitchen' },
        { id: 'heat-2', gateway: 'gw', space: 'kitchen' },
      ],
    });
    gateway = await town.connect('gw');
    screen = await town.screen('duty-officer', school);
  });
  afterAll(() => town.close());

  test('quiet air raises nothing; smoke that thickens becomes an alarm on the screen', async () => {
    for (let s = 0; s < 40; s += 2)
      await tell(gateway, school, 'smoke-1', 'telemetry', { ts: begin + s * second, values: { smoke: 0.02, temperature: 24 } });
    expect(screen.changes.filter((change) => change.type === 'alarm')).toEqual([]);
    // Half a decibel a metre more every two seconds, as over a burning pan.
    for (let s = 40; s < 60; s += 2)
      await tell(gateway, school, 'smoke-1', 'telemetry', { ts: begin + s * second, values: { smoke: (s - 38) / 4, temperature: 24 } });
    const change = await screen.until((c) => alarmIn(c)?.level === 'alarm');
    alarm = change.value as Alarm;
    expect(alarm).toMatchObject({
      device: 'smoke-1',
      kind: 'smoke',
      space: 'kitchen',
      severity: 'life_safety',
      condition: 'active',
      acknowledged: false,
      verification: 'unverified',
    });
    expect(alarm.eventAt).toBeGreaterThanOrEqual(begin + 40 * second);
    expect(alarm.eventAt).toBeLessThanOrEqual(begin + 50 * second);
    expect(alarm.because[0]?.values).not.toEqual({});
  });

  test('a second device in the room confirms it: an incident and a hazard open', async () => {
    await tell(gateway, school, 'heat-2', 'event', { ts: begin + 62 * second, type: 'heat_alarm', state: 'active' });
    const confirmed = await screen.until((c) => alarmIn(c)?.device === 'smoke-1' && alarmIn(c)?.verification === 'confirmed');
    alarm = confirmed.value as Alarm;
    expect(alarm.agreeing).toContain('heat-2');
    const incident = (await screen.until((c) => c.type === 'incident')).value as Incident;
    const hazard = (await screen.until((c) => c.type === 'hazard')).value as Hazard;
    expect(alarm).toMatchObject({ incident: incident.id, hazard: hazard.id });
    expect(hazard).toMatchObject({ school, origin: 'alarm', state: 'reported' });
    await eventually(
      () => town.client('duty-officer', school).get<Incident>(`/api/v1/incidents/${incident.id}`),
      ({ alarms }) => alarms.length === 2,
    );
  });

  test('a person acknowledges by the API; the screen hears of it; a stale second one is refused', async () => {
    const officer = town.client('duty-officer', school);
    const done = await officer.post<AlarmView>(`/api/v1/alarms/${alarm.id}/actions`, { action: 'acknowledge' });
    expect(done).toMatchObject({ status: 200, body: { acknowledged: true } });
    await screen.until((c) => c.id === alarm.id && alarmIn(c)?.acknowledged === true);
    const again = await officer.post<{ code: string }>(`/api/v1/alarms/${alarm.id}/actions`, { action: 'acknowledge' });
    expect(again.status).toBeGreaterThanOrEqual(400);
    const { timeline } = await officer.get<AlarmDetail>(`/api/v1/alarms/${alarm.id}`);
    expect(timeline.map(({ act }) => act)).toEqual(expect.arrayContaining(['alarm.opened', 'alarm.confirmed', 'alarm.acknowledged']));
  });

  test('no change was missed: each names the one before it', () => {
    expect(screen.gaps).toBe(0);
    expect(screen.changes.length).toBeGreaterThan(5);
  });

  test('a restart in the middle changes nothing, and the fire goes on where it was', async () => {
    await town.restart();
    gateway = await town.connect('gw');
    const officer = town.client('duty-officer', school);
    const kept = await officer.get<AlarmDetail>(`/api/v1/alarms/${alarm.id}`);
    expect(kept).toMatchObject({
      eventAt: alarm.eventAt,
      acknowledged: true,
      verification: 'confirmed',
      incident: alarm.incident,
      open: true,
    });
    await tell(gateway, school, 'smoke-1', 'telemetry', { ts: begin + 64 * second, values: { smoke: 6, temperature: 30 } });
    // The same message once more, as a gateway sends it that saw its connection break.
    await tell(gateway, school, 'heat-2', 'event', { ts: begin + 62 * second, type: 'heat_alarm', state: 'active' });
    const alarms = await officer.alarms(`?school=${school}`);
    expect(alarms.filter(({ device, kind }) => device === 'smoke-1' && kind === 'smoke')).toHaveLength(1);
    expect(alarms.find(({ device }) => device === 'heat-2')?.count).toBe(1);
    expect(town.broken).toEqual([]);
  });
});
