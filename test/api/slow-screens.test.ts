/** Screens that do not keep up harm nobody but themselves. */
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { own } from './documents.ts';
import { opened, until } from './screens.ts';

let campus: Campus;
beforeEach(async () => {
  campus = await openCampus();
});
afterEach(() => campus.close());

describe('a screen that does not keep up', () => {
  /** A client that opens its socket by hand, joins `/live` and then reads nothing more. */
  const frozen = async (token: string): Promise<() => boolean> => {
    const { hostname, port } = new URL(campus.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let closed = false;
    socket.on('close', () => (closed = true));
    socket.on('error', () => (closed = true));
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    const text = Buffer.from(`40/live,${JSON.stringify({ token })}`);
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
    socket.pause();
    const before = campus.live.connected();
    await until(() => campus.live.connected() > before);
    return () => closed;
  };

  it('is cut within 10–12 s, held to a bounded queue, and delays no other', { timeout: 40_000 }, async () => {
    const token = campus.token('duty-officer');
    const healthy = await opened(campus, { token });
    for (let i = 0; i < 5; i++) await frozen(token);
    expect(campus.live.connected()).toBe(6);
    const delays: number[] = [];
    const note = 'x'.repeat(4000);
    const start = performance.now();
    for (let i = 0; i < 4000; i++) {
      const sent = performance.now();
      campus.live.push([{ seq: 1000 + i, at: 0, type: 'notice', id: `n${i}`, school: own.school, value: { note } }]);
      if (i % 40 === 39) {
        await until(() => healthy.changes.at(-1)?.id === `n${i}`);
        delays.push(performance.now() - sent);
      }
    }
    delays.sort((a, b) => a - b);
    const at = (share: number): number => delays[Math.floor(delays.length * share)] ?? Infinity;
    await until(() => campus.live.connected() === 1, 15_000 - (performance.now() - start));
    console.log(
      `5 frozen screens: healthy p90 ${at(0.9).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, cut after ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    expect(at(0.9)).toBeLessThan(250);
    expect(campus.logged.filter((line) => line.includes('a screen is behind'))).toHaveLength(5);
    expect(healthy.changes).toHaveLength(4000);
    expect(healthy.snapshots).toHaveLength(1);
  });

  it('gets a snapshot once it has caught up', { timeout: 20_000 }, async () => {
    const officer = await opened(campus, { token: campus.token('duty-officer') });
    const raw = (officer.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
    raw.pause();
    const note = 'x'.repeat(64_000);
    for (let i = 0; i < 300; i++) {
      campus.live.push([{ seq: 1000 + i, at: 0, type: 'notice', id: `n${i}`, school: own.school, value: { note } }]);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    raw.resume();
    await until(() => officer.snapshots.length === 2);
    expect(officer.changes.length).toBeLessThan(300);
    const seq = officer.snapshots[1]?.seq ?? -1;
    expect(seq).toBe(1299);
    campus.live.push([{ seq: 2000, at: 0, type: 'notice', id: 'last', school: own.school, value: {} }]);
    await until(() => officer.changes.at(-1)?.id === 'last');
    expect(officer.changes.at(-1)?.prev).toBe(seq);
  });
});
