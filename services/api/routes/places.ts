/** The organisation: orgs, schools, spaces, people. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { orgKinds, orgSchema, personSchema, spaceSchema } from '../../contracts/place.ts';
import { idSchema, roles } from '../../contracts/values.ts';
import { orgsBelow, sees } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

const is = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;

export const placeRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/orgs',
    noun: 'places',
    summary: 'Organisations at and below my place',
    policy: { kind: 'branch', permission: 'place.read' },
    query: pageQuerySchema.extend({ kind: z.enum(orgKinds).optional(), parent: idSchema.optional() }),
    answer: pageOf(orgSchema),
    run: ({ actor, query }) => {
      const world = deps.world();
      return ok(
        pageById(
          world.orgs.values(),
          query.limit,
          query.cursor,
          (org) => is(query.kind, org.kind) && is<string | null>(query.parent, org.parent) && sees(world, actor.org, org.id),
        ),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/schools',
    noun: 'places',
    summary: 'Schools at and below my place',
    policy: { kind: 'branch', permission: 'place.read' },
    query: pageQuerySchema,
    answer: pageOf(orgSchema),
    run: ({ actor, query }) => {
      const world = deps.world();
      return ok(pageById(world.orgs.values(), query.limit, query.cursor, (org) => org.kind === 'school' && sees(world, actor.org, org.id)));
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/spaces',
    noun: 'places',
    summary: 'Campuses, buildings, floors, rooms',
    policy: { kind: 'branch', permission: 'place.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional(), parent: idSchema.optional() }),
    answer: pageOf(spaceSchema),
    run: ({ query, schools }) => {
      const mine = schools() && new Set(schools());
      return ok(
        pageById(
          deps.world().spaces.values(),
          query.limit,
          query.cursor,
          (space) => is(query.school, space.school) && is<string | null>(query.parent, space.parent) && (mine?.has(space.school) ?? true),
        ),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/people',
    noun: 'places',
    summary: 'People at and below my place',
    policy: { kind: 'branch', permission: 'people.read' },
    query: pageQuerySchema.extend({ org: idSchema.optional(), role: z.enum(roles).optional() }),
    answer: pageOf(personSchema),
    run: ({ actor, query }) => {
      const world = deps.world();
      const below = orgsBelow(world, actor.org);
      const mine = below && new Set(below);
      return ok(
        pageById(
          world.people.values(),
          query.limit,
          query.cursor,
          (person) => is(query.org, person.org) && is(query.role, person.role) && (mine?.has(person.org) ?? true),
        ),
      );
    },
  }),
];
