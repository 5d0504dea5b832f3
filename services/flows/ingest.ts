/**
 * One batch of messages, from bytes to a durable, judged state. Read it from the bottom up for the story; there is no
 * `await` anywhere between the first line and the commit.
 */
import type { Device } from '../contracts/place.ts';
import type { Codec, CodecContext, Refusal, Uplink } from '../core/codecs/codec.ts';
import { codecById } from '../core/codecs/index.ts';
import { messageHash } from '../core/message-hash.ts';
import type { Route } from '../core/topics.ts';
import { deviceOf, routeOf } from '../core/topics.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { IngestCounts, Message } from '../ports.ts';
import type { BatchMemory } from './message.ts';
import type { Service } from './service.ts';
import { takeUplink } from './take-uplink.ts';

export interface Ingest {
  readonly take: (messages: readonly Message[]) => void;
  readonly counts: IngestCounts;
  /** Routes are remembered; a change of the organisation makes them stale. */
  readonly forgetRoutes: () => void;
}

/** Foreign noise that is known not to be telemetry is counted by topic, not kept message by message. */
const rejectedKey = (message: Message, refusal: Refusal): string =>
  refusal.reason === 'not_telemetry'
    ? `${message.identity}|${message.topic}|${refusal.reason}`
    : `${message.identity}|${message.topic}|${refusal.reason}|${messageHash(message.topic, message.payload)}`;

const reject = (service: Service, turn: Turn, counts: IngestCounts, message: Message, refusal: Refusal): void => {
  counts.rejected[refusal.reason] = (counts.rejected[refusal.reason] ?? 0) + 1;
  turn.rejected.push({
    topic: message.topic,
    identity: message.identity,
    school: service.world().devices.get(message.identity)?.school ?? null,
    reason: refusal.reason,
    detail: refusal.detail.slice(0, 300),
    payload: message.payload,
    key: rejectedKey(message, refusal),
  });
};

const contextOf = (service: Service, route: Route): CodecContext => ({
  source: route.source,
  mapping: (source) => deviceOf(service.world(), route.identity, source)?.mapping ?? {},
});

const isRefusal = (route: Route | Refusal): route is Refusal => 'reason' in route;

interface KnownRoute {
  readonly route: Route;
  readonly codec: Codec;
  readonly context: CodecContext;
}

const speaker = (service: Service, route: Route, uplink: Uplink): Device | Refusal => {
  if (uplink.type === 'gateway') return route.identity;
  const device =
    route.codec === 'native' ? service.world().devices.get(route.source) : deviceOf(service.world(), route.identity, uplink.source);
  if (!device) return { reason: 'unknown_device', detail: `${route.identity.id} has no device called “${uplink.source}”` };
  return device.availability === 'out_of_service' ? { reason: 'retired_device', detail: `${device.id} is out of service` } : device;
};

export const createIngest = (service: Service): Ingest => {
  const counts: IngestCounts = { messages: 0, readings: 0, events: 0, duplicates: 0, rejected: {} };
  const routes = new Map<string, Map<string, KnownRoute>>();

  const routeFor = (message: Message): KnownRoute | Refusal => {
    const known = routes.get(message.identity)?.get(message.topic);
    if (known) return known;
    const route = routeOf(service.world(), message.identity, message.topic);
    if (isRefusal(route)) return route;
    const codec = codecById(route.codec);
    if (!codec) return { reason: 'unknown_topic', detail: `no codec ${route.codec}` };
    const found: KnownRoute = { route, codec, context: contextOf(service, route) };
    // Native routes are as many as devices; foreign topics are the sender's to invent and are not remembered.
    if (route.codec === 'native') {
      const ofIdentity = routes.get(message.identity) ?? new Map<string, KnownRoute>();
      routes.set(message.identity, ofIdentity.set(message.topic, found));
    }
    return found;
  };

  const takeMessage = (turn: Turn, memory: BatchMemory, message: Message): void => {
    counts.messages += 1;
    const known = routeFor(message);
    if ('reason' in known) return reject(service, turn, counts, message, known);
    const decoded = known.codec.decode(known.route.path, message.payload, known.context);
    for (const refusal of decoded.refusals) reject(service, turn, counts, message, refusal);
    for (let index = 0; index < decoded.uplinks.length; index++) {
      const uplink = decoded.uplinks[index] as Uplink;
      const device = speaker(service, known.route, uplink);
      if ('reason' in device) reject(service, turn, counts, message, device);
      else takeUplink(service, turn, counts, memory, { message, uplink, index, device, identity: known.route.identity });
    }
  };

  return {
    counts,
    forgetRoutes: () => routes.clear(),
    take: (messages) => {
      const turn = newTurn(service.clock.now());
      const memory: BatchMemory = { hashes: new Set() };
      for (const message of messages) takeMessage(turn, memory, message);
      service.commit(turn);
    },
  };
};
