/**
 * What the running service knows by heart: the organisation and everything open. A cache of the store and nothing
 * more: when a commit fails it is thrown away and read again.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Drill } from '../contracts/drill.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Device, Org, Person, Space } from '../contracts/place.ts';
import type { Responder } from '../contracts/responder.ts';
import type { ResponsePlan } from '../contracts/response.ts';
import type { GridCell, Post, TaskForce } from '../contracts/responsibility.ts';
import type { Console, Leave, Seat, Shift } from '../contracts/rota.ts';
import type { Maintenance, Storm } from '../contracts/storm.ts';

export interface World {
  readonly orgs: Map<string, Org>;
  readonly spaces: Map<string, Space>;
  readonly devices: Map<string, Device>;
  readonly people: Map<string, Person>;
  /** Open alarms by `alarmKey(device, kind)`. */
  readonly alarms: Map<string, Alarm>;
  /** Key of each open alarm by its id; kept by whoever puts it into `alarms`. */
  readonly alarmKeys: Map<string, string>;
  /** Open incidents by id. */
  readonly incidents: Map<string, Incident>;
  /** Who answers for what. Hazards are not held here: a county has more of them than belong in memory. */
  readonly posts: Map<string, Post>;
  readonly gridCells: Map<string, GridCell>;
  readonly taskForces: Map<string, TaskForce>;
  /** The duty room: seats, shifts that are not over, leave, who is on which console. */
  readonly seats: Map<string, Seat>;
  readonly shifts: Map<string, Shift>;
  readonly leaves: Map<string, Leave>;
  readonly consoles: Map<string, Console>;
  /** Open storms by school. */
  readonly storms: Map<string, Storm>;
  /** Windows that are planned or running. */
  readonly maintenances: Map<string, Maintenance>;
  /** Drills that are planned or running. */
  readonly drills: Map<string, Drill>;
  readonly responders: Map<string, Responder>;
  /** Plans in force. */
  readonly responsePlans: Map<string, ResponsePlan>;
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
  alarmKeys: new Map(),
  incidents: new Map(),
  posts: new Map(),
  gridCells: new Map(),
  taskForces: new Map(),
  seats: new Map(),
  shifts: new Map(),
  leaves: new Map(),
  consoles: new Map(),
  storms: new Map(),
  maintenances: new Map(),
  drills: new Map(),
  responders: new Map(),
  responsePlans: new Map(),
  childrenOf: new Map(),
  devicesIn: new Map(),
});

export const alarmKey = (device: string, kind: string): string => `${device}|${kind}`;

/** A drill's alarms stand beside the real ones of the same device and kind, never in their place. */
export const alarmKeyOf = ({ device, kind, exercise }: Pick<Alarm, 'device' | 'kind' | 'exercise'>): string =>
  exercise === null ? alarmKey(device, kind) : `${alarmKey(device, kind)}|${exercise}`;

const addTo = (index: Map<string, Set<string>>, key: string | null, id: string): void => {
  if (key === null) return;
  const set = index.get(key);
  if (set) set.add(id);
  else index.set(key, new Set([id]));
};

/** Puts an alarm's state where it is looked for, or takes it away when it is over. */
export const placeAlarm = (world: World, alarm: Alarm): void => {
  const key = alarmKeyOf(alarm);
  if (alarm.open) {
    world.alarms.set(key, alarm);
    world.alarmKeys.set(alarm.id, key);
  } else if (world.alarms.get(key)?.id === alarm.id) {
    world.alarms.delete(key);
    world.alarmKeys.delete(alarm.id);
  }
};

/** An open alarm by its id. */
export const openAlarm = (world: World, id: string): Alarm | null => {
  const alarm = world.alarms.get(world.alarmKeys.get(id) ?? '');
  return alarm?.id === id ? alarm : null;
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
