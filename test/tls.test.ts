import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Certificate, givenCertificate, namesOfThisMachine, ownCertificate, tlsOptions } from '../services/tls.ts';

const dayMs = 24 * 3600_000;
const names = ['localhost', 'watch.example.edu.cn', '127.0.0.1', '::1', '2001:db8::7', '10.2.255.3'];
let folder: string;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tls-')), 'tls');
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

/** Connects as a client that trusts the authority alone; the protocol spoken, or the error. */
const handshake = (certificate: Certificate, client: tls.ConnectionOptions): Promise<string> =>
  new Promise((resolve) => {
    const server = tls
      .createServer(tlsOptions(certificate), (socket) => socket.end())
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        const socket = tls.connect({ host: '127.0.0.1', port, ca: certificate.authority ?? [], ...client });
        const done = (answer: string) => {
          socket.destroy();
          server.close(() => resolve(answer));
        };
        socket.once('secureConnect', () => done(socket.getProtocol() ?? ''));
        socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
      });
    server.on('tlsClientError', () => undefined);
  });

describe('the certificate made at first start', () => {
  it('is accepted by whoever trusts its authority, for every name and address, and by nobody else', async () => {
    const certificate = ownCertificate(folder, names, Date.now());
    expect(await handshake(certificate, {})).toBe('TLSv1.3');
    expect(await handshake(certificate, { servername: 'watch.example.edu.cn' })).toBe('TLSv1.3');
    expect(await handshake(certificate, { servername: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await handshake(certificate, { ca: [] })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('speaks TLS 1.2 and nothing older', async () => {
    const certificate = ownCertificate(folder, names, Date.now());
    expect(await handshake(certificate, { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake(certificate, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).toMatch(/ERR_SSL|ECONNRESET/);
  });

  it('reads back as what was asked for', () => {
    const certificate = ownCertificate(folder, names, Date.now());
    const server = new X509Certificate(certificate.cert);
    const authority = new X509Certificate(certificate.authority ?? '');
    expect(authority.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    for (const name of ['localhost', 'watch.example.edu.cn']) expect(server.checkHost(name)).toBe(name);
    for (const address of ['::1', '2001:db8::7', '10.2.255.3']) expect(server.checkIP(address)).toBe(address);
    expect(certificate.expiresAt - Date.now()).toBeLessThan(398 * dayMs);
  });

  it('keeps its keys to its owner', () => {
    ownCertificate(folder, names, Date.now());
    for (const file of fs.readdirSync(folder)) expect(fs.statSync(path.join(folder, file)).mode & 0o077).toBe(0);
  });

  it('stays the same until it must change, and its authority longer', () => {
    const now = Date.now();
    const first = ownCertificate(folder, names, now);
    expect(ownCertificate(folder, names, now + 300 * dayMs)).toEqual(first);
    const renamed = ownCertificate(folder, [...names, 'new.example'], now);
    expect(renamed.cert).not.toBe(first.cert);
    const later = ownCertificate(folder, names, now + 380 * dayMs);
    expect(later.expiresAt).toBeGreaterThan(now + 700 * dayMs);
    expect(later.authority).toBe(first.authority);
    expect(ownCertificate(folder, names, now + 3640 * dayMs).authority).not.toBe(first.authority);
  });

  it('is made anew where a file is lost', () => {
    const first = ownCertificate(folder, names, Date.now());
    fs.rmSync(path.join(folder, 'server.key'));
    const second = ownCertificate(folder, names, Date.now());
    expect(second.authority).toBe(first.authority);
    expect(second.key).not.toBe(first.key);
  });
});

it('names this machine by every address it has, and by its public name', () => {
  const all = namesOfThisMachine('https://watch.example.edu.cn/board');
  expect(all).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1', 'watch.example.edu.cn']));
  expect(all.some((name) => name.startsWith('fe80'))).toBe(false);
});

it('takes a given certificate, and refuses one with another’s key', () => {
  ownCertificate(folder, names, Date.now());
  const file = (name: string) => path.join(folder, name);
  expect(givenCertificate({ cert: file('server.crt'), key: file('server.key') }).authority).toBeNull();
  expect(() => givenCertificate({ cert: file('server.crt'), key: file('ca.key') })).toThrow(/is not the key of/);
});
