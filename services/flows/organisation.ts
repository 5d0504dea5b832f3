/** The organisation as a spreadsheet, and all the acts about it put together. */
import type { OrganisationActs } from '../acts/organisation.ts';
import type { OrganisationPart } from '../contracts/organisation.ts';
import { organisationLists } from '../contracts/organisation.ts';
import type { SheetFault, SheetImport } from '../contracts/sheet.ts';
import { sees } from '../core/access/policy.ts';
import type { Imported } from '../core/import-organisation.ts';
import { importOrganisation } from '../core/import-organisation.ts';
import { allFaults, readSheets } from '../core/organisation/read-sheets.ts';
import { scopeFaults } from '../core/organisation/scope.ts';
import type { SheetRows, SheetTable } from '../core/organisation/sheets.ts';
import { sheetsOf } from '../core/organisation/sheets.ts';
import { organisationOf } from '../core/organisation/written.ts';
import type { SheetOf } from '../core/responsibility/keep.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import type { Actor, Result } from '../ports.ts';
import { armLease } from './availability.ts';
import { patrol, putGridCell } from './grid-cells.ts';
import { deactivatePerson, holdsAnything, putPerson } from './people.ts';
import { dutiesOf, dutyView, issueDuties, performDuty, putPost, readDuties } from './posts.ts';
import type { Service } from './service.ts';
import { finishTask, putTaskForce } from './task-forces.ts';

/** What has to be looked at again outside when the organisation has changed. */
export interface Reorganised {
  /** Routes and rules derived from the organisation are stale. */
  readonly reorganised: (turn: Turn) => void;
  /** Screens of people whose place or role has changed. */
  readonly rightsChanged: () => void;
}

const sheetsStored =
  (service: Service): SheetOf =>
  (id) =>
    service.facts.get('dutySheet', id);

const copied = (index: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> =>
  new Map([...index].map(([key, ids]) => [key, new Set(ids)]));

/** A world to try things in. */
const tryOut = (world: World): World => ({
  ...world,
  orgs: new Map(world.orgs),
  spaces: new Map(world.spaces),
  devices: new Map(world.devices),
  people: new Map(world.people),
  posts: new Map(world.posts),
  gridCells: new Map(world.gridCells),
  childrenOf: copied(world.childrenOf),
  devicesIn: copied(world.devicesIn),
});

const answer = (dry: boolean, errors: readonly SheetFault[], imported: Imported | null): SheetImport => ({
  ok: errors.length === 0,
  dry,
  counts: Object.fromEntries(
    organisationLists.map((list) => [list, { added: imported?.added[list] ?? 0, changed: imported?.changed[list] ?? 0 }]),
  ) as SheetImport['counts'],
  errors: [...errors],
  withoutSecret: imported?.newDevices.filter(({ gateway }) => gateway === null).map(({ id }) => id) ?? [],
});

/** Imports a workbook into the actor's branch: all of it, or with an error nothing. */
const importSheets = (service: Service, after: Reorganised, actor: Actor, sheets: readonly SheetRows[], dry: boolean): SheetImport => {
  const world = service.world();
  const stored = sheetsStored(service);
  const present = organisationOf(world, stored);
  const read = readSheets(sheets, present);
  const isAccountable = (id: string): boolean => {
    const person = world.people.get(id);
    return person !== undefined && Object.keys(holdsAnything(service, person)).length > 0;
  };
  const scoped = scopeFaults(world, actor, read.part, present, isAccountable);
  const turn = newTurn(service.clock.now());
  const isTrial = dry || read.faults.length > 0 || scoped.length > 0;
  const outcome = importOrganisation(isTrial ? tryOut(world) : world, turn, actor.id, read.part, stored);
  const errors = allFaults(read, scoped, outcome.ok ? [] : outcome.at);
  if (errors.length > 0 || !outcome.ok) return answer(dry, errors, null);
  const { imported } = outcome;
  if (!dry && turn.audit.length > 0) {
    for (const device of imported.newDevices) armLease(service, turn, device, turn.at);
    service.commit(turn);
    after.reorganised(turn);
    if (turn.put.person.size + turn.put.org.size > 0) after.rightsChanged();
  }
  return answer(dry, [], imported);
};

/** Of the organisation what lies at and below the actor's place. */
const branchOf = (service: Service, { org }: Actor): OrganisationPart => {
  const world = service.world();
  const whole = organisationOf(world, sheetsStored(service));
  const mine = new Set([...world.orgs.keys()].filter((id) => sees(world, org, id)));
  return {
    orgs: whole.orgs.filter(({ id }) => mine.has(id)),
    spaces: whole.spaces.filter(({ school }) => mine.has(school)),
    people: whole.people.filter((person) => mine.has(person.org)),
    devices: whole.devices.filter(({ school }) => mine.has(school)),
    posts: whole.posts.filter((post) => mine.has(post.org)),
    gridCells: whole.gridCells.filter(({ school }) => mine.has(school)),
    taskForces: [],
  };
};

const exportSheets = (service: Service, actor: Actor): SheetTable[] => sheetsOf(branchOf(service, actor));

export const organisationActs = (service: Service, after: Reorganised): OrganisationActs => {
  const changed = <T>(result: Result<T>): Result<T> => {
    if (result.ok) after.rightsChanged();
    return result;
  };
  return {
    putPost: (actor, id, form, ifMatch) => putPost(service, actor, id, form, ifMatch),
    issueDuties: (actor, post, items, ifMatch) => issueDuties(service, actor, post, items, ifMatch),
    readDuties: (actor, sheet) => readDuties(service, actor, sheet),
    performDuty: (actor, sheet, form) => performDuty(service, actor, sheet, form),
    dutiesOf: (actor) => dutiesOf(service, actor),
    dutyView: (sheet) => dutyView(service, sheet),
    putGridCell: (actor, id, form, ifMatch) => putGridCell(service, actor, id, form, ifMatch),
    patrol: (actor, cell, note) => patrol(service, actor, cell, note),
    putTaskForce: (actor, id, form, ifMatch) => putTaskForce(service, actor, id, form, ifMatch),
    finishTask: (actor, force, task) => finishTask(service, actor, force, task),
    putPerson: (actor, id, form) => changed(putPerson(service, actor, id, form)),
    deactivatePerson: (actor, id, successor) => changed(deactivatePerson(service, actor, id, successor)),
    importSheets: (actor, sheets, dry) => importSheets(service, after, actor, sheets, dry),
    exportSheets: (actor) => exportSheets(service, actor),
  };
};
