/**
 * Passwords, sessions, API tokens and the one-time set-up token. Secrets are 256-bit random and only their SHA-256 is
 * stored; passwords are stored as argon2id. Who a person is (name, role, place) is asked afresh each time, so that a
 * changed role or a person put inactive takes effect with the next request.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Person } from '../contracts/place.ts';
import type { Role } from '../contracts/values.ts';
import type { Identities, Principal } from '../core/access/identity.ts';
import { wholeInstallation } from '../core/access/policy.ts';
import type { Clock } from '../ports.ts';
import type { Row, Sql } from './sqlite.ts';

export const accountsSchema = `
CREATE TABLE password (person TEXT PRIMARY KEY, hash TEXT NOT NULL, setAt INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE session (
  hash TEXT PRIMARY KEY, person TEXT NOT NULL, createdAt INTEGER NOT NULL, lastUsedAt INTEGER NOT NULL,
  idleMs INTEGER NOT NULL, expiresAt INTEGER) WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE TABLE token (
  hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, role TEXT NOT NULL, org TEXT NOT NULL, label TEXT NOT NULL,
  createdAt INTEGER NOT NULL, lastUsedAt INTEGER) WITHOUT ROWID;
CREATE TABLE setup (hash TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL) WITHOUT ROWID;
`;

const hour = 3600_000;
const day = 24 * hour;

/** A person's session ends after half a day unused, after a week in any case (OWASP ASVS 5.0 §7.3 asks for both limits). */
const personLimits = { idleMs: 12 * hour, absoluteMs: 7 * day };
/** A duty-room wall must not go dark in the night: it ends only when it has not been on for a month. */
const wallLimits = { idleMs: 30 * day, absoluteMs: null };
const setupLifeMs = day;
/** Use is written at most this often: a busy token must not cost a disk sync a request. */
const useNotedEveryMs = 60_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const newSecret = (): string => randomBytes(32).toString('base64url');

export interface TokenRow {
  readonly id: string;
  readonly role: Role;
  readonly org: string;
  readonly label: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface Accounts extends Identities {
  /** Slow on purpose (argon2id, ~50 ms off the main thread); takes as long for someone unknown. */
  checkPassword(person: string, password: string): Promise<boolean>;
  /** Sets a password and ends the person's sessions. */
  setPassword(person: string, password: string): Promise<void>;
  hasPassword(person: string): boolean;
  /** Opens a session; the answer is the only copy of its secret. `expiresAt` null = as long as it is used. */
  openSession(person: string, wall: boolean): { secret: string; expiresAt: number | null };
  /** Ends the session or token a principal came with. */
  close(key: string): void;
  closeSessionsOf(person: string): void;
  /** `org` null = the whole installation. The answer is the only copy of the token. */
  createToken(role: Role, org: string | null, label: string): { id: string; token: string };
  tokens(): TokenRow[];
  revokeToken(id: string): boolean;
  /** A one-time set-up token, replacing any before; null once somebody has a password. */
  offerSetup(): string | null;
  setupStands(secret: string): boolean;
  endSetup(): void;
}

export interface AccountsDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  /** The person as known now; null when unknown. */
  personOf(id: string): Person | null;
}

/** Loaded when first needed: most starts never check a password before they are ready. */
const argon2 = (): Promise<typeof import('@node-rs/argon2')> => import('@node-rs/argon2');

export const createAccounts = ({ sql, clock, personOf }: AccountsDeps): Accounts => {
  const personPrincipal = (row: Row | undefined): Principal | null => {
    const person = row ? personOf(String(row['person'])) : null;
    if (!row || !person?.active) return null;
    return {
      actor: { id: person.id, name: person.name, role: person.role, org: person.org },
      via: 'session',
      key: `session:${String(row['hash'])}`,
    };
  };

  const sessionBy = (hash: string): Principal | null => {
    const now = clock.now();
    const row = sql
      .prepare('SELECT * FROM session WHERE hash = ? AND lastUsedAt + idleMs > ? AND (expiresAt IS NULL OR expiresAt > ?)')
      .get(hash, now, now);
    if (row && now - Number(row['lastUsedAt']) >= useNotedEveryMs) {
      sql.prepare('UPDATE session SET lastUsedAt = ? WHERE hash = ?').run(now, hash);
    }
    return personPrincipal(row);
  };

  const tokenBy = (hash: string): Principal | null => {
    const now = clock.now();
    const row = sql.prepare('SELECT id, role, org, label, lastUsedAt FROM token WHERE hash = ?').get(hash);
    if (!row) return null;
    if (now - Number(row['lastUsedAt'] ?? 0) >= useNotedEveryMs)
      sql.prepare('UPDATE token SET lastUsedAt = ? WHERE hash = ?').run(now, hash);
    const actor = { id: `token-${String(row['id'])}`, name: String(row['label']), role: row['role'] as Role, org: String(row['org']) };
    return { actor, via: 'token', key: `token:${hash}` };
  };

  const forgetSessions = (now: number): void => {
    sql.prepare('DELETE FROM session WHERE lastUsedAt + idleMs <= ? OR expiresAt <= ?').run(now, now);
  };

  let decoy: Promise<string> | null = null;

  return {
    bySession: (secret) => sessionBy(sha256(secret)),
    byToken: (secret) => tokenBy(sha256(secret)),
    again: (key) => (key.startsWith('session:') ? sessionBy(key.slice(8)) : tokenBy(key.slice(6))),

    async checkPassword(person, password) {
      const { hash, verify } = await argon2();
      const stored = sql.prepare('SELECT hash FROM password WHERE person = ?').get(person)?.['hash'];
      decoy ??= hash(newSecret());
      const matches = await verify(stored === undefined ? await decoy : String(stored), password);
      return matches && stored !== undefined && personOf(person)?.active === true;
    },
    async setPassword(person, password) {
      const { hash } = await argon2();
      const hashed = await hash(password);
      sql.transaction(() => {
        sql.prepare('INSERT OR REPLACE INTO password (person, hash, setAt) VALUES (?, ?, ?)').run(person, hashed, clock.now());
        sql.prepare('DELETE FROM session WHERE person = ?').run(person);
      });
    },
    hasPassword: (person) => sql.prepare('SELECT 1 FROM password WHERE person = ?').get(person) !== undefined,

    openSession(person, wall) {
      const now = clock.now();
      const { idleMs, absoluteMs } = wall ? wallLimits : personLimits;
      const expiresAt = absoluteMs === null ? null : now + absoluteMs;
      const secret = newSecret();
      forgetSessions(now);
      sql
        .prepare('INSERT INTO session (hash, person, createdAt, lastUsedAt, idleMs, expiresAt) VALUES (?, ?, ?, ?, ?, ?)')
        .run(sha256(secret), person, now, now, idleMs, expiresAt);
      return { secret, expiresAt };
    },
    close(key) {
      sql.prepare(`DELETE FROM ${key.startsWith('session:') ? 'session' : 'token'} WHERE hash = ?`).run(key.slice(key.indexOf(':') + 1));
    },
    closeSessionsOf(person) {
      sql.prepare('DELETE FROM session WHERE person = ?').run(person);
    },

    createToken(role, org, label) {
      const token = newSecret();
      const id = randomBytes(6).toString('hex');
      sql
        .prepare('INSERT INTO token (hash, id, role, org, label, createdAt) VALUES (?, ?, ?, ?, ?, ?)')
        .run(sha256(token), id, role, org ?? wholeInstallation, label, clock.now());
      return { id, token };
    },
    tokens: () =>
      sql.prepare('SELECT id, role, org, label, createdAt, lastUsedAt FROM token ORDER BY createdAt, id').all() as unknown as TokenRow[],
    revokeToken: (id) => Number(sql.prepare('DELETE FROM token WHERE id = ?').run(id).changes) > 0,

    offerSetup() {
      if (sql.prepare('SELECT 1 FROM password LIMIT 1').get()) return null;
      const secret = newSecret();
      sql.transaction(() => {
        sql.exec('DELETE FROM setup');
        sql.prepare('INSERT INTO setup (hash, expiresAt) VALUES (?, ?)').run(sha256(secret), clock.now() + setupLifeMs);
      });
      return secret;
    },
    setupStands: (secret) =>
      sql.prepare('SELECT 1 FROM setup WHERE hash = ? AND expiresAt > ?').get(sha256(secret), clock.now()) !== undefined,
    endSetup() {
      sql.exec('DELETE FROM setup');
    },
  };
};
