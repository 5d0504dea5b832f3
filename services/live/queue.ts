/**
 * How much a screen has not taken yet. Socket.IO itself queues without bound for a frozen client and would wait for it
 * before closing; both are decided here.
 */
import type { Socket } from 'socket.io';

/** The parts of an Engine.IO connection that say what is queued; its types keep them private. */
interface Connection {
  readonly writeBuffer: readonly QueuedPacket[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } };
  close(discard: boolean): void;
}
interface QueuedPacket {
  readonly data?: string | Uint8Array;
}

const connectionOf = (socket: Socket): Connection => socket.conn as unknown as Connection;

export const queuedBytes = (socket: Socket): number => {
  const { writeBuffer, transport } = connectionOf(socket);
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) bytes += packet.data?.length ?? 0;
  return bytes;
};

/** The packet that has waited longest; the same one twice means that nothing has left in between. */
export const oldestQueued = (socket: Socket): object | null => connectionOf(socket).writeBuffer[0] ?? null;

/** Ends a connection now, whatever it still holds. */
export const cut = (socket: Socket): void => {
  const connection = connectionOf(socket);
  connection.close(true);
  // A polite WebSocket close waits 30 s for an answer that a frozen client never gives, holding all it was to be sent.
  connection.transport.socket?.terminate?.();
};
