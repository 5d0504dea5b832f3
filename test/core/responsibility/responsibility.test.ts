/** Domain A1 #1, #3, #9, #14, #15: somebody answers for everything, both heads among them, whoever leaves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HazardCategory } from '../../../services/contracts/hazard.ts';
import { hazardCategories } from '../../../services/contracts/hazard.ts';
import type { Person } from '../../../services/contracts/place.ts';
import type { GridCell, Post, TaskForce } from '../../../services/contracts/responsibility.ts';
import { responsibilityFor } from '../../../services/core/responsibility/chain.ts';
import { coverageOf, gapsOf } from '../../../services/core/responsibility/coverage.ts';
import { forcesFor } from '../../../services/core/responsibility/forces.ts';
import type { Holdings } from '../../../services/core/responsibility/holdings.ts';
import { countsOf, handedOver, heldInWorld } from '../../../services/core/responsibility/holdings.ts';
import type { World } from '../../../services/core/world.ts';
import { emptyWorld } from '../../../services/core/world.ts';
import { orgOf, personOf, spaceOf } from '../../api/documents.ts';
import { demoPart, imported } from '../organisation/county.ts';

const dutyRoles = ['principal', 'safety-officer', 'duty-leader', 'duty-officer'] as const;

const postOf = (id: string, org: string, headship: Post['headship'], holders: string[]): Post => ({
  id,
  version: 1,
  org,
  title: `${id} title`,
  headship,
  holders,
  businessDuty: '业务',
  sheet: null,
});
const cellOf = (id: string, school: string, spaces: string[], person: string, topics: HazardCategory[] = []): GridCell => ({
  id,
  version: 1,
  school,
  name: `${id} name`,
  spaces,
  topics,
  person,
  everyDays: 7,
  lastPatrolAt: null,
});
const forceOf = (id: string, org: string, topics: HazardCategory[], closedAt: number | null = null): TaskForce => ({
  id,
  version: 1,
  org,
  name: id,
  topics,
  members: ['lead'],
  tasks: [],
  closedAt,
});

/** county ▸ town ▸ school `oak` with campus ▸ building ▸ floor ▸ two rooms. */
const town = (): World => {
  const world = emptyWorld();
  for (const org of [orgOf('county', 'bureau', null), orgOf('hill', 'township', 'county'), orgOf('oak', 'school', 'hill')])
    world.orgs.set(org.id, org);
  const at = (id: string, kind: 'campus' | 'building' | 'floor' | 'room', parent: string | null) =>
    world.spaces.set(id, { ...spaceOf('oak'), id, kind, parent, use: 'other' });
  at('campus', 'campus', null);
  at('house', 'building', 'campus');
  at('floor', 'floor', 'house');
  at('r1', 'room', 'floor');
  at('r2', 'room', 'floor');
  return world;
};

const add = (world: World, ...people: Person[]): void => {
  for (const person of people) world.people.set(person.id, person);
};

interface Recipe {
  readonly people: readonly { readonly role: Person['role']; readonly active: boolean }[];
  readonly cells: readonly { readonly space: string; readonly person: number; readonly topic: HazardCategory | null }[];
  readonly heads: readonly { readonly headship: NonNullable<Post['headship']>; readonly person: number }[];
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  people: fc.array(
    fc.record({ role: fc.constantFrom(...dutyRoles, 'teacher' as const, 'grid-person' as const, 'viewer' as const), active: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 8,
    },
  ),
  cells: fc.array(
    fc.record({
      space: fc.constantFrom('campus', 'house', 'floor', 'r1', 'r2'),
      person: fc.nat(7),
      topic: fc.option(fc.constantFrom(...hazardCategories)),
    }),
    { maxLength: 5 },
  ),
  heads: fc.array(
    fc.record({ headship: fc.constantFrom('party' as const, 'administration' as const, 'safety' as const), person: fc.nat(7) }),
    { maxLength: 4 },
  ),
});

const built = ({ people, cells, heads }: Recipe): World => {
  const world = town();
  people.forEach(({ role, active }, i) => add(world, { ...personOf(`p${i}`, role, 'oak'), active }));
  const who = (i: number): string => `p${i % people.length}`;
  cells.forEach(({ space, person, topic }, i) =>
    world.gridCells.set(`c${i}`, cellOf(`c${i}`, 'oak', [space], who(person), topic ? [topic] : [])),
  );
  heads.forEach(({ headship, person }, i) => world.posts.set(`h${i}`, postOf(`h${i}`, 'oak', headship, [who(person)])));
  return world;
};

const assets = fc.record({
  space: fc.constantFrom(null, 'campus', 'house', 'floor', 'r1', 'r2'),
  category: fc.option(fc.constantFrom(...hazardCategories)),
  responsible: fc.option(fc.nat(7).map((i) => `p${i}`)),
});

describe('responsibilityFor', () => {
  it('names exactly one active person for everything in a school where anybody has duty', () => {
    fc.assert(
      fc.property(recipe, assets, (given, asset) => {
        const world = built(given);
        const { accountable, chain } = responsibilityFor(world, { school: 'oak', ...asset });
        const anybody = given.people.some(({ role, active }) => active && (dutyRoles as readonly string[]).includes(role));
        if (anybody) expect(accountable).not.toBeNull();
        if (accountable) expect(world.people.get(accountable.person)?.active).toBe(true);
        for (const { person } of chain) expect(person === null || world.people.get(person)?.active).toBe(true);
        expect(responsibilityFor(world, { school: 'oak', ...asset })).toEqual({ accountable, chain, transferTo: null });
      }),
    );
  });

  it('keeps somebody accountable when whoever was accountable hands over and leaves', () => {
    fc.assert(
      fc.property(recipe, assets, fc.nat(7), (given, asset, next) => {
        const world = built(given);
        const before = responsibilityFor(world, { school: 'oak', ...asset, responsible: null }).accountable;
        const successor = world.people.get(`p${next % given.people.length}`);
        if (!before || !successor?.active || successor.id === before.person) return;
        const held: Holdings = { ...heldInWorld(world, before.person), risks: [], measures: [], hazards: [] };
        const moved = handedOver(held, before.person, successor.id);
        for (const post of moved.posts) world.posts.set(post.id, post);
        for (const cell of moved.gridCells) world.gridCells.set(cell.id, cell);
        const leaver = world.people.get(before.person);
        if (leaver) add(world, { ...leaver, active: false });
        expect(Object.keys(countsOf({ ...heldInWorld(world, before.person), risks: [], measures: [], hazards: [] }))).toEqual([]);
        if (Object.keys(countsOf(held)).length > 0 && before.as === 'grid_person')
          expect(responsibilityFor(world, { school: 'oak', ...asset, responsible: null }).accountable).not.toBeNull();
      }),
    );
  });

  it('goes from who is nearest to both heads and the bureau (党政同责)', () => {
    const world = town();
    add(
      world,
      ...['grid', 'head', 'secretary'].map((id) => personOf(id, 'teacher', 'oak')),
      personOf('safe', 'safety-officer', 'oak'),
      personOf('boss', 'bureau-leader', 'county'),
    );
    world.gridCells.set('c', cellOf('c', 'oak', ['house'], 'grid'));
    world.posts.set('a', postOf('a', 'oak', 'administration', ['head']));
    world.posts.set('p', postOf('p', 'oak', 'party', ['secretary']));
    const { accountable, chain } = responsibilityFor(world, { school: 'oak', space: 'r1', category: 'electrical', responsible: null });
    expect(accountable).toMatchObject({ person: 'grid', as: 'grid_person', of: 'c name' });
    expect(chain.map(({ person, as }) => `${as}:${person}`)).toEqual([
      'grid_person:grid',
      'safety_officer:safe',
      'administration_head:head',
      'party_head:secretary',
      'bureau:boss',
    ]);
  });

  it('takes the smallest cell for the topic', () => {
    const world = town();
    add(world, ...['wide', 'near', 'chem'].map((id) => personOf(id, 'grid-person', 'oak')));
    world.gridCells.set('c1', cellOf('c1', 'oak', ['campus'], 'wide'));
    world.gridCells.set('c2', cellOf('c2', 'oak', ['r1'], 'near'));
    world.gridCells.set('c3', cellOf('c3', 'oak', ['r1'], 'chem', ['chemicals']));
    const whose = (space: string, category: HazardCategory | null) =>
      responsibilityFor(world, { school: 'oak', space, category, responsible: null }).accountable?.person;
    expect([whose('r1', 'chemicals'), whose('r1', 'food'), whose('r1', null), whose('r2', 'chemicals')]).toEqual([
      'chem',
      'near',
      'near',
      'wide',
    ]);
  });

  it('shows the owner of a building for what is wrong with its structure, and for nothing else', () => {
    const world = town();
    add(world, personOf('safe', 'safety-officer', 'oak'));
    world.spaces.set('house', {
      ...spaceOf('oak'),
      id: 'house',
      kind: 'building',
      parent: 'campus',
      use: 'other',
      name: '租用楼',
      owner: '供销社',
    });
    const of = (category: HazardCategory) => responsibilityFor(world, { school: 'oak', space: 'r1', category, responsible: null });
    expect(of('building')).toMatchObject({ accountable: { person: 'safe' }, transferTo: '供销社' });
    expect(of('building').chain).toContainEqual({ person: null, name: '供销社', as: 'building_owner', of: '租用楼' });
    expect(of('electrical')).toMatchObject({ transferTo: null });
    expect(of('electrical').chain.map(({ as }) => as)).not.toContain('building_owner');
  });
});

describe('task forces', () => {
  it('are told of their topics in their branch while they are open', () => {
    const world = town();
    world.orgs.set('elm', orgOf('elm', 'school', null));
    for (const force of [
      forceOf('all', 'county', []),
      forceOf('fire', 'hill', ['fire_safety']),
      forceOf('over', 'oak', [], 5),
      forceOf('elsewhere', 'elm', []),
    ])
      world.taskForces.set(force.id, force);
    const told = (category: HazardCategory): string[] => forcesFor(world, { school: 'oak', category }).map(({ id }) => id);
    expect(told('fire_safety')).toEqual(['all', 'fire']);
    expect(told('food')).toEqual(['all']);
  });
});

describe('what is missing', () => {
  it('shows in coverage and gaps', () => {
    const world = town();
    add(world, personOf('grid', 'grid-person', 'oak'), personOf('head', 'principal', 'oak'));
    world.gridCells.set('c', { ...cellOf('c', 'oak', ['r1'], 'grid'), lastPatrolAt: 0 });
    world.spaces.set('mensa', { ...spaceOf('oak'), id: 'mensa', use: 'canteen', parent: 'floor' });
    expect(coverageOf(world, 'oak', 8 * 24 * 3600_000)).toMatchObject({ rooms: 3, covered: 1, overdue: ['c'] });
    expect(coverageOf(world, 'oak', 6 * 24 * 3600_000).overdue).toEqual([]);
    expect(coverageOf(world, 'oak', 0).uncovered.map(({ space }) => space)).toEqual(['r2', 'mensa']);
    world.posts.set('a', postOf('a', 'oak', 'administration', ['head']));
    expect(gapsOf(world, 'oak')).toMatchObject({
      canteens: [{ space: 'mensa' }],
      headships: ['party', 'safety'],
      withoutSheet: [{ post: 'a' }],
      // The grid person has a cell; the head's post has no duties yet.
      withoutDuty: [{ person: 'head' }],
    });
    world.spaces.set('mensa', { ...spaceOf('oak'), id: 'mensa', use: 'canteen', parent: 'floor', foodPrincipal: 'head' });
    expect(gapsOf(world, 'oak').canteens).toEqual([]);
  });

  it('is nothing in the demo county: three townships, twelve schools, sixty people, every room looked after', () => {
    const { world, outcome } = imported(demoPart());
    expect(outcome.ok ? [] : outcome.faults).toEqual([]);
    const kinds = [...world.orgs.values()].map(({ kind }) => kind);
    expect([
      kinds.filter((k) => k === 'city').length,
      kinds.filter((k) => k === 'township').length,
      kinds.filter((k) => k === 'school').length,
    ]).toEqual([1, 3, 12]);
    expect(world.people.size).toBeGreaterThanOrEqual(60);
    for (const { id, kind, location } of world.orgs.values()) {
      if (kind !== 'school') continue;
      expect(location).not.toBeNull();
      expect({ id, ...coverageOf(world, id, 0) }).toMatchObject({ id, uncovered: [] });
      expect({ id, ...gapsOf(world, id) }).toEqual({ id, canteens: [], headships: [], vacant: [], withoutSheet: [], withoutDuty: [] });
    }
    for (const device of world.devices.values())
      expect(
        responsibilityFor(world, { school: device.school, space: device.space, category: null, responsible: null }).accountable,
      ).not.toBeNull();
  });
});
