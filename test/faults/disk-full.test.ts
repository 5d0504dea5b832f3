/** The disk fills up under a running server: nothing is acknowledged that is not stored, and it goes on by itself when there is room. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { layOut } from '../bench/ground.ts';
import { clientOf } from '../bench/http.ts';
import { startServer } from '../bench/server.ts';
import { eventually, pause } from '../scenarios/town.ts';

const school = 'oak';

/** A small file system of its own; null with the reason where that is not ours to make. */
const smallDisk = (): { folder: string; release: () => void } | string => {
  if (process.platform !== 'linux') return `no small file system can be made on ${process.platform}`;
  if (process.getuid?.() !== 0) return 'a small file system can only be mounted by root';
  const folder = mkdtempSync(join(tmpdir(), 'campus-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return 'this system does not let a file system be mounted';
  }
  return {
    folder,
    release: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
};

const room = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

test('a full disk is waited out: no acknowledgement, no loss, no restart', async (context) => {
  const disk = smallDisk();
  if (typeof disk === 'string') return context.skip(disk);
  const folder = join(disk.folder, 'data');
  const ballast = join(disk.folder, 'ballast');
  try {
    const ground = await layOut({ schools: [school], devices: [{ id: 'dev', type: 'sensor' }, { id: 'det' }] }, folder);
    const server = await startServer(ground.folder);
    const client = clientOf(server.ports.http, await server.token('duty-officer', school));
    const device: MqttClient = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.ports.mqtt}`, {
      username: 'dev',
      password: ground.secretOf('dev'),
      reconnectPeriod: 0,
      keepalive: 300,
    });
    const acked = new Set<number>();
    const zero = Date.now() - 3_600_000;
    let sent = 0;
    const tell = (): void => {
      const ts = zero + sent * 10;
      device.publish(
        `campus/v1/${school}/dev/telemetry`,
        JSON.stringify({ ts, seq: sent++, values: { temperature: 20 + (sent % 50) / 10 } }),
        { qos: 1 },
        (error) => {
          if (!error) acked.add(ts);
        },
      );
    };
    writeFileSync(ballast, Buffer.alloc(Math.max(0, room(disk.folder) - 600_000)));
    const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${server.ports.http}/readyz`)).status;
    const filling = setInterval(() => Array.from({ length: 100 }, tell), 5);
    await eventually(ready, (status) => status === 503, 30_000);
    clearInterval(filling);
    const before = acked.size;
    await pause(1500);
    // Told, not hidden; and nothing is acknowledged meanwhile.
    expect(acked.size).toBe(before);
    expect(sent).toBeGreaterThan(before);
    expect((await fetch(`http://127.0.0.1:${server.ports.http}/healthz`)).status).toBe(200);

    rmSync(ballast);
    await eventually(
      () => acked.size,
      (size) => size === sent,
      15_000,
    );
    await eventually(ready, (status) => status === 200);
    expect(device.connected).toBe(true);
    const stored = new Set<number>();
    for (let from = zero; from < zero + sent * 10; from += 10_000)
      for (const [t] of await client.points('dev', 'temperature', from, from + 10_000)) stored.add(t);
    expect([...acked].filter((ts) => !stored.has(ts))).toEqual([]);
    expect(stored.size).toBe(sent);
    await device.endAsync();
    expect((await server.stop()).code).toBe(0);
  } finally {
    disk.release();
  }
});
