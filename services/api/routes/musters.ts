/** 集合点名: counts from telephones. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { musterCountSchema, musterSchema } from '../../contracts/response.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const params = z.object({ id: z.string().min(1).max(64) });
const oneMuster = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('muster', String(id))?.school ?? null;

export const musterRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/musters',
    noun: 'musters',
    summary: 'Musters, newest first',
    policy: { kind: 'branch', permission: 'muster.read' },
    query: pageQuerySchema.extend({ incident: z.string().max(64).optional(), school: idSchema.optional(), open: flagSchema.optional() }),
    answer: pageOf(musterSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('muster', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/incidents/:id/musters',
    noun: 'musters',
    summary: 'Begin to count heads: one group for each team of kind class',
    policy: {
      kind: 'object',
      permission: 'incident.act',
      schoolOf: (find, { params: { id } }) => find.facts.get('incident', String(id))?.school ?? null,
    },
    params,
    answer: musterSchema,
    run: ({ params: { id }, actor }) => deps.acts.startMuster(actor, id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/musters/:id/counts',
    noun: 'musters',
    summary: 'The count of one group; the latest stands, and the same again is counted once',
    policy: { kind: 'object', permission: 'muster.count', schoolOf: oneMuster },
    params,
    body: musterCountSchema,
    answer: musterSchema,
    run: ({ params: { id }, body, actor }) => deps.acts.countHeads(actor, id, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/musters/:id/close',
    noun: 'musters',
    summary: 'All are counted, or the search has other means',
    policy: { kind: 'object', permission: 'incident.act', schoolOf: oneMuster },
    params,
    answer: musterSchema,
    run: ({ params: { id }, actor }) => deps.acts.endMuster(actor, id),
  }),
];
