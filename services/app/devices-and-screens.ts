/** The doors to devices and to screens. */
import type { Broker } from '../broker/broker.ts';
import { createBroker } from '../broker/broker.ts';
import type { Inbox } from '../broker/inbox.ts';
import { createInbox } from '../broker/inbox.ts';
import { mayListen } from '../core/topics.ts';
import type { Live } from '../live/server.ts';
import { createLive } from '../live/server.ts';
import type { Metrics } from '../metrics.ts';
import { isDiskFull } from '../wiring.ts';
import type { Parts } from './parts.ts';
import { viewOf } from './parts.ts';

export const openLive = (parts: Parts, painted: (ms: number) => void): Live => {
  const { store, flows, options } = parts;
  const live = createLive({
    ...viewOf(parts),
    log: options.log,
    identities: store.accounts,
    painted: ({ alarm, reportedAt, by }) => {
      flows.acts.alarmShown(by.actor.id, alarm);
      const committedAt = store.facts.get('alarm', alarm)?.committedAt;
      if (committedAt !== undefined) painted(reportedAt - committedAt);
    },
    shown: (alarm, by) => flows.acts.alarmShown(by.actor.id, alarm),
    consoles: { policy: options.config.consoles, attend: flows.acts.attendConsole, paintedLate: flows.acts.paintedLate },
    settings: options.config,
  });
  parts.live = live;
  store.listen({ committed: (rows) => live.push(rows), reread: flows.reread });
  parts.undo.push(() => live.close());
  return live;
};

export const openInbox = (parts: Parts, metrics: Metrics): Inbox =>
  createInbox({
    schoolOf: (identity) => parts.store.world().devices.get(identity)?.school ?? '',
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

export const openBroker = async (parts: Parts, inbox: Inbox): Promise<Broker> => {
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
