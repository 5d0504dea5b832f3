/** Which device family speaks on a topic, and whether this identity may say it. */

import type { Device } from '../contracts/place.ts';
import { nativeLeaves, nativeRoot } from '../contracts/uplink.ts';
import type { Refusal } from './codecs/codec.ts';
import type { World } from './world.ts';

export interface Route {
  readonly codec: string;
  /** Topic after the codec's prefix; native: the leaf. */
  readonly path: string;
  /** Native: the device named by the topic; others: empty, the codec names sources. */
  readonly source: string;
  /** The identity as a device. */
  readonly identity: Device;
}

const refuse = (reason: Refusal['reason'], detail: string): Refusal => ({ reason, detail });

const nativeRoute = (world: World, identity: Device, topic: string): Route | Refusal => {
  const [school, id, leaf, more] = topic.slice(nativeRoot.length).split('/');
  if (!school || !id || !leaf || more !== undefined || !(nativeLeaves as readonly string[]).includes(leaf)) {
    return refuse('unknown_topic', `a native topic is ${nativeRoot}{school}/{device}/{telemetry|event|status|reply}`);
  }
  if (leaf === 'command') return refuse('not_yours', 'commands go from the server to the device');
  const device = world.devices.get(id);
  if (!device) return refuse('unknown_device', `no device ${id} is registered`);
  if (device.availability === 'out_of_service') return refuse('retired_device', `${id} is out of service`);
  if (device.id !== identity.id && device.gateway !== identity.id) return refuse('not_yours', `${identity.id} may not speak for ${id}`);
  if (device.school !== school) return refuse('not_yours', `${id} does not belong to school ${school}`);
  return { codec: 'native', path: leaf, source: id, identity };
};

/** The prefix of the identity's that holds the topic, longest first. */
const prefixOf = (identity: Device, topic: string): string | undefined =>
  identity.prefixes.filter((prefix) => topic.startsWith(`${prefix}/`)).sort((a, b) => b.length - a.length)[0];

/** Route of a PUBLISH, or why it has no effect. */
export const routeOf = (world: World, identityId: string, topic: string): Route | Refusal => {
  const identity = world.devices.get(identityId);
  if (!identity) return refuse('retired_device', `${identityId} is no longer registered`);
  if (topic.startsWith(nativeRoot)) return nativeRoute(world, identity, topic);
  const prefix = prefixOf(identity, topic);
  if (prefix === undefined) return refuse('not_yours', 'the topic is outside this identity’s prefixes');
  return { codec: identity.codec, path: topic.slice(prefix.length + 1), source: '', identity };
};

/** May this identity listen to (or be sent) this filter or topic? Wildcards only inside its own prefixes and devices. */
export const mayListen = (world: World, identityId: string, filter: string): boolean => {
  const identity = world.devices.get(identityId);
  if (!identity) return false;
  const inPrefix = identity.prefixes.some((prefix) => filter === prefix || filter.startsWith(`${prefix}/`));
  if (inPrefix) return true;
  if (!filter.startsWith(nativeRoot)) return false;
  const [school, id, leaf, more] = filter.slice(nativeRoot.length).split('/');
  if (school !== identity.school || more !== undefined || id === undefined) return false;
  const own = id === identity.id || world.devices.get(id)?.gateway === identity.id;
  return own && (leaf === 'command' || leaf === '+' || leaf === '#');
};

/** The device a source of this identity stands for. */
export const deviceOf = (world: World, identity: Device, source: string): Device | null => {
  const direct = world.devices.get(source);
  if (direct && (direct.id === identity.id || direct.gateway === identity.id) && direct.source === source) return direct;
  for (const child of world.childrenOf.get(identity.id) ?? []) {
    const device = world.devices.get(child);
    if (device?.source === source) return device;
  }
  return null;
};
