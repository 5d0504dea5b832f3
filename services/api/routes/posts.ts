/** Posts with their duties, and who answers for what. */
import { z } from 'zod';
import { hazardCategories } from '../../contracts/hazard.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import {
  dutySheetViewSchema,
  myDutySchema,
  performedFormSchema,
  postFormSchema,
  postSchema,
  responsibilitySchema,
  sheetFormSchema,
} from '../../contracts/responsibility.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow, sees } from '../../core/access/policy.ts';
import { responsibilityFor } from '../../core/responsibility/chain.ts';
import type { ApiDeps } from '../deps.ts';
import { given, pageById } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const params = z.object({ id: idSchema });
const sheetParams = z.object({ id: z.string().min(1).max(80) });

/** The organisation that a body says it belongs to, for what is not there yet. */
export const placeIn = (body: unknown, field: 'org' | 'school'): string | null => {
  const place = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return typeof place === 'string' ? place : null;
};

const onePost = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.world().posts.get(String(id))?.org ?? null;

const oneSheet: Policy = {
  kind: 'object',
  permission: 'duty.read',
  schoolOf: (deps, { params: { id } }) => deps.facts.get('dutySheet', String(id))?.org ?? null,
};

const postRoute = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/posts',
    noun: 'posts',
    summary: 'Posts at and below my place',
    policy: { kind: 'branch', permission: 'duty.read' },
    query: pageQuerySchema.extend({ org: idSchema.optional() }),
    answer: pageOf(postSchema),
    run: ({ actor, query: { limit, cursor, org } }) => {
      const world = deps.world();
      const wanted = (place: string): boolean => (org === undefined || place === org) && sees(world, actor.org, place);
      return ok(pageById(world.posts.values(), limit, cursor, (post) => wanted(post.org)));
    },
  }),
  route({
    method: 'PUT',
    url: '/api/v1/posts/:id',
    noun: 'posts',
    summary: 'Add or change a post; If-Match carries the version seen, 0 for a new one',
    policy: {
      kind: 'object',
      permission: 'duty.manage',
      schoolOf: (find, ask) => onePost(find, ask) ?? placeIn(ask.body, 'org'),
    },
    params,
    body: postFormSchema,
    answer: postSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putPost(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/posts/:id/sheets',
    noun: 'posts',
    summary: 'Issue the next edition of the duties of a post; If-Match carries the version of the post',
    policy: { kind: 'object', permission: 'duty.manage', schoolOf: onePost },
    params,
    body: sheetFormSchema,
    answer: dutySheetViewSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.issueDuties(actor, id, body.items, seen.value) : seen;
    },
  }),
];

const sheetRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/duty-sheets',
    noun: 'duty-sheets',
    summary: 'Editions of duties with who has read them and who has not, newest first',
    policy: { kind: 'branch', permission: 'duty.read' },
    query: pageQuerySchema.extend({ org: idSchema.optional(), post: idSchema.optional() }),
    answer: pageOf(dutySheetViewSchema),
    run: ({ actor, query: { limit, cursor, ...filters } }) => {
      const page = deps.facts.list('dutySheet', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor });
      return ok({ items: page.items.map(deps.acts.dutyView), next: page.next });
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/duty-sheets/:id/receipt',
    noun: 'duty-sheets',
    summary: 'I have read the duties of my post',
    policy: oneSheet,
    params: sheetParams,
    answer: dutySheetViewSchema,
    run: ({ params: { id }, actor }) => deps.acts.readDuties(actor, id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/duty-sheets/:id/performed',
    noun: 'duty-sheets',
    summary: 'What I did about one of my duties, with what shows it',
    policy: oneSheet,
    params: sheetParams,
    body: performedFormSchema,
    answer: dutySheetViewSchema,
    run: ({ params: { id }, body, actor }) => deps.acts.performDuty(actor, id, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/duties/mine',
    noun: 'duty-sheets',
    summary: 'The posts I hold, with their duties and whether I have read them',
    policy: { kind: 'branch', permission: 'duty.read' },
    answer: z.object({ items: z.array(myDutySchema) }),
    run: ({ actor }) => ok({ items: deps.acts.dutiesOf(actor) }),
  }),
];

const chainRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/responsibility',
    noun: 'responsibility',
    summary: 'Who answers for a place, and everyone above',
    policy: {
      kind: 'object',
      permission: 'duty.read',
      schoolOf: (find, { query }) => find.world().orgs.get(String(query['school']))?.id ?? null,
    },
    query: z.object({ school: idSchema, space: idSchema.optional(), category: z.enum(hazardCategories).optional() }),
    answer: responsibilitySchema,
    run: ({ query: { school, space = null, category = null } }) => {
      const world = deps.world();
      if (space !== null && world.spaces.get(space)?.school !== school) return notFound;
      return ok(responsibilityFor(world, { school, space, category, responsible: null }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/hazards/:id/responsibility',
    noun: 'hazards',
    summary: 'Who answers for a hazard, and everyone above',
    policy: {
      kind: 'object',
      permission: 'hazard.read',
      schoolOf: (find, { params: { id } }) => find.facts.get('hazard', String(id))?.school ?? null,
    },
    params: z.object({ id: z.string().min(1).max(80) }),
    answer: responsibilitySchema,
    run: ({ params: { id } }) => {
      const hazard = deps.facts.get('hazard', id);
      return hazard ? ok(responsibilityFor(deps.world(), hazard)) : notFound;
    },
  }),
];

export const postRoutes = (deps: ApiDeps): Route[] => [...postRoute(deps), ...sheetRoutes(deps), ...chainRoutes(deps)];
