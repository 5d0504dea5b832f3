/** What the broker turned away, and why somebody was or was not told. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { rejectedSchema, whySchema } from '../../contracts/place.ts';
import { idSchema } from '../../contracts/values.ts';
import { sees } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const recordRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/rejected',
    noun: 'records',
    summary: 'Messages acknowledged without effect, with the reason and a bounded copy, newest first',
    policy: { kind: 'branch', permission: 'rejected.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      identity: z.string().max(64).optional(),
      reason: z.string().max(64).optional(),
    }),
    answer: pageOf(rejectedSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.rejected({ where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/why',
    noun: 'records',
    summary: 'Why this person was, or was not, told of this alarm',
    policy: {
      kind: 'object',
      permission: 'notice.read',
      schoolOf: (find, { query }) => find.facts.get('alarm', String(query['alarm']))?.school ?? null,
    },
    query: z.object({ alarm: z.string().min(1).max(64), person: idSchema }),
    answer: whySchema,
    run: ({ query, actor }) => {
      const world = deps.world();
      const person = world.people.get(query.person);
      // Below me, or above me: those above a school are told of its alarms too. Anyone else is none of my concern.
      const known = person && (sees(world, actor.org, person.org) || sees(world, person.org, actor.org));
      return known ? deps.why(query.alarm, query.person) : notFound;
    },
  }),
];
