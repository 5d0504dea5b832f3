import { type ExecFileException, execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Wire } from '../../device-sim/encode/index.ts';
import { generateFleet } from '../../device-sim/fleet.ts';
import { perform, type Show } from '../../device-sim/player.ts';
import { isGood } from '../../device-sim/progress.ts';
import { startBroker } from './broker.ts';

const identities = generateFleet({ gateways: 2, devices: 1, school: 's', intervalSeconds: 60, secretOf: (id) => `secret of ${id}` });
const wires = (count: number, everyMs: number): Wire[] =>
  Array.from({ length: count }, (_, i) => ({
    atMs: i * everyMs,
    identity: identities[i % 2]?.id ?? '',
    topic: `t/${i % 2}`,
    payload: String(i),
  }));
const show = (url: string, list: readonly Wire[], more: Partial<Show> = {}): Show => ({
  url,
  identities,
  wires: () => list,
  speed: 1,
  inFlight: 4,
  giveUpMs: 5_000,
  ...more,
});

test('signs in once an identity, with its secret, and keeps each one’s order', async () => {
  const broker = await startBroker({ admits: (identity, password) => password === `secret of ${identity}` });
  const verdict = await perform(show(broker.url, wires(400, 0)));
  await broker.close();
  expect(verdict).toMatchObject({ sent: 400, acked: 400, unacknowledged: 0 });
  expect([...broker.connects].sort()).toEqual(identities.map(({ id }) => id).sort());
  for (const topic of ['t/0', 't/1']) {
    const numbers = broker.arrivals.filter((arrival) => arrival.topic === topic).map((arrival) => Number(arrival.payload.toString()));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers).toHaveLength(200);
  }
});

test('never has more in flight than allowed', async () => {
  const held: number[] = [];
  const broker = await startBroker({ acknowledges: (arrival) => (held.push(Number(arrival.payload.toString())), false) });
  const verdict = await perform(show(broker.url, wires(100, 0), { giveUpMs: 1_500 }));
  await broker.close();
  expect(held).toHaveLength(8);
  expect(verdict).toMatchObject({ sent: 100, acked: 0, unacknowledged: 100 });
  expect(verdict.problems).toHaveLength(2);
});

test('one message that is never acknowledged spoils the verdict', async () => {
  const broker = await startBroker({ acknowledges: (arrival) => arrival.payload.toString() !== '7' });
  const verdict = await perform(show(broker.url, wires(10, 0), { giveUpMs: 1_500 }));
  await broker.close();
  expect(verdict).toMatchObject({ sent: 10, acked: 9, unacknowledged: 1 });
});

test('comes back after the broker dropped it, and everything is acknowledged all the same', async () => {
  const broker = await startBroker();
  const running = perform(show(broker.url, wires(60, 50)));
  setTimeout(broker.cut, 800);
  const verdict = await running;
  await broker.close();
  expect(verdict).toMatchObject({ sent: 60, acked: 60, unacknowledged: 0 });
  expect(broker.connects.length).toBeGreaterThan(2);
  expect(new Set(broker.arrivals.map((arrival) => arrival.payload.toString())).size).toBe(60);
});

test('a refused identity does not hold up the others and is named', async () => {
  const [refused] = identities;
  const broker = await startBroker({ admits: (identity) => identity !== refused?.id });
  const verdict = await perform(show(broker.url, wires(20, 0)));
  await broker.close();
  expect(verdict).toMatchObject({ sent: 20, acked: 10, unacknowledged: 10 });
  expect(verdict.problems[0]).toMatch(`${refused?.id}: 10 not acknowledged`);
  expect(verdict.elapsedMs).toBeLessThan(8_000);
});

test('nobody may sign in: given up before a message was due, and that is no success', async () => {
  const broker = await startBroker({ admits: () => false });
  const verdict = await perform(show(broker.url, [{ atMs: 60_000, identity: identities[0]?.id ?? '', topic: 't', payload: 'x' }]));
  await broker.close();
  expect(verdict).toMatchObject({ sent: 0, unacknowledged: 0, finished: false, stopped: false });
  expect(isGood(verdict)).toBe(false);
  expect(verdict.problems).toHaveLength(2);
});

test('an identity that was quiet for longer than the patience is not given up when it speaks again', async () => {
  const broker = await startBroker();
  const verdict = await perform(
    show(broker.url, [...wires(4, 0), ...wires(4, 0).map((wire) => ({ ...wire, atMs: 2500 }))], { giveUpMs: 1_000 }),
  );
  await broker.close();
  expect(verdict).toMatchObject({ sent: 8, acked: 8, finished: true });
});

test('keeps the time of the script', async () => {
  const broker = await startBroker();
  const verdict = await perform(show(broker.url, wires(10, 1000), { speed: 10 }));
  await broker.close();
  expect(verdict.acked).toBe(10);
  const first = broker.arrivals[0]?.at ?? 0;
  for (const { at, payload } of broker.arrivals) {
    const due = Number(payload.toString()) * 100;
    expect(at - first).toBeGreaterThan(due - 60);
    expect(at - first).toBeLessThan(due + 1_500);
  }
});

test('stops when told to', async () => {
  const broker = await startBroker();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  const verdict = await perform(show(broker.url, wires(1000, 1000), { signal: controller.signal }));
  await broker.close();
  expect(verdict).toMatchObject({ stopped: true, unacknowledged: 0 });
  expect(verdict.elapsedMs).toBeLessThan(2_000);
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const main = join(import.meta.dirname, '../../device-sim/main.ts');
const sim = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...args], (error: ExecFileException | null, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

test('command line: list, exit 0 when all is acknowledged, 2 when not, 1 when it cannot start', { timeout: 60_000 }, async () => {
  const list = await sim('list');
  expect(list.stdout).toContain('kitchen-fire');
  expect(list.stdout).toContain('厨房起火');

  const broker = await startBroker();
  const good = await sim('drill', '--url', broker.url, '--speed', 'max', '--seed', '5', '--json');
  expect(good).toMatchObject({ code: 0 });
  expect(JSON.parse(good.stdout)).toMatchObject({
    name: 'drill',
    seed: 5,
    sent: broker.arrivals.length,
    acked: broker.arrivals.length,
    unacknowledged: 0,
  });
  expect(good.stderr).toMatch(/all acknowledged/);
  await broker.close();

  const deaf = await startBroker({ acknowledges: () => false });
  const bad = await sim(
    'drill',
    '--url',
    deaf.url,
    '--speed',
    'max',
    '--give-up',
    '1',
    '--school',
    's1',
    '--device',
    'd1:smoke',
    '--secret',
    'x',
  );
  expect(bad.code).toBe(2);
  expect(bad.stderr).toMatch(/2 NOT acknowledged/);
  expect(deaf.arrivals[0]).toMatchObject({ identity: 'd1', topic: 'campus/v1/s1/d1/event' });
  await deaf.close();

  const unusable = await sim('storm', '--url', 'mqtt://127.0.0.1:1', '--device', 'd1:climate');
  expect(unusable).toMatchObject({ code: 1, stdout: '' });
  expect(unusable.stderr).toMatch(/needs smoke detectors/);
});
