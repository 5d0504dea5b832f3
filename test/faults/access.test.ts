/** Who may sign in, speak and listen at the broker, and what a thief of a client id gets. */
import { readFileSync } from 'node:fs';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rejected } from '../../services/contracts/place.ts';
import { alarmIn } from '../bench/live.ts';
import { eventually, openTown, pause, type Town, tell } from '../scenarios/town.ts';

const refused = 128;

describe('the broker’s door', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown({
      schools: ['oak', 'elm'],
      devices: [
        { id: 'gw', type: 'gateway', school: 'oak' },
        { id: 'child', gateway: 'gw', school: 'oak' },
        { id: 'oak-1', school: 'oak' },
        { id: 'oak-2', school: 'oak' },
        { id: 'elm-1', school: 'elm' },
        { id: 'z2m', type: 'gateway', school: 'oak', codec: 'zigbee2mqtt', prefixes: ['zigbee2mqtt', 'home/z2m'] },
      ],
    });
  });
  afterAll(() => town.close());

  const rejectedOf = (identity: string) => town.client('bureau-admin').all<Rejected>(`/api/v1/rejected?identity=${identity}`);
  const subscribe = async (client: MqttClient, topic: string): Promise<number> => {
    try {
      return (await client.subscribeAsync(topic, { qos: 1 }))[0]?.qos ?? -1;
    } catch {
      return refused;
    }
  };

  test('a wrong secret, another’s secret, no secret and an unknown name are refused', async () => {
    const door = (username: string, password: string) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${town.app.addresses.mqtt}`, { username, password, reconnectPeriod: 0 }, false);
    for (const [name, secret] of [
      ['oak-1', 'wrong'],
      ['oak-1', town.ground.secretOf('oak-2')],
      ['child', town.ground.secretOf('gw')],
      ['nobody', 'x'],
      ['', ''],
      ['../x', 'x'],
    ] as const) {
      await expect(door(name, secret), name).rejects.toThrow();
    }
    await expect(mqtt.connectAsync(`mqtt://127.0.0.1:${town.app.addresses.mqtt}`, { reconnectPeriod: 0 }, false)).rejects.toThrow();
  });

  test('nobody hears what is not theirs, whatever the filter', async () => {
    const device = await town.connect('oak-1');
    const filters = [
      '#',
      '+',
      '+/#',
      '$SYS/#',
      '$SYS/broker/uptime',
      '$share/g/#',
      '$share/g/campus/v1/#',
      'campus/#',
      'campus/v1/#',
      'campus/v1/oak/#',
      'campus/v1/oak/+/command',
      'campus/v1/elm/elm-1/command',
      'campus/v1/oak/oak-2/#',
      'zigbee2mqtt/#',
      '/campus/v1/oak/oak-1/command',
    ];
    for (const filter of filters) expect(await subscribe(device, filter), filter).toBe(refused);
    for (const filter of ['campus/v1/oak/oak-1/command', 'campus/v1/oak/oak-1/#']) expect(await subscribe(device, filter), filter).toBe(1);
    const gateway = await town.connect('gw');
    expect(await subscribe(gateway, 'campus/v1/oak/child/command')).toBe(1);
    const bridge = await town.connect('z2m');
    for (const filter of ['zigbee2mqtt/#', 'home/z2m/+/set']) expect(await subscribe(bridge, filter), filter).toBe(1);
    for (const filter of ['home/#', 'zigbee2mqtt2/#', 'zigbee2mqtt+/#']) expect(await subscribe(bridge, filter), filter).toBe(refused);
  });

  test('a filter denied once does not live on in a persistent session', async () => {
    const heard: string[] = [];
    const listener = await town.connect('elm-1', { clientId: 'keeper', clean: false });
    expect(await subscribe(listener, 'zigbee2mqtt/#')).toBe(refused);
    await listener.endAsync();
    const again = await town.connect('elm-1', { clientId: 'keeper', clean: false });
    again.on('message', (topic) => void heard.push(topic));
    const bridge = await town.connect('z2m');
    const own: string[] = [];
    bridge.on('message', (topic) => void own.push(topic));
    await subscribe(bridge, 'zigbee2mqtt/#');
    await bridge.publishAsync('zigbee2mqtt/lamp', '{}', { qos: 1 });
    await eventually(
      () => own,
      (topics) => topics.length > 0,
    );
    await pause(200);
    expect(heard).toEqual([]);
  });

  test('what is not this identity’s to say is acknowledged, has no effect, and is listed', async () => {
    const device = await town.connect('oak-1');
    const screen = await town.screen('bureau-admin');
    const body = JSON.stringify({ ts: Date.now(), type: 'smoke_alarm', state: 'active' });
    const topics = [
      'campus/v1/oak/oak-2/event',
      'campus/v1/elm/elm-1/event',
      'campus/v1/elm/oak-1/event',
      'campus/v1/oak/child/event',
      'campus/v1/oak/nobody/event',
      'campus/v1/oak/oak-1/command',
      'campus/v1/oak/oak-1/event/more',
      'zigbee2mqtt/Smoke',
      'anything',
    ];
    for (const topic of topics) await device.publishAsync(topic, body, { qos: 1 });
    expect(device.connected).toBe(true);
    const listed = (await rejectedOf('oak-1')).map(({ topic }) => topic);
    expect(listed.sort()).toEqual([...topics].sort());
    expect(screen.changes.filter((change) => change.type === 'alarm')).toEqual([]);
  });

  test('topics of the broker itself end the connection', async () => {
    const device = await town.connect('oak-2');
    const gone = new Promise((resolve) => device.once('close', () => resolve(true)));
    device.publish('$SYS/broker/fake', 'x', { qos: 1 });
    await gone;
    expect(town.broken).toEqual([]);
  });

  test('another’s client id takes nothing over; one’s own second connection does', async () => {
    const owner = await town.connect('oak-1', { clientId: 'panel', clean: false });
    const thief = await town.connect('elm-1', { clientId: 'panel' });
    const prefixed = await town.connect('elm-1', { clientId: 'oak-1/panel' });
    await pause(200);
    expect([owner.connected, thief.connected, prefixed.connected]).toEqual([true, true, true]);
    await tell(owner, 'oak', 'oak-1', 'telemetry', { ts: Date.now(), values: { temperature: 20 } });
    const replaced = new Promise((resolve) => owner.once('close', () => resolve(true)));
    const second = await town.connect('oak-1', { clientId: 'panel', clean: false });
    await replaced;
    expect(second.connected).toBe(true);
  });

  test('empty client ids: many at once with a clean session, none without', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => town.connect('oak-2', { clientId: '', clean: true })));
    await pause(100);
    expect(clients.every(({ connected }) => connected)).toBe(true);
    await expect(town.connect('oak-2', { clientId: '', clean: false })).rejects.toThrow();
  });

  test('a last will speaks for its own identity only, and can hasten silence but not alarm for others', async () => {
    const screen = await town.screen('bureau-admin');
    await expect(town.connect('elm-1', { will: { topic: '$SYS/x', payload: Buffer.from('x'), qos: 0, retain: false } })).rejects.toThrow();
    const body = Buffer.from(JSON.stringify({ ts: Date.now(), type: 'panic', state: 'active' }));
    const liar = await town.connect('elm-1', { will: { topic: 'campus/v1/oak/oak-1/event', payload: body, qos: 1, retain: true } });
    liar.stream.destroy();
    await eventually(
      () => rejectedOf('elm-1'),
      (items) => items.some(({ topic }) => topic === 'campus/v1/oak/oak-1/event'),
    );
    expect(screen.changes.some((change) => alarmIn(change)?.kind === 'panic')).toBe(false);

    const honest = await town.connect('elm-1', {
      will: { topic: 'campus/v1/elm/elm-1/status', payload: Buffer.from('{"online":false}'), qos: 1, retain: false },
    });
    await tell(honest, 'elm', 'elm-1', 'telemetry', { ts: Date.now(), values: { temperature: 20 } });
    honest.stream.destroy();
    const silent = await screen.until((c) => alarmIn(c)?.device === 'elm-1' && alarmIn(c)?.kind === 'silent');
    expect(alarmIn(silent)?.condition).toBe('active');
  });

  test('revoking a device ends its connection and its secret', async () => {
    const device = await town.connect('oak-2');
    const gone = new Promise((resolve) => device.once('close', () => resolve(true)));
    town.app.operator.credentials.revoke('oak-2');
    town.app.operator.disconnect('oak-2');
    await gone;
    await expect(town.connect('oak-2')).rejects.toThrow();
  });
});

test('the parts of Aedes that the guards hold on to are still there', async () => {
  const { Aedes } = (await import('aedes')) as typeof import('aedes');
  const { Duplex } = await import('node:stream');
  const broker = await Aedes.createBroker();
  const stream = new Duplex({ read: () => undefined, write: (_part, _encoding, done) => done() });
  const client = broker.handle(stream as never) as unknown as {
    connected: boolean;
    _parser: { packet: { length: number }; _parsePayload: unknown; _emitError: unknown };
  };
  expect(client.connected).toBe(false);
  expect(typeof client._parser._parsePayload).toBe('function');
  expect(typeof client._parser._emitError).toBe('function');
  expect(typeof client._parser.packet).toBe('object');
  expect(typeof (broker as unknown as { persistence: { cleanSubscriptions: unknown } }).persistence.cleanSubscriptions).toBe('function');
  const { version } = JSON.parse(readFileSync('node_modules/aedes/package.json', 'utf8')) as { version: string };
  expect(version).toBe('1.2.0');
  stream.destroy();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
});
