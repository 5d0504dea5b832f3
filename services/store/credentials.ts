/**
 * Secrets of devices and gateways: 128 random bits or more, kept as HMAC-SHA-256 under the installation's key. HMAC
 * and not a slow password hash: the secret cannot be guessed, and 10,000 devices must sign in again within a minute.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Credentials } from '../ports.ts';
import type { Sql } from './sqlite.ts';

const keyBytes = 32;
const secretBytes = 24;

/** The installation's key, made at first use; readable by the service alone. */
export const installationKey = (file: string): Buffer => {
  if (!existsSync(file)) writeFileSync(file, randomBytes(keyBytes), { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  const key = readFileSync(file);
  if (key.length !== keyBytes) throw new Error(`${file} is damaged: ${key.length} bytes instead of ${keyBytes}`);
  return key;
};

export const createCredentials = (sql: Sql, key: Buffer, now: () => number): Credentials => {
  const hmac = (secret: Uint8Array | string): Buffer => createHmac('sha256', key).update(secret).digest();
  const known = new Map<string, Buffer>();
  for (const row of sql.prepare('SELECT identity, hmac FROM credential').all())
    known.set(String(row['identity']), Buffer.from(row['hmac'] as Uint8Array));
  return {
    issue: (identity) => {
      const secret = randomBytes(secretBytes).toString('base64url');
      const digest = hmac(secret);
      sql.prepare('INSERT OR REPLACE INTO credential (identity, hmac, createdAt) VALUES (?, ?, ?)').run(identity, digest, now());
      known.set(identity, digest);
      return secret;
    },
    verify: (identity, secret) => {
      const digest = known.get(identity);
      return digest !== undefined && timingSafeEqual(digest, hmac(secret));
    },
    revoke: (identity) => {
      sql.prepare('DELETE FROM credential WHERE identity = ?').run(identity);
      known.delete(identity);
    },
  };
};
