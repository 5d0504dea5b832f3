/** Ports that stay what they are while a server is killed and started again. */
import { createServer } from 'node:net';

/**
 * Below the range from which outgoing connections get their ports (Linux: 32768–60999): a client that keeps calling a dead
 * server may otherwise be given the server's own port, be connected with itself, and keep the server from coming back.
 */
const lowest = 20_000;
const count = 10_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const freePort = async (): Promise<number> => {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
};

/** The environment that gives each door a port of its own. */
export const lastingPorts = async (): Promise<Record<string, string>> => {
  const ports = new Set<number>();
  const doors = ['HTTP', 'HTTPS', 'MQTT', 'MQTTS'];
  while (ports.size < doors.length) ports.add(await freePort());
  return Object.fromEntries([...ports].map((port, i) => [`CAMPUS_${doors[i]}_PORT`, String(port)]));
};
