/** Newest readings of watched devices, at most once a second, lossy: a screen that is slow misses some. */
import type { Gauge } from '../contracts/live.ts';
import type { LiveClient } from './client.ts';
import type { LiveDeps } from './deps.ts';

const gaugesOf = (deps: LiveDeps, devices: Iterable<string>): Gauge =>
  [...devices].flatMap((device) => Object.entries(deps.latest(device)).map(([metric, { value, at }]) => ({ device, metric, value, at })));

export interface Gauges {
  /** Sends at once what a screen has just begun to watch. */
  begin(client: LiveClient): void;
  /** Sends what has changed since the last tick. */
  tick(clients: Iterable<LiveClient>): void;
}

export const createGauges = (deps: LiveDeps): Gauges => {
  /** Time of the reading last sent, by device and metric, of devices somebody watches. */
  let sent = new Map<string, number>();

  return {
    begin(client) {
      const now = gaugesOf(deps, client.watched);
      if (now.length > 0) client.socket.emit('gauge', now);
    },
    tick(clients) {
      const watching = [...clients].filter((client) => client.watched.size > 0 && client.state === 'live');
      const watched = new Set(watching.flatMap((client) => [...client.watched]));
      const before = sent;
      sent = new Map();
      const fresh = new Map<string, Gauge>();
      for (const gauge of gaugesOf(deps, watched)) {
        const key = `${gauge.device} ${gauge.metric}`;
        sent.set(key, gauge.at);
        if (before.get(key) === gauge.at) continue;
        fresh.set(gauge.device, [...(fresh.get(gauge.device) ?? []), gauge]);
      }
      if (fresh.size === 0) return;
      for (const client of watching) {
        const mine = [...fresh].flatMap(([device, gauges]) => (client.watched.has(device) ? gauges : []));
        if (mine.length > 0) client.socket.volatile.emit('gauge', mine);
      }
    },
  };
};
