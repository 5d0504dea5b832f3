/**
 * The live screens: a snapshot, then numbered changes. Called synchronously after each commit; nothing a screen does
 * or fails to do reaches back into it.
 */
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { SeatProof } from '../core/consoles/judge.ts';
import type { ChangeRow } from '../ports.ts';
import type { ClientEvents } from './client.ts';
import { createConsoles } from './consoles.ts';
import { createCrowd } from './crowd.ts';
import type { LiveDeps } from './deps.ts';
import { openDoor } from './door.ts';
import type { EventEffects } from './events.ts';
import { eventTable, takeEvent } from './events.ts';
import { createGauges } from './gauges.ts';
import { cut } from './queue.ts';

const beatEveryMs = 2000;
const sweepEveryMs = 500;
const gaugeEveryMs = 1000;
const proveEveryMs = 250;
/** Revoked and expired sessions are gone within 60 s; half of it leaves room for a late timer. */
const recheckEveryMs = 30_000;

export interface Live {
  /** Puts the sockets on a listener; may be called for several. */
  attach(server: HttpServer | HttpsServer): void;
  /** Sends committed changes to whoever may see them. Never throws. */
  push(changes: readonly ChangeRow[]): void;
  connected(): number;
  /** What the screens of a seat prove now. */
  proofOf(seat: string): SeatProof;
  /** Ends the sockets of sessions and tokens that are no more; done every half minute by itself. */
  recheck(): void;
  close(): void;
}

export const createLive = (deps: LiveDeps): Live => {
  const guarded = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      deps.log.error({ err: error }, `live: ${what} failed`);
    }
  };
  const { io, live } = openDoor(deps);
  const crowd = createCrowd(deps, live, guarded);
  const gauges = createGauges(deps);
  const engines: { close(): void }[] = [];
  const consoles = createConsoles(deps);

  const effects: EventEffects = {
    consoles,
    resync: (client) => crowd.wait(client),
    watch: (client, devices) => {
      client.watched = devices;
      gauges.begin(client);
    },
    tooMany: (client) => cut(client.socket),
  };
  const table = eventTable(deps, effects);

  live.on('connection', (socket) => {
    const client = crowd.join(socket, socket.data.principal);
    for (const name of Object.keys(table) as (keyof ClientEvents)[]) {
      // An event without content brings its acknowledgement first.
      socket.on(name, (...said: unknown[]) =>
        guarded(name, () => {
          const acknowledge = said.at(-1);
          const content = typeof said[0] === 'function' ? undefined : said[0];
          const code = takeEvent(table[name], client, content, performance.now(), effects);
          if (typeof acknowledge === 'function') acknowledge(code === null ? { ok: true } : { ok: false, code });
        }),
      );
    }
    socket.on('disconnect', (reason) => {
      crowd.leave(client);
      consoles.left(client, reason === 'ping timeout');
      if (reason === 'ping timeout') cut(socket);
    });
  });

  const every = (ms: number, what: string, work: () => void): NodeJS.Timeout => setInterval(() => guarded(what, work), ms).unref();
  const timers = [
    every(beatEveryMs, 'beat', () => crowd.beat()),
    every(sweepEveryMs, 'sweep', () => crowd.sweep()),
    every(proveEveryMs, 'duty question', () => consoles.ask()),
    every(gaugeEveryMs, 'gauge', () => gauges.tick(crowd.clients.values())),
    every(recheckEveryMs, 'session check', () => crowd.recheck()),
  ];

  return {
    attach(server) {
      io.attach(server);
      engines.push(io.engine as { close(): void });
    },
    push: (changes) => crowd.push(changes),
    connected: () => crowd.clients.size,
    proofOf: (seat) => consoles.proofOf(seat),
    recheck: () => crowd.recheck(),
    close() {
      for (const timer of timers) clearInterval(timer);
      live.disconnectSockets(true);
      for (const engine of engines) engine.close();
    },
  };
};
