/**
 * The composition root: opens everything in order, hands each part what it needs, and takes it down in reverse. The
 * only place where the adapters meet.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ApiDeps, DemoAccount } from './api/deps.ts';
import type { Doors } from './api/open.ts';
import { openHttp } from './api/open.ts';
import type { Broker } from './broker/broker.ts';
import { createBroker } from './broker/broker.ts';
import type { Inbox } from './broker/inbox.ts';
import { createInbox } from './broker/inbox.ts';
import type { Config } from './config.ts';
import { mayListen } from './core/topics.ts';
import { armLease } from './flows/availability.ts';
import type { Flows } from './flows/flows.ts';
import { createFlows } from './flows/flows.ts';
import type { Live } from './live/server.ts';
import { createLive } from './live/server.ts';
import type { Media } from './media/media.ts';
import { createMedia } from './media/media.ts';
import type { Metrics } from './metrics.ts';
import { createMetrics } from './metrics.ts';
import type { OperatorContext } from './operator/command.ts';
import type { OperatorRoot } from './operator/command-line.ts';
import { serveOperator } from './operator/socket.ts';
import type { Clock } from './ports.ts';
import { openAlone, registryOf } from './store/alone.ts';
import { besideServer } from './store/beside.ts';
import type { Store } from './store/open.ts';
import { openStore } from './store/open.ts';
import type { ServingSeries } from './store/series/choose.ts';
import { createSeries } from './store/series/choose.ts';
import type { Certificate } from './tls.ts';
import {
  apiSettings,
  auditOne,
  certificateOf,
  countBy,
  foundOrganisation,
  isDiskFull,
  latestOf,
  policiesOf,
  readiness,
  repeat,
  version,
} from './wiring.ts';

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
  stop(): Promise<void>;
}

const [tickEveryMs, tendEveryMs, forgetEveryMs] = [250, 500, 10 * 60_000] as const;

/** What is open so far; `undo` takes it down, the last first. */
interface Parts {
  readonly options: AppOptions;
  readonly clock: Clock;
  readonly store: Store;
  readonly series: ServingSeries;
  readonly media: Media;
  readonly flows: Flows;
  readonly certificate: Certificate;
  /** Set when the broker listens. */
  broker: Broker | null;
  /** The disk is full: nothing is acknowledged until there is room. */
  waitingForSpace: boolean;
  readonly undo: (() => void | Promise<void>)[];
}

const openCore = (options: AppOptions, clock: Clock, store: Store, undo: Parts['undo']): Parts => {
  const { config, log } = options;
  undo.push(store.close, store.endCheckpoints);
  const series = createSeries(store.series, store.sql, config.influx, () => clock.now());
  undo.push(() => series.stop());
  const media = createMedia({ folder: join(config.dataFolder, 'evidence'), allowedHosts: config.settings.media.allowedHosts, clock, log });
  const flows = createFlows({
    clock,
    facts: store.facts,
    series: series.store,
    rules: config.rules,
    policies: policiesOf(config),
    world: store.world,
    commit: store.commit,
    connected: (identity) => parts.broker?.connected(identity) ?? false,
    outside: { fetchPicture: (url) => media.take(url), forgetPicture: (file) => media.delete(file) },
    onDeliveryError: (moment, err) => log.error({ err, moment }, 'a delivery failed; it is tried again'),
  });
  const certificate = certificateOf(config, clock.now());
  const parts: Parts = { options, clock, store, series, media, flows, certificate, broker: null, waitingForSpace: false, undo };
  return parts;
};

/** What the HTTP routes and the live screens both look at. */
const viewOf = ({ clock, store, series, flows }: Parts) => ({
  clock,
  world: store.world,
  facts: store.facts,
  allowedAlarmActions: flows.allowedAlarmActions,
  allowedHazardActions: flows.allowedHazardActions,
  latest: latestOf(series.store),
});

const openLive = (parts: Parts, painted: (ms: number) => void): Live => {
  const { store, flows, options } = parts;
  const live = createLive({
    ...viewOf(parts),
    log: options.log,
    identities: store.accounts,
    painted: ({ alarm, reportedAt }) => {
      const committedAt = store.facts.get('alarm', alarm)?.committedAt;
      if (committedAt !== undefined) painted(reportedAt - committedAt);
    },
    settings: options.config,
  });
  store.listen({ committed: (rows) => live.push(rows), reread: flows.reread });
  parts.undo.push(() => live.close());
  return live;
};

const openInbox = (parts: Parts, metrics: Metrics): Inbox =>
  createInbox({
    take: metrics.timed(parts.flows.take),
    failStop: parts.options.failStop,
    isWaitable: isDiskFull,
    onWaiting: (waiting) => {
      parts.waitingForSpace = waiting;
      parts.options.log.error(
        { waiting },
        waiting ? 'the disk is full: nothing is acknowledged until there is room' : 'there is room again',
      );
    },
  });

const openBroker = async (parts: Parts, inbox: Inbox): Promise<Broker> => {
  const { options, clock, store, flows, certificate } = parts;
  const { config, log } = options;
  const broker = await createBroker({
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
    onGone: flows.gone,
    failStop: options.failStop,
  });
  parts.broker = broker;
  parts.undo.push(() => broker.close());
  parts.undo.push(() => inbox.close());
  return broker;
};

const apiDeps = (parts: Parts, metrics: Metrics): ApiDeps => {
  const { options, store, flows, series, media, certificate } = parts;
  return {
    ...viewOf(parts),
    log: options.log,
    settings: apiSettings(options.config),
    series: series.store,
    accounts: store.accounts,
    acts: { onAlarm: flows.onAlarm, onHazard: flows.onHazard },
    readEvidence: async (id) => {
      const kept = store.facts.get('evidence', id);
      const bytes = kept?.file && kept.sha256 ? await media.read(kept.file, kept.sha256) : null;
      return bytes && { bytes, type: 'image/jpeg' };
    },
    audit: auditOne(registryOf(parts)),
    why: flows.why,
    metricsText: metrics.text,
    ready: () => readiness({ waitingForSpace: parts.waitingForSpace, series: series.status() }),
    caCertificatePem: () => certificate.authority,
    demoAccounts: () => options.demoAccounts ?? null,
    foundOrganisation: foundOrganisation(registryOf(parts)),
  };
};

const openDoors = async (parts: Parts, metrics: Metrics, live: Live, broker: Broker): Promise<{ http: number; https: number }> => {
  const { http, https } = parts.options.config;
  const attach: Doors['attach'] = (server) => {
    live.attach(server);
    broker.attach(server);
  };
  const doors = await openHttp(apiDeps(parts, metrics), {
    http,
    https,
    certificate: parts.certificate,
    attach,
    answered: ['/socket.io', '/mqtt'],
  });
  parts.undo.push(() => doors.close());
  return doors.ports;
};

const openOperator = async (parts: Parts, broker: Broker, live: Live): Promise<OperatorContext> => {
  const { flows, options } = parts;
  const operator: OperatorContext = {
    ...registryOf(parts),
    commit: (turn) => {
      parts.store.commit(turn);
      flows.reorganised(turn);
    },
    enrolled: flows.enrolled,
    rightsChanged: live.recheck,
    disconnect: (identity) => {
      broker.expel(identity).catch((err: unknown) => options.log.error({ err, identity }, 'could not end the connections of an identity'));
    },
  };
  const door = await serveOperator(options.config.dataFolder, operator);
  parts.undo.push(() => door.stop());
  return operator;
};

/** The clock's door. A full disk is waited out; anything else a moment throws means that the store is broken. */
const startClock = ({ flows, store, series, clock, options, undo }: Parts): void => {
  const onError = (err: unknown): void => (isDiskFull(err) ? options.log.error({ err }, 'the disk is full') : options.failStop(err));
  const every = (ms: number, work: () => void): void => void undo.push(repeat(ms, work, onError));
  every(tickEveryMs, flows.tick);
  every(tendEveryMs, () => {
    series.store.tend(clock.now());
    store.trimLog();
  });
  every(forgetEveryMs, () => store.facts.forget(clock.now()));
};

const openParts = async (parts: Parts): Promise<App> => {
  const { store, flows, undo } = parts;
  const metrics: Metrics = createMetrics({
    counts: () => flows.counts,
    clients: () => parts.broker?.clientCount() ?? 0,
    screens: () => live.connected(),
    waiting: () => inbox.waiting(),
    openAlarms: () => countBy(store.world().alarms.values(), (alarm) => alarm.level),
    devices: () => countBy(store.world().devices.values(), (device) => device.availability),
  });
  const live = openLive(parts, metrics.painted);
  const inbox = openInbox(parts, metrics);
  const broker = await openBroker(parts, inbox);
  const ports = await openDoors(parts, metrics, live, broker);
  const operator = await openOperator(parts, broker, live);
  startClock(parts);
  return {
    addresses: { ...ports, ...broker.ports },
    store,
    operator,
    stop: async () => {
      for (const step of undo.reverse()) await step();
    },
  };
};

/** Opens everything; a refusal (folder in use, of another use) is a plain sentence, nothing half open is left behind. */
export const createApp = async (options: AppOptions): Promise<{ ok: true; app: App } | { ok: false; detail: string }> => {
  const { config } = options;
  const clock: Clock = options.clock ?? { now: () => Date.now() };
  const opened = openStore({
    dataFolder: config.dataFolder,
    use: config.demo ? 'demo' : 'real',
    clock,
    seriesRetentionDays: config.settings.series.retentionDays,
    checkpoints: true,
    onDamage: (what) => options.log.error({ what }, 'stored readings are damaged and left out'),
  });
  if (!opened.ok) return opened;
  const undo: Parts['undo'] = [];
  try {
    return { ok: true, app: await openParts(openCore(options, clock, opened.store, undo)) };
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
};

/** What the operator's commands need where no server answers them. */
export const operatorRoot: OperatorRoot = {
  openAlone: ({ dataFolder, settings, rules }) =>
    openAlone({
      dataFolder,
      seriesRetentionDays: settings.series.retentionDays,
      enrolled: (turn, device) => armLease({ rules }, turn, device, turn.at),
    }),
  beside: (config) => besideServer(config, version),
};
