/** Everyone who is connected, by audience: who waits for a snapshot, who is sent changes, who has fallen behind. */
import type { Principal } from '../core/access/identity.ts';
import type { ChangeRow } from '../ports.ts';
import type { Audience } from './audience.ts';
import { audienceName, changeFor, isFor, missedSince, openAudience } from './audience.ts';
import { buildBoard } from './board.ts';
import type { LiveClient, LiveSocket } from './client.ts';
import type { LiveDeps } from './deps.ts';
import type { LiveNamespace } from './door.ts';
import { sinceOf } from './door.ts';
import { cut, oldestQueued, queuedBytes } from './queue.ts';

/** A screen that has not taken this much gets no more until it has; then it gets a snapshot. */
const queueLimitBytes = 1024 * 1024;
/** A screen that takes nothing for this long is cut. */
const frozenAfterMs = 10_000;
/** Snapshots are costly: one screen gets at most one in this time, later ones wait. */
const snapshotEveryMs = 1000;

export interface Crowd {
  readonly clients: ReadonlyMap<string, LiveClient>;
  join(socket: LiveSocket, principal: Principal): LiveClient;
  leave(client: LiveClient): void;
  /** Sends it nothing more before a snapshot. */
  wait(client: LiveClient): void;
  push(changes: readonly ChangeRow[]): void;
  beat(): void;
  /** Cuts who is frozen, and looks who has caught up or fallen behind. */
  sweep(): void;
  recheck(): void;
}

export const createCrowd = (deps: LiveDeps, live: LiveNamespace, guarded: (what: string, work: () => void) => void): Crowd => {
  const clients = new Map<string, LiveClient>();
  const audiences = new Map<string, Audience>();
  let flushAsked = false;

  const audienceOf = (principal: Principal): Audience => {
    const name = audienceName(principal.actor);
    const known = audiences.get(name);
    if (known) return known;
    const opened = openAudience(deps, principal.actor);
    audiences.set(name, opened);
    return opened;
  };

  const goLive = (client: LiveClient): void => {
    client.state = 'live';
    client.since = null;
    void client.socket.join(client.audience.name);
  };

  const replay = (client: LiveClient): boolean => {
    const missed = client.since === null ? null : missedSince(deps, client.audience, client.since);
    if (!missed) return false;
    for (const change of missed) client.socket.emit('change', change);
    client.socket.emit('beat', { at: deps.clock.now(), seq: client.audience.last });
    goLive(client);
    return true;
  };

  const sendSnapshots = (audience: Audience, waiting: readonly LiveClient[]): void => {
    const board = buildBoard(deps, audience.actor);
    live.to(waiting.map(({ socket }) => socket.id)).emit('snapshot', { seq: audience.last, at: deps.clock.now(), board });
    for (const client of waiting) {
      client.snapshotAt = performance.now();
      goLive(client);
    }
  };

  /** Serves everyone who waits: who missed little is told what, the others of one audience share one snapshot. */
  const flush = (): void => {
    flushAsked = false;
    const due = performance.now() - snapshotEveryMs;
    for (const audience of audiences.values()) {
      const waiting = [...clients.values()].filter(
        (client) => client.audience === audience && client.state === 'waiting' && client.snapshotAt <= due && !replay(client),
      );
      if (waiting.length > 0) sendSnapshots(audience, waiting);
    }
  };

  const askFlush = (): void => {
    if (flushAsked) return;
    flushAsked = true;
    setImmediate(() => guarded('snapshot', flush));
  };

  const wait = (client: LiveClient): void => {
    if (client.state === 'live') void client.socket.leave(client.audience.name);
    client.state = 'waiting';
    client.since = null;
    askFlush();
  };

  const fallBehind = (client: LiveClient): void => {
    if (client.state !== 'live' || queuedBytes(client.socket) <= queueLimitBytes) return;
    void client.socket.leave(client.audience.name);
    client.state = 'behind';
    deps.log.warn({ caller: client.principal.actor.id }, 'live: a screen is behind; it gets a snapshot when it has caught up');
  };

  const pushOne = (row: ChangeRow): void => {
    const world = deps.world();
    for (const audience of audiences.values()) {
      if (!isFor(world, audience, row)) continue;
      live.to(audience.name).emit('change', changeFor(deps, audience, row, audience.last));
      audience.last = row.seq;
    }
  };

  const sweepOne = (client: LiveClient, now: number): void => {
    const oldest = oldestQueued(client.socket);
    if (oldest !== client.oldest) Object.assign(client, { oldest, oldestSince: now });
    if (oldest !== null && now - client.oldestSince >= frozenAfterMs) cut(client.socket);
    else if (client.state === 'behind' && oldest === null) wait(client);
    else fallBehind(client);
  };

  return {
    clients,
    join(socket, principal) {
      const now = performance.now();
      const client: LiveClient = {
        socket,
        principal,
        audience: audienceOf(principal),
        state: 'waiting',
        since: sinceOf(socket),
        snapshotAt: Number.NEGATIVE_INFINITY,
        watched: new Set(),
        oldest: null,
        oldestSince: now,
        events: { count: 0, windowStart: now },
      };
      clients.set(socket.id, client);
      askFlush();
      return client;
    },
    leave(client) {
      clients.delete(client.socket.id);
      const anyoneLeft = [...clients.values()].some((other) => other.audience === client.audience);
      if (!anyoneLeft) audiences.delete(client.audience.name);
    },
    wait,
    push(changes) {
      if (clients.size === 0) return;
      try {
        for (const client of clients.values()) fallBehind(client);
        for (const row of changes) pushOne(row);
      } catch (error) {
        deps.log.error({ err: error }, 'live: push failed; every screen gets a snapshot');
        for (const client of clients.values()) wait(client);
      }
    },
    beat() {
      const at = deps.clock.now();
      for (const { name, last } of audiences.values()) live.to(name).emit('beat', { at, seq: last });
    },
    sweep() {
      const now = performance.now();
      for (const client of clients.values()) sweepOne(client, now);
      askFlush();
    },
    recheck() {
      for (const client of clients.values()) {
        const fresh = deps.identities.again(client.principal.key);
        // A changed role or place means another audience; the screen comes again by itself and gets it.
        if (!fresh || audienceName(fresh.actor) !== client.audience.name) client.socket.disconnect(true);
      }
    },
  };
};
