/** A network cable between a browser and the server. Pulled, it carries nothing more and says nothing about it. */

import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Socket } from 'node:net';

export interface Cable {
  readonly url: string;
  pull(): void;
  close(): Promise<void>;
}

export const layCable = async (to: string): Promise<Cable> => {
  const { hostname, port } = new URL(to);
  const ends = new Set<Socket>();
  let pulled = false;
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => undefined);
      one.on('data', (bytes) => {
        if (!pulled) other.write(bytes);
      });
      one.on('close', () => {
        ends.delete(one);
        if (!pulled) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pull: () => {
      pulled = true;
    },
    close: async () => {
      for (const end of ends) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
