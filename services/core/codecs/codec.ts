/**
 * What a device family's codec is: bytes in, uplinks out. A new family is one file beside this one and one line in
 * `index.ts`; it carries samples of real messages, which one table test runs for every codec.
 */
import type { Media } from '../../contracts/uplink.ts';
import type { EventType } from '../../contracts/values.ts';

/** The contract's "same message again" marks: what this message carries of them. */
export interface Marks {
  /** Device time, epoch ms; null = none given (time of receipt counts). */
  readonly ts: number | null;
  readonly boot: string | null;
  readonly seq: string | null;
}

/** One thing a message says about one device. `source` is what the gateway calls the device (native: its id). */
export type Uplink =
  | ({ readonly type: 'readings'; readonly source: string; readonly values: readonly (readonly [metric: string, value: number])[] } & Marks)
  | ({
      readonly type: 'event';
      readonly source: string;
      readonly event: EventType;
      readonly state: 'active' | 'cleared';
      readonly confidence: number | null;
      readonly text: string | null;
      readonly media: readonly Media[];
      /**
       * True when the message tells a state the device keeps repeating (Zigbee2MQTT `smoke: false` in every report):
       * a repeat of the same state is then no new trigger. False for a happening.
       */
      readonly stateful: boolean;
    } & Marks)
  | ({
      readonly type: 'status';
      readonly source: string;
      readonly online: boolean;
      readonly firmware: string | null;
      readonly rssi: number | null;
    } & Marks)
  /** A device answers a command. */
  | ({ readonly type: 'reply'; readonly source: string; readonly command: string; readonly done: boolean } & Marks)
  /** The gateway speaks about itself (bridge state, `frigate/available`). */
  | ({ readonly type: 'gateway'; readonly online: boolean; readonly firmware: string | null } & Marks);

/** Stable reasons why (a part of) a message has no effect. */
export type RejectReason =
  | 'bad_json'
  | 'bad_utf8'
  | 'bad_shape'
  | 'bad_time'
  | 'bad_value'
  | 'too_large'
  | 'empty'
  | 'unknown_topic'
  | 'unknown_device'
  | 'not_yours'
  | 'not_telemetry'
  | 'retired_device';

export interface Refusal {
  readonly reason: RejectReason;
  /** For people who look at it: what exactly is wrong. Never contains more than 300 characters. */
  readonly detail: string;
}

/** What a message came to. A bad element of an array is refused alone; the rest stands. */
export interface Decoded {
  readonly uplinks: readonly Uplink[];
  readonly refusals: readonly Refusal[];
}

export interface Codec {
  readonly id: string;
  /** Topic prefix the vendor's software uses by default; null for the native form. */
  readonly prefix: string | null;
  /**
   * @param path topic after the prefix and its slash (native: `{leaf}`, with `context.source` the device of the topic)
   * @param payload bytes as published
   */
  decode(path: string, payload: Uint8Array, context: CodecContext): Decoded;
  readonly samples: readonly CodecSample[];
}

export interface CodecContext {
  /** Native: the device named by the topic. Others: empty. */
  readonly source: string;
  /** Mapping details of the device a source stands for (data, no code), e.g. Frigate's intrusion zones. */
  mapping(source: string): Readonly<Record<string, readonly string[]>>;
}

export interface CodecSample {
  /** Whole topic with the default prefix. */
  readonly topic: string;
  readonly payload: string;
  /** Vendor document or issue the shape comes from. */
  readonly cites: string;
  readonly mapping?: Readonly<Record<string, readonly string[]>>;
  /** What it must become: uplinks without null fields compared by `toMatchObject`, or reasons. */
  readonly gives: { readonly uplinks?: readonly object[]; readonly refusals?: readonly RejectReason[] };
}
