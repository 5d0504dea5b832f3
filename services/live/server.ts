/**
 * The live screens: a snapshot, then numbered changes. Called synchronously after each commit; nothing a screen does
 * or fails to do reaches back into it.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import { Server } from 'socket.io';
import { cookieName, cookieValue, fromOurPages } from '../core/access/browser.ts';
import type { Principal } from '../core/access/identity.ts';
import type { ChangeRow } from '../ports.ts';
import type { Audience } from './audience.ts';
import { audienceName, changeFor, isFor, missedSince, openAudience } from './audience.ts';
import { buildBoard } from './board.ts';
import type { ClientEvents, LiveClient, LiveSocket, ServerEvents, SocketFields } from './client.ts';
import type { LiveDeps } from './deps.ts';
import type { EventEffects } from './events.ts';
import { eventTable, takeEvent } from './events.ts';
import { createGauges } from './gauges.ts';
import { cut, oldestQueued, queuedBytes } from './queue.ts';

/** A screen that has not taken this much gets no more until it has; then it gets a snapshot. */
const queueLimitBytes = 1024 * 1024;
/** A screen that takes nothing for this long is cut. */
const frozenAfterMs = 10_000;
const beatEveryMs = 2000;
const sweepEveryMs = 500;
const gaugeEveryMs = 1000;
/** Revoked and expired sessions are gone within 60 s; half of it leaves room for a late timer. */
const recheckEveryMs = 30_000;
/** Snapshots are costly: one screen gets at most one in this time, later ones wait. */
const snapshotEveryMs = 1000;

export interface Live {
  /** Puts the sockets on a listener; may be called for several. */
  attach(server: HttpServer | HttpsServer): void;
  /** Sends committed changes to whoever may see them. Never throws. */
  push(changes: readonly ChangeRow[]): void;
  connected(): number;
  /** Ends the sockets of sessions and tokens that are no more; done every half minute by itself. */
  recheck(): void;
  close(): void;
}

type LiveNamespace = Namespace<ClientEvents, ServerEvents, DefaultEventsMap, SocketFields>;

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Who opens a socket: a token in `auth`, else the session cookie, which only our own pages may use. */
const principalOf = (deps: LiveDeps, socket: LiveSocket): Principal | null => {
  const auth = socket.handshake.auth as { token?: unknown };
  if (typeof auth.token === 'string') return deps.identities.byToken(auth.token);
  const request = socket.request as IncomingMessage;
  const { headers } = request;
  const proto = deps.settings.trustProxy ? first(headers['x-forwarded-proto']) : undefined;
  const secure = proto === undefined ? (request.socket as TLSSocket).encrypted === true : proto === 'https';
  const host = (deps.settings.trustProxy ? first(headers['x-forwarded-host']) : undefined) ?? headers.host;
  const fetchSite = first(headers['sec-fetch-site']);
  if (!fromOurPages({ origin: headers.origin, fetchSite, host, publicUrl: deps.settings.publicUrl })) return null;
  const secret = cookieValue(headers.cookie, cookieName(secure));
  return secret === null ? null : deps.identities.bySession(secret);
};

const sinceOf = (socket: LiveSocket): number | null => {
  const { since } = socket.handshake.auth as { since?: unknown };
  return typeof since === 'number' && Number.isSafeInteger(since) && since >= 0 ? since : null;
};

export const createLive = (deps: LiveDeps): Live => {
  const io = new Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketFields>({
    serveClient: false,
    transports: ['websocket', 'polling'],
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5000,
    pingTimeout: 5000,
    connectTimeout: 5000,
    maxHttpBufferSize: 64 * 1024,
    // MQTT over WebSocket lives on the same listeners; its upgrades are not ours to end.
    destroyUpgrade: false,
  });
  const engines: { close(): void }[] = [];
  const clients = new Map<string, LiveClient>();
  const audiences = new Map<string, Audience>();
  const gauges = createGauges(deps);
  let flushAsked = false;

  io.use((_socket, next) => next(new Error('not_found')));
  const live: LiveNamespace = io.of('/live');
  live.use((socket, next) => {
    const principal = principalOf(deps, socket);
    if (principal) socket.data.principal = principal;
    next(principal ? undefined : new Error('unauthenticated'));
  });

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
    const at = deps.clock.now();
    const rooms = waiting.map(({ socket }) => socket.id);
    live.to(rooms).emit('snapshot', { seq: audience.last, at, board: buildBoard(deps, audience.actor) });
    for (const client of waiting) {
      client.snapshotAt = performance.now();
      goLive(client);
    }
  };

  /** Serves everyone who waits: who missed little is told what, the others of one audience share one snapshot. */
  const flush = (): void => {
    flushAsked = false;
    const now = performance.now();
    for (const audience of audiences.values()) {
      const waiting = [...clients.values()].filter(
        (client) =>
          client.audience === audience && client.state === 'waiting' && now - client.snapshotAt >= snapshotEveryMs && !replay(client),
      );
      if (waiting.length > 0) sendSnapshots(audience, waiting);
    }
  };

  const guarded = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      deps.log.error({ err: error }, `live: ${what} failed`);
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

  const effects: EventEffects = {
    resync: wait,
    watch: (client, devices) => {
      client.watched = devices;
      gauges.begin(client);
    },
    tooMany: (client) => cut(client.socket),
  };
  const table = eventTable(deps, effects);

  live.on('connection', (socket) => {
    const principal = socket.data.principal;
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
    for (const name of Object.keys(table) as (keyof ClientEvents)[]) {
      socket.on(name, (said: unknown, ack?: unknown) =>
        guarded(name, () => {
          const code = takeEvent(table[name], client, typeof said === 'function' ? undefined : said, performance.now(), effects);
          const answer = typeof said === 'function' ? said : ack;
          if (typeof answer === 'function') answer(code === null ? { ok: true } : { ok: false, code });
        }),
      );
    }
    socket.on('disconnect', (reason) => {
      clients.delete(socket.id);
      if (reason === 'ping timeout') cut(socket);
      if (![...clients.values()].some((other) => other.audience === client.audience)) audiences.delete(client.audience.name);
    });
    askFlush();
  });

  const sweep = (): void => {
    const now = performance.now();
    for (const client of clients.values()) {
      const oldest = oldestQueued(client.socket);
      if (oldest !== client.oldest) Object.assign(client, { oldest, oldestSince: now });
      if (oldest !== null && now - client.oldestSince >= frozenAfterMs) cut(client.socket);
      else if (client.state === 'behind' && oldest === null) wait(client);
      else fallBehind(client);
      if (client.state === 'waiting') askFlush();
    }
  };

  const recheck = (): void => {
    for (const client of clients.values()) {
      const fresh = deps.identities.again(client.principal.key);
      // A changed role or place means another audience; the screen signs in again by itself and gets it.
      if (!fresh || audienceName(fresh.actor) !== client.audience.name) client.socket.disconnect(true);
    }
  };

  const beat = (): void => {
    const at = deps.clock.now();
    for (const { name, last } of audiences.values()) live.to(name).emit('beat', { at, seq: last });
  };

  const every = (ms: number, what: string, work: () => void): NodeJS.Timeout => setInterval(() => guarded(what, work), ms).unref();
  const timers = [
    every(beatEveryMs, 'beat', beat),
    every(sweepEveryMs, 'sweep', sweep),
    every(gaugeEveryMs, 'gauge', () => gauges.tick(clients.values())),
    every(recheckEveryMs, 'session check', recheck),
  ];

  const pushOne = (row: ChangeRow): void => {
    const world = deps.world();
    for (const audience of audiences.values()) {
      if (!isFor(world, audience, row)) continue;
      live.to(audience.name).emit('change', changeFor(deps, audience, row, audience.last));
      audience.last = row.seq;
    }
  };

  return {
    attach(server) {
      io.attach(server);
      engines.push(io.engine as { close(): void });
    },
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
    connected: () => clients.size,
    recheck,
    close() {
      for (const timer of timers) clearInterval(timer);
      live.disconnectSockets(true);
      for (const engine of engines) engine.close();
    },
  };
};
