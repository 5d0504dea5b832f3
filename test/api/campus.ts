/** A small county on a real database with the real API and the real sockets, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { ApiDeps } from '../../services/api/deps.ts';
import { refuseOtherUpgrades } from '../../services/api/listeners.ts';
import { createApi } from '../../services/api/server.ts';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Device } from '../../services/contracts/place.ts';
import type { Role } from '../../services/contracts/values.ts';
import { roles } from '../../services/contracts/values.ts';
import type { Turn } from '../../services/core/turn.ts';
import { newTurn, noteChange } from '../../services/core/turn.ts';
import { alarmKey, placeDevice } from '../../services/core/world.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { createService } from '../../services/flows/service.ts';
import type { LiveDeps, PaintReport } from '../../services/live/deps.ts';
import type { Live } from '../../services/live/server.ts';
import { createLive } from '../../services/live/server.ts';
import { createCapOffice, openOffice } from '../../services/office.ts';
import type { AuditEntry } from '../../services/ports.ts';
import type { Accounts } from '../../services/store/accounts.ts';
import { createAccounts } from '../../services/store/accounts.ts';
import type { FactsStore } from '../../services/store/facts.ts';
import { createFacts } from '../../services/store/facts.ts';
import { createLedger } from '../../services/store/ledger.ts';
import { migrate } from '../../services/store/migrations.ts';
import { createEmbeddedSeries } from '../../services/store/series/embedded.ts';
import { openSqlite } from '../../services/store/sqlite.ts';
import { sealOf } from '../../services/wiring.ts';

import { rulesOf, testPolicies } from '../flows/harness.ts';
import { picturesIn } from '../flows/pictures.ts';
import { senderOf } from './channels.ts';
import { orgOf, other, own, personOf, startOfTest } from './documents.ts';
import { putSchool } from './schools.ts';

/** The person of a role in the branch the tests look from: bureau roles at the township, others at the school. */
export const placeOf = (role: Role): string => (role.startsWith('bureau-') ? own.township : own.school);

export interface Campus {
  readonly url: string;
  readonly api: FastifyInstance;
  readonly live: Live;
  readonly accounts: Accounts;
  readonly facts: FactsStore;
  readonly deps: ApiDeps;
  readonly clock: { at: number; now(): number };
  readonly audited: AuditEntry[];
  readonly painted: PaintReport[];
  readonly shown: { readonly alarm: string; readonly person: string }[];
  readonly latest: Map<string, Record<string, { value: number; at: number }>>;
  /** Warnings and errors, as JSON lines. */
  readonly logged: string[];
  /** Writes a turn and pushes it, as the service does. */
  commit(build: (turn: Turn) => void): void;
  /** Each call is one commit. */
  putAlarm(...alarms: Alarm[]): void;
  putHazard(...hazards: Hazard[]): void;
  putDevice(device: Device): void;
  token(role: Role, place?: string): string;
  close(): Promise<void>;
}

export interface CampusOptions {
  readonly dashboardFolder?: string | null;
  readonly demo?: boolean;
  readonly publicUrl?: string | null;
  readonly trustProxy?: boolean;
}

export const openCampus = async (options: CampusOptions = {}): Promise<Campus> => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-api-'));
  const sql = openSqlite(join(folder, 'facts.db'));
  migrate(sql);
  const series = createEmbeddedSeries(sql);
  const ledger = createLedger(sql, series);
  const facts = createFacts(sql);
  let world = facts.loadWorld();
  const clock = { at: startOfTest, now: () => clock.at };
  const accounts = createAccounts({ sql, clock, personOf: (id) => world.people.get(id) ?? null });
  const audited: AuditEntry[] = [];
  const painted: PaintReport[] = [];
  const shown: { alarm: string; person: string }[] = [];
  const latest = new Map<string, Record<string, { value: number; at: number }>>();
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => logged.push(line) });
  const settings = {
    publicUrl: options.publicUrl ?? null,
    trustProxy: options.trustProxy ?? false,
    dashboardFolder: options.dashboardFolder ?? null,
    demo: options.demo ?? false,
    version: '0.0.0-test',
  };

  const service = createService({
    clock,
    pictures: picturesIn(folder, join(folder, 'facts.db'), sql, clock),
    facts,
    series,
    rules: rulesOf(),
    policies: testPolicies,
    world: () => world,
    commit: (turn) => live.push(ledger.write(turn)),
    connected: () => false,
    consoleProof: (seat) => live.proofOf(seat),
  });
  const acts = actsOf(service);
  const deps: ApiDeps & LiveDeps = {
    clock,
    log,
    settings,
    world: () => world,
    facts,
    series,
    accounts,
    identities: accounts,
    acts,
    channels: senderOf(
      () => world,
      () => clock.now(),
    ),
    cap: createCapOffice(folder, testPolicies.linkage.cap),
    office: openOffice(),
    allowedAlarmActions: acts.allowedAlarmActions,
    allowedHazardActions: acts.allowedHazardActions,
    allowedIncidentActions: acts.allowedIncidentActions,
    latest: (device) => latest.get(device) ?? {},
    readEvidence: () => Promise.resolve({ bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' }),
    audit: (entry) => {
      audited.push(entry);
    },
    why: (alarm, person) => ({
      ok: true,
      value: { alarm, person, told: true, at: clock.now(), gates: [{ gate: 'branch', passed: true, reason: 'in_branch' }], calls: [] },
    }),
    metricsText: () => Promise.resolve('# HELP campus_up 1\ncampus_up 1\n'),
    ready: () => ({ ready: true, parts: { store: { ok: true, detail: 'synchronous=FULL' } } }),
    caCertificatePem: () => null,
    seal: sealOf(Buffer.alloc(32, 7)),
    demoAccounts: () => [{ id: 'duty-officer-1', name: '值班员', role: 'duty-officer', password: 'demo' }],
    foundOrganisation: ({ id, name }) => {
      const person = { ...personOf(id, 'bureau-admin', 'county'), name };
      commit((turn) => turn.put.person.set(id, person));
      world.people.set(id, person);
      return { ok: true, value: person };
    },
    shown: (alarm, by) => {
      shown.push({ alarm, person: by.actor.id });
    },
    painted: (report) => {
      painted.push(report);
    },
    consoles: { policy: testPolicies.consoles, attend: acts.attendConsole, paintedLate: acts.paintedLate },
  };

  const live = createLive(deps);
  const commit = (build: (turn: Turn) => void): void => {
    const turn = newTurn(clock.now());
    build(turn);
    live.push(ledger.write(turn));
  };
  const putAlarm = (...alarms: Alarm[]): void =>
    commit((turn) => {
      for (const alarm of alarms) {
        turn.put.alarm.set(alarm.id, alarm);
        if (alarm.open) world.alarms.set(alarmKey(alarm.device, alarm.kind), alarm);
        else world.alarms.delete(alarmKey(alarm.device, alarm.kind));
        noteChange(turn, 'alarm', alarm);
      }
    });
  const putHazard = (...hazards: Hazard[]): void =>
    commit((turn) => {
      for (const hazard of hazards) {
        turn.put.hazard.set(hazard.id, hazard);
        noteChange(turn, 'hazard', hazard);
      }
    });
  const putDevice = (device: Device): void =>
    commit((turn) => {
      turn.put.device.set(device.id, device);
      placeDevice(world, device);
      noteChange(turn, 'device', device);
    });

  commit((turn) => {
    const orgs = [orgOf('county', 'bureau', null), orgOf(own.township, 'township', 'county'), orgOf(other.township, 'township', 'county')];
    for (const each of [...orgs, orgOf(own.school, 'school', own.township), orgOf(other.school, 'school', other.township)])
      turn.put.org.set(each.id, each);
    for (const { school } of [own, other]) putSchool(turn, school);
    for (const role of roles) turn.put.person.set(`${role}-1`, personOf(`${role}-1`, role, placeOf(role)));
  });
  world = facts.loadWorld();

  const api = await createApi(deps);
  live.attach(api.server);
  refuseOtherUpgrades(api.server, ['/socket.io', '/mqtt']);
  await api.ready();
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  const { port } = api.server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    api,
    live,
    accounts,
    facts,
    deps,
    clock,
    audited,
    painted,
    shown,
    latest,
    logged,
    commit,
    putAlarm,
    putHazard,
    putDevice,
    token: (role, place) => accounts.createToken(role, place ?? placeOf(role), `${role} token`).token,
    async close() {
      live.close();
      await api.close();
      sql.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
