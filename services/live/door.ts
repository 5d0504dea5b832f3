/** The sockets' door: which transports, how much, and who may come in. */
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import { Server } from 'socket.io';
import { cookieName, cookieValue, fromOurPages } from '../core/access/browser.ts';
import type { Principal } from '../core/access/identity.ts';
import type { ClientEvents, LiveSocket, ServerEvents, SocketFields } from './client.ts';
import type { LiveDeps } from './deps.ts';

export type LiveServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketFields>;
export type LiveNamespace = Namespace<ClientEvents, ServerEvents, DefaultEventsMap, SocketFields>;

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

/** Change number a screen says it holds. */
export const sinceOf = (socket: LiveSocket): number | null => {
  const { since } = socket.handshake.auth as { since?: unknown };
  return typeof since === 'number' && Number.isSafeInteger(since) && since >= 0 ? since : null;
};

export const openDoor = (deps: LiveDeps): { readonly io: LiveServer; readonly live: LiveNamespace } => {
  const io: LiveServer = new Server({
    serveClient: false,
    transports: ['websocket', 'polling'],
    // Deflate makes a fan-out 2–6 times slower (measured with 200 and 1,000 clients).
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5000,
    pingTimeout: 5000,
    connectTimeout: 5000,
    maxHttpBufferSize: 64 * 1024,
    // MQTT over WebSocket lives on the same listeners; its upgrades are not ours to end.
    destroyUpgrade: false,
  });
  io.use((_socket, next) => next(new Error('not_found')));
  const live: LiveNamespace = io.of('/live');
  live.use((socket, next) => {
    const principal = principalOf(deps, socket);
    if (principal) socket.data.principal = principal;
    next(principal ? undefined : new Error('unauthenticated'));
  });
  return { io, live };
};
