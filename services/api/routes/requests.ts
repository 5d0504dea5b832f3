/** Requests for help: what was asked of whom, what was tried, and what duty people record of it. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { assistanceRequestSchema, requestActionSchema } from '../../contracts/responder.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const oneRequest = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('request', String(id))?.school ?? null;

export const requestRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/requests',
    noun: 'requests',
    summary: 'Requests for help, with every try',
    policy: { kind: 'branch', permission: 'request.read' },
    query: pageQuerySchema.extend({ incident: z.string().max(64).optional(), school: idSchema.optional() }),
    answer: pageOf(assistanceRequestSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('request', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/requests/:id/actions',
    noun: 'requests',
    summary: 'Record what a responder said on the telephone, or call a request off; If-Match carries the version seen',
    policy: { kind: 'object', permission: 'request.act', schoolOf: oneRequest },
    params,
    body: requestActionSchema,
    answer: assistanceRequestSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.onRequest(actor, id, body, seen.value) : seen;
    },
  }),
];
