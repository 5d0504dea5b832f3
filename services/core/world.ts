/**
 * What the running service knows by heart: the organisation and everything open. A cache of the store and nothing
 * more: when a commit fails it is thrown away and read again.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Device, Org, Person, Space } from '../contracts/place.ts';
import type { GridCell, Post, TaskForce } from '../contracts/responsibility.ts';

export interface World {
  readonly orgs: Map<string, Org>;
  readonly spaces: Map<string, Space>;
  readonly devices: Map<string, Device>;
  readonly people: Map<string, Person>;
  /** Open alarms by `alarmKey(device, kind)`. */
  readonly alarms: Map<string, Alarm>;
  /** Open incidents by id. */
  readonly incidents: Map<string, Incident>;
  /** Who answers for what. Hazards are not held here: a county has more of them than belong in memory. */
  readonly posts: Map<string, Post>;
  readonly gridCells: Map<string, GridCell>;
  readonly taskForces: Map<string, TaskForce>;
  /** Children of each gateway, and devices of each space; kept by `placeDevice`. */
  readonly childrenOf: Map<string, Set<string>>;
  readonly devicesIn: Map<string, Set<string>>;
}

export const emptyWorld = (): World => ({
  orgs: new Map(),
  spaces: new Map(),
  devices: new Map(),
  people: new Map(),
  alarms: new Map(),
  incidents: new Map(),
  posts: new Map(),
  gridCells: new Map(),
  taskForces: new Map(),
  childrenOf: new Map(),
  devicesIn: new Map(),
});

export const alarmKey = (device: string, kind: string): string => `${device}|${kind}`;

const addTo = (index: Map<string, Set<string>>, key: string | null, id: string): void => {
  if (key === null) return;
  const set = index.get(key);
  if (set) set.add(id);
  else index.set(key, new Set([id]));
};

/** Adds or replaces a device and keeps the indexes by gateway and by space. */
export const placeDevice = (world: World, device: Device): void => {
  const before = world.devices.get(device.id);
  if (before) {
    if (before.gateway !== device.gateway) world.childrenOf.get(before.gateway ?? '')?.delete(device.id);
    if (before.space !== device.space) world.devicesIn.get(before.space ?? '')?.delete(device.id);
  }
  world.devices.set(device.id, device);
  addTo(world.childrenOf, device.gateway, device.id);
  addTo(world.devicesIn, device.space, device.id);
};

/** The org itself and everything above it, nearest first. */
export const branchAbove = (world: World, org: string): string[] => {
  const chain: string[] = [];
  for (let at: string | null = org; at !== null && !chain.includes(at); at = world.orgs.get(at)?.parent ?? null) chain.push(at);
  return chain;
};

/** The space and everything above it, nearest first. */
export const spacesAbove = (world: World, space: string | null): string[] => {
  const chain: string[] = [];
  for (let at = space; at !== null && !chain.includes(at); at = world.spaces.get(at)?.parent ?? null) chain.push(at);
  return chain;
};
