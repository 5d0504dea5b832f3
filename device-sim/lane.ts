/** One identity's connection: QoS 1, a bounded number in flight, order kept, lost and restored on command. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { FleetIdentity } from './fleet.ts';
import { answerCommands } from './sirens.ts';

export interface Delivery {
  readonly topic: string;
  readonly payload: string | Uint8Array;
}
type Job = Delivery | { readonly up: boolean };

export interface LaneOptions {
  readonly url: string;
  readonly inFlight: number;
  /** Certificate authority of a `mqtts:` address, PEM. */
  readonly ca?: string | undefined;
}

/** CONNACK codes for a wrong user name or password, and for not authorised. */
const refusals: readonly unknown[] = [4, 5];

export class Lane {
  /** Messages asked to be delivered, and those the broker acknowledged. */
  asked = 0;
  acked = 0;
  /** Why this identity cannot go on, or the last trouble it had. */
  trouble: string | null = null;
  refused = false;
  lastAckAt = 0;
  /** Since when something waits to be acknowledged, if anything does. */
  busySince = 0;
  private client: MqttClient | null = null;
  private inFlight = 0;
  private moving = false;
  private readonly queue: Job[] = [];
  private readonly identity: FleetIdentity;
  private readonly options: LaneOptions;

  constructor(identity: FleetIdentity, options: LaneOptions) {
    this.identity = identity;
    this.options = options;
  }

  get waiting(): number {
    return this.asked - this.acked;
  }

  get connected(): boolean {
    return this.client?.connected ?? false;
  }

  /** Resolves when connected, refused, or after the time given: a broker that is away is met later by reconnecting. */
  async open(waitMs: number): Promise<void> {
    this.connect();
    const client = this.client;
    if (!client) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      const settle = (): void => {
        clearTimeout(timer);
        resolve();
      };
      client.once('connect', settle);
      client.once('end', settle);
    });
  }

  push(job: Job): void {
    if ('topic' in job) {
      if (this.waiting === 0) this.busySince = Date.now();
      this.asked++;
    }
    if (this.refused) return;
    this.queue.push(job);
    this.pump();
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = null;
    // A forced end while something is unacknowledged; otherwise a proper DISCONNECT.
    if (client) await client.endAsync(this.waiting > 0 || !client.connected);
  }

  private connect(): void {
    const { id, secret, codec, school } = this.identity;
    const will =
      codec === 'native'
        ? { topic: `campus/v1/${school}/${id}/status`, payload: Buffer.from('{"online":false}'), qos: 1 as const }
        : undefined;
    const options: IClientOptions = {
      protocolVersion: 4,
      // Another simulation may run under the same credential; equal client ids would throw each other out.
      clientId: `sim-${process.pid}-${id}`,
      username: id,
      password: secret,
      keepalive: 60,
      reconnectPeriod: 1000,
      connectTimeout: 10_000,
      ...(will ? { will } : {}),
      ...(this.options.ca === undefined ? {} : { ca: this.options.ca }),
    };
    const client = mqtt.connect(this.options.url, options);
    client.on('connect', () => this.pump());
    answerCommands(client, this.identity);
    client.on('error', (error) => {
      this.trouble = error.message;
      if (!('code' in error) || !refusals.includes(error.code)) return;
      this.refused = true;
      client.end(true);
    });
    this.client = client;
  }

  private pump(): void {
    // `publish` may call back at once; one loop at a time keeps the order.
    if (this.moving) return;
    this.moving = true;
    while (this.queue.length > 0 && this.inFlight < this.options.inFlight) {
      const job = this.queue[0];
      if (!job || !this.take(job)) break;
      this.queue.shift();
    }
    this.moving = false;
  }

  /** False = not now. */
  private take(job: Job): boolean {
    if ('up' in job) {
      if (this.inFlight > 0) return false;
      if (job.up) this.connect();
      else {
        this.client?.end(true);
        this.client = null;
      }
      return true;
    }
    if (!this.client) return false;
    this.inFlight++;
    const payload = typeof job.payload === 'string' ? job.payload : Buffer.from(job.payload);
    this.client.publish(job.topic, payload, { qos: 1 }, (error) => {
      // Without an acknowledgement it stays counted as outstanding; mqtt.js itself sends it again after a reconnect.
      if (error) {
        this.trouble = error.message;
        return;
      }
      this.inFlight--;
      this.acked++;
      this.lastAckAt = Date.now();
      this.pump();
    });
    return true;
  }
}
