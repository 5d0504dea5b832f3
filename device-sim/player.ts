/** Plays a stream of messages at a broker in time, and says whether every one of them was acknowledged. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from './encode/index.ts';
import type { FleetIdentity } from './fleet.ts';
import { Lane, type LaneOptions } from './lane.ts';

export interface Progress {
  /** Time of the simulation. */
  readonly simMs: number;
  readonly sent: number;
  readonly acked: number;
  /** Acknowledged per second since the last report. */
  readonly rate: number;
  readonly connected: number;
  readonly identities: number;
}

export interface Verdict {
  readonly sent: number;
  readonly acked: number;
  /** Sent or waiting to be sent, and never acknowledged. */
  readonly unacknowledged: number;
  readonly elapsedMs: number;
  readonly identities: number;
  readonly stopped: boolean;
  readonly problems: readonly string[];
}

export interface Show extends LaneOptions {
  readonly identities: readonly FleetIdentity[];
  /** The messages of a show that began at this epoch ms. */
  wires(startedAt: number): Iterable<Wire>;
  /** Simulated time a second of real time; Infinity = as fast as it is acknowledged. */
  readonly speed: number;
  /** Ends without a verdict for what is outstanding when nothing was acknowledged for so long. */
  readonly giveUpMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Connects at a time: below the 100 simultaneous ones an address is promised. */
const connectsAtOnce = 50;
/** Messages queued before the script waits for the broker. */
const queueLimit = 5_000;
/** A due backlog of thousands must not keep the sockets from being served. */
const breathEvery = 100;
const reportEveryMs = 1_000;
const stopGraceMs = 2_000;

const openLanes = async (show: Show): Promise<Map<string, Lane>> => {
  const lanes = new Map(show.identities.map((identity) => [identity.id, new Lane(identity, show)]));
  const all = [...lanes.values()];
  for (let i = 0; i < all.length && !show.signal?.aborted; i += connectsAtOnce)
    await Promise.all(all.slice(i, i + connectsAtOnce).map((lane) => lane.open(show.giveUpMs)));
  return lanes;
};

/** Waits so that long unless the signal ends it. */
const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch {
    // Aborted: the caller looks at the signal.
  }
};

export const perform = async (show: Show): Promise<Verdict> => {
  const { signal, speed, giveUpMs } = show;
  const lanes = await openLanes(show);
  const all = [...lanes.values()];
  const startedAt = Date.now();
  let sent = 0;
  let simMs = 0;
  const sum = (of: (lane: Lane) => number): number => all.reduce((total, lane) => total + of(lane), 0);
  const acked = (): number => sum((lane) => lane.acked);
  const stuck = (): boolean => {
    const busy = all.filter((lane) => lane.waiting > 0);
    return busy.length > 0 && busy.every((lane) => lane.refused || Date.now() - lane.lastAckAt > giveUpMs);
  };
  const over = (): boolean => signal?.aborted === true;

  let before = 0;
  const report = (): void => {
    const now = acked();
    const connected = all.filter((lane) => lane.connected).length;
    show.onProgress?.({ simMs, sent, acked: now, rate: ((now - before) * 1000) / reportEveryMs, connected, identities: all.length });
    before = now;
  };
  const reporter = setInterval(report, reportEveryMs);

  const waitUntil = async (dueAt: number): Promise<void> => {
    while (!over() && Date.now() < dueAt) {
      simMs = (Date.now() - startedAt) * speed;
      await pause(Math.min(dueAt - Date.now(), 500), signal);
    }
  };
  for (const wire of show.wires(startedAt)) {
    await waitUntil(startedAt + wire.atMs / speed);
    if (sent % breathEvery === 0) {
      await setImmediate();
      while (!over() && !stuck() && sent - acked() >= queueLimit) await pause(5, signal);
      if (stuck()) break;
    }
    if (over()) break;
    simMs = wire.atMs;
    lanes.get(wire.identity)?.push(wire);
    if ('topic' in wire) sent++;
  }
  while (!over() && !stuck() && acked() < sent) await pause(10, signal);
  // Told to stop: what is on its way may still be acknowledged.
  for (const stopAt = Date.now() + stopGraceMs; over() && acked() < sent && Date.now() < stopAt; ) await sleep(10);

  clearInterval(reporter);
  report();
  const problems = [...lanes].flatMap(([id, lane]) =>
    lane.waiting > 0 ? [`${id}: ${lane.waiting} not acknowledged${lane.trouble === null ? '' : ` (${lane.trouble})`}`] : [],
  );
  const verdict = { sent, acked: acked(), unacknowledged: sent - acked(), elapsedMs: Date.now() - startedAt, identities: all.length, stopped: over(), problems };
  await Promise.all(all.map((lane) => lane.close()));
  return verdict;
};
