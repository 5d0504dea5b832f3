/** 应急物资 and 应急队伍 of schools. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { supplyFormSchema, supplySchema, teamFormSchema, teamSchema } from '../../contracts/response.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: idSchema });

const one =
  (noun: 'supply' | 'team') =>
  (deps: ApiDeps, { params: { id } }: RawAsk): string | null =>
    deps.facts.get(noun, String(id))?.school ?? null;

/** What is not there yet will lie in the school its description names. */
const oneOrNamed =
  (noun: 'supply' | 'team') =>
  (deps: ApiDeps, ask: RawAsk): string | null =>
    one(noun)(deps, ask) ?? placeIn(ask.body, 'school');

export const supplyRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/supplies',
    noun: 'supplies',
    summary: 'Supplies, by id',
    policy: { kind: 'branch', permission: 'response.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(supplySchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('supply', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/supplies/:id',
    noun: 'supplies',
    summary: 'Add or change a supply; If-Match carries the version seen, 0 for a new one',
    policy: { kind: 'object', permission: 'response.manage', schoolOf: oneOrNamed('supply') },
    params,
    body: supplyFormSchema,
    answer: supplySchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putSupply(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/supplies/:id/check',
    noun: 'supplies',
    summary: 'Somebody looked: it is there as written',
    policy: { kind: 'object', permission: 'response.manage', schoolOf: one('supply') },
    params,
    answer: supplySchema,
    run: ({ params: { id }, actor }) => deps.acts.checkSupply(actor, id),
  }),
];

export const teamRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/teams',
    noun: 'teams',
    summary: 'Teams and classes, by id',
    policy: { kind: 'branch', permission: 'response.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional(), kind: teamSchema.shape.kind.optional() }),
    answer: pageOf(teamSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('team', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/teams/:id',
    noun: 'teams',
    summary: 'Add or change a team or a class; If-Match carries the version seen, 0 for a new one',
    policy: { kind: 'object', permission: 'response.manage', schoolOf: oneOrNamed('team') },
    params,
    body: teamFormSchema,
    answer: teamSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putTeam(actor, id, body, seen.value) : seen;
    },
  }),
];
