/** First set-up, and the encrypted door before the same routes and sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:https';
import { get, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpsServer } from '../../services/api/listeners.ts';
import type { Snapshot } from '../../services/contracts/live.ts';
import { ownCertificate } from '../../services/tls.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { own } from './documents.ts';

let campus: Campus;
let secure: Server;
let port: number;
let folder: string;

beforeAll(async () => {
  campus = await openCampus({ publicUrl: 'https://safety.example.cn' });
  folder = mkdtempSync(join(tmpdir(), 'campus-tls-'));
  secure = httpsServer(campus.api, ownCertificate(folder, ['localhost', '127.0.0.1'], Date.now()));
  campus.live.attach(secure);
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  port = (secure.address() as AddressInfo).port;
});
afterAll(async () => {
  secure.closeAllConnections();
  await campus.close();
  await new Promise((resolve) => secure.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(campus.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
};

describe('first set-up', () => {
  it('works once, with the token printed, and makes the administrator', async () => {
    const token = campus.accounts.offerSetup() ?? '';
    const ask = { id: 'head', name: '局长', password: 'long enough' };
    expect((await post('/api/v1/setup', { ...ask, token: 'guess' })).status).toBe(403);
    const [first, second] = await Promise.all([
      post('/api/v1/setup', { ...ask, token }),
      post('/api/v1/setup', { ...ask, id: 'thief', token }),
    ]);
    expect(new Set([first?.status, second?.status])).toEqual(new Set([200, 403]));
    const winner = first?.status === 200 ? first : second;
    expect(await winner?.json()).toMatchObject({
      role: 'bureau-admin',
      demo: false,
      permissions: expect.arrayContaining(['people.manage']),
    });
    expect((await post('/api/v1/setup', { ...ask, token })).status).toBe(403);
    expect(campus.accounts.offerSetup()).toBeNull();
    expect((await fetch(`${campus.url}/api/v1/demo`)).status).toBe(404);
  });

  it('is over a day after its link was printed', async () => {
    const fresh = await openCampus();
    const token = fresh.accounts.offerSetup() ?? '';
    expect(fresh.accounts.setupStands(token)).toBe(true);
    fresh.clock.at += 24 * 3600_000;
    expect(fresh.accounts.setupStands(token)).toBe(false);
    await fresh.close();
  });
});

describe('the encrypted door', () => {
  it('serves the same routes, with a cookie that never leaves it', async () => {
    await campus.accounts.setPassword('duty-officer-1', 'right password');
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(
        {
          port,
          host: '127.0.0.1',
          path: '/api/v1/session',
          method: 'POST',
          rejectUnauthorized: false,
          headers: { 'content-type': 'application/json' },
        },
        resolve,
      );
      asked.on('error', reject);
      asked.end(JSON.stringify({ id: 'duty-officer-1', password: 'right password' }));
    });
    expect(response.statusCode).toBe(200);
    const [header] = response.headers['set-cookie'] ?? [];
    expect(header).toMatch(/^__Host-campus_session=.*; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/);
    const cookie = header?.split(';')[0] ?? '';
    const again = await new Promise<IncomingMessage>((resolve) =>
      get({ port, host: '127.0.0.1', path: '/api/v1/alarms', rejectUnauthorized: false, headers: { cookie } }, resolve),
    );
    expect(again.statusCode).toBe(200);
    expect(await textOf(again)).toContain('oak-alarm');
    expect((await fetch(`${campus.url}/api/v1/alarms`, { headers: { cookie } })).status).toBe(401);

    const socket = io(`https://127.0.0.1:${port}/live`, {
      transports: ['websocket'],
      rejectUnauthorized: false,
      forceNew: true,
      extraHeaders: { cookie, origin: 'https://safety.example.cn' },
    });
    const snapshot = await new Promise<Snapshot>((resolve, reject) => {
      socket.on('snapshot', resolve);
      socket.on('connect_error', reject);
    });
    expect(snapshot.board.alarms.map(({ id }) => id)).toEqual([`${own.school}-alarm`]);
    socket.disconnect();
  });

  it('works behind long polling where a proxy lets no WebSocket through', async () => {
    const socket = io(`${campus.url}/live`, { transports: ['polling'], forceNew: true, auth: { token: campus.token('viewer') } });
    const snapshot = await new Promise<Snapshot>((resolve) => socket.on('snapshot', resolve));
    expect(snapshot.board.schools).toHaveLength(1);
    socket.disconnect();
  });
});

describe('closing', () => {
  it('does not wait for a request that never ends', async () => {
    const closing = await openCampus();
    const slow = connect(Number(new URL(closing.url).port), '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await closing.close();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('behind a trusted proxy', () => {
  it('believes the last hop only', async () => {
    const proxied = await openCampus({ trustProxy: true });
    const ready = async (forwarded: string): Promise<string> =>
      (await fetch(`${proxied.url}/readyz`, { headers: { 'x-forwarded-for': forwarded } })).text();
    expect(await ready('127.0.0.1, 10.0.0.9')).not.toContain('detail');
    expect((await fetch(`${proxied.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1, 10.0.0.9' } })).status).toBe(401);
    await proxied.accounts.setPassword('duty-officer-1', 'right password');
    const response = await fetch(`${proxied.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.0.0.9', 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ id: 'duty-officer-1', password: 'right password' }),
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-.*Secure/);
    await proxied.close();
  });
});
