/** Bringing a written organisation into the world, and writing the world's down again. */
import { type Organisation, type OrganisationPart, organisationSchema } from '../contracts/organisation.ts';
import type { Device } from '../contracts/place.ts';
import { codecById, codecs } from './codecs/index.ts';
import { type DeviceDraft, keepDevice, newDevice, prefixRefusal } from './enrol.ts';
import type { Turn } from './turn.ts';
import type { World } from './world.ts';

type List = keyof Organisation;
const lists: readonly List[] = ['orgs', 'spaces', 'people', 'devices'];

const draftOf = (device: Organisation['devices'][number]): DeviceDraft => ({ ...device, source: device.source ?? device.id });

const writtenDevice = ({
  id,
  school,
  space,
  gateway,
  codec,
  source,
  name,
  type,
  model,
  reportIntervalSeconds,
  position,
  snapshotUrl,
  prefixes,
  mapping,
}: Device): DeviceDraft => ({
  id,
  school,
  space,
  gateway,
  codec,
  source,
  name,
  type,
  model,
  reportIntervalSeconds,
  position,
  snapshotUrl,
  prefixes,
  mapping,
});

/** The organisation as it can be imported again. */
export const organisationOf = (world: World): Organisation => ({
  orgs: [...world.orgs.values()],
  spaces: [...world.spaces.values()],
  people: [...world.people.values()],
  devices: [...world.devices.values()].map(writtenDevice),
});

/** The present organisation with the part laid over it, by id. */
const overlay = (world: World, part: OrganisationPart): OrganisationPart => {
  const present = organisationOf(world);
  const laid = <T extends { readonly id: string }>(below: readonly T[], above: readonly T[]): T[] => {
    // Twice in one file must show as twice; only what stood before is replaced.
    const ids = new Set(above.map(({ id }) => id));
    return [...below.filter(({ id }) => !ids.has(id)), ...above];
  };
  return {
    orgs: laid(present.orgs, part.orgs),
    spaces: laid(present.spaces, part.spaces),
    people: laid(present.people, part.people),
    devices: laid(present.devices, part.devices),
  };
};

const sourceTwice = (devices: Organisation['devices']): string[] => {
  const seen = new Map<string, string>();
  return devices.flatMap((device) => {
    if (device.gateway === null) return [];
    const key = `${device.gateway}|${device.source ?? device.id}`;
    const before = seen.get(key);
    seen.set(key, device.id);
    return before === undefined ? [] : [`devices ${device.id}: source: ${device.gateway} calls ${before} so already`];
  });
};

const deviceFaults = (devices: Organisation['devices']): string[] => [
  ...devices.flatMap(({ id, codec, prefixes }) => [
    ...(codecById(codec) ? [] : [`devices ${id}: codec: there is no ${codec}; there are: ${codecs.map((known) => known.id).join(', ')}`]),
    ...prefixes.map(prefixRefusal).flatMap((refusal) => (refusal === null ? [] : [`devices ${id}: prefixes: ${refusal}`])),
  ]),
  ...sourceTwice(devices),
];

/** Where an error is, with the id of the entry in place of its number. */
const placeOf = (whole: OrganisationPart, path: readonly PropertyKey[]): string => {
  const [list, index, ...rest] = path;
  const entries = lists.find((name) => name === list);
  const id = entries && typeof index === 'number' ? whole[entries][index]?.id : undefined;
  return id === undefined ? path.map(String).join('.') : [`${String(list)} ${id}`, rest.map(String).join('.')].filter(Boolean).join(': ');
};

export interface Imported {
  readonly added: Readonly<Record<List, number>>;
  readonly changed: Readonly<Record<List, number>>;
  /** Devices that were not there before. */
  readonly newDevices: readonly Device[];
}

export type ImportOutcome = { readonly ok: true; readonly imported: Imported } | { readonly ok: false; readonly faults: readonly string[] };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Writes one list's new and changed entries; others are left alone. */
const bring = <T extends { readonly id: string }>(
  entries: readonly T[],
  known: (id: string) => T | undefined,
  put: (entry: T, before: T | undefined) => void,
): { added: number; changed: number } => {
  const count = { added: 0, changed: 0 };
  for (const entry of entries) {
    const before = known(entry.id);
    if (before !== undefined && same({ ...before, ...entry }, before)) continue;
    count[before === undefined ? 'added' : 'changed'] += 1;
    put(entry, before);
  }
  return count;
};

/**
 * Adds what is new and changes what differs; nothing is taken away. The result as a whole is checked first: all errors
 * at once, and with any of them the world stays as it was.
 */
export const importOrganisation = (world: World, turn: Turn, actor: string, part: OrganisationPart): ImportOutcome => {
  const whole = overlay(world, part);
  const checked = organisationSchema.safeParse(whole);
  const faults = [
    ...(checked.error?.issues.map(({ path, message }) => `${placeOf(whole, path)}: ${message}`) ?? []),
    ...deviceFaults(whole.devices),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const newDevices: Device[] = [];
  const counts = {
    orgs: bring(
      part.orgs,
      (id) => world.orgs.get(id),
      (org) => {
        world.orgs.set(org.id, org);
        turn.put.org.set(org.id, org);
      },
    ),
    spaces: bring(
      part.spaces,
      (id) => world.spaces.get(id),
      (space) => {
        world.spaces.set(space.id, space);
        turn.put.space.set(space.id, space);
      },
    ),
    people: bring(
      part.people,
      (id) => world.people.get(id),
      (person) => {
        world.people.set(person.id, person);
        turn.put.person.set(person.id, person);
      },
    ),
    devices: bring<DeviceDraft>(
      part.devices.map(draftOf),
      (id) => world.devices.get(id),
      (draft, before) => {
        const known = before && world.devices.get(draft.id);
        const device = known ? { ...known, ...draft, version: known.version + 1 } : newDevice(draft, turn.at);
        keepDevice(world, turn, device);
        if (!known) newDevices.push(device);
      },
    ),
  };
  const added = { orgs: counts.orgs.added, spaces: counts.spaces.added, people: counts.people.added, devices: counts.devices.added };
  const changed = {
    orgs: counts.orgs.changed,
    spaces: counts.spaces.changed,
    people: counts.people.changed,
    devices: counts.devices.changed,
  };
  turn.audit.push({
    at: turn.at,
    actor,
    act: 'organisation.imported',
    subject: 'organisation',
    subjectId: 'all',
    school: null,
    detail: { added, changed },
  });
  return { ok: true, imported: { added, changed, newDevices } };
};
