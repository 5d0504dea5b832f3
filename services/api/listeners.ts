/** The doors before the routes: plain HTTP on loopback and HTTPS for everyone, both serving the same Fastify. */
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** An encrypted door before the same routes; the caller listens on it, attaches sockets to it and closes it. */
export const httpsServer = (api: FastifyInstance, certificate: { readonly key: string; readonly cert: string }): HttpsServer =>
  createServer({ ...certificate, minVersion: 'TLSv1.2', requestTimeout: 30_000 }, (request, response) => api.routing(request, response));

/**
 * Ends upgrade requests nobody here answers. Whoever attaches a WebSocket of its own names its path in `answered`;
 * without this a stranger could leave sockets hanging for ever.
 */
export const refuseOtherUpgrades = (server: HttpServer | HttpsServer, answered: readonly string[]): void => {
  server.on('upgrade', (request: { url?: string }, socket: Duplex) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (answered.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return;
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
};
