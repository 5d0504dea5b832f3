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
  /** The script came to its end; false when it was stopped or given up. */
  readonly finished: boolean;
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
/** The script begins without those that are not connected by then; they go on trying. */
const connectWaitMs = 10_000;
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
    await Promise.all(all.slice(i, i + connectsAtOnce).map((lane) => lane.open(Math.min(show.giveUpMs, connectWaitMs))));
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

/** What the lanes have done together. */
const crewOf = (lanes: readonly Lane[], giveUpMs: number) => {
  const sum = (of: (lane: Lane) => number): number => lanes.reduce((total, lane) => total + of(lane), 0);
  return {
    asked: () => sum((lane) => lane.asked),
    acked: () => sum((lane) => lane.acked),
    connected: () => sum((lane) => (lane.connected ? 1 : 0)),
    /** Waiting at identities that were not refused: what may yet be acknowledged. */
    outstanding: () => sum((lane) => (lane.refused ? 0 : lane.waiting)),
    /** Nobody may sign in, or somebody waits and nobody at all has been answered for so long. */
    hopeless: () => {
      const since = Date.now() - giveUpMs;
      const waits = lanes.some((lane) => !lane.refused && lane.waiting > 0 && lane.busySince < since);
      return lanes.every((lane) => lane.refused) || (waits && lanes.every((lane) => lane.lastAckAt < since));
    },
  };
};
type Crew = ReturnType<typeof crewOf>;

const reportTo = (show: Show, crew: Crew, identities: number, simMs: () => number): (() => void) => {
  let before = 0;
  return () => {
    const acked = crew.acked();
    const rate = ((acked - before) * 1000) / reportEveryMs;
    show.onProgress?.({ simMs: simMs(), sent: crew.asked(), acked, rate, connected: crew.connected(), identities });
    before = acked;
  };
};

export const perform = async (show: Show): Promise<Verdict> => {
  const { signal, speed } = show;
  const lanes = await openLanes(show);
  const all = [...lanes.values()];
  const crew = crewOf(all, show.giveUpMs);
  const over = (): boolean => signal?.aborted === true || crew.hopeless();
  const startedAt = Date.now();
  let simMs = 0;
  const report = reportTo(show, crew, all.length, () => simMs);
  const reporter = setInterval(report, reportEveryMs);
  let finished = false;
  try {
    let untilBreath = breathEvery;
    finished = true;
    for (const wire of show.wires(startedAt)) {
      const dueAt = startedAt + wire.atMs / speed;
      let rested = dueAt > Date.now();
      while (!over() && Date.now() < dueAt) {
        simMs = (Date.now() - startedAt) * speed;
        await pause(Math.min(dueAt - Date.now(), 500), signal);
      }
      if (--untilBreath === 0) {
        untilBreath = breathEvery;
        rested = true;
        await setImmediate();
        while (!over() && crew.outstanding() >= queueLimit) await pause(5, signal);
      }
      if (signal?.aborted || (rested && crew.hopeless())) {
        finished = false;
        break;
      }
      simMs = wire.atMs;
      lanes.get(wire.identity)?.push(wire);
    }
    while (!over() && crew.outstanding() > 0) await pause(10, signal);
    // Told to stop: what is on its way may still be acknowledged.
    for (const stopAt = Date.now() + stopGraceMs; signal?.aborted && crew.outstanding() > 0 && Date.now() < stopAt; ) await sleep(10);
    report();
    const [sent, acked] = [crew.asked(), crew.acked()];
    return {
      sent,
      acked,
      unacknowledged: sent - acked,
      elapsedMs: Date.now() - startedAt,
      identities: all.length,
      finished,
      stopped: signal?.aborted === true,
      problems: problemsOf(lanes),
    };
  } finally {
    clearInterval(reporter);
    await Promise.all(all.map((lane) => lane.close()));
  }
};

const problemsOf = (lanes: ReadonlyMap<string, Lane>): string[] =>
  [...lanes].flatMap(([id, { waiting, refused, trouble }]) =>
    waiting > 0 || refused ? [`${id}: ${waiting} not acknowledged${trouble === null ? '' : ` (${trouble})`}`] : [],
  );
