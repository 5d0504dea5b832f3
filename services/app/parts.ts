/** What is open so far, and the middle of the house: store, series, pictures, flows. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DemoAccount } from '../api/deps.ts';
import type { Broker } from '../broker/broker.ts';
import type { Config } from '../config.ts';
import { unwatched } from '../core/consoles/judge.ts';
import type { Flows } from '../flows/flows.ts';
import { createFlows } from '../flows/flows.ts';
import type { Live } from '../live/server.ts';
import type { Media } from '../media/media.ts';
import { createMedia } from '../media/media.ts';
import { createResponderSender } from '../notify/responder-send.ts';
import type { Sender } from '../notify/send.ts';
import { createSender } from '../notify/send.ts';
import type { CapOffice } from '../office.ts';
import { createCapOffice, openPictures } from '../office.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/open.ts';
import { databaseFile } from '../store/open.ts';
import type { ServingSeries } from '../store/series/choose.ts';
import { createSeries } from '../store/series/choose.ts';
import type { Certificate } from '../tls.ts';
import { certificateOf, claimLinkOf, latestOf, policiesOf, sealOf } from '../wiring.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Nothing may be acknowledged any more: the process has to end. */
  readonly failStop: (error: unknown) => void;
  readonly demoAccounts?: readonly DemoAccount[];
}

/** What is open so far; `undo` takes it down, the last first. */
export interface Parts {
  readonly options: AppOptions;
  readonly clock: Clock;
  readonly store: Store;
  readonly series: ServingSeries;
  readonly media: Media;
  readonly flows: Flows;
  readonly sender: Sender;
  readonly cap: CapOffice;
  readonly certificate: Certificate;
  /** Set when the broker listens. */
  broker: Broker | null;
  /** Set when screens may come. */
  live: Live | null;
  /** The disk is full: nothing is acknowledged until there is room. */
  waitingForSpace: boolean;
  readonly undo: (() => void | Promise<void>)[];
}

export const openCore = (options: AppOptions, clock: Clock, store: Store, undo: Parts['undo']): Parts => {
  const { config, log } = options;
  undo.push(store.close, store.endCheckpoints);
  const series = createSeries(store.series, store.sql, config.influx, () => clock.now());
  undo.push(() => series.stop());
  const media = createMedia({ folder: join(config.dataFolder, 'evidence'), allowedHosts: config.settings.media.allowedHosts, clock, log });
  const { pictures, close } = openPictures({ media, sql: store.sql, database: databaseFile(config.dataFolder), key: store.key });
  undo.push(close);
  const connected = (identity: string): boolean => parts.broker?.connected(identity) ?? false;
  const sender = createSender({
    channels: config.channels,
    world: store.world,
    now: () => clock.now(),
    connected,
    publish: (topic, payload) => parts.broker?.publish(topic, payload),
  });
  const cap = createCapOffice(config.dataFolder, config.linkage.cap);
  undo.push(cap.close);
  // Made at the start, not in the first emergency.
  cap.publicKey().catch((err: unknown) => log.error({ err }, 'the signing key cannot be made: CAP messages stay unsent'));
  const responders = createResponderSender({
    rules: config.linkage,
    publicUrl: config.publicUrl,
    seal: sealOf(store.key),
    now: () => clock.now(),
    send: sender.send,
  });
  const flows = createFlows({
    clock,
    pictures,
    facts: store.facts,
    series: series.store,
    rules: config.rules,
    policies: policiesOf(config),
    world: store.world,
    commit: store.commit,
    connected,
    consoleProof: (seat) => parts.live?.proofOf(seat) ?? unwatched,
    outside: {
      fetchPicture: (url) => media.take(url),
      forgetPicture: pictures.forget,
      send: sender.send,
      claimLink: claimLinkOf(config, store.key),
      ...responders,
      issueCap: cap.issueCap,
    },
    onDeliveryError: (moment, err) => log.error({ err, moment }, 'a delivery failed; it is tried again'),
    rightsChanged: () => parts.live?.recheck(),
  });
  const certificate = certificateOf(config, clock.now());
  const parts: Parts = {
    options,
    clock,
    store,
    series,
    media,
    flows,
    sender,
    cap,
    certificate,
    broker: null,
    live: null,
    waitingForSpace: false,
    undo,
  };
  return parts;
};

/** What the HTTP routes and the live screens both look at. */
export const viewOf = ({ clock, store, series, flows }: Parts) => ({
  clock,
  world: store.world,
  facts: store.facts,
  allowedAlarmActions: flows.acts.allowedAlarmActions,
  allowedHazardActions: flows.acts.allowedHazardActions,
  allowedIncidentActions: flows.acts.allowedIncidentActions,
  latest: latestOf(series.store),
});
