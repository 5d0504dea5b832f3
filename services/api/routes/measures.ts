/** 两个清单: problems (list one, at any time) and institutional measures (list two), linked to each other. */
import { z } from 'zod';
import { problemItemSchema } from '../../contracts/analysis.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { measureDraftSchema, measureListSchema, measureSchema } from '../../contracts/risk.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { workbookType } from './organisation.ts';

const orgOf = (deps: ApiDeps, { params }: RawAsk): string | null => deps.facts.get('measure', String(params['id']))?.org ?? null;

/** A measure that is not there yet will be of the organisation its description names. */
const orgNamed = (deps: ApiDeps, ask: RawAsk): string | null => {
  const named = typeof ask.body === 'object' && ask.body !== null && 'org' in ask.body ? String(ask.body.org) : '';
  return orgOf(deps, ask) ?? (deps.world().orgs.has(named) ? named : null);
};

const params = z.object({ id: idSchema });
const measureQuery = pageQuerySchema.extend({ org: idSchema.optional(), state: measureSchema.shape.state.optional() });

const measureRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/measures',
    noun: 'measures',
    summary: 'Institutional measures, by id',
    policy: { kind: 'branch', permission: 'measure.read' },
    query: measureQuery,
    answer: pageOf(measureSchema),
    run: ({ query: { limit, cursor, ...filters }, actor }) =>
      ok(deps.facts.list('measure', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor })),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/measures/:id',
    noun: 'measures',
    summary: 'Add or change a measure; If-Match carries the version seen, 0 for a new one',
    policy: { kind: 'object', permission: 'measure.manage', schoolOf: orgNamed },
    params,
    body: measureDraftSchema,
    answer: measureSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putMeasure(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/measures/:id/link',
    noun: 'measures',
    summary: 'Link it to a hazard it answers',
    policy: { kind: 'object', permission: 'measure.manage', schoolOf: orgOf },
    params,
    body: z.object({ hazard: z.string().min(1).max(64) }),
    answer: measureSchema,
    run: ({ params: { id }, body, actor }) => deps.acts.linkMeasure(actor, id, body.hazard),
  }),
];

const listRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/lists/problems',
    noun: 'lists',
    summary: 'List one: problems that are open, or were at `asOf` (epoch ms), newest first',
    policy: { kind: 'branch', permission: 'hazard.read' },
    query: pageQuerySchema.extend({ asOf: z.coerce.number().int().optional() }),
    answer: pageOf(problemItemSchema),
    run: ({ query: { asOf, limit, cursor }, schools }) => ok(deps.acts.problems({ schools: schools(), asOf: asOf ?? null, limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/lists/measures',
    noun: 'lists',
    summary: 'List two: measures, the six headings, and causes that no measure answers',
    policy: { kind: 'branch', permission: 'measure.read' },
    query: measureQuery,
    answer: measureListSchema,
    run: ({ query: { limit, cursor, ...filters }, actor }) => ok(deps.acts.measures(actor, { where: given(filters), limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/lists/measures.xlsx',
    noun: 'lists',
    summary: 'List two as a workbook: a sheet for each of the six headings',
    policy: { kind: 'branch', permission: 'measure.read' },
    produces: workbookType,
    answer: z.custom<Uint8Array>(),
    run: async ({ actor, reply }) => {
      const bytes = await deps.office.writeWorkbook(deps.acts.resultSheets(actor));
      reply.header('content-disposition', 'attachment; filename="measures.xlsx"');
      return ok(bytes);
    },
  }),
];

export const measureAndListRoutes = (deps: ApiDeps): Route[] => [...measureRoutes(deps), ...listRoutes(deps)];
