/**
 * E14: the fire of E3 with kill -9 of the real server in the middle of it, at several moments, one school each. Whatever
 * was acknowledged is there afterwards, once; and nobody outside is sent for twice.
 */
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm } from '../../../services/contracts/alarm.ts';
import type { Incident } from '../../../services/contracts/incident.ts';
import type { AssistanceRequest, PhoneTask } from '../../../services/contracts/responder.ts';
import { nativeTopic } from '../../../services/contracts/uplink.ts';
import { type Client, clientOf } from '../../bench/http.ts';
import { lastingPorts } from '../../bench/ports.ts';
import { type ServerChild, startServer } from '../../bench/server.ts';
import { type Endpoint, openEndpoint } from '../../flows/linkage-ground.ts';
import { eventually, pause } from '../town.ts';
import { type EmergencyGround, kitchenOf, layOutEmergency } from './ground.ts';
import { checkCap, responderForm } from './scene.ts';
import { type Heard, listenAsSiren } from './siren.ts';

/** Where the process is killed: after the acknowledgement of the first, so many ms after the second is sent, or at what it causes. */
type Blow = 'first' | number | 'dispatch' | 'siren';

const blows: readonly (readonly Blow[])[] = [['first'], [0], [15], [60], ['dispatch'], ['siren'], ['first', 30, 'dispatch']];
const schools = blows.map((_, i) => `s${i}`);
/** More than the server waits before it tries again what was under way. */
const settledWithinMs = 20_000;

describe('the server is killed in the middle of a fire', () => {
  let ground: EmergencyGround;
  let server: ServerChild;
  let client: Client;
  let viewer: string;
  let kills = 0;
  let slowest = 0;
  const environment: Record<string, string> = {};
  const stations: Endpoint[] = [];
  const horns: Heard[][] = [];
  const lines: MqttClient[] = [];

  const start = async (): Promise<void> => {
    server = await startServer(ground.folder, environment);
    slowest = Math.max(slowest, server.readyMs);
  };
  const kill = async (): Promise<void> => {
    await server.kill();
    kills += 1;
    await start();
  };
  /** A line that comes back by itself, and sends once more what was not acknowledged. */
  const lineOf = async (identity: string): Promise<MqttClient> => {
    const signIn = { username: identity, password: ground.secretOf(identity), clientId: identity, reconnectPeriod: 200 };
    const line = mqtt.connect(`mqtt://127.0.0.1:${server.ports.mqtt}`, signIn);
    line.on('error', () => undefined);
    lines.push(line);
    await new Promise<void>((resolve) => line.once('connect', () => resolve()));
    return line;
  };

  beforeAll(async () => {
    const kitchens = schools.map(kitchenOf);
    ground = await layOutEmergency({
      schools,
      rooms: kitchens.flatMap(({ rooms }) => rooms),
      devices: kitchens.flatMap(({ devices }) => devices),
    });
    // The ports stay what they are: devices find the server again.
    Object.assign(environment, ground.environment, await lastingPorts());
    await start();
    client = clientOf(server.ports.http, await server.token('duty-officer'));
    viewer = await server.token('viewer');
    const admin = await server.token('bureau-admin');
    for (const school of schools) {
      const station = await openEndpoint('acknowledges');
      stations.push(station);
      const answer = await fetch(`http://127.0.0.1:${server.ports.http}/api/v1/responders/${school}-station`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
        body: JSON.stringify(responderForm(school, `${school}-station`, station.url)),
      });
      expect(answer.status, await answer.text()).toBe(200);
      horns.push(await listenAsSiren(await lineOf(`${school}-horn`), school, `${school}-horn`));
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(lines.map((line) => line.endAsync(true)));
    await server.stop();
    for (const station of stations) station.close();
    ground.remove();
  });

  /** Sends until it is acknowledged, however often the connection breaks: the same message each time. */
  const tellSurely = async (line: MqttClient, school: string, device: string, type: string): Promise<void> => {
    const body = JSON.stringify({ ts: Date.now(), boot: 1, seq: 1, type, state: 'active' });
    await line.publishAsync(nativeTopic(school, device, 'event'), body, { qos: 1 });
  };

  test('E14 nothing confirmed is lost, no incident doubled, one dispatch a responder, one siren command', {
    timeout: 240_000,
  }, async () => {
    for (const [i, moments] of blows.entries()) {
      const school = schools[i] ?? '';
      const [station, horn] = [stations[i], horns[i]];
      const [smoke, heat] = [await lineOf(`${school}-smoke`), await lineOf(`${school}-heat`)];
      await tellSurely(smoke, school, `${school}-smoke`, 'smoke_alarm');
      if (moments.includes('first')) await kill();
      const told = tellSurely(heat, school, `${school}-heat`, 'heat_alarm');
      const after = moments.find((moment) => typeof moment === 'number');
      if (typeof after === 'number') {
        await pause(after);
        await kill();
      }
      if (moments.includes('dispatch')) {
        await eventually(
          () => station?.got.length ?? 0,
          (count) => count > 0,
          settledWithinMs,
        );
        await kill();
      }
      const sounded = (): Promise<number> =>
        eventually(
          () => horn?.length ?? 0,
          (count) => count > 0,
          settledWithinMs,
        );
      if (moments.includes('siren')) {
        await sounded();
        await kill();
      }
      await told;
      await sounded();
      await eventually(
        () => client.all<AssistanceRequest>(`/api/v1/requests?school=${school}`),
        (all) => all.length > 0 && all.every(({ state }) => state === 'delivered'),
        settledWithinMs,
      );
    }

    await pause(2000);
    const requests = await client.all<AssistanceRequest>('/api/v1/requests');
    const alarms: Alarm[] = await client.alarms();
    const incidents = await client.all<Incident>('/api/v1/incidents');
    const phones = await client.all<PhoneTask>('/api/v1/phone-tasks');
    for (const [i, school] of schools.entries()) {
      const here = alarms.filter((alarm) => alarm.school === school);
      const confirmed = here.filter(({ verification }) => verification === 'confirmed');
      const opened = incidents.filter((incident) => incident.school === school);
      const dispatches = stations[i]?.got.map(({ headers }) => String(headers['webhook-id'])) ?? [];
      const commands = horns[i]?.map(({ id }) => id) ?? [];
      console.log(
        `E14 killed at ${JSON.stringify(blows[i])}: ${confirmed.length} confirmed of ${here.length} alarms, ${opened.length} incident, ` +
          `${new Set(dispatches).size} distinct dispatch (${dispatches.length} received), ${new Set(commands).size} distinct siren command (${commands.length} received)`,
      );
      expect(here.map(({ device, count }) => `${device} ${count}`).sort()).toEqual([`${school}-heat 1`, `${school}-smoke 1`]);
      expect(confirmed).toHaveLength(2);
      expect(opened).toMatchObject([{ state: 'open', exercise: null }]);
      expect(confirmed.map(({ incident }) => incident)).toEqual([opened[0]?.id, opened[0]?.id]);
      expect(new Set(dispatches)).toEqual(new Set(requests.filter((request) => request.school === school).map(({ id }) => id)));
      expect(new Set(dispatches).size).toBe(1);
      expect(new Set(commands).size).toBe(1);
      expect(phones.filter((task) => task.school === school)).toMatchObject([{ number: '119' }]);
    }
    console.log(
      `E14 ${kills} kills, slowest start ${Math.round(slowest)} ms; ${alarms.length} alarms, ${incidents.length} incidents, ${requests.length} requests of ${schools.length} fires`,
    );
    await checkCap('E14', client, `http://127.0.0.1:${server.ports.http}`, viewer, new Set());
    expect(server.complaints).toEqual([]);
  });
});
