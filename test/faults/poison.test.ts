/** Payloads and packets nobody meant to send: the server lives, says what it turned away, and hears the next good one. */
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rejected } from '../../services/contracts/place.ts';
import { metricsOf } from '../bench/http.ts';
import { openTown, pause, type Town, tell } from '../scenarios/town.ts';

const school = 'oak';
const payloads = 2000;
const packets = 1500;

/** The packet library Aedes itself reads with. */
interface Generator {
  generate(packet: object): Buffer;
}
const require = createRequire(import.meta.url);
const mqttPacket = createRequire(require.resolve('aedes'))('mqtt-packet') as Generator;

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Written down because each of these has broken something somewhere. */
const evil: readonly (string | Uint8Array)[] = [
  '',
  'null',
  '{',
  '[]',
  '[[]]',
  '"x"',
  '0',
  '{"values":null}',
  '{"values":[]}',
  '{"values":{"temperature":1e999}}',
  '{"values":{"temperature":NaN}}',
  '{"ts":1e308,"values":{"temperature":1}}',
  '{"ts":-1,"values":{"temperature":"1e308x"}}',
  '{"ts":"2026-13-45T99:00:00","values":{"temperature":20}}',
  '{"__proto__":{"x":1},"values":{"__proto__":{"polluted":1}}}',
  '{"constructor":{"prototype":{"polluted":1}},"values":{}}',
  '{"values":{"toString":1,"constructor":"x"}}',
  deep(5000),
  `{"values":{"temperature":${deep(1000)}}}`,
  `{"values":{"${'a'.repeat(70_000)}":1}}`,
  'x'.repeat(64 * 1024 + 1),
  '\0'.repeat(1024),
  '\ufeff{"values":{"temperature":1}}',
  new Uint8Array([0xff, 0xfe, 0xfd]),
  new Uint8Array([0x7b, 0x80, 0x7d]),
  new Uint8Array(1024).fill(0xc3),
];

const json = fc.json({ maxDepth: 6 });
const almost = fc.record({
  ts: fc.oneof(fc.double(), fc.string(), fc.constant(null)),
  seq: fc.anything(),
  boot: fc.anything(),
  values: fc.dictionary(fc.string(), fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.object())),
  type: fc.string(),
  state: fc.string(),
  media: fc.anything(),
});
const poison = fc.oneof(
  { arbitrary: fc.constantFrom(...evil), weight: 2 },
  { arbitrary: json, weight: 2 },
  {
    arbitrary: almost.map(
      (value) => JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'undefined',
    ),
    weight: 3,
  },
  { arbitrary: fc.uint8Array({ maxLength: 2000 }), weight: 2 },
);

describe('poison', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown({
      schools: [school],
      devices: [
        { id: 'bad', type: 'sensor' },
        { id: 'good', type: 'sensor' },
      ],
    });
  });
  afterAll(() => town.close());

  test(`${payloads} fuzzed payloads between good ones: acknowledged, counted, listed, and nobody is cut off`, async () => {
    const bad = await town.connect('bad');
    const good = await town.connect('good');
    let closed = 0;
    for (const client of [bad, good]) client.on('close', () => closed++);
    const before = await metricsOf(town.app.addresses.http);
    const leaves = ['telemetry', 'event', 'status', 'reply'] as const;
    const samples = fc.sample(poison, { numRuns: payloads, seed: 20_261_121 });
    const zero = Date.now() - 60_000;
    const goodMs: number[] = [];
    for (let i = 0; i < samples.length; i += 20) {
      const group = samples.slice(i, i + 20).map((payload, at) =>
        bad.publishAsync(`campus/v1/${school}/bad/${leaves[(i + at) % leaves.length]}`, Buffer.from(payload as string), {
          qos: at % 2 === 0 ? 1 : 2,
        }),
      );
      const started = performance.now();
      await tell(good, school, 'good', 'telemetry', { ts: zero + i, seq: i, values: { temperature: 21 } });
      goodMs.push(performance.now() - started);
      await Promise.all(group);
    }
    expect(closed).toBe(0);
    expect(town.broken).toEqual([]);
    const metrics = await metricsOf(town.app.addresses.http);
    const rejected = (from: ReadonlyMap<string, number>): number =>
      [...from].filter(([name]) => name.startsWith('campus_rejected_total')).reduce((sum, [, value]) => sum + value, 0);
    expect((metrics.get('campus_messages_total') ?? 0) - (before.get('campus_messages_total') ?? 0)).toBe(payloads + payloads / 20);
    const listed = await town.client('bureau-admin').all<Rejected>('/api/v1/rejected?identity=bad');
    expect(listed.reduce((sum, { count }) => sum + count, 0)).toBe(rejected(metrics) - rejected(before));
    expect(rejected(metrics)).toBeGreaterThan(payloads / 3);
    expect(listed.every(({ reason, detail, copy }) => reason !== '' && detail !== '' && copy.length <= 2048)).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const points = await town.client('duty-officer', school).points('good', 'temperature', zero, Date.now());
    expect(points).toHaveLength(payloads / 20);
    expect(goodMs.sort((a, b) => a - b)[Math.floor(goodMs.length * 0.99)]).toBeLessThan(500);
  });

  /** Sends bytes on a connection of its own and waits until the broker hangs up or a moment has passed. */
  const knock = (parts: readonly Buffer[]): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect(town.app.addresses.mqtt ?? 0, '127.0.0.1');
      const done = (): void => resolve(socket);
      socket.on('error', done).on('close', done);
      socket.on('data', () => undefined);
      for (const part of parts) socket.write(part);
      setTimeout(done, 150);
    });

  const connectBytes = (): Buffer =>
    mqttPacket.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'fuzz',
      keepalive: 30,
      username: 'bad',
      password: Buffer.from(town.ground.secretOf('bad')),
    });

  const packetOf = fc.oneof(
    fc.record({
      cmd: fc.constant('publish'),
      topic: fc.constantFrom(`campus/v1/${school}/bad/telemetry`, 'a', '$SYS/x', `${'a/'.repeat(300)}b`),
      payload: fc.string(),
      qos: fc.constantFrom(0, 1, 2),
      messageId: fc.integer({ min: 1, max: 65_535 }),
      retain: fc.boolean(),
      dup: fc.boolean(),
    }),
    fc.record({
      cmd: fc.constant('subscribe'),
      messageId: fc.integer({ min: 1, max: 65_535 }),
      subscriptions: fc.array(
        fc.record({
          topic: fc.constantFrom('#', '+/+', '$SYS/#', `campus/v1/${school}/bad/command`, 'a/#/b'),
          qos: fc.constantFrom(0, 1, 2),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
    fc.record({
      cmd: fc.constant('unsubscribe'),
      messageId: fc.integer({ min: 1, max: 65_535 }),
      unsubscriptions: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      cmd: fc.constantFrom('puback', 'pubrec', 'pubrel', 'pubcomp', 'unsuback'),
      messageId: fc.integer({ min: 1, max: 65_535 }),
    }),
    fc.record({ cmd: fc.constantFrom('pingreq', 'pingresp', 'disconnect') }),
    fc.record({ cmd: fc.constant('connack'), returnCode: fc.integer({ min: 0, max: 5 }), sessionPresent: fc.boolean() }),
  );

  /** A valid packet, or one with some of its bytes changed, cut short or doubled. */
  const wire = fc
    .tuple(packetOf, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.constantFrom('whole', 'cut', 'twice'))
    .map(([packet, changes, how]) => {
      const bytes = Buffer.from(mqttPacket.generate(packet));
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return how === 'cut' ? bytes.subarray(0, Math.max(1, bytes.length - 2)) : how === 'twice' ? Buffer.concat([bytes, bytes]) : bytes;
    });

  test(`${packets} fuzzed packets before and after signing in: the process lives and serves others`, async () => {
    const good: MqttClient = await town.connect('good', { clientId: 'steady' });
    const samples = fc.sample(fc.tuple(fc.boolean(), fc.array(wire, { minLength: 1, maxLength: 6 })), {
      numRuns: Math.ceil(packets / 3.5),
      seed: 20_261_122,
    });
    for (let i = 0; i < samples.length; i += 40) {
      const sockets = await Promise.all(
        samples.slice(i, i + 40).map(([signIn, parts]) => knock(signIn ? [connectBytes(), ...parts] : parts)),
      );
      for (const socket of sockets) socket.destroy();
      await tell(good, school, 'good', 'telemetry', { ts: Date.now(), seq: 10_000 + i, values: { temperature: 21 } });
    }
    expect(good.connected).toBe(true);
    expect(town.broken).toEqual([]);
    await pause(300);
    // Nobody is left behind: only the steady client is still connected.
    expect((await metricsOf(town.app.addresses.http)).get('campus_mqtt_clients')).toBeLessThanOrEqual(3);
  });

  test('before signing in nobody is believed: giants, trickles and silence are cut off', async () => {
    const port = town.app.addresses.mqtt ?? 0;
    const ending = (first: Buffer, trickle: Buffer | null): Promise<number> =>
      new Promise((resolve) => {
        const started = performance.now();
        const socket = connect(port, '127.0.0.1');
        const timer = setInterval(() => (trickle === null ? undefined : socket.write(trickle)), 50);
        socket.on('error', () => undefined);
        socket.on('data', () => undefined);
        socket.on('close', () => {
          clearInterval(timer);
          resolve(performance.now() - started);
        });
        socket.write(first);
      });
    // A CONNECT that says it is 256 MB long (the most MQTT can say), a megabyte, and 5,000 bytes.
    const claim = (length: readonly number[]): Buffer => Buffer.from([0x10, ...length]);
    const memory = process.memoryUsage().rss;
    const times = await Promise.all([
      ...Array.from({ length: 50 }, () => ending(claim([0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(1024, 1))),
      ending(claim([0x80, 0x80, 0x40]), Buffer.alloc(8192, 1)),
      ending(claim([0x88, 0x27]), Buffer.alloc(5000, 1)),
      ending(Buffer.alloc(0), null),
      ending(Buffer.from([0x10]), null),
    ]);
    expect(Math.max(...times)).toBeLessThan(7000);
    expect(process.memoryUsage().rss - memory).toBeLessThan(100 * 2 ** 20);
    expect(town.broken).toEqual([]);
  });
});
