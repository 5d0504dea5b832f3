/** A scenario on a made-up fleet with a standing clock: what it says without any broker. */
import { encode, type Wire } from '../../device-sim/encode/index.ts';
import { type FleetIdentity, generateFleet } from '../../device-sim/fleet.ts';
import type { Moment, Stage } from '../../device-sim/moments.ts';
import type { Scenario } from '../../device-sim/scenarios/scenario.ts';

/** 2026-11-21 08:00 in Shanghai. */
export const start = Date.UTC(2026, 10, 21);
export const timeOf = (atMs: number): number => start + atMs;

export const fleetOf = (scenario: Pick<Scenario, 'fleet'>, intervalSeconds = 60): FleetIdentity[] =>
  generateFleet({ ...scenario.fleet, school: 's1', intervalSeconds, secretOf: (id) => `secret of ${id}` });

export const stageOf = (identities: readonly FleetIdentity[], seed = 1): Stage => ({
  identities,
  seed,
  timeOf,
  pictureUrl: (camera, scene, atMs) => `http://127.0.0.1:9/cameras/${camera.id}/${scene}/${atMs}.jpg`,
});

export const momentsOf = (scenario: Scenario, seed = 1, intervalSeconds = 60): Moment[] => [
  ...scenario.play(stageOf(fleetOf(scenario, intervalSeconds), seed)),
];

export type Sent = Extract<Wire, { topic: string }>;
export const wiresOf = (moments: Iterable<Moment>): Sent[] =>
  [...encode(moments, timeOf, 1)].filter((wire): wire is Sent => 'topic' in wire);
export const bodyOf = (wire: { payload: string | Uint8Array }): unknown =>
  JSON.parse(typeof wire.payload === 'string' ? wire.payload : new TextDecoder().decode(wire.payload));
