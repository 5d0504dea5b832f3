/**
 * Load over raw sockets: many clients, QoS 1, a window of unacknowledged messages each, either as fast as they are
 * acknowledged or at a steady rate. Messages are copies of a prepared packet with their time and number written in.
 */
import { connect, type Socket } from 'node:net';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import { answerReader, connectPacket, publishPacket } from './packets.ts';

export interface LoadIdentity {
  readonly id: string;
  readonly secret: string;
}

export interface LoadOptions {
  readonly port: number;
  readonly school: string;
  readonly identities: readonly LoadIdentity[];
  /** Unacknowledged messages a client may have. */
  readonly inFlight: number;
}

/** Connections that may be opening at once: what the contract promises an address. */
const connectsAtOnce = 100;
/** Longer than any run, so that no PINGREQ is needed. */
const keepAliveSeconds = 300;
/** Readings a prepared message carries. */
export const readingsPerMessage = 3;
const payloadBytes = 150;

/** Fixed width, so that time and number can be written over: 13 digits for milliseconds, 10 for the number. */
const firstSeq = 1_000_000_000;
const template = (id: string): string => {
  const body = (pad: string): string =>
    `{"ts":${Date.now()},"seq":${firstSeq},"boot":1,"values":{"temperature":22.50,"humidity":45.2,"battery":97},"note":"${pad}"}`;
  return body(id.padEnd(payloadBytes - body('').length, '.').slice(0, payloadBytes - body('').length));
};

const writeDigits = (bytes: Buffer, at: number, value: number, digits: number): void => {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const next = Math.floor(rest / 10);
    bytes[i] = 48 + (rest - next * 10);
    rest = next;
  }
};

class LoadClient {
  /** Messages written and not yet acknowledged; answers must come in the order of the messages. */
  waiting = 0;
  acked = 0;
  outOfOrder = 0;
  socket: Socket | null = null;
  private seq = 0;
  private nextId = 1;
  private expected = 1;
  private lastTs = 0;
  private readonly packet: Buffer;
  private readonly idAt: number;
  private readonly tsAt: number;
  private readonly seqAt: number;
  private readonly temperatureAt: number;
  private readonly identity: LoadIdentity;
  private readonly options: LoadOptions;

  constructor(identity: LoadIdentity, options: LoadOptions) {
    this.identity = identity;
    this.options = options;
    this.packet = publishPacket(nativeTopic(options.school, identity.id, 'telemetry'), template(identity.id), 0);
    this.tsAt = this.packet.indexOf('"ts":') + 5;
    this.seqAt = this.packet.indexOf('"seq":') + 6;
    this.temperatureAt = this.packet.indexOf('"temperature":') + 14;
    this.idAt = this.packet.indexOf('{"ts"') - 2;
  }

  open(onAck: (client: LoadClient, count: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.options.port, host: '127.0.0.1', noDelay: true });
      this.socket = socket;
      let count = 0;
      const read = answerReader({
        signedIn: (code) => (code === 0 ? resolve() : reject(new Error(`${this.identity.id}: refused with ${code}`))),
        acked: (id) => {
          if (id !== this.expected) this.outOfOrder++;
          this.expected = (id % 65_535) + 1;
          count++;
        },
        strange: (byte) => reject(new Error(`${this.identity.id}: unexpected packet ${byte.toString(16)}`)),
      });
      socket.on('data', (part) => {
        count = 0;
        read(part);
        if (count === 0) return;
        this.waiting -= count;
        this.acked += count;
        onAck(this, count);
      });
      socket.on('error', reject);
      socket.write(connectPacket(`load-${this.identity.id}`, this.identity.id, this.identity.secret, keepAliveSeconds));
    });
  }

  /** Writes so many messages in one go. A device's own time never stands still, as a real one's does not. */
  send(count: number, now: number): void {
    const length = this.packet.length;
    const bytes = Buffer.allocUnsafe(count * length);
    for (let i = 0; i < count; i++) {
      const at = i * length;
      this.packet.copy(bytes, at);
      this.lastTs = Math.max(this.lastTs + 1, now);
      bytes[at + this.idAt] = this.nextId >> 8;
      bytes[at + this.idAt + 1] = this.nextId & 0xff;
      writeDigits(bytes, at + this.tsAt, this.lastTs, 13);
      writeDigits(bytes, at + this.seqAt, firstSeq + this.seq, 10);
      // 20.00 to 24.99 °C: the air of a room moves.
      bytes[at + this.temperatureAt + 1] = 48 + (this.seq % 5);
      this.seq++;
      this.nextId = (this.nextId % 65_535) + 1;
    }
    this.waiting += count;
    this.socket?.write(bytes);
  }
}

export interface Load {
  acked(): number;
  outOfOrder(): number;
  ackedOf(identity: string): number;
  /** As fast as it is acknowledged. */
  saturate(): void;
  /** So many messages a second over all clients, in turn. */
  pace(perSecond: number): void;
  /** No more new messages; resolves when all that were sent are acknowledged. */
  drain(): Promise<void>;
  close(): void;
}

const drainGiveUpMs = 30_000;

export const openLoad = async (options: LoadOptions): Promise<Load> => {
  const clients = options.identities.map((identity) => new LoadClient(identity, options));
  let saturated = false;
  let acked = 0;
  const onAck = (client: LoadClient, count: number): void => {
    acked += count;
    if (saturated) client.send(count, Date.now());
  };
  for (let i = 0; i < clients.length; i += connectsAtOnce)
    await Promise.all(clients.slice(i, i + connectsAtOnce).map((client) => client.open(onAck)));

  let timer: NodeJS.Timeout | null = null;
  const halt = (): void => {
    saturated = false;
    if (timer) clearInterval(timer);
    timer = null;
  };
  const pace = (perSecond: number): void => {
    halt();
    if (perSecond === 0) return;
    const started = performance.now();
    let sent = 0;
    let turn = 0;
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) * perSecond) / 1000);
      const now = Date.now();
      for (let full = 0; sent < due && full < clients.length; ) {
        const client = clients[turn];
        turn = (turn + 1) % clients.length;
        if (!client || client.waiting >= options.inFlight) full++;
        else {
          client.send(1, now);
          sent++;
          full = 0;
        }
      }
    }, 1);
  };
  return {
    acked: () => acked,
    outOfOrder: () => clients.reduce((sum, client) => sum + client.outOfOrder, 0),
    ackedOf: (identity) => clients[options.identities.findIndex(({ id }) => id === identity)]?.acked ?? 0,
    saturate: () => {
      saturated = true;
      const now = Date.now();
      for (const client of clients) client.send(options.inFlight - client.waiting, now);
    },
    pace,
    drain: async () => {
      halt();
      const until = performance.now() + drainGiveUpMs;
      while (clients.some((client) => client.waiting > 0)) {
        if (performance.now() > until)
          throw new Error(`${clients.reduce((sum, client) => sum + client.waiting, 0)} messages were never acknowledged`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    close: () => {
      halt();
      for (const client of clients) client.socket?.destroy();
    },
  };
};
