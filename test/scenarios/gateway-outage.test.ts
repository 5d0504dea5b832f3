/** A gateway is cut off while it burns behind it, and brings everything when it is back. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { DeviceView } from '../../services/contracts/place.ts';
import type { Ground } from '../bench/ground.ts';
import { layOut, root } from '../bench/ground.ts';
import type { Client } from '../bench/http.ts';
import { clientOf } from '../bench/http.ts';
import { alarmIn, openScreen } from '../bench/live.ts';
import { type ServerChild, startServer } from '../bench/server.ts';
import { eventually, tell } from './town.ts';

const school = 'oak';

/** The shipped configuration with a grace a test can wait for. */
const impatientConfig = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-config-'));
  cpSync(join(root, 'config'), folder, { recursive: true });
  const file = join(folder, 'settings.yaml');
  const settings = parse(readFileSync(file, 'utf8')) as { alarms: { gatewayGraceSeconds: number } };
  settings.alarms.gatewayGraceSeconds = 1;
  writeFileSync(file, stringify(settings));
  return folder;
};

describe('a gateway that is cut off', () => {
  let ground: Ground;
  let server: ServerChild;
  let client: Client;
  let config: string;

  beforeAll(async () => {
    config = impatientConfig();
    ground = await layOut({
      schools: [school],
      devices: [
        { id: 'gw', type: 'gateway' },
        { id: 'smoke-1', gateway: 'gw' },
        { id: 'smoke-2', gateway: 'gw' },
      ],
    });
    server = await startServer(ground.folder, { CAMPUS_CONFIG: config });
    client = clientOf(server.ports.http, await server.token('duty-officer', school));
  });
  afterAll(async () => {
    await server.stop();
    ground.remove();
    rmSync(config, { recursive: true });
  });

  const connect = () =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${server.ports.mqtt}`, { username: 'gw', password: ground.secretOf('gw'), reconnectPeriod: 0 });
  const availability = async (id: string): Promise<string> => (await client.get<DeviceView>(`/api/v1/devices/${id}`)).availability;

  test('is one alarm, its children are unknown, and its backlog is placed by its own time', async () => {
    const screen = await openScreen(server.ports.http, await server.token('duty-officer', school));
    const first = await connect();
    for (const device of ['smoke-1', 'smoke-2'])
      await tell(first, school, device, 'telemetry', { ts: Date.now(), values: { temperature: 22, smoke: 0.01 } });
    expect(await availability('smoke-1')).toBe('in_service');

    first.stream.destroy();
    const lost = (await screen.until((c) => alarmIn(c)?.kind === 'gateway_lost')).value as Alarm;
    expect(lost).toMatchObject({ device: 'gw', level: 'fault', condition: 'active' });
    await eventually(
      () => availability('smoke-1'),
      (is) => is === 'unknown',
    );
    expect(await availability('smoke-2')).toBe('unknown');
    const faults = await client.alarms(`?school=${school}&open=true`);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.symptoms).toBe(2);

    // Meanwhile it burned, twenty minutes ago, and the gateway kept every reading.
    const burned = Date.now() - 20 * 60_000;
    const backlog = Array.from({ length: 60 }, (_, i) => ({
      ts: burned + i * 2000,
      seq: i,
      boot: 1,
      values: { smoke: i < 20 ? 0.01 : (i - 19) * 0.3 },
    }));
    const second = await connect();
    await second.publishAsync(`campus/v1/${school}/smoke-1/telemetry`, JSON.stringify(backlog), { qos: 1 });
    const late = (await screen.until((c) => alarmIn(c)?.kind === 'smoke' && alarmIn(c)?.level === 'alarm')).value as Alarm;
    expect(late).toMatchObject({ device: 'smoke-1', late: true });
    expect(late.eventAt).toBeGreaterThanOrEqual(burned + 38_000);
    expect(late.eventAt).toBeLessThanOrEqual(burned + 60_000);
    await eventually(
      () => availability('gw'),
      (is) => is === 'in_service',
    );
    expect(await availability('smoke-1')).toBe('in_service');
    const points = await client.points('smoke-1', 'smoke', burned, burned + 120_000);
    expect(points).toHaveLength(60);

    // The same backlog once more changes nothing.
    await second.publishAsync(`campus/v1/${school}/smoke-1/telemetry`, JSON.stringify(backlog), { qos: 1 });
    expect(await client.points('smoke-1', 'smoke', burned, burned + 120_000)).toHaveLength(60);
    expect((await client.alarms(`?device=smoke-1&kind=smoke`)).length).toBe(1);
    expect(screen.gaps).toBe(0);
    expect(server.complaints).toEqual([]);
    screen.close();
    await second.endAsync();
  });
});
