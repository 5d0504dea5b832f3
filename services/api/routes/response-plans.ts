/** 应急预案: editions, drafted and put in force by two people; and whether a school is ready. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { readinessSchema, responsePlanFormSchema, responsePlanSchema } from '../../contracts/response.ts';
import { idSchema } from '../../contracts/values.ts';
import { sees } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: idSchema });

const onePlan = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('responsePlan', String(id))?.school ?? null;

/** An organisation that is there, by the query. */
export const schoolAsked = (deps: ApiDeps, { query: { school } }: RawAsk): string | null =>
  typeof school === 'string' && deps.world().orgs.has(school) ? school : null;

export const responsePlanRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/response-plans',
    noun: 'response-plans',
    summary: 'Plans in my branch; with a school: its own and those of the organisations above it, all editions',
    policy: { kind: 'branch', permission: 'response.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(responsePlanSchema),
    run: ({ actor, schools, query: { limit, cursor, school } }) => {
      if (school === undefined) return ok(deps.facts.list('responsePlan', { schools: schools(), limit, cursor }));
      const world = deps.world();
      return ok({ items: world.orgs.has(school) && sees(world, actor.org, school) ? deps.acts.responsePlansFor(school) : [], next: null });
    },
  }),
  route({
    method: 'PUT',
    url: '/api/v1/response-plans/:id',
    noun: 'response-plans',
    summary: 'Write a draft; If-Match carries the version seen, 0 for a new one',
    policy: { kind: 'object', permission: 'response.manage', schoolOf: (find, ask) => onePlan(find, ask) ?? placeIn(ask.body, 'school') },
    params,
    body: responsePlanFormSchema,
    answer: responsePlanSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putResponsePlan(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/response-plans/:id/approve',
    noun: 'response-plans',
    summary: 'Somebody else than its author puts it in force; If-Match carries the version seen',
    policy: { kind: 'object', permission: 'response.manage', schoolOf: onePlan },
    params,
    answer: responsePlanSchema,
    run: ({ params: { id }, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.approveResponsePlan(actor, id, seen.value) : seen;
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/readiness',
    noun: 'response-plans',
    summary: 'Is the school ready for an emergency? Row by row',
    policy: { kind: 'object', permission: 'response.read', schoolOf: schoolAsked },
    query: z.object({ school: idSchema }),
    answer: readinessSchema,
    run: ({ query: { school } }) => ok(deps.acts.readiness(school)),
  }),
];
