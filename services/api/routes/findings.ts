/** 迟报 漏报 谎报 瞒报 弄虚作假: the questions that sensors and the audit chain ask, and what leaders made of them. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { findingDecisionSchema, findingKinds, findingSchema } from '../../contracts/reporting.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

export const findingRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/findings',
    noun: 'findings',
    summary: 'Findings with their evidence, newest first',
    policy: { kind: 'branch', permission: 'finding.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      kind: z.enum(findingKinds).optional(),
      state: findingSchema.shape.state.optional(),
      subject: z.string().max(64).optional(),
      subjectId: z.string().max(80).optional(),
    }),
    answer: pageOf(findingSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('finding', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/findings/:id/decision',
    noun: 'findings',
    summary: 'Dismiss a finding, with what was found out; a case is opened under accountability',
    policy: {
      kind: 'object',
      permission: 'finding.decide',
      schoolOf: (find, { params }) => find.facts.get('finding', String(params['id']))?.school ?? null,
    },
    params: z.object({ id: z.string().min(1).max(64) }),
    body: findingDecisionSchema,
    answer: findingSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.decideFinding(actor, id, body, seen.value) : seen;
    },
  }),
];
