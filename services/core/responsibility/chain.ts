/**
 * 责任链条: every room, device and hazard has one accountable person and everyone above, both heads of the school among
 * them (党政同责: items #1, #3).
 */
import type { HazardCategory } from '../../contracts/hazard.ts';
import type { Person, Space } from '../../contracts/place.ts';
import type { ChainLink, GridCell, PersonLink, Post, Responsibility } from '../../contracts/responsibility.ts';
import type { Role } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove, spacesAbove } from '../world.ts';

/** What somebody is accountable for. */
export interface Asset {
  readonly school: string;
  readonly space: string | null;
  /** null = whatever the topic. */
  readonly category: HazardCategory | null;
  /** Somebody who was made responsible for it by name. */
  readonly responsible: string | null;
}

const link = (person: Person, as: ChainLink['as'], of: string): PersonLink => ({ person: person.id, name: person.name, as, of });

const active = (world: World, id: string): Person | null => {
  const person = world.people.get(id);
  return person?.active ? person : null;
};

/** The grid person of the smallest cell around the place that looks after the topic. */
const gridPerson = (world: World, { school, space, category }: Asset): PersonLink[] => {
  const around = spacesAbove(world, space);
  const cells: { cell: GridCell; depth: number }[] = [];
  for (const cell of world.gridCells.values()) {
    if (cell.school !== school || (cell.topics.length > 0 && (category === null || !cell.topics.includes(category)))) continue;
    const depth = Math.min(...cell.spaces.map((id) => around.indexOf(id)).filter((i) => i >= 0), Number.POSITIVE_INFINITY);
    if (depth < Number.POSITIVE_INFINITY) cells.push({ cell, depth });
  }
  // Nearest space first; a cell for just this topic before one for all.
  cells.sort(
    (a, b) =>
      a.depth - b.depth || Number(a.cell.topics.length === 0) - Number(b.cell.topics.length === 0) || (a.cell.id < b.cell.id ? -1 : 1),
  );
  for (const { cell } of cells) {
    const person = active(world, cell.person);
    if (person) return [link(person, 'grid_person', cell.name)];
  }
  return [];
};

const byRole = (world: World, org: string, role: Role): Person[] =>
  [...world.people.values()].filter((person) => person.active && person.org === org && person.role === role);

const heads = (world: World, org: string, headship: NonNullable<Post['headship']>): { person: Person; post: string }[] =>
  [...world.posts.values()]
    .filter((post) => post.org === org && post.headship === headship)
    .flatMap((post) => post.holders.flatMap((id) => active(world, id) ?? []).map((person) => ({ person, post: post.title })));

const headLinks = (world: World, org: string, headship: NonNullable<Post['headship']>): PersonLink[] =>
  heads(world, org, headship).map(({ person, post }) => link(person, `${headship}_head`, post));

/** Everyone of the school, from who is nearest to who bears the last responsibility. */
const schoolLinks = (world: World, asset: Asset, school: string): PersonLink[] => {
  const named = asset.responsible === null ? null : active(world, asset.responsible);
  const administration = headLinks(world, asset.school, 'administration');
  const links = [
    ...(named ? [link(named, 'responsible', school)] : []),
    ...gridPerson(world, asset),
    ...byRole(world, asset.school, 'safety-officer').map((person) => link(person, 'safety_officer', school)),
    ...headLinks(world, asset.school, 'safety'),
    ...(administration.length > 0
      ? administration
      : byRole(world, asset.school, 'principal').map((person) => link(person, 'administration_head', school))),
    ...headLinks(world, asset.school, 'party'),
  ];
  if (links.length > 0) return links;
  // A school with nobody but its duty room: who is on duty is accountable until somebody is named.
  return (['duty-leader', 'duty-officer'] as const).flatMap((role) =>
    byRole(world, asset.school, role).map((person) => link(person, 'duty', school)),
  );
};

/** Leaders of the organisations above, nearest first: both heads of each, and who leads its safety work (法规安全科, item #13). */
const linksAbove = (world: World, school: string): PersonLink[] =>
  branchAbove(world, school)
    .slice(1)
    .flatMap((org) => [
      ...headLinks(world, org, 'administration').map((head): PersonLink => ({ ...head, as: 'bureau' })),
      ...headLinks(world, org, 'party').map((head): PersonLink => ({ ...head, as: 'bureau' })),
      ...byRole(world, org, 'bureau-leader').map((person) => link(person, 'bureau', world.orgs.get(org)?.name ?? org)),
      ...headLinks(world, org, 'safety'),
    ]);

/** 学校建筑所有权人: the nearest space around the place that belongs to somebody else (item #15). */
const ownedSpace = (world: World, { space, category }: Pick<Asset, 'space' | 'category'>): (Space & { readonly owner: string }) | null => {
  if (category !== 'building') return null;
  for (const id of spacesAbove(world, space)) {
    const around = world.spaces.get(id);
    if (around?.owner) return { ...around, owner: around.owner };
  }
  return null;
};

/** A school with any active person of duty always has somebody accountable. */
export const responsibilityFor = (world: World, asset: Asset): Responsibility & { readonly accountable: PersonLink | null } => {
  const school = world.orgs.get(asset.school)?.name ?? asset.school;
  const links = [...schoolLinks(world, asset, school), ...linksAbove(world, asset.school)];
  const people = links.filter((one, i) => links.findIndex((other) => other.person === one.person && other.as === one.as) === i);
  const owned = ownedSpace(world, asset);
  const owner: ChainLink[] = owned ? [{ person: null, name: owned.owner, as: 'building_owner', of: owned.name }] : [];
  return { accountable: people[0] ?? null, chain: [...people.slice(0, 1), ...owner, ...people.slice(1)], transferTo: owned?.owner ?? null };
};
