/** Opens both HTTP doors before the same routes, with whatever else lives on their listeners. */
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ApiDeps } from './deps.ts';
import { httpsServer, refuseOtherUpgrades } from './listeners.ts';
import { createApi } from './server.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Doors {
  readonly http: Address;
  readonly https: Address;
  readonly certificate: { readonly cert: string; readonly key: string };
  /** Puts WebSockets of others on a listener, under the paths in `answered`. */
  readonly attach: (server: HttpServer) => void;
  readonly answered: readonly string[];
}

/** Every socket of a listener, before and after its handshake; `server.close` alone would wait for all of them. */
const socketsOf = (server: HttpServer | HttpsServer): Set<Socket> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
};

/** Answers that are being written get so long to leave. */
const answersLeaveMs = 300;

const listenOn = async (server: HttpServer | HttpsServer, at: Address): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: at.host, port: at.port }, () => resolve());
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : at.port;
};

export const openHttp = async (
  deps: ApiDeps,
  doors: Doors,
): Promise<{ ports: { http: number; https: number }; close(): Promise<void> }> => {
  const api = await createApi(deps);
  await api.ready();
  const plain = api.server as HttpServer;
  const secure = httpsServer(api, doors.certificate);
  for (const server of [plain, secure as unknown as HttpServer]) {
    doors.attach(server);
    refuseOtherUpgrades(server, doors.answered);
  }
  const sockets = [socketsOf(plain), socketsOf(secure)];
  const ports = { http: await listenOn(plain, doors.http), https: await listenOn(secure, doors.https) };
  return {
    ports,
    close: async () => {
      const closed = new Promise<void>((resolve) => secure.close(() => resolve()));
      const end = setTimeout(() => sockets.forEach((open) => open.forEach((socket) => socket.destroy())), answersLeaveMs);
      await Promise.all([closed, api.close()]);
      clearTimeout(end);
    },
  };
};
