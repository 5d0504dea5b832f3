/** An organisation as it is imported: the places, people and devices of `place.ts` without what running adds to them. */
import { z } from 'zod';
import { deviceSchema, orgSchema, personSchema, spaceSchema } from './place.ts';

const orgImportSchema = orgSchema.extend({
  schoolKind: orgSchema.shape.schoolKind.default(null),
  ownership: orgSchema.shape.ownership.default(null),
});

const spaceImportSchema = spaceSchema.extend({
  parent: spaceSchema.shape.parent.default(null),
  use: spaceSchema.shape.use.default('other'),
  outline: spaceSchema.shape.outline.default(null),
  size: spaceSchema.shape.size.default(null),
});

const personImportSchema = personSchema.extend({
  phone: personSchema.shape.phone.default(null),
  active: personSchema.shape.active.default(true),
});

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

/** One file of it; files are put together by `joinOrganisation` before they are checked against each other. */
export const organisationPartSchema = z.strictObject({
  orgs: z.array(orgImportSchema).default([]),
  spaces: z.array(spaceImportSchema).default([]),
  people: z.array(personImportSchema).default([]),
  devices: z.array(deviceImportSchema).default([]),
});
export type OrganisationPart = z.infer<typeof organisationPartSchema>;

export const joinOrganisation = (parts: readonly OrganisationPart[]): OrganisationPart => ({
  orgs: parts.flatMap((part) => part.orgs),
  spaces: parts.flatMap((part) => part.spaces),
  people: parts.flatMap((part) => part.people),
  devices: parts.flatMap((part) => part.devices),
});

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Ids are unique in the installation, whatever they name: a topic, a link or an audit entry never means two things. */
const doubledIds = (organisation: OrganisationPart): Fault[] => {
  const seen = new Map<string, string>();
  return (['orgs', 'spaces', 'people', 'devices'] as const).flatMap((list) =>
    organisation[list].flatMap(({ id }, i): Fault[] => {
      const before = seen.get(id);
      seen.set(id, `${list}[${i}]`);
      return before === undefined ? [] : [{ path: [list, i, 'id'], message: `${id} is already ${before}` }];
    }),
  );
};

const parentOfKind: Readonly<Record<string, readonly string[]>> = {
  campus: [],
  building: ['campus'],
  floor: ['building'],
  room: ['floor', 'campus'],
};

const brokenLinks = (organisation: OrganisationPart): Fault[] => {
  const orgs = new Map(organisation.orgs.map((org) => [org.id, org]));
  const spaces = new Map(organisation.spaces.map((space) => [space.id, space]));
  const devices = new Map(organisation.devices.map((device) => [device.id, device]));
  const isSchool = (id: string): boolean => orgs.get(id)?.kind === 'school';
  const unless = (holds: boolean, path: Fault['path'], message: string): Fault[] => (holds ? [] : [{ path, message }]);
  return [
    ...organisation.orgs.flatMap((org, i) => [
      ...unless(org.parent === null || (orgs.has(org.parent) && org.parent !== org.id), ['orgs', i, 'parent'], `no org ${org.parent}`),
      ...unless(org.kind !== 'school' || org.schoolKind !== null, ['orgs', i, 'schoolKind'], 'a school needs its kind'),
    ]),
    ...organisation.spaces.flatMap((space, i) => {
      const parent = space.parent === null ? undefined : spaces.get(space.parent);
      const fits =
        space.parent === null
          ? space.kind === 'campus' || space.kind === 'room'
          : parent?.school === space.school && parentOfKind[space.kind]?.includes(parent.kind) === true;
      return [
        ...unless(isSchool(space.school), ['spaces', i, 'school'], `no school ${space.school}`),
        ...unless(fits, ['spaces', i, 'parent'], `a ${space.kind} cannot stand in ${space.parent ?? 'nothing'}`),
      ];
    }),
    ...organisation.people.flatMap((person, i) => unless(orgs.has(person.org), ['people', i, 'org'], `no org ${person.org}`)),
    ...organisation.devices.flatMap((device, i) => {
      const gateway = device.gateway === null ? null : devices.get(device.gateway);
      return [
        ...unless(isSchool(device.school), ['devices', i, 'school'], `no school ${device.school}`),
        ...unless(
          device.space === null || spaces.get(device.space)?.school === device.school,
          ['devices', i, 'space'],
          `no space ${device.space} in ${device.school}`,
        ),
        ...unless(
          gateway === null || (gateway?.type === 'gateway' && gateway.school === device.school),
          ['devices', i, 'gateway'],
          `no gateway ${device.gateway} in ${device.school}`,
        ),
      ];
    }),
  ];
};

/** A whole organisation: every error at once, with its path. */
export const organisationSchema = organisationPartSchema.superRefine((organisation, context) => {
  for (const { path, message } of [...doubledIds(organisation), ...brokenLinks(organisation)])
    context.addIssue({ code: 'custom', path, message });
});
export type Organisation = z.infer<typeof organisationSchema>;
