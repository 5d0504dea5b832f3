/** What a device family's encode is: sayings in, MQTT messages out; the counterpart of the server's codec. */
import type { FleetDevice, FleetIdentity } from '../fleet.ts';
import type { Saying } from '../moments.ts';

export interface Message {
  readonly topic: string;
  readonly payload: string | Uint8Array;
}

/** One thing said at one time of the device's clock. */
export interface Dated {
  readonly ts: number;
  readonly say: Saying;
}

export interface Encoder {
  say(device: FleetDevice, dated: Dated): Message[];
  /** What was kept during an outage; families without a buffer of their own say it one by one. */
  backlog(device: FleetDevice, items: readonly Dated[]): Message[];
}

/** An encoder of one identity; it may remember what its devices said before. */
export type EncoderOf = (identity: FleetIdentity, boot: number) => Encoder;

export const sourceOf = (device: FleetDevice): string => (device.source === '' ? device.id : device.source);
