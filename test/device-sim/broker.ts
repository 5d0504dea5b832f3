/** A real Aedes broker for the simulator's tests: writes down what arrives, and can be told to misbehave. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';

export interface Arrival {
  readonly identity: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly at: number;
}

export interface TestBroker {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** Identities whose last will spoke: their connection ended without a goodbye. */
  readonly wills: string[];
  /** Identities of connections, in order. */
  readonly connects: string[];
  /** Cuts all connections. */
  cut(): void;
  close(): Promise<void>;
}

export interface Behaviour {
  /** False = wrong user name or password. */
  readonly admits?: (identity: string, password: string) => boolean;
  /** False = never acknowledged. */
  readonly acknowledges?: (arrival: Arrival) => boolean;
}

const will = Buffer.from('{"online":false}');

export const startBroker = async (behaviour: Behaviour = {}): Promise<TestBroker> => {
  const arrivals: Arrival[] = [];
  const connects: string[] = [];
  const wills: string[] = [];
  const sockets = new Set<Socket>();
  const users = new WeakMap<Client, string>();
  const aedes = await Aedes.createBroker({
    concurrency: 0,
    authenticate: (client, username, password, done) => {
      const identity = username ?? '';
      users.set(client, identity);
      connects.push(identity);
      if (behaviour.admits?.(identity, password?.toString() ?? '') ?? true) done(null, true);
      else done(Object.assign(new Error('bad user name or password'), { returnCode: 4 }), null);
    },
    authorizePublish: (client, packet, done) => {
      const identity = (client && users.get(client)) ?? '';
      const arrival = { identity, topic: packet.topic, payload: Buffer.from(packet.payload), qos: packet.qos, at: Date.now() };
      const isWill = packet.topic.endsWith('/status') && arrival.payload.equals(will);
      if (isWill) wills.push(packet.topic.split('/')[3] ?? '');
      else arrivals.push(arrival);
      if (isWill || (behaviour.acknowledges?.(arrival) ?? true)) done(null);
    },
  });
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    wills,
    connects,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
    },
  };
};
