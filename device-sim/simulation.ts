/** A scenario on a fleet at a broker: puts stage, encoders and player together. */
import { encode, type Wire } from './encode/index.ts';
import type { FleetIdentity } from './fleet.ts';
import type { Moment, Stage } from './moments.ts';
import { perform, type Show, type Verdict } from './player.ts';

export interface Simulation extends Omit<Show, 'wires'> {
  readonly identities: readonly FleetIdentity[];
  readonly seed: number;
  /** Infinity = until it is stopped. */
  readonly durationMs: number;
  readonly pictureUrl: Stage['pictureUrl'];
  play(stage: Stage): Iterable<Moment>;
}

/**
 * Device clocks keep the simulated spacing and end at the real end: at 60× an hour's readings are dated over the last
 * hour, none of them in the future. At speed 1, and in a simulation without an end, every reading is dated when it is sent.
 */
export const clockOf = (startedAt: number, durationMs: number, speed: number): ((atMs: number) => number) => {
  if (durationMs === Number.POSITIVE_INFINITY) return (atMs) => Math.round(startedAt + atMs / speed);
  const zero = startedAt + durationMs / speed - durationMs;
  return (atMs) => Math.round(zero + atMs);
};

export const simulate = async (simulation: Simulation): Promise<Verdict> => {
  const { identities, seed, pictureUrl, durationMs, speed } = simulation;
  const stageAt = (startedAt: number): Stage => ({ identities, seed, timeOf: clockOf(startedAt, durationMs, speed), pictureUrl });
  // Lazy, so this costs nothing; a fleet that lacks the cast is found out before anybody connects.
  simulation.play(stageAt(Date.now()));
  const wires = (startedAt: number): Iterable<Wire> => {
    const stage = stageAt(startedAt);
    return encode(simulation.play(stage), stage.timeOf, Math.round(startedAt / 1000));
  };
  return perform({ ...simulation, wires });
};
