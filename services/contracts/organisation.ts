/** An organisation as it is imported: places, people, devices and who answers for what, without what running adds to them. */
import { z } from 'zod';
import { deviceSchema, orgSchema, personSchema, spaceSchema } from './place.ts';
import { dutySheetSchema, gridCellSchema, postSchema, taskForceSchema } from './responsibility.ts';
import type { Bilingual } from './values.ts';
import { timeSchema } from './values.ts';

const orgImportSchema = orgSchema.extend({
  schoolKind: orgSchema.shape.schoolKind.default(null),
  ownership: orgSchema.shape.ownership.default(null),
  location: orgSchema.shape.location.default(null),
});

const spaceImportSchema = spaceSchema.extend({
  parent: spaceSchema.shape.parent.default(null),
  use: spaceSchema.shape.use.default('other'),
  outline: spaceSchema.shape.outline.default(null),
  size: spaceSchema.shape.size.default(null),
  owner: spaceSchema.shape.owner.default(null),
  foodPrincipal: spaceSchema.shape.foodPrincipal.default(null),
});

const personImportSchema = personSchema.extend({
  phone: personSchema.shape.phone.default(null),
  active: personSchema.shape.active.default(true),
});

/** `PUT /people/:id`; one who is to leave is deactivated instead. */
export const personFormSchema = personSchema.pick({ name: true, role: true, org: true, phone: true });
export type PersonForm = z.infer<typeof personFormSchema>;

/** Null or missing `source` = the device's own id. */
const deviceImportSchema = deviceSchema
  .pick({
    id: true,
    school: true,
    space: true,
    gateway: true,
    codec: true,
    name: true,
    type: true,
    model: true,
    reportIntervalSeconds: true,
    position: true,
    snapshotUrl: true,
    prefixes: true,
    mapping: true,
  })
  .extend({
    space: deviceSchema.shape.space.default(null),
    gateway: deviceSchema.shape.gateway.default(null),
    codec: deviceSchema.shape.codec.default('native'),
    source: deviceSchema.shape.source.optional(),
    model: deviceSchema.shape.model.default(null),
    /** Contract: 300 s unless said otherwise. */
    reportIntervalSeconds: deviceSchema.shape.reportIntervalSeconds.default(300),
    position: deviceSchema.shape.position.default(null),
    snapshotUrl: deviceSchema.shape.snapshotUrl.default(null),
    prefixes: deviceSchema.shape.prefixes.default([]),
    mapping: deviceSchema.shape.mapping.default({}),
  });

const postImportSchema = postSchema.pick({ id: true, org: true, title: true, businessDuty: true }).extend({
  headship: postSchema.shape.headship.default(null),
  holders: postSchema.shape.holders.default([]),
  /** The safety duties of its sheet; other ones than those in force are a new edition, none leave it as it is. */
  duties: z.array(dutySheetSchema.shape.items.element).max(60).default([]),
});

const gridCellImportSchema = gridCellSchema.omit({ version: true, lastPatrolAt: true }).extend({
  topics: gridCellSchema.shape.topics.default([]),
  everyDays: gridCellSchema.shape.everyDays.default(7),
});

/** A moment, or the end of a day in Shanghai. */
const dueSchema = z.union([timeSchema, z.iso.date().transform((day) => Date.parse(`${day}T23:59:59.999+08:00`))]);

const taskForceImportSchema = taskForceSchema.pick({ id: true, org: true, name: true, members: true }).extend({
  topics: taskForceSchema.shape.topics.default([]),
  tasks: z.array(taskForceSchema.shape.tasks.element.omit({ doneAt: true, dueAt: true }).extend({ dueAt: dueSchema })).default([]),
});

/** One file of it; files are put together by `joinOrganisation` before they are checked against each other. */
export const organisationPartSchema = z.strictObject({
  orgs: z.array(orgImportSchema).default([]),
  spaces: z.array(spaceImportSchema).default([]),
  people: z.array(personImportSchema).default([]),
  devices: z.array(deviceImportSchema).default([]),
  posts: z.array(postImportSchema).default([]),
  gridCells: z.array(gridCellImportSchema).default([]),
  taskForces: z.array(taskForceImportSchema).default([]),
});
export type OrganisationPart = z.infer<typeof organisationPartSchema>;

export const organisationLists = ['orgs', 'spaces', 'people', 'devices', 'posts', 'gridCells', 'taskForces'] as const;
export type OrganisationList = (typeof organisationLists)[number];

export const joinOrganisation = (parts: readonly OrganisationPart[]): OrganisationPart => ({
  orgs: parts.flatMap((part) => part.orgs),
  spaces: parts.flatMap((part) => part.spaces),
  people: parts.flatMap((part) => part.people),
  devices: parts.flatMap((part) => part.devices),
  posts: parts.flatMap((part) => part.posts),
  gridCells: parts.flatMap((part) => part.gridCells),
  taskForces: parts.flatMap((part) => part.taskForces),
});

interface Fault {
  readonly path: (string | number)[];
  readonly message: Bilingual;
}

/** Ids are unique in the installation, whatever they name: a topic, a link or an audit entry never means two things. */
const doubledIds = (organisation: OrganisationPart): Fault[] => {
  const seen = new Map<string, string>();
  return organisationLists.flatMap((list) =>
    organisation[list].flatMap(({ id }, i): Fault[] => {
      const before = seen.get(id);
      seen.set(id, `${list}[${i}]`);
      if (before === undefined) return [];
      return [{ path: [list, i, 'id'], message: { zh: `编号 ${id} 重复，全系统内必须唯一`, en: `${id} is already ${before}` } }];
    }),
  );
};

const parentOfKind: Readonly<Record<string, readonly string[]>> = {
  campus: [],
  building: ['campus'],
  floor: ['building'],
  room: ['floor', 'campus'],
};

const unless = (holds: boolean, path: Fault['path'], zh: string, en: string): Fault[] => (holds ? [] : [{ path, message: { zh, en } }]);

/** What the checks look up. */
class Index {
  readonly orgs: ReadonlyMap<string, OrganisationPart['orgs'][number]>;
  readonly spaces: ReadonlyMap<string, OrganisationPart['spaces'][number]>;
  readonly people: ReadonlyMap<string, OrganisationPart['people'][number]>;
  readonly devices: ReadonlyMap<string, OrganisationPart['devices'][number]>;

  constructor(organisation: OrganisationPart) {
    const byId = <T extends { readonly id: string }>(all: readonly T[]): Map<string, T> => new Map(all.map((one) => [one.id, one]));
    this.orgs = byId(organisation.orgs);
    this.spaces = byId(organisation.spaces);
    this.people = byId(organisation.people);
    this.devices = byId(organisation.devices);
  }

  isSchool(id: string): boolean {
    return this.orgs.get(id)?.kind === 'school';
  }

  /** The organisation and everything above it; ends where it comes back to itself. */
  branch(id: string): string[] {
    const above: string[] = [];
    for (let at: string | null = id; at !== null && !above.includes(at); at = this.orgs.get(at)?.parent ?? null) above.push(at);
    return above;
  }

  /** Somebody there, of this organisation, one above it or (`below`) one under it. */
  answers(person: string, org: string, below = false): boolean {
    const known = this.people.get(person);
    if (!known?.active) return false;
    return this.branch(org).includes(known.org) || (below && this.branch(known.org).includes(org));
  }
}

const brokenOrgs = ({ orgs }: OrganisationPart, index: Index): Fault[] =>
  orgs.flatMap((org, i) => {
    const parent = org.parent === null ? null : index.orgs.get(org.parent);
    const loops = org.parent !== null && index.branch(org.parent).includes(org.id);
    return [
      ...unless(parent !== undefined && !loops, ['orgs', i, 'parent'], `没有上级机构 ${org.parent}，或上下级成环`, `no org ${org.parent}`),
      ...unless(parent?.kind !== 'school', ['orgs', i, 'parent'], '学校下面不能再设机构', `nothing can be below the school ${org.parent}`),
      ...unless(
        org.kind !== 'school' || org.schoolKind !== null,
        ['orgs', i, 'schoolKind'],
        '学校必须写明学校类型',
        'a school needs its kind',
      ),
    ];
  });

const brokenSpaces = ({ spaces }: OrganisationPart, index: Index): Fault[] =>
  spaces.flatMap((space, i) => {
    const parent = space.parent === null ? undefined : index.spaces.get(space.parent);
    const fits =
      space.parent === null
        ? space.kind === 'campus' || space.kind === 'room'
        : parent?.school === space.school && parentOfKind[space.kind]?.includes(parent.kind) === true;
    const principal = space.foodPrincipal;
    return [
      ...unless(index.isSchool(space.school), ['spaces', i, 'school'], `没有学校 ${space.school}`, `no school ${space.school}`),
      ...unless(
        fits,
        ['spaces', i, 'parent'],
        `该层级不能放在 ${space.parent ?? '（空）'} 之下`,
        `a ${space.kind} cannot stand in ${space.parent ?? 'nothing'}`,
      ),
      ...unless(
        principal === null || index.answers(principal, space.school),
        ['spaces', i, 'foodPrincipal'],
        `本校没有在职人员 ${principal}`,
        `nobody active ${principal} at ${space.school}`,
      ),
    ];
  });

const brokenDevices = ({ devices }: OrganisationPart, index: Index): Fault[] =>
  devices.flatMap((device, i) => {
    const gateway = device.gateway === null ? null : index.devices.get(device.gateway);
    return [
      ...unless(index.isSchool(device.school), ['devices', i, 'school'], `没有学校 ${device.school}`, `no school ${device.school}`),
      ...unless(
        device.space === null || index.spaces.get(device.space)?.school === device.school,
        ['devices', i, 'space'],
        `${device.school} 没有部位 ${device.space}`,
        `no space ${device.space} in ${device.school}`,
      ),
      ...unless(
        gateway === null || (gateway?.type === 'gateway' && gateway.school === device.school),
        ['devices', i, 'gateway'],
        `${device.school} 没有网关 ${device.gateway}`,
        `no gateway ${device.gateway} in ${device.school}`,
      ),
    ];
  });

const brokenDuties = ({ posts, gridCells, taskForces }: OrganisationPart, index: Index): Fault[] => {
  const people = (ids: readonly string[], org: string, path: Fault['path'], below: boolean): Fault[] =>
    ids.flatMap((id) => unless(index.answers(id, org, below), path, `${org} 没有在职人员 ${id}`, `nobody active ${id} at ${org}`));
  const orgThere = (org: string, path: Fault['path']): Fault[] => unless(index.orgs.has(org), path, `没有机构 ${org}`, `no org ${org}`);
  return [
    ...posts.flatMap(({ org, holders }, i) => [
      ...orgThere(org, ['posts', i, 'org']),
      ...people(holders, org, ['posts', i, 'holders'], false),
    ]),
    ...gridCells.flatMap(({ school, spaces, person }, i) => [
      ...unless(index.isSchool(school), ['gridCells', i, 'school'], `没有学校 ${school}`, `no school ${school}`),
      ...people([person], school, ['gridCells', i, 'person'], false),
      ...spaces.flatMap((id) =>
        unless(
          index.spaces.get(id)?.school === school,
          ['gridCells', i, 'spaces'],
          `${school} 没有部位 ${id}`,
          `no space ${id} in ${school}`,
        ),
      ),
    ]),
    ...taskForces.flatMap(({ org, members, tasks }, i) => [
      ...orgThere(org, ['taskForces', i, 'org']),
      ...people([...members, ...tasks.map(({ person }) => person)], org, ['taskForces', i, 'members'], true),
    ]),
  ];
};

const brokenLinks = (organisation: OrganisationPart): Fault[] => {
  const index = new Index(organisation);
  return [
    ...brokenOrgs(organisation, index),
    ...brokenSpaces(organisation, index),
    ...organisation.people.flatMap(({ org }, i) => unless(index.orgs.has(org), ['people', i, 'org'], `没有机构 ${org}`, `no org ${org}`)),
    ...brokenDevices(organisation, index),
    ...brokenDuties(organisation, index),
  ];
};

/** A whole organisation: every error at once, with its path. `params.zh` says it in Chinese. */
export const organisationSchema = organisationPartSchema.superRefine((organisation, context) => {
  for (const { path, message } of [...doubledIds(organisation), ...brokenLinks(organisation)])
    context.addIssue({ code: 'custom', path, message: message.en, params: { zh: message.zh } });
});
export type Organisation = z.infer<typeof organisationSchema>;
