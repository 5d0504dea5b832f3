/** What the HTTP side needs from the rest; `app.ts` provides it. */
import type { FastifyBaseLogger } from 'fastify';
import type { Acts } from '../acts/acts.ts';
import type { ChannelDesk } from '../acts/channels.ts';
import type { CapReader } from '../acts/linkage.ts';
import type { Office } from '../acts/office.ts';
import type { Person, Why } from '../contracts/place.ts';
import type { Role } from '../contracts/values.ts';
import type { Identities } from '../core/access/identity.ts';
import type { World } from '../core/world.ts';
import type { AuditEntry, Clock, Facts, Result, SeriesStore } from '../ports.ts';

/** The part of the accounts that signing in and setting up need. */
export interface SignIn extends Identities {
  checkPassword(person: string, password: string): Promise<boolean>;
  setPassword(person: string, password: string): Promise<void>;
  openSession(person: string, wall: boolean): { readonly secret: string; readonly expiresAt: number | null };
  close(key: string): void;
  setupStands(secret: string): boolean;
  endSetup(): void;
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

export interface ApiSettings {
  /** Address people reach this server by; null = as the browser says. */
  readonly publicUrl: string | null;
  /** Whether `X-Forwarded-*` of a reverse proxy is believed. */
  readonly trustProxy: boolean;
  /** The built dashboard; null or a missing folder = API only. */
  readonly dashboardFolder: string | null;
  readonly demo: boolean;
  readonly version: string;
}

export interface ApiDeps {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly settings: ApiSettings;
  world(): World;
  readonly facts: Facts;
  readonly series: Pick<SeriesStore, 'read'>;
  readonly accounts: SignIn;
  readonly acts: Acts;
  /** The channels by which people are reached. */
  readonly channels: ChannelDesk;
  /** Reads CAP of others, and tells the key by which ours is checked. */
  readonly cap: CapReader & { publicKey(): Promise<string> };
  /** Documents, sheets and pictures. */
  readonly office: Office;
  /** Newest reading of each metric. */
  latest(device: string): Record<string, { value: number; at: number }>;
  /** The stored picture; null when it is not (or no longer) stored. */
  readEvidence(id: string): Promise<{ readonly bytes: Uint8Array; readonly type: string } | null>;
  /** Puts one entry on the audit chain, durably. */
  audit(entry: AuditEntry): void;
  why(alarm: string, person: string): Result<Why>;
  metricsText(): Promise<string>;
  ready(): Readiness;
  caCertificatePem(): string | null;
  /** HMAC-SHA-256 under the installation's key, a different one for each purpose. */
  seal(purpose: string, text: string): Buffer;
  demoAccounts(): readonly DemoAccount[] | null;
  /** Makes the first administrator, and the organisation above all schools when there is none yet. */
  foundOrganisation(admin: { readonly id: string; readonly name: string }): Result<Person>;
}
