/** What passes between the broker's door and the steps of `ingest`. */
import type { Device } from '../contracts/place.ts';
import type { Uplink } from '../core/codecs/codec.ts';
import type { Message } from '../ports.ts';

/** What is remembered between messages of one batch. */
export interface BatchMemory {
  /** Hashes of messages of this very batch, which the store cannot know yet. */
  readonly hashes: Set<number>;
}

export interface Said {
  readonly message: Message;
  readonly uplink: Uplink;
  /** Place in the message, so that equal elements of one array stay apart. */
  readonly index: number;
  readonly device: Device;
  readonly identity: Device;
}
