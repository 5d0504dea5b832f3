/**
 * The composition root: opens everything in order, hands each part what it needs, and takes it down in reverse. The
 * only place where the adapters meet.
 */
import { readFileSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { DemoAccount } from './api/deps.ts';
import { httpsServer, refuseOtherUpgrades } from './api/listeners.ts';
import { createApi } from './api/server.ts';
import type { Broker } from './broker/broker.ts';
import { createBroker } from './broker/broker.ts';
import type { Inbox } from './broker/inbox.ts';
import { createInbox } from './broker/inbox.ts';
import type { Config, ListenAddress } from './config.ts';
import { may } from './core/access/policy.ts';
import { allowedAlarmActions } from './core/alarms/act.ts';
import { addPerson, ensureRoot } from './core/enrol.ts';
import { allowedHazardActions } from './core/hazards/act.ts';
import { mayListen } from './core/topics.ts';
import { newTurn } from './core/turn.ts';
import { actOnAlarm } from './flows/act-on-alarm.ts';
import { actOnHazard, hazardActor } from './flows/act-on-hazard.ts';
import { armLease, linkBroken } from './flows/availability.ts';
import { createDeliver } from './flows/deliver.ts';
import { createIngest } from './flows/ingest.ts';
import type { Policies, Service } from './flows/service.ts';
import { createService } from './flows/service.ts';
import { tick } from './flows/tick.ts';
import { why } from './flows/why.ts';
import { createLive } from './live/server.ts';
import { createMetrics } from './metrics.ts';
import type { OperatorContext } from './operator/command.ts';
import type { OperatorRoot } from './operator/command-line.ts';
import { serveOperator } from './operator/socket.ts';
import type { Actor, Clock, Result } from './ports.ts';
import { besideServer } from './store/beside.ts';
import { folderUse } from './store/lock.ts';
import { createSeries } from './store/series/choose.ts';
import type { Store } from './store/open.ts';
import { openStore } from './store/open.ts';
import { certificateFor } from './tls.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Nothing may be acknowledged any more: the process has to end. */
  readonly failStop: (error: unknown) => void;
  readonly demoAccounts?: readonly DemoAccount[];
}

export interface App {
  readonly addresses: { readonly http: number; readonly https: number; readonly mqtt: number | null; readonly mqtts: number | null };
  readonly store: Store;
  readonly operator: OperatorContext;
  /** A one-time set-up token; null once somebody can sign in. */
  offerSetup(): string | null;
  stop(): Promise<void>;
}

const tickEveryMs = 250;
const tendEveryMs = 500;
const forgetEveryMs = 10 * 60_000;

export const version: string = (JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }).version;

/** Beside the sources, or above the build. */
function packageFile(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return join(here, here.includes(`${join('dist', 'services')}`) ? '../../package.json' : '../package.json');
}

const dashboardFolder = (): string => join(packageFile(), '..', 'dist', 'dashboard');

const policiesOf = ({ settings }: Config): Policies => ({
  notices: settings.notices,
  hazards: settings.hazards,
  evidenceDays: settings.media.retentionDays,
  quietCloseMinutes: settings.alarms.quietCloseMinutes,
  gatewayGraceSeconds: settings.alarms.gatewayGraceSeconds,
});

/** SQLite's word for a full disk: waited out, never fatal. */
const isDiskFull = (error: unknown): boolean => error instanceof Error && /database or disk is full|SQLITE_FULL|ENOSPC/i.test(error.message);

const latestOf = (store: Store) => (device: string): Record<string, { value: number; at: number }> => {
  const latest: Record<string, { value: number; at: number }> = {};
  for (const metric of store.series.metricsOf(device)) {
    const newest = store.series.latest(device, metric);
    if (newest) latest[metric] = { value: newest.value, at: newest.at };
  }
  return latest;
};

const countBy = <T>(items: Iterable<T>, name: (item: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
};

const listenOn = async (server: HttpServer | HttpsServer, at: ListenAddress): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: at.host, port: at.port }, () => resolve());
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : at.port;
};

/** The very first person, and the organisation above all schools. */
const foundOrganisation = (store: Store, service: Service) => (admin: { readonly id: string; readonly name: string }) => {
  const turn = newTurn(service.clock.now());
  const root = ensureRoot(store.world(), turn, admin.id);
  const person = { id: admin.id, name: admin.name, role: 'bureau-admin' as const, org: root.id, phone: null, active: true };
  const refusal = addPerson(store.world(), turn, admin.id, person);
  if (refusal !== null) return { ok: false as const, status: 409 as const, code: 'exists', detail: refusal };
  store.commit(turn);
  return { ok: true as const, value: person };
};

/** Opens everything; a refusal (folder in use, bad rules) is a plain sentence, nothing half open is left behind. */
export const createApp = async (options: AppOptions): Promise<{ ok: true; app: App } | { ok: false; detail: string }> => {
  const { config, log } = options;
  const clock: Clock = options.clock ?? { now: () => Date.now() };
  const opened = openStore({
    dataFolder: config.dataFolder, use: config.demo ? 'demo' : 'real', clock, seriesRetentionDays: config.settings.series.retentionDays, checkpoints: true,
  });
  if (!opened.ok) return opened;
  const undo: (() => void | Promise<void>)[] = [];
  try {
    return { ok: true, app: await openParts(options, clock, opened.store, undo) };
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
};

const openParts = async (options: AppOptions, clock: Clock, store: Store, undo: (() => void | Promise<void>)[]): Promise<App> => {
  const { config, log } = options;
  undo.push(() => store.close());
  const series = createSeries(store.series, store.sql, config.influx, () => clock.now());
  undo.push(() => series.stop());
  let broker: Broker | null = null;
  let waitingForSpace = false;
  const service = createService({
    clock, facts: store.facts, series: series.store, rules: config.rules, policies: policiesOf(config), world: store.world, commit: store.commit,
    connected: (identity) => broker?.connected(identity) ?? false,
  });
  const ingest = createIngest(service);
  const certificate = certificateFor({ folder: join(config.dataFolder, 'tls'), files: config.tlsFiles, publicUrl: config.publicUrl, now: clock.now() });
  const evidence = { fetchPicture: async () => ({ ok: false as const, reason: 'x' }), forgetPicture: async () => undefined, read: async () => null };

  const mayAct = (actor: Actor) => (action: Parameters<Parameters<typeof allowedAlarmActions>[1]>[0]) => may(actor.role, `alarm.${action}`);
  const shared = {
    clock,
    world: store.world,
    facts: store.facts,
    allowedAlarmActions: (alarm: Parameters<typeof allowedAlarmActions>[0], actor: Actor) => allowedAlarmActions(alarm, mayAct(actor)),
    allowedHazardActions: (hazard: Parameters<typeof allowedHazardActions>[0], actor: Actor) => allowedHazardActions(hazard, hazardActor(service, actor)),
    latest: latestOf(store),
  };
  const live = createLive({
    ...shared,
    log,
    identities: store.accounts,
    painted: ({ alarm, reportedAt }) => {
      const committedAt = store.facts.get('alarm', alarm)?.committedAt;
      if (committedAt !== undefined) metrics.painted(reportedAt - committedAt);
    },
    settings: { publicUrl: config.publicUrl, trustProxy: config.trustProxy },
  });
  store.listen({ committed: (rows) => live.push(rows), reread: () => service.runtimes.clear() });

  const inbox: Inbox = createInbox({
    take: (messages) => {
      const started = performance.now();
      ingest.take(messages);
      metrics.batch(messages.length, performance.now() - started);
    },
    failStop: options.failStop,
    isWaitable: isDiskFull,
    onWaiting: (waiting) => {
      waitingForSpace = waiting;
      log.error({ waiting }, waiting ? 'the disk is full: nothing is acknowledged until there is room' : 'there is room again');
    },
  });
  const metrics = createMetrics({
    counts: () => ingest.counts,
    clients: () => broker?.clientCount() ?? 0,
    screens: () => live.connected(),
    waiting: () => inbox.waiting(),
    openAlarms: () => countBy(store.world().alarms.values(), (alarm) => alarm.level),
    devices: () => countBy(store.world().devices.values(), (device) => device.availability),
  });

  const api = await createApi({
    ...shared,
    log,
    settings: { publicUrl: config.publicUrl, trustProxy: config.trustProxy, dashboardFolder: dashboardFolder(), demo: config.demo, version },
    series: series.store,
    accounts: store.accounts,
    acts: {
      onAlarm: (actor, id, request, ifMatch) => actOnAlarm(service, actor, id, request, ifMatch, mayAct(actor)),
      onHazard: (actor, id, request, ifMatch) => actOnHazard(service, actor, id, request, ifMatch),
    },
    readEvidence: (id) => evidence.read(id),
    audit: (entry) => {
      const turn = newTurn(clock.now());
      turn.audit.push(entry);
      store.commit(turn);
    },
    why: (alarm, person) => why(service, alarm, person),
    metricsText: () => metrics.text(),
    ready: () => ({
      ready: broker !== null && !waitingForSpace,
      parts: {
        store: { ok: !waitingForSpace, detail: waitingForSpace ? 'disk full' : 'writing' },
        broker: { ok: broker !== null, detail: broker ? 'listening' : 'starting' },
        series: series.status(),
      },
    }),
    caCertificatePem: () => certificate.authority,
    demoAccounts: () => options.demoAccounts ?? null,
    foundOrganisation: foundOrganisation(store, service),
  });
  await api.ready();
  const https = httpsServer(api, certificate);
  undo.push(() => api.close());

  broker = await createBroker({
    door: {
      verify: (identity, secret) => store.credentials.verify(identity, secret),
      mayListen: (identity, filter) => mayListen(store.world(), identity, filter),
      put: (message, done) => inbox.put(message, done),
      now: () => clock.now(),
      onRefused: (identity, reason) => log.warn({ identity, reason }, 'MQTT sign-in refused'),
      onHookError: (hook, err) => log.error({ hook, err }, 'a broker hook failed'),
    },
    plain: config.mqtt,
    secure: { ...config.mqtts, cert: certificate.cert, key: certificate.key },
    onGone: (identity) => {
      const turn = newTurn(clock.now());
      linkBroken(service, turn, identity);
      if (turn.due.size > 0) store.commit(turn);
    },
    failStop: options.failStop,
  });
  const mqttDoor = broker;
  undo.push(() => mqttDoor.close());
  undo.push(() => inbox.close());
  for (const server of [api.server as HttpServer, https]) {
    live.attach(server);
    mqttDoor.attach(server as HttpServer);
    refuseOtherUpgrades(server, ['/socket.io', '/mqtt']);
  }
  undo.push(() => live.close());
  const http = await listenOn(api.server as HttpServer, config.http);
  const httpsPort = await listenOn(https, config.https);
  undo.push(() => new Promise<void>((resolve) => {
    https.close(() => resolve());
    https.closeAllConnections();
  }));

  const operator: OperatorContext = {
    clock,
    world: store.world,
    commit: store.commit,
    credentials: store.credentials,
    accounts: store.accounts,
    enrolled: (turn, device) => {
      armLease(service, turn, device, turn.at);
      ingest.forgetRoutes();
    },
    disconnect: (identity) => {
      ingest.forgetRoutes();
      mqttDoor.expel(identity).catch((err: unknown) => log.error({ err, identity }, 'could not end the connections of an identity'));
    },
  };
  const operatorDoor = await serveOperator(config.dataFolder, operator);
  undo.push(() => operatorDoor.stop());

  const deliver = createDeliver(service, evidence, (row, err) => log.error({ err, moment: row.key }, 'a delivery failed; it is tried again'));
  const every = (ms: number, what: string, work: () => void): void => {
    const timer = setInterval(() => {
      try {
        work();
      } catch (error) {
        if (!isDiskFull(error)) return options.failStop(error);
        log.error({ err: error }, `${what}: the disk is full`);
      }
    }, ms);
    undo.push(() => clearInterval(timer));
  };
  every(tickEveryMs, 'tick', () => void deliver(tick(service)));
  every(tendEveryMs, 'series', () => {
    series.store.tend(clock.now());
    store.trimLog();
  });
  every(forgetEveryMs, 'retention', () => store.facts.forget(clock.now()));

  return {
    addresses: { http, https: httpsPort, mqtt: mqttDoor.ports.mqtt, mqtts: mqttDoor.ports.mqtts },
    store,
    operator,
    offerSetup: () => store.accounts.offerSetup(),
    stop: async () => {
      for (const step of undo.reverse()) await step();
    },
  };
};

/** What the operator's commands need where no server answers them. */
export const operatorRoot: OperatorRoot = {
  openAlone: (config) => {
    const clock: Clock = { now: () => Date.now() };
    const opened = openStore({
      dataFolder: config.dataFolder,
      use: folderUse(config.dataFolder) ?? 'real',
      clock,
      seriesRetentionDays: config.settings.series.retentionDays,
      checkpoints: false,
    });
    if (!opened.ok) return opened;
    const { store } = opened;
    const context: OperatorContext = {
      clock,
      world: store.world,
      commit: store.commit,
      credentials: store.credentials,
      accounts: store.accounts,
      enrolled: (turn, device) => armLease({ rules: config.rules }, turn, device, turn.at),
      disconnect: () => undefined,
    };
    return { ok: true, context, close: () => store.close() };
  },
  beside: (config) => besideServer(config, version),
};
