/** The MQTT door: plain on loopback, TLS, and over WebSocket. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { Client } from 'aedes';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { createAdmission, guardPackets } from './guard.ts';
import type { Door } from './hooks.ts';
import { createHooks, identityOf } from './hooks.ts';

export interface BrokerOptions {
  readonly door: Omit<Door, 'onSignedIn' | 'isShuttingDown'>;
  readonly plain: { readonly host: string; readonly port: number } | null;
  readonly secure: { readonly host: string; readonly port: number; readonly cert: string; readonly key: string } | null;
  readonly onGone: (identity: string) => void;
  readonly failStop: (error: unknown) => void;
}

export interface Broker {
  readonly ports: { readonly mqtt: number | null; readonly mqtts: number | null };
  /** Takes `/mqtt` upgrades of an HTTP(S) server. */
  attach(server: HttpServer): void;
  connected(identity: string): boolean;
  readonly clientCount: () => number;
  /** Sends to whoever may listen (commands to devices). */
  publish(topic: string, payload: string): void;
  /** Rights withdrawn: connections are closed and stored sessions forgotten. */
  expel(identity: string): Promise<void>;
  close(): Promise<void>;
}

/** Largest number of connections of a listener. */
const maxConnections = 20_000;
/** Reconnect storms: 5,000 clients in about a second; Node's default of 511 makes them wait for SYN retransmission. */
const backlog = 4096;

/** Not in Aedes' types (pinned version). */
const persistenceOf = (aedes: unknown): { cleanSubscriptions(client: Client): Promise<unknown> } =>
  (aedes as { persistence: { cleanSubscriptions(client: Client): Promise<unknown> } }).persistence;

const listening = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

const closing = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

export const createBroker = async (options: BrokerOptions): Promise<Broker> => {
  let shuttingDown = false;
  const admission = createAdmission();
  const clients = new Map<string, Set<Client>>();
  const streams = new WeakMap<Client, unknown>();

  const hooks = createHooks({
    ...options.door,
    isShuttingDown: () => shuttingDown,
    onSignedIn: (_identity, client) => admission.signedIn(streams.get(client)),
  });
  const aedes = await Aedes.createBroker({
    ...hooks,
    connectTimeout: 5_000,
    drainTimeout: 3_000,
    queueLimit: 1_000,
    // mqemitter's queue falls off a cliff when it is used at all; memory per client is bounded by withheld acknowledgements.
    concurrency: 0,
    maxClientsIdLength: 4096,
  });
  aedes.on('client', (client) => {
    const identity = identityOf(client.id);
    clients.set(identity, (clients.get(identity) ?? new Set()).add(client));
  });
  aedes.on('clientDisconnect', (client) => {
    const identity = identityOf(client.id);
    const left = clients.get(identity);
    left?.delete(client);
    if (left?.size === 0) clients.delete(identity);
    if (!shuttingDown && !clients.has(identity)) options.onGone(identity);
  });
  // Aedes' own `error` means that its routing broke; unheard it would end the process anyway, without a word.
  (aedes as unknown as NodeJS.EventEmitter).on('error', options.failStop);

  const take = (stream: Duplex, socket: Socket, request?: IncomingMessage): void => {
    if (shuttingDown || !admission.admit(socket)) return void stream.destroy();
    socket.setKeepAlive(true, 10_000);
    socket.setNoDelay(true);
    stream.on('error', () => stream.destroy());
    const client = aedes.handle(stream, request as IncomingMessage);
    streams.set(client, socket);
    guardPackets(client);
  };

  const servers: Server[] = [];
  /** Also those that have not signed in or not finished their handshake: Aedes does not know them. */
  const sockets = new Set<Socket>();
  const open = async (server: Server, at: { host: string; port: number }): Promise<number> => {
    server.maxConnections = maxConnections;
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    servers.push(server);
    return listening(server, at.host, at.port);
  };

  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: 4 * 1024 * 1024,
    handleProtocols: (names) => (names.has('mqtt') ? 'mqtt' : names.has('mqttv3.1') ? 'mqttv3.1' : false),
  });
  const attach = (server: HttpServer): void => {
    server.on('upgrade', (request, socket, head) => {
      if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/mqtt') return;
      webSockets.handleUpgrade(request, socket, head, (ws) => take(createWebSocketStream(ws), socket as Socket, request));
    });
  };

  const mqtt = options.plain
    ? await open(
        createServer((socket) => take(socket, socket)),
        options.plain,
      )
    : null;
  const mqtts = options.secure
    ? await open(
        createTlsServer({ cert: options.secure.cert, key: options.secure.key, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, (socket) =>
          take(socket, socket),
        ),
        options.secure,
      )
    : null;

  const closeClient = (client: Client): Promise<void> => new Promise((resolve) => client.close(() => resolve()));

  return {
    ports: { mqtt, mqtts },
    attach,
    connected: (identity) => clients.has(identity),
    clientCount: () => aedes.connectedClients,
    publish: (topic, payload) => aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => undefined),
    expel: async (identity) => {
      const mine = [...(clients.get(identity) ?? [])];
      await Promise.all(mine.map(closeClient));
      for (const client of mine) await persistenceOf(aedes).cleanSubscriptions(client);
    },
    close: async () => {
      // From here on every hook refuses: a closing Aedes fires all wills, and none of them is true.
      shuttingDown = true;
      const closed = servers.map(closing);
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      webSockets.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
};
