/** What the durable acknowledgement rests on in Aedes: the PUBACK waits for `authorizePublish`, and goes out in order. */
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Aedes, type PublishPacket } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import { openRaw } from '../bench/raw.ts';

interface Held {
  readonly packet: PublishPacket;
  readonly release: (error?: Error | null) => void;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const bareBroker = async (onPublish: (held: Held) => void): Promise<number> => {
  const aedes = await Aedes.createBroker({
    concurrency: 0,
    authorizePublish: (_client, packet, done) => onPublish({ packet, release: (error = null) => done(error) }),
  });
  const server: Server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closers.push(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
};

const connect = (port: number): Promise<MqttClient> => mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('PUBACK and PUBREC wait for authorizePublish, and hold up nobody else', async () => {
  const held: Held[] = [];
  const port = await bareBroker((one) => (one.packet.topic === 'free' ? one.release() : void held.push(one)));
  const client = await connect(port);
  const done: string[] = [];
  const one = client.publishAsync('held/1', 'x', { qos: 1 }).then(() => done.push('1'));
  const two = client.publishAsync('held/2', 'x', { qos: 2 }).then(() => done.push('2'));
  await expect.poll(() => held.length).toBe(2);
  const other = await connect(port);
  await other.publishAsync('free', 'x', { qos: 1 });
  await pause(100);
  expect(done).toEqual([]);
  for (const { release } of held) release();
  await Promise.all([one, two]);
  await Promise.all([client.endAsync(), other.endAsync()]);
});

test('released in order of arrival, batch by batch, the acknowledgements leave in that order', async () => {
  const held: Held[] = [];
  const port = await bareBroker((one) => void held.push(one));
  const arrived: number[] = [];
  const batches = setInterval(() => {
    for (const { packet, release } of held.splice(0)) {
      arrived.push(Number(packet.payload.toString()));
      release();
    }
  }, 10);
  const raw = await openRaw(port, 'dev', 'x');
  const acked: number[] = [];
  const order = Array.from({ length: 500 }, (_, i) => i);
  await Promise.all(order.map((i) => raw.publish('t', String(i)).then(() => acked.push(i))));
  clearInterval(batches);
  expect(arrived).toEqual(order);
  expect(acked).toEqual(order);
  raw.close();
});

test('an error closes the connection without an acknowledgement', async () => {
  const port = await bareBroker(({ release }) => release(new Error('no')));
  const client = await connect(port);
  client.on('error', () => undefined);
  let acked = false;
  client.publish('t', 'x', { qos: 1 }, (error) => (acked = !error));
  await new Promise((resolve) => client.once('close', () => resolve(null)));
  expect(acked).toBe(false);
});
