/** Zigbee2MQTT and Frigate with the connection settings they ship with, and the other doors: TLS and WebSocket. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rejected } from '../../services/contracts/place.ts';
import { alarmIn } from '../bench/live.ts';
import { eventually, openTown, type Town, tell } from './town.ts';

const school = 'oak';

describe('unmodified foreign systems', () => {
  let town: Town;

  beforeAll(async () => {
    town = await openTown({
      schools: [school],
      devices: [
        { id: 'z2m', type: 'gateway', codec: 'zigbee2mqtt', prefixes: ['zigbee2mqtt'] },
        { id: 'kitchen-smoke', gateway: 'z2m', source: 'Kitchen/Smoke', codec: 'zigbee2mqtt' },
        { id: 'nvr', type: 'gateway', codec: 'frigate', prefixes: ['frigate'] },
        { id: 'yard-camera', gateway: 'nvr', source: 'yard', codec: 'frigate', type: 'camera', mapping: { intrusionZones: ['fence'] } },
        { id: 'plain' },
      ],
    });
  });
  afterAll(() => town.close());

  test('Zigbee2MQTT: retained state and will, its own topics heard, its smoke an alarm', async () => {
    const screen = await town.screen('duty-officer', school);
    // Zigbee2MQTT's defaults: lib/mqtt.ts (client id mqttjs_…, keepalive 60, will on bridge/state, retained, QoS 1).
    const bridge = await town.connect('z2m', {
      clean: true,
      keepalive: 60,
      will: { topic: 'zigbee2mqtt/bridge/state', payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    });
    const granted = await bridge.subscribeAsync(['zigbee2mqtt/bridge/request/#', 'zigbee2mqtt/+/set', 'zigbee2mqtt/#']);
    expect(granted.map(({ qos }) => qos)).toEqual([0, 0, 0]);
    const echoes: string[] = [];
    bridge.on('message', (topic) => void echoes.push(topic));
    await bridge.publishAsync('zigbee2mqtt/bridge/state', '{"state":"online"}', { qos: 1, retain: true });
    await bridge.publishAsync('zigbee2mqtt/Kitchen/Smoke', '{"smoke":false,"battery":98,"linkquality":120}', { qos: 0, retain: true });
    await bridge.publishAsync('zigbee2mqtt/Kitchen/Smoke', '{"smoke":true,"battery":98,"linkquality":120}', { qos: 0, retain: true });
    const change = await screen.until((c) => alarmIn(c)?.device === 'kitchen-smoke');
    expect(change.value).toMatchObject({ kind: 'smoke', level: 'alarm' });
    await eventually(
      () => echoes,
      (heard) => heard.includes('zigbee2mqtt/Kitchen/Smoke'),
    );
    expect(bridge.connected).toBe(true);
    // Its last will is believed at once: the bridge is gone.
    bridge.stream.destroy();
    await screen.until((c) => alarmIn(c)?.kind === 'gateway_lost' && alarmIn(c)?.device === 'z2m');
  });

  test('Frigate: a person in a watched zone is an intrusion; its pictures over MQTT are not telemetry', async () => {
    const screen = await town.screen('duty-officer', school);
    // Frigate's defaults: frigate/comms/mqtt.py (paho, clean session, QoS 0, will on available, retained).
    const nvr = await town.connect('nvr', {
      clientId: 'frigate',
      clean: true,
      will: { topic: 'frigate/available', payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    expect((await nvr.subscribeAsync('frigate/#')).map(({ qos }) => qos)).toEqual([0]);
    await nvr.publishAsync('frigate/available', 'online', { qos: 0, retain: true });
    await nvr.publishAsync('frigate/yard/person/snapshot', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]), { qos: 0, retain: true });
    const now = Date.now() / 1000;
    const after = {
      id: `${now}-abc123`,
      camera: 'yard',
      label: 'person',
      frame_time: now,
      start_time: now,
      end_time: null,
      top_score: 0.87,
      score: 0.85,
      false_positive: false,
      current_zones: ['fence'],
      entered_zones: ['fence'],
      has_snapshot: false,
    };
    await nvr.publishAsync('frigate/events', JSON.stringify({ type: 'new', before: after, after }), { qos: 0 });
    const change = await screen.until((c) => alarmIn(c)?.device === 'yard-camera');
    expect(change.value).toMatchObject({ kind: 'video_intrusion' });
    const rejected = await town.client('safety-officer', school).all<Rejected>('/api/v1/rejected?identity=nvr');
    expect(rejected.map(({ topic, reason }) => `${topic} ${reason}`)).toEqual(['frigate/yard/person/snapshot not_telemetry']);
  });

  test('MQTT over WebSocket and over TLS; MQTT 3.1 too', async () => {
    const { http, mqtt, mqtts, https } = town.app.addresses;
    const ca = Buffer.from(await (await fetch(`http://127.0.0.1:${http}/ca.crt`)).arrayBuffer());
    const doors = [
      { url: `ws://127.0.0.1:${http}/mqtt` },
      { url: `wss://localhost:${https}/mqtt`, ca },
      { url: `mqtts://localhost:${mqtts}`, ca },
      { url: `mqtt://127.0.0.1:${mqtt}`, protocolVersion: 3 as const, protocolId: 'MQIsdp' as const },
    ];
    for (const [i, door] of doors.entries()) {
      const client = await town.connect('plain', door);
      await tell(client, school, 'plain', 'telemetry', { ts: Date.now() - 1000 + i, seq: i, values: { temperature: 20 + i } });
      await client.endAsync();
    }
    const points = await town.client('duty-officer', school).points('plain', 'temperature', Date.now() - 60_000, Date.now());
    expect(points.map(([, value]) => value)).toEqual([20, 21, 22, 23]);
    // A certificate nobody vouched for is refused by a client that checks.
    await expect(town.connect('plain', { url: `mqtts://localhost:${mqtts}` })).rejects.toThrow();
    expect(town.broken).toEqual([]);
  });
});
