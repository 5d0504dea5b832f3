/** Guards in front of Aedes: packet sizes before and after CONNACK, and how many may knock at once. */
import type { Socket } from 'node:net';

/** Before CONNACK nobody needs more than a CONNECT; Aedes itself would buffer 256 MB (aedes has no limit). */
const beforeConnackBytes = 4096;

/**
 * After it: a Zigbee2MQTT bridge with many devices describes itself in one message of some hundred kilobytes, and a
 * refusal would make it send for ever. Larger than the contract's 64 KiB is acknowledged and rejected by content.
 */
const afterConnackBytes = 4 * 1024 * 1024;

interface Parser {
  packet: { length: number };
  _parsePayload: () => boolean;
  _emitError: (error: Error) => void;
}

interface GuardedClient {
  connected: boolean;
  _parser: Parser;
}

/** Aedes internals (pinned version); a test fails when they move. */
export const guardPackets = (aedesClient: unknown): void => {
  const client = aedesClient as GuardedClient;
  const parser = client._parser;
  const parsePayload = parser._parsePayload;
  parser._parsePayload = function (this: Parser): boolean {
    if (this.packet.length > (client.connected ? afterConnackBytes : beforeConnackBytes)) {
      this._emitError(new Error('packet too large'));
      return false;
    }
    return parsePayload.call(this);
  };
};

/** Connections not yet signed in: in all, and from one address other than this machine. */
const pendingLimit = 10_000;
const pendingPerAddress = 1_000;

const loopback = /^(::1|127\.|::ffff:127\.)/;

export interface Admission {
  /** False = close the connection at once. */
  admit(socket: Socket): boolean;
  signedIn(socket: unknown): void;
}

export const createAdmission = (): Admission => {
  const pending = new Map<unknown, string>();
  const perAddress = new Map<string, number>();
  const leave = (socket: unknown): void => {
    const address = pending.get(socket);
    if (address === undefined) return;
    pending.delete(socket);
    const left = (perAddress.get(address) ?? 1) - 1;
    if (left > 0) perAddress.set(address, left);
    else perAddress.delete(address);
  };
  return {
    admit: (socket) => {
      const address = socket.remoteAddress ?? '';
      const here = perAddress.get(address) ?? 0;
      if (pending.size >= pendingLimit || (here >= pendingPerAddress && !loopback.test(address))) return false;
      pending.set(socket, address);
      perAddress.set(address, here + 1);
      socket.once('close', () => leave(socket));
      return true;
    },
    signedIn: leave,
  };
};
