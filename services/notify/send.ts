/** The way out of the house: which channel, the drill's second barrier, a breaker and a lane for each, and how each stands. */
import type { ChannelDesk } from '../acts/channels.ts';
import { isMarked } from '../core/drills/mark.ts';
import type { Channel, ConfiguredChannel } from '../core/notices/channels.ts';
import { channelsFor } from '../core/notices/channels.ts';
import type { Outgoing, Sent } from '../ports.ts';
import type { Breaker } from './breaker.ts';
import { createBreaker } from './breaker.ts';
import type { Carrier } from './carrier.ts';
import { failed, sent, toolsFor } from './carrier.ts';
import { carrierOf } from './carriers.ts';
import { createLane } from './lane.ts';
import type { Resolve } from './reach.ts';
import { reachFor } from './reach.ts';
import { createReplayGuard, letterRefusal, linesOf } from './receipts.ts';
import type { SirenDoor } from './siren.ts';
import { sirenCarrier } from './siren.ts';

export interface SenderOptions extends SirenDoor {
  readonly channels: readonly ConfiguredChannel[];
  readonly resolve?: Resolve;
}

export interface Sender extends ChannelDesk {
  /** Sends one notice. Never throws and never waits for long: what cannot be sent has a named reason. */
  readonly send: (outgoing: Outgoing) => Promise<Sent>;
}

/** Notices under way at once by one channel: a provider's usual limit is tens a second. */
const atOnce = 16;
/** Provider's numbers remembered, so that a receipt finds its notice; a receipt comes within minutes. */
const mostReceipts = 20_000;

/** What is wrong with the notice and not with the channel that refused it. */
const notItsFault = new Set(['no_phone', 'no_email', 'recipient_refused', 'exercise_sealed', 'exercise_unmarked']);

interface OpenChannel {
  readonly channel: Channel;
  readonly org: Channel['org'];
  readonly kind: Channel['kind'];
  readonly secret: string;
  readonly breaker: Breaker;
  readonly carry: Carrier;
}

const openChannel = ({ channel, secret }: ConfiguredChannel, { now, resolve }: SenderOptions): OpenChannel => {
  const breaker = createBreaker(now);
  const lane = createLane(atOnce);
  const carrier = carrierOf(channel, secret, toolsFor(channel, now, resolve), reachFor(channel.allowPrivate, resolve));
  const carry: Carrier = (outgoing) =>
    lane(async () => {
      if (!breaker.admits()) return failed('channel_down', true);
      const outcome = await carrier(outgoing);
      if (outcome.ok || !notItsFault.has(outcome.code)) breaker.note(outcome.ok ? null : outcome.code);
      return outcome;
    });
  return { channel, org: channel.org, kind: channel.kind, secret, breaker, carry };
};

/** In the order given, until one takes it; a refusal that is the notice's own fault is not tried elsewhere. */
const firstThatTakes = async (open: readonly OpenChannel[], outgoing: Outgoing): Promise<Sent> => {
  let outcome = failed('no_channel');
  for (const { carry } of open) {
    outcome = await carry(outgoing);
    if (outcome.ok || notItsFault.has(outcome.code)) break;
  }
  return outcome;
};

/** The second barrier of a drill, apart from whoever wrote the text: what does not say that it is one stays in the house. */
const barrier = (outgoing: Outgoing): Sent | null =>
  outgoing.exercise && !(isMarked(outgoing.title) && isMarked(outgoing.text)) ? failed('exercise_unmarked') : null;

export const createSender = (options: SenderOptions): Sender => {
  const { world, now } = options;
  const open = options.channels.map((configured) => openChannel(configured, options));
  const byId = new Map(open.map((each) => [each.channel.id, each]));
  const siren = sirenCarrier(options);
  const isNew = createReplayGuard(now);
  const receipts = new Map<string, string>();

  const remember = (outgoing: Outgoing, outcome: Sent): Sent => {
    if (outcome.ok && outcome.receipt !== null) receipts.set(outcome.receipt, outgoing.id);
    const oldest = receipts.size > mostReceipts ? receipts.keys().next().value : undefined;
    if (oldest !== undefined) receipts.delete(oldest);
    return outcome;
  };

  return {
    send: async (outgoing) => {
      const refused = barrier(outgoing);
      if (refused !== null) return refused;
      // The commit itself has put it before whoever looks; the screen says when it was painted.
      if (outgoing.channel === 'screen' || outgoing.channel === 'browser') return sent(null);
      if (outgoing.channel === 'siren') return siren(outgoing);
      return remember(outgoing, await firstThatTakes(channelsFor(world(), open, outgoing.channel, outgoing.school), outgoing));
    },
    trial: async (id, outgoing) => {
      const found = byId.get(id);
      return found ? remember(outgoing, barrier(outgoing) ?? (await found.carry(outgoing))) : null;
    },
    views: () =>
      open.map(({ channel: { id, kind, form, org }, breaker }) => {
        const { ok, since, code } = breaker.standing();
        return { id, channel: kind, form, org, ok, since, detail: code };
      }),
    readReceipt: (letter) => {
      const found = byId.get(letter.channel);
      // Who guesses names of channels learns none.
      if (!found) return { ok: false, status: 403, code: 'bad_signature', detail: 'the signature does not match' };
      const refusal = letterRefusal(found.channel, found.secret, letter, now(), isNew);
      if (refusal) return refusal;
      const lines = linesOf(found.channel, letter.body, (receipt) => receipts.get(receipt) ?? null);
      if (lines === null) return { ok: false, status: 400, code: 'bad_request', detail: 'not of the form this channel’s provider sends' };
      return { ok: true, value: { kind: found.channel.kind, lines } };
    },
  };
};
