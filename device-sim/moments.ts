/** A simulation before it becomes bytes: who says what, when. Everything here is lazy and in order of time. */
import type { Media } from '../services/contracts/uplink.ts';
import type { EventType } from '../services/contracts/values.ts';
import type { FleetDevice, FleetIdentity } from './fleet.ts';

export type Saying =
  | { readonly type: 'readings'; readonly values: Readonly<Record<string, number | null>> }
  | {
      readonly type: 'event';
      readonly event: EventType;
      readonly state: 'active' | 'cleared';
      readonly confidence?: number;
      readonly text?: string;
      readonly media?: readonly Media[];
    }
  | { readonly type: 'status'; readonly online: boolean; readonly firmware?: string; readonly rssi?: number };

interface When {
  /** Since the start of the simulation. */
  readonly atMs: number;
  readonly identity: FleetIdentity;
}

export type Moment =
  | (When & { readonly act: 'say'; readonly device: FleetDevice; readonly say: Saying })
  /** What a device could not send in time, each with its own time. */
  | (When & {
      readonly act: 'backlog';
      readonly device: FleetDevice;
      readonly items: readonly { readonly atMs: number; readonly say: Saying }[];
    })
  | (When & { readonly act: 'raw'; readonly topic: string; readonly payload: Uint8Array })
  /** The connection is lost without a goodbye, or comes back. */
  | (When & { readonly act: 'link'; readonly up: boolean });

/** What a scenario may ask for. */
export interface Stage {
  readonly identities: readonly FleetIdentity[];
  readonly seed: number;
  /** Epoch ms a device's clock shows at this moment of the simulation. */
  timeOf(atMs: number): number;
  /** Address of a picture of what this camera sees. */
  pictureUrl(camera: FleetDevice, scene: 'smoke' | 'fire' | 'intruder' | 'quiet', atMs: number): string;
}

const before = (a: Queued, b: Queued): boolean => a.moment.atMs < b.moment.atMs || (a.moment.atMs === b.moment.atMs && a.order < b.order);
interface Queued {
  moment: Moment;
  readonly order: number;
  readonly rest: Iterator<Moment>;
}

/** Several streams, each in order of time, as one (binary heap; equal times keep the order of the streams). */
export function* merge(streams: readonly Iterable<Moment>[]): Generator<Moment> {
  const heap: Queued[] = [];
  const sink = (start: number): void => {
    for (let at = start; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const [a, b] = [heap[child], heap[least]];
        if (a && b && before(a, b)) least = child;
      }
      const [here, there] = [heap[at], heap[least]];
      if (least === at || !here || !there) return;
      heap[at] = there;
      heap[least] = here;
      at = least;
    }
  };
  streams.forEach((stream, order) => {
    const rest = stream[Symbol.iterator]();
    const first = rest.next();
    if (first.done !== true) heap.push({ moment: first.value, order, rest });
  });
  for (let at = heap.length >> 1; at >= 0; at--) sink(at);
  for (let top = heap[0]; top; top = heap[0]) {
    yield top.moment;
    const next = top.rest.next();
    if (next.done === true) {
      const last = heap.pop();
      if (last && last !== top) heap[0] = last;
    } else top.moment = next.value;
    sink(0);
  }
}

export interface Outage {
  readonly identity: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Devices per array of a flushed backlog: well under the 64 KiB a message may have. */
const backlogLength = 100;

/**
 * Cuts an identity off for a while. What its devices say meanwhile is kept and flushed as arrays after the link is
 * back; states of the link itself (`status`) are not kept.
 */
export function* withOutages(
  moments: Iterable<Moment>,
  outages: readonly Outage[],
  identities: readonly FleetIdentity[],
): Generator<Moment> {
  type Flow = Iterable<Moment>;
  const cut = (flow: Flow, outage: Outage): Flow => cutOff(flow, outage, identities);
  yield* outages.reduce<Flow>(cut, moments);
}

function* cutOff(moments: Iterable<Moment>, outage: Outage, identities: readonly FleetIdentity[]): Generator<Moment> {
  const identity = identities.find((candidate) => candidate.id === outage.identity);
  if (!identity) {
    yield* moments;
    return;
  }
  let state: 'before' | 'during' | 'after' = 'before';
  const kept = new Map<FleetDevice, { atMs: number; say: Saying }[]>();
  const lose: Moment = { act: 'link', atMs: outage.fromMs, identity, up: false };
  function* restore(): Generator<Moment> {
    yield { act: 'link', atMs: outage.untilMs, identity: identity as FleetIdentity, up: true };
    for (const [device, items] of kept)
      for (let i = 0; i < items.length; i += backlogLength)
        yield {
          act: 'backlog',
          atMs: outage.untilMs,
          identity: identity as FleetIdentity,
          device,
          items: items.slice(i, i + backlogLength),
        };
  }
  for (const moment of moments) {
    if (state === 'before' && moment.atMs >= outage.fromMs) {
      state = 'during';
      yield lose;
    }
    if (state === 'during' && moment.atMs >= outage.untilMs) {
      state = 'after';
      yield* restore();
    }
    if (state !== 'during' || moment.identity.id !== identity.id) yield moment;
    else if (moment.act === 'say' && moment.say.type !== 'status') {
      const items = kept.get(moment.device) ?? [];
      items.push({ atMs: moment.atMs, say: moment.say });
      kept.set(moment.device, items);
    }
  }
  if (state === 'before') yield lose;
  if (state !== 'after') yield* restore();
}
