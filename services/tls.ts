/** The certificate of the HTTPS and MQTTS listeners: the one given, or one made at first start and kept in `tls/`. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { writeCertificate } from './x509.ts';

const dayMs = 24 * 3600_000;
/** Phones refuse private certificates valid for more than 825 days and public ones for more than 398; this suits both. */
const serverDays = 397;
const authorityDays = 3650;
const renewBeforeDays = 30;
/** A gateway's clock may run behind ours. */
const backdateMs = dayMs;

export interface Certificate {
  /** PEM chain, own certificate first. */
  readonly cert: string;
  readonly key: string;
  /** PEM of the authority to install on phones and gateways; null when a certificate was given. */
  readonly authority: string | null;
  readonly expiresAt: number;
}

/** Options every TLS listener shares. */
export const tlsOptions = ({ cert, key }: Certificate) => ({ cert, key, minVersion: 'TLSv1.2' as const });

const hostName = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** Every name and address this machine may be called by. */
export const namesOfThisMachine = (publicUrl: string | null): string[] => {
  const addresses = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  const reachable = addresses.map((address) => address.address.split('%')[0] ?? '').filter((address) => !address.startsWith('fe80:'));
  const publicHost = publicUrl === null ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  const names = ['localhost', os.hostname(), ...publicHost, '127.0.0.1', '::1', ...reachable];
  return [...new Set(names)].filter((name) => isIP(name) !== 0 || hostName.test(name));
};

interface KeyedCertificate {
  readonly cert: string;
  readonly key: KeyObject;
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const expiryOf = (cert: X509Certificate): number => Date.parse(cert.validTo);
const commonNameOf = (cert: X509Certificate): string => /CN=(.+)/.exec(cert.subject)?.[1] ?? '';

/** A kept pair when both files are there, belong together and live long enough. */
const kept = (folder: string, name: string, now: number): KeyedCertificate | null => {
  const files = [path.join(folder, `${name}.crt`), path.join(folder, `${name}.key`)] as const;
  if (!files.every((file) => fs.existsSync(file))) return null;
  const cert = fs.readFileSync(files[0], 'utf8');
  const key = createPrivateKey(fs.readFileSync(files[1]));
  const parsed = new X509Certificate(cert);
  return parsed.checkPrivateKey(key) && expiryOf(parsed) - now > renewBeforeDays * dayMs ? { cert, key } : null;
};

/** Whole or not at all: written beside, then renamed. */
const keep = (folder: string, name: string, { cert, key }: KeyedCertificate): void => {
  for (const [file, text] of [
    [`${name}.key`, keyText(key)],
    [`${name}.crt`, cert],
  ] as const) {
    fs.writeFileSync(path.join(folder, `${file}.new`), text, { mode: 0o600 });
    fs.renameSync(path.join(folder, `${file}.new`), path.join(folder, file));
  }
};

const makeAuthority = (now: number): KeyedCertificate => {
  const key = newKey();
  const subject = `Campus Watch ${os.hostname().slice(0, 40)}`;
  const until = now + authorityDays * dayMs;
  return { key, cert: writeCertificate({ subject, key, issuer: { name: subject, key }, from: now - backdateMs, until, names: null }) };
};

const makeServer = (authority: KeyedCertificate, names: readonly string[], now: number): KeyedCertificate => {
  const key = newKey();
  const parent = new X509Certificate(authority.cert);
  const until = Math.min(now + serverDays * dayMs, expiryOf(parent));
  const issuer = { name: commonNameOf(parent), key: authority.key };
  return { key, cert: writeCertificate({ subject: 'Campus Watch server', key, issuer, from: now - backdateMs, until, names }) };
};

const speaksFor = (cert: X509Certificate, names: readonly string[]): boolean =>
  names.every((name) => (isIP(name) ? cert.checkIP(name) : cert.checkHost(name)) !== undefined);

/**
 * The certificate kept in `folder`, made when it is missing, renewed 30 days before it expires and when this machine
 * has got a new name or address. The authority stays, so that what trusts it goes on trusting.
 */
export const ownCertificate = (folder: string, names: readonly string[], now: number): Certificate => {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  let authority = kept(folder, 'ca', now);
  if (authority === null) keep(folder, 'ca', (authority = makeAuthority(now)));
  let server = kept(folder, 'server', now);
  const parsed = server && new X509Certificate(server.cert);
  const good = parsed?.verify(new X509Certificate(authority.cert).publicKey) && speaksFor(parsed, names);
  if (server === null || !good) keep(folder, 'server', (server = makeServer(authority, names, now)));
  return {
    cert: server.cert + authority.cert,
    key: keyText(server.key),
    authority: authority.cert,
    expiresAt: expiryOf(new X509Certificate(server.cert)),
  };
};

/** A given certificate; throws when the files do not belong together, since nothing could be served with them. */
export const givenCertificate = (files: { readonly cert: string; readonly key: string }): Certificate => {
  const cert = fs.readFileSync(files.cert, 'utf8');
  const key = fs.readFileSync(files.key, 'utf8');
  const parsed = new X509Certificate(cert);
  if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error(`${files.key} is not the key of ${files.cert}`);
  return { cert, key, authority: null, expiresAt: expiryOf(parsed) };
};

export interface CertificateSource {
  /** Where an own certificate is kept. */
  readonly folder: string;
  readonly files: { readonly cert: string; readonly key: string } | null;
  readonly publicUrl: string | null;
  readonly now: number;
}

/** The given certificate where there is one, else this installation's own. */
export const certificateFor = ({ folder, files, publicUrl, now }: CertificateSource): Certificate =>
  files === null ? ownCertificate(folder, namesOfThisMachine(publicUrl), now) : givenCertificate(files);
