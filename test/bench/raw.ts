/** One connection that sends prepared messages and tells when each is acknowledged. */
import { connect } from 'node:net';
import { answerReader, connectPacket, publishPacket } from './packets.ts';

export interface RawClient {
  /** Resolves when it is acknowledged. */
  publish(topic: string, payload: Uint8Array | string): Promise<void>;
  close(): void;
}

export const openRaw = (port: number, identity: string, secret: string): Promise<RawClient> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const waiting = new Map<number, () => void>();
    let nextId = 0;
    const client: RawClient = {
      publish: (topic, payload) =>
        new Promise((acked) => {
          nextId = (nextId % 65_535) + 1;
          waiting.set(nextId, acked);
          socket.write(publishPacket(topic, payload, nextId));
        }),
      close: () => void socket.destroy(),
    };
    const read = answerReader({
      signedIn: (code) => (code === 0 ? resolve(client) : reject(new Error(`${identity}: refused with ${code}`))),
      acked: (id) => {
        waiting.get(id)?.();
        waiting.delete(id);
      },
      strange: (byte) => reject(new Error(`${identity}: unexpected packet ${byte.toString(16)}`)),
    });
    socket.on('data', read);
    socket.on('error', reject);
    socket.write(connectPacket(`raw-${identity}`, identity, secret, 300));
  });
