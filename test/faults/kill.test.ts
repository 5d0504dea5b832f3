/** The short version of `npm run bench -- kill`, and the other ends a process comes to. */
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import mqtt from 'mqtt';
import { afterAll, describe, expect, test } from 'vitest';
import { layOut } from '../bench/ground.ts';
import { clientOf } from '../bench/http.ts';
import { kills } from '../bench/kill-rounds.ts';
import { openScreen } from '../bench/live.ts';
import { ended, launch, startServer } from '../bench/server.ts';

const school = 'oak';

test('kill -9 under 2,000 msg/s, three times: nothing acknowledged is missing, no alarm doubled or shifted', async () => {
  const rounds = await kills({ rounds: 3 });
  expect(rounds.flatMap(({ faults }) => faults)).toEqual([]);
  expect(
    rounds.map(({ missing, storedTwice, doubledAlarms, shiftedAlarms }) => missing + storedTwice + doubledAlarms + shiftedAlarms),
  ).toEqual([0, 0, 0]);
  expect(rounds.reduce((sum, { acked }) => sum + acked, 0)).toBeGreaterThan(0);
  // The target is 2 s on a quiet machine (`npm run bench -- kill`); tests may share theirs.
  expect(Math.max(...rounds.map(({ readyMs }) => readyMs))).toBeLessThan(6000);
}, 120_000);

describe('one server on one folder', async () => {
  const ground = await layOut({ schools: [school], devices: [{ id: 'det' }] });
  afterAll(() => ground.remove());

  test('a second one refuses with a plain sentence and leaves the first one alone; SIGTERM ends it cleanly', async () => {
    const first = await startServer(ground.folder);
    const second = launch(ground.folder);
    let said = '';
    (second.stderr as Readable).on('data', (part: Buffer) => (said += part.toString()));
    expect(await ended(second)).not.toBe(0);
    expect(said).toMatch(/in use/);
    expect(said).not.toMatch(/at .*\.js:\d+/);

    // Somebody is connected by every door, and one connection never says a word.
    const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${first.ports.mqtt}`, {
      username: 'det',
      password: ground.secretOf('det'),
      reconnectPeriod: 0,
    });
    device.on('error', () => undefined);
    const silent = connect(first.ports.mqtt, '127.0.0.1').on('error', () => undefined);
    const idle = connect(first.ports.http, '127.0.0.1').on('error', () => undefined);
    const screen = await openScreen(first.ports.http, await first.token('duty-officer', school));
    const body = JSON.stringify({ ts: Date.now(), seq: 1, type: 'smoke_alarm', state: 'active' });
    await device.publishAsync(`campus/v1/${school}/det/event`, body, { qos: 1 });
    const { code, ms } = await first.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    screen.close();
    device.end(true);
    silent.destroy();
    idle.destroy();

    const again = await startServer(ground.folder);
    const alarms = await clientOf(again.ports.http, await again.token('duty-officer', school)).alarms();
    expect(alarms.map(({ device: id, kind }) => `${id} ${kind}`)).toEqual(['det smoke']);
    await again.stop();
  });

  test('a demo never opens the folder of a real installation', async () => {
    const demo = launch(ground.folder, {}, ['--demo']);
    let said = '';
    (demo.stderr as Readable).on('data', (part: Buffer) => (said += part.toString()));
    expect(await ended(demo)).not.toBe(0);
    expect(said).toMatch(/real installation/);
  });
});
