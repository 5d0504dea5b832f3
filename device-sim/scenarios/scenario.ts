/** What a scenario is: a name, how long it lasts, and a lazy, seeded stream of moments. */
import { sensesOf } from '../catalogue.ts';
import type { FleetDevice, FleetIdentity } from '../fleet.ts';
import type { Fire } from '../life.ts';
import type { Moment, Stage } from '../moments.ts';

export interface Scenario {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly durationMs: number;
  /** Long ones run faster than life unless told otherwise. */
  readonly defaultSpeed: number;
  /** Fleet that is made up when none is given. */
  readonly fleet: { readonly gateways: number; readonly devices: number; readonly only?: 'smoke' };
  play(stage: Stage): Iterable<Moment>;
}

/** A device with the identity that speaks for it. */
export interface Actor {
  readonly identity: FleetIdentity;
  readonly device: FleetDevice;
}

/** The fleet lacks what the scenario is about; said to the person who started it. */
export class CastMissing extends Error {}

export const actorsOf = (identities: readonly FleetIdentity[]): Actor[] =>
  identities.flatMap((identity) => identity.devices.map((device) => ({ identity, device })));

export const senses =
  (metric: string) =>
  ({ device }: Actor) =>
    sensesOf(device).metrics.includes(metric);

export const required = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new CastMissing(`this scenario needs ${what}; the fleet has none`);
  return found;
};

/**
 * Where it burns: the first room of one of these uses with the most devices that smell smoke; without such a room the
 * first such device alone.
 */
export const burningRoom = (identities: readonly FleetIdentity[], uses: readonly string[]): Actor[] => {
  const smelling = actorsOf(identities).filter(senses('smoke'));
  const first = required(smelling[0], 'a smoke detector');
  const byRoom = new Map<string, Actor[]>();
  for (const actor of smelling)
    if (actor.device.space !== null && uses.includes(actor.device.use))
      byRoom.set(actor.device.space, [...(byRoom.get(actor.device.space) ?? []), actor]);
  const rooms = [...byRoom.values()];
  const most = Math.max(0, ...rooms.map((room) => room.length));
  return rooms.find((room) => room.length === most) ?? [first];
};

/** A fire in the room of these detectors: the nearest has it at once, each further one later; thermometers there feel it too. */
export const fireAround = (
  identities: readonly FleetIdentity[],
  detectors: readonly Actor[],
  fire: Omit<Fire, 'reaches'>,
  laterByS: number,
): Fire => {
  const order = detectors.map(({ device }) => device.id);
  const space = detectors[0]?.device.space ?? null;
  const others = actorsOf(identities).filter(
    (actor) => space !== null && actor.device.space === space && !order.includes(actor.device.id) && senses('temperature')(actor),
  );
  const reached = [...order, ...others.map(({ device }) => device.id)];
  return { ...fire, reaches: new Map(reached.map((device, i) => [device, i * laterByS])) };
};
