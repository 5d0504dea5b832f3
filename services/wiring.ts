/** Small joints between the parts that `app.ts` puts together; none of them knows an adapter. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Person } from './contracts/place.ts';
import { addPerson, ensureRoot } from './core/enrol.ts';
import { claimTagBytes, sealedClaim } from './core/escalation/claim-link.ts';
import { newTurn } from './core/turn.ts';
import type { World } from './core/world.ts';
import type { AuditEntry, Clock, Commit, Result, SeriesStore } from './ports.ts';
import { packageFolder } from './root.ts';
import type { Certificate } from './tls.ts';
import { certificateFor } from './tls.ts';

export const version: string = (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version;

/** What the HTTP side is told of the installation. */
export const apiSettings = ({ publicUrl, trustProxy, demo }: Config) => ({
  publicUrl,
  trustProxy,
  demo,
  version,
  dashboardFolder: join(packageFolder, 'dist', 'dashboard'),
});

/** Tags nobody else can make. Each purpose has its own key: a tag made for one says nothing in another. */
export const sealOf =
  (key: Buffer) =>
  (purpose: string, text: string): Buffer =>
    createHmac('sha256', createHmac('sha256', key).update(purpose).digest()).update(text).digest();

/** The address in a notice that takes its alarm on without signing in; nobody else can make one. */
export const claimLinkOf =
  ({ publicUrl }: Config, key: Buffer) =>
  (text: string): string | null => {
    const tag = sealOf(key)('claim', text).subarray(0, claimTagBytes).toString('base64url');
    return publicUrl === null ? null : `${publicUrl}/a/${sealedClaim(text, tag)}`;
  };

/** What the flows are to go by, from `settings.yaml`. */
export const policiesOf = ({
  settings,
  linkage,
  consoles,
  duty,
  escalation,
  storm,
  hazardRules,
  riskRules,
  response,
  reporting,
}: Config) => ({
  hazardRules,
  linkage,
  consoles,
  riskRules,
  response,
  reporting,
  duty,
  escalation,
  storm,
  notices: settings.notices,
  hazards: settings.hazards,
  evidenceDays: settings.media.retentionDays,
  hazardEvidenceYears: settings.media.hazardYears,
  quietCloseMinutes: settings.alarms.quietCloseMinutes,
  gatewayGraceSeconds: settings.alarms.gatewayGraceSeconds,
  streamUrl: settings.media.streamUrl,
  unreadDays: settings.duties.unreadDays,
});

/** The certificate given, or the installation's own. */
export const certificateOf = ({ dataFolder, tlsFiles, publicUrl }: Config, now: number): Certificate =>
  certificateFor({ folder: join(dataFolder, 'tls'), files: tlsFiles, publicUrl, now });

/** SQLite's word for a full disk: waited out, never fatal. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && /database or disk is full|SQLITE_FULL|ENOSPC/i.test(error.message);

/** Newest reading of each of a device's metrics. */
export const latestOf =
  (series: SeriesStore) =>
  (device: string): Record<string, { value: number; at: number }> => {
    const latest: Record<string, { value: number; at: number }> = {};
    for (const metric of series.metricsOf(device)) {
      const newest = series.latest(device, metric);
      if (newest) latest[metric] = { value: newest.value, at: newest.at };
    }
    return latest;
  };

export const countBy = <T>(items: Iterable<T>, name: (item: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
};

/** Able to do its work: it listens, and there is room to write. InfluxDB behind may be down without harm to that. */
export const readiness = (state: {
  readonly waitingForSpace: boolean;
  readonly series: { readonly ok: boolean; readonly detail: string };
}) => ({
  ready: !state.waitingForSpace,
  parts: {
    store: { ok: !state.waitingForSpace, detail: state.waitingForSpace ? 'disk full' : 'writing' },
    broker: { ok: true, detail: 'listening' },
    series: state.series,
  },
});

/** Does `work` again and again; what it throws goes to `onError`. Returns how to end it. */
export const repeat = (ms: number, work: () => void, onError: (error: unknown) => void): (() => void) => {
  const timer = setInterval(() => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  }, ms);
  return () => clearInterval(timer);
};

interface Registry {
  readonly clock: Clock;
  readonly world: () => World;
  readonly commit: Commit;
}

/** The very first person, and the organisation above all schools. */
export const foundOrganisation =
  ({ clock, world, commit }: Registry) =>
  (admin: { readonly id: string; readonly name: string }): Result<Person> => {
    const turn = newTurn(clock.now());
    const top = ensureRoot(world(), turn, admin.id);
    const person: Person = { id: admin.id, name: admin.name, role: 'bureau-admin', org: top.id, phone: null, active: true };
    // A crash between this and the password's setting leaves the person; the next set-up link goes on from there.
    const left = world().people.get(admin.id);
    if (left?.role === 'bureau-admin') return { ok: true, value: left };
    const refusal = addPerson(world(), turn, admin.id, person);
    if (refusal !== null) return { ok: false, status: 409, code: 'exists', detail: refusal };
    commit(turn);
    return { ok: true, value: person };
  };

/** Puts one entry on the audit chain, durably. */
export const auditOne =
  ({ clock, commit }: Registry) =>
  (entry: AuditEntry): void => {
    const turn = newTurn(clock.now());
    turn.audit.push(entry);
    commit(turn);
  };
