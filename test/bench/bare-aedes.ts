/**
 * The reference: the same broker with nothing behind it, as a process of its own. It counts in `authorizePublish` and
 * acknowledges; an event is handed to Socket.IO as it comes, kept nowhere.
 */
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { Server as SocketServer } from 'socket.io';

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve((server.address() as AddressInfo).port)),
  );

const web = createServer();
const io = new SocketServer(web, { serveClient: false, perMessageDeflate: false });
const live = io.of('/live');

let counted = 0;
const aedes = await Aedes.createBroker({
  concurrency: 0,
  authorizePublish: (_client, packet, done) => {
    counted++;
    if (packet.topic.endsWith('/event'))
      live.emit('change', { id: packet.topic.split('/')[3], value: JSON.parse(packet.payload.toString()) as unknown });
    done(null);
  },
});
const mqtt = await listen(createTcpServer(aedes.handle));
const http = await listen(web);
process.on('message', () => process.send?.({ counted }));
process.on('disconnect', () => process.exit(0));
process.send?.({ mqtt, http });
