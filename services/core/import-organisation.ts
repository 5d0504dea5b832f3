/** Bringing a written organisation into the world. */
import type { Organisation, OrganisationList, OrganisationPart } from '../contracts/organisation.ts';
import { organisationLists, organisationSchema } from '../contracts/organisation.ts';
import type { Device } from '../contracts/place.ts';
import type { Bilingual } from '../contracts/values.ts';
import { codecById, codecs } from './codecs/index.ts';
import { type DeviceDraft, keepDevice, newDevice, prefixRefusal } from './enrol.ts';
import { organisationOf } from './organisation/written.ts';
import type { SheetOf } from './responsibility/keep.ts';
import { issueSheet, keepCell, keepForce, keepPost, sheetInForce } from './responsibility/keep.ts';
import type { Turn } from './turn.ts';
import type { World } from './world.ts';

const draftOf = (device: Organisation['devices'][number]): DeviceDraft => ({ ...device, source: device.source ?? device.id });

/** The present organisation with the part laid over it, by id. */
const overlay = (present: OrganisationPart, part: OrganisationPart): OrganisationPart => {
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
    posts: laid(present.posts, part.posts),
    gridCells: laid(present.gridCells, part.gridCells),
    taskForces: laid(present.taskForces, part.taskForces),
  };
};

/** One thing that keeps a part from being imported: which entry, which of its fields, and why. */
export interface ImportFault {
  readonly list: OrganisationList | null;
  readonly id: string | null;
  readonly field: string;
  readonly message: Bilingual;
}

const deviceFault = (id: string, field: string, zh: string, en: string): ImportFault => ({
  list: 'devices',
  id,
  field,
  message: { zh, en },
});

const sourceTwice = (devices: Organisation['devices']): ImportFault[] => {
  const seen = new Map<string, string>();
  return devices.flatMap((device) => {
    if (device.gateway === null) return [];
    const key = `${device.gateway}|${device.source ?? device.id}`;
    const before = seen.get(key);
    seen.set(key, device.id);
    const { id, gateway } = device;
    return before === undefined
      ? []
      : [deviceFault(id, 'source', `${gateway} 已用此名称指 ${before}`, `${gateway} calls ${before} so already`)];
  });
};

const deviceFaults = (devices: Organisation['devices']): ImportFault[] => [
  ...devices.flatMap(({ id, codec, prefixes }) => {
    const known = codecs.map((one) => one.id).join(', ');
    return [
      ...(codecById(codec)
        ? []
        : [deviceFault(id, 'codec', `没有编码 ${codec}；可用：${known}`, `there is no ${codec}; there are: ${known}`)]),
      ...prefixes
        .map(prefixRefusal)
        .flatMap((refusal) => (refusal === null ? [] : [deviceFault(id, 'prefixes', `主题前缀不可用（${refusal}）`, refusal)])),
    ];
  }),
  ...sourceTwice(devices),
];

/** Where an error is, with the id of the entry in place of its number. */
const faultAt = (whole: OrganisationPart, path: readonly PropertyKey[], message: Bilingual): ImportFault => {
  const [first, index, ...rest] = path;
  const list = organisationLists.find((name) => name === first) ?? null;
  const id = list && typeof index === 'number' ? (whole[list][index]?.id ?? null) : null;
  return { list, id, field: (id === null ? path : rest).map(String).join('.'), message };
};

/** The fault as one line. */
export const faultText = ({ list, id, field, message }: ImportFault): string =>
  [[list, id].filter((part) => part !== null).join(' '), field, message.en].filter(Boolean).join(': ');

/** Everything wrong with the organisation as it would be. */
const faultsOf = (whole: OrganisationPart): ImportFault[] => [
  ...(organisationSchema.safeParse(whole).error?.issues ?? []).map((issue) => {
    const zh: unknown = issue.code === 'custom' ? issue.params?.['zh'] : undefined;
    return faultAt(whole, issue.path, { zh: typeof zh === 'string' ? zh : `不合要求（${issue.message}）`, en: issue.message });
  }),
  ...deviceFaults(whole.devices),
];

/** What the part itself makes wrong: faults that stood before are no reason to refuse what has nothing to do with them. */
const newFaults = (present: OrganisationPart, part: OrganisationPart): ImportFault[] => {
  const faults = faultsOf(overlay(present, part));
  if (faults.length === 0) return [];
  const stood = new Set(faultsOf(present).map(faultText));
  return faults.filter((fault) => !stood.has(faultText(fault)));
};

type Counts = Readonly<Record<OrganisationList, number>>;

export interface Imported {
  readonly added: Counts;
  readonly changed: Counts;
  /** Devices that were not there before. */
  readonly newDevices: readonly Device[];
}

export type ImportOutcome =
  | { readonly ok: true; readonly imported: Imported }
  | { readonly ok: false; readonly faults: readonly string[]; readonly at: readonly ImportFault[] };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const nounOf: Readonly<Record<OrganisationList, string>> = {
  orgs: 'org',
  spaces: 'space',
  people: 'person',
  devices: 'device',
  posts: 'post',
  gridCells: 'gridCell',
  taskForces: 'taskForce',
};

interface Entry {
  readonly id: string;
  readonly school?: string;
  readonly org?: string;
}

/** Writes new and changed entries, noting which fields of whom changed; others are left alone. */
class Bringing {
  readonly added: Record<OrganisationList, number> = { orgs: 0, spaces: 0, people: 0, devices: 0, posts: 0, gridCells: 0, taskForces: 0 };
  readonly changed: Record<OrganisationList, number> = { ...this.added };
  readonly world: World;
  readonly turn: Turn;
  readonly actor: string;

  constructor(world: World, turn: Turn, actor: string) {
    this.world = world;
    this.turn = turn;
    this.actor = actor;
  }

  private schoolOf(list: OrganisationList, entry: Entry): string | null {
    const at = list === 'orgs' ? entry.id : (entry.school ?? entry.org ?? null);
    return this.world.orgs.get(at ?? '')?.kind === 'school' ? at : null;
  }

  bring<T extends Entry>(list: OrganisationList, entries: readonly T[], before: ReadonlyMap<string, T>, put: (entry: T) => void): void {
    for (const entry of entries) {
      const known = before.get(entry.id);
      const fields = Object.keys(entry).filter((name) => !same(entry[name as keyof T], known?.[name as keyof T]));
      if (known !== undefined && fields.length === 0) continue;
      (known === undefined ? this.added : this.changed)[list] += 1;
      put(entry);
      if (known === undefined) continue;
      this.turn.audit.push({
        at: this.turn.at,
        actor: this.actor,
        act: `${nounOf[list]}.updated`,
        subject: nounOf[list],
        subjectId: entry.id,
        school: this.schoolOf(list, entry),
        detail: { fields },
      });
    }
  }
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): Map<string, T> => new Map(all.map((one) => [one.id, one]));

const bringPosts = (bringing: Bringing, posts: Organisation['posts'], before: Organisation['posts'], sheetOf: SheetOf): void => {
  const { world, turn, actor } = bringing;
  const known = byId(before);
  // No duties in the file leave those in force as they are.
  const whole = posts.map((post) => (post.duties.length > 0 ? post : { ...post, duties: known.get(post.id)?.duties ?? [] }));
  bringing.bring('posts', whole, known, ({ duties, ...fields }) => {
    const old = world.posts.get(fields.id);
    keepPost(world, turn, { sheet: null, ...old, ...fields, version: (old?.version ?? 0) + 1 }, sheetOf);
    const post = world.posts.get(fields.id);
    if (post && duties.length > 0 && !same(duties, sheetInForce(turn, post, sheetOf)?.items))
      issueSheet(world, turn, post, duties, actor, sheetOf);
  });
};

const bringDuties = (bringing: Bringing, part: OrganisationPart, present: Organisation, sheetOf: SheetOf): void => {
  const { world, turn } = bringing;
  bringPosts(bringing, part.posts, present.posts, sheetOf);
  bringing.bring('gridCells', part.gridCells, byId(present.gridCells), (cell) => {
    const old = world.gridCells.get(cell.id);
    keepCell(world, turn, { lastPatrolAt: null, ...old, ...cell, version: (old?.version ?? 0) + 1 });
  });
  bringing.bring('taskForces', part.taskForces, byId(present.taskForces), (force) => {
    const old = world.taskForces.get(force.id);
    const doneAt = new Map(old?.tasks.map((task) => [task.id, task.doneAt]));
    const tasks = force.tasks.map((task) => ({ ...task, doneAt: doneAt.get(task.id) ?? null }));
    keepForce(world, turn, { closedAt: null, ...old, ...force, tasks, version: (old?.version ?? 0) + 1 });
  });
};

/**
 * Adds what is new and changes what differs; nothing is taken away. What it would make of the whole is checked first: all
 * errors at once, and with any of them the world stays as it was.
 */
export const importOrganisation = (world: World, turn: Turn, actor: string, part: OrganisationPart, sheetOf: SheetOf): ImportOutcome => {
  const present = organisationOf(world, sheetOf);
  const at = newFaults(present, part);
  if (at.length > 0) return { ok: false, at, faults: at.map(faultText) };
  const bringing = new Bringing(world, turn, actor);
  const newDevices: Device[] = [];
  bringing.bring('orgs', part.orgs, byId(present.orgs), (org) => {
    world.orgs.set(org.id, org);
    turn.put.org.set(org.id, org);
  });
  bringing.bring('spaces', part.spaces, byId(present.spaces), (space) => {
    world.spaces.set(space.id, space);
    turn.put.space.set(space.id, space);
  });
  bringing.bring('people', part.people, byId(present.people), (person) => {
    world.people.set(person.id, person);
    turn.put.person.set(person.id, person);
  });
  bringing.bring<DeviceDraft>('devices', part.devices.map(draftOf), byId(present.devices.map(draftOf)), (draft) => {
    const known = world.devices.get(draft.id);
    const device = known ? { ...known, ...draft, version: known.version + 1 } : newDevice(draft, turn.at);
    keepDevice(world, turn, device);
    if (!known) newDevices.push(device);
  });
  bringDuties(bringing, part, present, sheetOf);
  const { added, changed } = bringing;
  const empty = [...Object.values(added), ...Object.values(changed)].every((count) => count === 0);
  if (!empty)
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
