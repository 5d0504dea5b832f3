/**
 * The composition root: opens everything in order, hands each part what it needs, and takes it down in reverse. The
 * place where the adapters meet, with the parts in `app/`.
 */

import { openBroker, openInbox, openLive } from './app/devices-and-screens.ts';
import type { AppOptions, Parts } from './app/parts.ts';
import { openCore } from './app/parts.ts';
import { openDoors, openOperator } from './app/people.ts';
import type { Flows } from './flows/flows.ts';
import type { Metrics } from './metrics.ts';
import { createMetrics } from './metrics.ts';
import type { OperatorContext } from './operator/command.ts';
import type { Clock } from './ports.ts';
import type { Store } from './store/open.ts';
import { openStore } from './store/open.ts';
import { countBy, isDiskFull, repeat } from './wiring.ts';

export type { AppOptions } from './app/parts.ts';
export { operatorRoot } from './app/people.ts';

export interface App {
  readonly addresses: { readonly http: number; readonly https: number; readonly mqtt: number | null; readonly mqtts: number | null };
  readonly store: Store;
  readonly operator: OperatorContext;
  readonly flows: Pick<Flows, 'acts' | 'take' | 'tick'>;
  stop(): Promise<void>;
}

const [tickEveryMs, tendEveryMs, forgetEveryMs] = [250, 500, 10 * 60_000] as const;

/** The clock's door. A full disk is waited out; anything else a moment throws means that the store is broken. */
const startClock = ({ flows, store, series, clock, options, undo }: Parts): void => {
  const onError = (err: unknown): void => (isDiskFull(err) ? options.log.error({ err }, 'the disk is full') : options.failStop(err));
  const every = (ms: number, work: () => void): void => void undo.push(repeat(ms, work, onError));
  every(tickEveryMs, flows.tick);
  every(tendEveryMs, () => {
    series.store.tend(clock.now());
    store.trimLog();
    store.facts.analysis.warm();
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
    openAlarms: () =>
      countBy(
        [...store.world().alarms.values()].filter(({ exercise }) => exercise === null),
        (alarm) => alarm.level,
      ),
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
    flows,
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
