/** Adding to the organisation: schools, devices and people, each checked against what is already there. */
import type { Device, Org, Person, Space } from '../contracts/place.ts';
import type { AuditEntry } from '../ports.ts';
import { codecById, codecs } from './codecs/index.ts';
import { noteChange, type Turn } from './turn.ts';
import { placeDevice, type World } from './world.ts';

/** What a device is registered with; everything else it starts without. */
export type DeviceDraft = Pick<
  Device,
  | 'id'
  | 'school'
  | 'space'
  | 'gateway'
  | 'codec'
  | 'source'
  | 'name'
  | 'type'
  | 'reportIntervalSeconds'
  | 'prefixes'
  | 'mapping'
  | 'position'
  | 'snapshotUrl'
  | 'model'
>;

/** null = done; else why not, for a person to read. */
export type Refusal = string | null;

const noted = (
  turn: Turn,
  actor: string,
  act: string,
  subject: string,
  subjectId: string,
  school: string | null,
  detail: AuditEntry['detail'],
): void => {
  turn.audit.push({ at: turn.at, actor, act, subject, subjectId, school, detail });
};

/** The organisation everything else is below. */
export const rootOrg = (world: World): Org | null =>
  [...world.orgs.values()].find((org) => org.parent === null && org.kind !== 'school') ?? null;

/** The root, made when there is none yet; schools that stood alone come below it. */
export const ensureRoot = (world: World, turn: Turn, actor: string): Org => {
  const known = rootOrg(world);
  if (known) return known;
  const id = ['bureau', 'bureau-root', `bureau-${turn.at}`].find((free) => !world.orgs.has(free)) ?? 'bureau';
  const root: Org = { id, kind: 'bureau', parent: null, name: '教育局', schoolKind: null, ownership: null, location: null };
  for (const org of [root, ...[...world.orgs.values()].filter((o) => o.parent === null).map((o) => ({ ...o, parent: root.id }))]) {
    world.orgs.set(org.id, org);
    turn.put.org.set(org.id, org);
  }
  noted(turn, actor, 'org.added', 'org', root.id, null, { kind: root.kind });
  return root;
};

const parentRefusal = (world: World, org: Org): Refusal => {
  if (org.parent === null) return null;
  const parent = world.orgs.get(org.parent);
  if (!parent) return `there is no organisation ${org.parent}`;
  return parent.kind === 'school' ? `${org.parent} is a school; nothing can be placed below it` : null;
};

/** Ids are unique in the installation, whatever they name: a topic, a link or an audit entry never means two things. */
export const takenRefusal = ({ orgs, spaces, people, devices, posts, gridCells, taskForces, seats }: World, id: string): Refusal =>
  [orgs, spaces, people, devices, posts, gridCells, taskForces, seats].some((nouns) => nouns.has(id)) ? `${id} exists already` : null;

export const addOrg = (world: World, turn: Turn, actor: string, org: Org): Refusal => {
  const refusal = takenRefusal(world, org.id) ?? parentRefusal(world, org);
  if (refusal !== null) return refusal;
  world.orgs.set(org.id, org);
  turn.put.org.set(org.id, org);
  noted(turn, actor, 'org.added', 'org', org.id, org.kind === 'school' ? org.id : null, { kind: org.kind, parent: org.parent });
  return null;
};

export const addSpace = (world: World, turn: Turn, actor: string, space: Space): Refusal => {
  const taken = takenRefusal(world, space.id);
  if (taken !== null) return taken;
  if (world.orgs.get(space.school)?.kind !== 'school') return `there is no school ${space.school}`;
  if (space.parent !== null && world.spaces.get(space.parent)?.school !== space.school)
    return `${space.school} has no space ${space.parent}`;
  world.spaces.set(space.id, space);
  turn.put.space.set(space.id, space);
  noted(turn, actor, 'space.added', 'space', space.id, space.school, { kind: space.kind, use: space.use });
  return null;
};

export const prefixRefusal = (prefix: string): Refusal => {
  if (/[+#\u0000]/.test(prefix) || prefix.startsWith('$') || prefix === '')
    return `'${prefix}' cannot be a topic prefix: no wildcards, and no $ at its beginning`;
  return prefix === 'campus' || prefix.startsWith('campus/') ? 'the prefix campus belongs to the native topics' : null;
};

const deviceRefusal = (world: World, draft: DeviceDraft): Refusal => {
  const taken = takenRefusal(world, draft.id);
  if (taken !== null) return taken;
  if (world.orgs.get(draft.school)?.kind !== 'school') return `there is no school ${draft.school}`;
  if (draft.space !== null && world.spaces.get(draft.space)?.school !== draft.school) return `${draft.school} has no space ${draft.space}`;
  if (!codecById(draft.codec)) return `there is no codec ${draft.codec}; there are: ${codecs.map((codec) => codec.id).join(', ')}`;
  const gateway = draft.gateway === null ? null : world.devices.get(draft.gateway);
  if (gateway === undefined) return `there is no gateway ${draft.gateway}`;
  if (gateway?.gateway) return `${draft.gateway} is itself behind ${gateway.gateway}`;
  if (gateway && gateway.school !== draft.school) return `${draft.gateway} belongs to ${gateway.school}`;
  const same = gateway && [...(world.childrenOf.get(gateway.id) ?? [])].find((id) => world.devices.get(id)?.source === draft.source);
  if (same) return `${draft.gateway} calls ${same} already '${draft.source}'`;
  return draft.prefixes.map(prefixRefusal).find((refusal) => refusal !== null) ?? null;
};

/** A device as it is when registered: unknown until it is heard of. */
export const newDevice = (draft: DeviceDraft, at: number): Device => ({
  ...draft,
  version: 1,
  availability: 'unknown',
  availabilitySince: at,
  lastSeenAt: null,
  firmware: null,
  rssi: null,
  unacknowledged: false,
  clockAhead: false,
  lastTestAt: null,
});

export const keepDevice = (world: World, turn: Turn, device: Device): void => {
  placeDevice(world, device);
  turn.put.device.set(device.id, device);
  noteChange(turn, 'device', device);
};

/** Registers a device. */
export const addDevice = (world: World, turn: Turn, actor: string, draft: DeviceDraft): Refusal => {
  const refusal = deviceRefusal(world, draft);
  if (refusal !== null) return refusal;
  const device = newDevice(draft, turn.at);
  keepDevice(world, turn, device);
  const gateway = world.devices.get(device.gateway ?? '');
  // Whoever speaks for others is a gateway, whatever it was called when it was registered alone.
  if (gateway && gateway.type !== 'gateway') keepDevice(world, turn, { ...gateway, version: gateway.version + 1, type: 'gateway' });
  noted(turn, actor, 'device.added', 'device', device.id, device.school, {
    codec: device.codec,
    gateway: device.gateway,
    space: device.space,
  });
  return null;
};

export const addPerson = (world: World, turn: Turn, actor: string, person: Person): Refusal => {
  const taken = takenRefusal(world, person.id);
  if (taken !== null) return taken;
  const org = world.orgs.get(person.org);
  if (!org) return `there is no organisation ${person.org}`;
  world.people.set(person.id, person);
  turn.put.person.set(person.id, person);
  noted(turn, actor, 'person.added', 'person', person.id, org.kind === 'school' ? org.id : null, { role: person.role, org: person.org });
  return null;
};
