/** Threat T13: an address that somebody typed never reaches what is not meant to be reached. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachOf } from '../../services/notify/addresses.ts';
import { guardedPost } from '../../services/notify/guarded-fetch.ts';
import type { Address } from '../../services/notify/reach.ts';
import { certificateFor } from '../../services/tls.ts';
import { listen, openProvider, type Provider } from './stub.ts';

let provider: Provider;
let port: string;
beforeEach(async () => {
  provider = await openProvider();
  port = new URL(provider.url).port;
});
afterEach(() => provider.close());

const resolving =
  (...addresses: string[]) =>
  (): Promise<readonly Address[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('addresses', () => {
  it.each(['8.8.8.8', '114.114.114.114', '2400:3200::1', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(reachOf(address)).toBe('public');
  });
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '198.18.0.1',
    '203.0.113.9',
  ])('%s is inside', (address) => expect(reachOf(address)).toBe('private'));
  it.each([
    '0.0.0.0',
    '169.254.169.254',
    '169.254.0.1',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '2001:db8::1',
    '::127.0.0.1',
    'not an address',
    '',
  ])('%s is never asked', (address) => expect(reachOf(address)).toBe('never'));
});

describe('a guarded post', () => {
  const hosts = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '169.254.169.254',
    '[fd00:ec2::254]',
    '0',
    'localhost',
    '127.0.0.1.',
    '⑫7.0.0.1',
  ];
  it.each(hosts)('does not reach https://%s', async (host) => {
    expect(await guardedPost(`https://${host}:${port}/`, { body: '{}' })).toMatchObject({
      ok: false,
      code: expect.stringMatching(/address_refused|name_unknown|bad_address/),
    });
    expect(provider.asked).toEqual([]);
  });

  it.each(['169.254.169.254', '[fe80::1]', '0.0.0.0', '100.100.100.200', '[::ffff:a9fe:a9fe]'])(
    'never asks http://%s, even inside the house',
    async (host) => {
      expect(await guardedPost(`http://${host}/`, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'address_refused' });
    },
  );

  it('asks the house where the channel says so, and only then', async () => {
    provider.answer = 'yes';
    expect(await guardedPost(provider.url, { body: 'x', allowPrivate: true })).toEqual({ ok: true, status: 200, text: 'yes' });
    expect(provider.asked[0]?.body).toBe('x');
    expect(await guardedPost(provider.url, { body: 'x' })).toEqual({ ok: false, code: 'not_https' });
  });

  it.each([['10.0.0.7'], ['8.8.8.8', '127.0.0.1'], ['::ffff:7f00:1'], ['169.254.169.254']])(
    'refuses a name that stands for %s',
    async (...addresses) => {
      expect(await guardedPost(`https://provider.example:${port}/`, { body: '', resolve: resolving(...addresses) })).toEqual({
        ok: false,
        code: 'address_refused',
      });
      expect(provider.asked).toEqual([]);
    },
  );

  it('connects to the address it checked: a second answer of the DNS changes nothing', async () => {
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const resolve = (): Promise<readonly Address[]> => resolving(answers[Math.min(asked++, 1)] ?? '')();
    expect(await guardedPost(`http://rebind.example:${port}/`, { body: '', allowPrivate: true, resolve })).toMatchObject({ ok: true });
    expect([asked, provider.asked.length, provider.asked[0]?.headers.host]).toEqual([1, 1, `rebind.example:${port}`]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
    Object.assign(provider, { status, headers: { location: `${provider.url}elsewhere` } });
    expect(await guardedPost(provider.url, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'redirect_refused' });
    expect(provider.asked).toHaveLength(1);
  });

  it('takes no endless answer and waits no longer than it may', async () => {
    provider.answer = 'x'.repeat(70 * 1024);
    expect(await guardedPost(provider.url, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'answer_too_large' });
    provider.delayMs = Number.POSITIVE_INFINITY;
    const began = performance.now();
    expect(await guardedPost(provider.url, { body: '', allowPrivate: true, timeoutMs: 200 })).toEqual({ ok: false, code: 'timed_out' });
    expect(performance.now() - began).toBeLessThan(1500);
    const never = (): Promise<never> => new Promise(() => undefined);
    expect(await guardedPost('https://slow-dns.example/', { body: '', resolve: never, timeoutMs: 100 })).toEqual({
      ok: false,
      code: 'timed_out',
    });
  });

  it.each(['ftp://provider.example/', 'file:///etc/passwd', 'https://user:secret@provider.example/', 'no address', 'https://'])(
    'refuses %s',
    async (address) => {
      expect(await guardedPost(address, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'bad_address' });
    },
  );

  it('says when nobody listens, and when a name is none', async () => {
    await provider.close();
    expect(await guardedPost(provider.url, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'unreachable' });
    expect(await guardedPost('https://provider.example/', { body: '', resolve: () => Promise.reject(new Error('ENOTFOUND')) })).toEqual({
      ok: false,
      code: 'name_unknown',
    });
    provider = await openProvider();
  });

  it('believes no certificate that nobody vouches for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    const { cert, key } = certificateFor({ folder, files: null, publicUrl: null, now: Date.now() });
    const server = createTlsServer({ cert, key }, (_request, response) => response.end('secret'));
    const secure = await listen(server);
    expect(await guardedPost(`https://127.0.0.1:${secure}/`, { body: '', allowPrivate: true })).toEqual({ ok: false, code: 'tls_failed' });
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
});
