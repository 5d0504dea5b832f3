/** What people and providers do with the channels: how they stand, a trial, and what a provider says of a notice. */
import type { CallState, ChannelId } from '../contracts/call.ts';
import type { ChannelView } from '../contracts/channel.ts';
import type { Actor, Outgoing, Result, Sent } from '../ports.ts';

/** What one line of a provider's callback says. The notice is named by its id, or by the provider's own number of it. */
export interface ReceiptLine {
  readonly call: string;
  readonly state: Extract<CallState, 'delivered' | 'seen' | 'failed'>;
  readonly reason: string | null;
  /** The person pressed or answered `1`: takes the alarm on. */
  readonly claims: boolean;
}

/** A provider's callback as it came in, before anything of it is believed. */
export interface ReceiptLetter {
  readonly channel: string;
  readonly timestamp: string | null;
  readonly signature: string | null;
  /** Of providers that cannot sign. */
  readonly key: string | null;
  readonly body: string;
}

/** The channels themselves; put together where the house is. */
export interface ChannelDesk {
  readonly views: () => readonly ChannelView[];
  /** Sends by this channel alone. */
  readonly trial: (channel: string, outgoing: Outgoing) => Promise<Sent | null>;
  /** Checks who sent it and that it is not sent again, and reads it. */
  readonly readReceipt: (letter: ReceiptLetter) => Result<{ readonly kind: ChannelId; readonly lines: readonly ReceiptLine[] }>;
}

export interface ChannelActs {
  /** Takes in what a provider says of one notice. A notice that this channel's kind did not carry is left alone. */
  receipt(kind: ChannelId, line: ReceiptLine): Result<{ readonly known: boolean }>;
  /** Notes that somebody tried a channel, and what became of it. */
  channelTried(actor: Actor, channel: string, school: string | null, outcome: Sent): void;
}
