/** What an importer may touch: their own branch, and only what their role may change there. */
import type { Organisation, OrganisationPart } from '../../contracts/organisation.ts';
import type { Bilingual, Role } from '../../contracts/values.ts';
import { may, sees, wholeInstallation } from '../access/policy.ts';
import type { ImportFault } from '../import-organisation.ts';
import { needsFoodPrincipal } from '../responsibility/coverage.ts';
import type { World } from '../world.ts';
import type { SheetList } from './sheets.ts';

export interface Importer {
  readonly role: Role;
  readonly org: string;
}

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Entries that say something new, each with what was there before. */
const news = <T extends Entry>(given: readonly T[], present: readonly T[]): { entry: T; before: T | undefined }[] => {
  const known = new Map(present.map((one) => [one.id, one]));
  return given
    .map((entry) => ({ entry, before: known.get(entry.id) }))
    .filter(({ entry, before }) => before === undefined || Object.keys(entry).some((field) => !same(entry[field], before[field])));
};

const fault = (list: SheetList, id: string, field: string, zh: string, en: string): ImportFault => ({
  list,
  id,
  field,
  message: { zh, en },
});

const outside: Bilingual = { zh: '不在您管理的范围内', en: 'this is not in your branch' };

/** Each list's field that says where an entry belongs. */
const placeField = { spaces: 'school', people: 'org', devices: 'school', posts: 'org', gridCells: 'school' } as const;

const outsideFaults = (world: World, importer: Importer, part: OrganisationPart, present: Organisation): ImportFault[] => {
  const added = new Map(part.orgs.map((org) => [org.id, org.parent]));
  // A school that is new in this very workbook lies where it is placed by it.
  const mine = (org: string): boolean => {
    if (importer.org === wholeInstallation) return true;
    const seen = new Set<string>();
    for (let at: string | null = org; at !== null && !seen.has(at); at = added.get(at) ?? null) {
      if (world.orgs.has(at)) return sees(world, importer.org, at);
      seen.add(at);
    }
    return false;
  };
  return (Object.keys(placeField) as (keyof typeof placeField)[]).flatMap((list) =>
    news<Entry>(part[list], present[list]).flatMap(({ entry, before }): ImportFault[] => {
      const field = placeField[list];
      if (before && !mine(String(before[field]))) return [fault(list, entry.id, 'id', `编号 ${entry.id} 已被占用`, `${entry.id} is taken`)];
      return mine(String(entry[field])) ? [] : [{ list, id: entry.id, field, message: outside }];
    }),
  );
};

const orgFaults = (world: World, importer: Importer, part: OrganisationPart, present: Organisation): ImportFault[] =>
  news<Organisation['orgs'][number]>(part.orgs, present.orgs).flatMap(({ entry, before }): ImportFault[] => {
    if (before && !sees(world, importer.org, entry.id))
      return [fault('orgs', entry.id, 'id', `编号 ${entry.id} 已被占用`, `${entry.id} is taken`)];
    if (!may(importer.role, 'school.manage'))
      return [fault('orgs', entry.id, 'id', '您的角色不能新增或更改机构', 'your role may not add or change organisations')];
    // Nobody moves the place they stand on, nor out of what they see.
    if (before && entry.id === importer.org)
      return same({ ...before, name: entry.name }, { ...entry })
        ? []
        : [
            fault(
              'orgs',
              entry.id,
              'id',
              '本机构只能改名称，其余由上级更改',
              'of your own organisation only the name; the rest is for those above',
            ),
          ];
    const isNew = part.orgs.some(({ id }) => id === entry.parent);
    const inBranch = entry.parent === null ? importer.org === wholeInstallation : isNew || sees(world, importer.org, entry.parent);
    return inBranch ? [] : [{ list: 'orgs', id: entry.id, field: 'parent', message: outside }];
  });

const roleFaults = (world: World, part: OrganisationPart, present: Organisation): ImportFault[] => {
  const kinds = new Map(part.orgs.map(({ id, kind }) => [id, kind]));
  return news<Organisation['people'][number]>(part.people, present.people).flatMap(({ entry }) => {
    const kind = kinds.get(entry.org) ?? world.orgs.get(entry.org)?.kind;
    return entry.role.startsWith('bureau-') && kind === 'school'
      ? [fault('people', entry.id, 'role', '学校人员不能担任主管部门角色', 'a bureau role has no place in a school')]
      : [];
  });
};

/** 食品安全校长负责制: a canteen is not written without its principal. One that stands so already is a gap, not an error. */
const foodFaults = (part: OrganisationPart, present: Organisation): ImportFault[] =>
  news<Organisation['spaces'][number]>(part.spaces, present.spaces)
    .filter(({ entry }) => needsFoodPrincipal(entry) && entry.foodPrincipal === null)
    .map(({ entry }) =>
      fault(
        'spaces',
        entry.id,
        'foodPrincipal',
        '食堂、厨房必须指定食品安全校长',
        'a canteen or kitchen needs its named principal for food safety',
      ),
    );

/** Somebody who leaves or moves while answering for something: a spreadsheet names no successor. */
const leavingFaults = (part: OrganisationPart, present: Organisation, isAccountable: (id: string) => boolean): ImportFault[] =>
  news<Organisation['people'][number]>(part.people, present.people).flatMap(({ entry, before }) => {
    if (!before?.active || (entry.active && entry.org === before.org) || !isAccountable(entry.id)) return [];
    const field = entry.active ? 'org' : 'active';
    return [
      fault(
        'people',
        entry.id,
        field,
        '此人仍负有责任，请先在“停用”中指定接任者',
        'still answers for something: deactivate with a successor',
      ),
    ];
  });

/** Everything about a workbook that this importer may not do. */
export const scopeFaults = (
  world: World,
  importer: Importer,
  part: OrganisationPart,
  present: Organisation,
  isAccountable: (id: string) => boolean,
): ImportFault[] => [
  ...orgFaults(world, importer, part, present),
  ...outsideFaults(world, importer, part, present),
  ...roleFaults(world, part, present),
  ...foodFaults(part, present),
  ...leavingFaults(part, present, isAccountable),
];
