/** 通知: who was called about what, by which channel, and what became of it. */
import { z } from 'zod';
import { callSchema, callStates, callSubjects, channelIds } from '../../contracts/call.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

/** More calls than these are never made about one alarm. */
const mostCalls = 500;

export const callRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/calls',
    noun: 'calls',
    summary: 'Calls, newest first: to whom, by what, and what became of each',
    policy: { kind: 'branch', permission: 'notice.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      subject: z.enum(callSubjects).optional(),
      subjectId: z.string().max(64).optional(),
      person: idSchema.optional(),
      channel: z.enum(channelIds).optional(),
      state: z.enum(callStates).optional(),
    }),
    answer: pageOf(callSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('call', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/alarms/:id/calls',
    noun: 'calls',
    summary: 'Every call about one alarm, oldest first',
    policy: {
      kind: 'object',
      permission: 'notice.read',
      schoolOf: (find, { params }) => find.facts.get('alarm', String(params['id']))?.school ?? null,
    },
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: z.object({ items: z.array(callSchema) }),
    run: ({ params: { id } }) =>
      ok({
        items: deps.facts.list('call', { where: { subject: 'alarm', subjectId: id }, schools: null, limit: mostCalls }).items.reverse(),
      }),
  }),
];
