/** 演练: planned, held in the real pipeline, reported. */
import { z } from 'zod';
import { drillFormSchema, drillReportSchema, drillSchema } from '../../contracts/drill.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const oneDrill = (permission: 'drill.read' | 'drill.manage'): Policy => ({
  kind: 'object',
  permission,
  schoolOf: (find, { params: { id } }) => find.facts.get('drill', String(id))?.school ?? null,
});

const steps = [
  ['start', 'startDrill', 'Begins a drill now; refused while a real alarm threatens life'],
  ['end', 'endDrill', 'Ends a running drill, and everything it set in motion'],
  ['cancel', 'cancelDrill', 'Gives up a drill that has not begun'],
] as const;

export const drillRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/drills',
    noun: 'drills',
    summary: 'Drills, newest first',
    policy: { kind: 'branch', permission: 'drill.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional(), state: drillSchema.shape.state.optional() }),
    answer: pageOf(drillSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('drill', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/drills',
    noun: 'drills',
    summary: 'Plans a drill',
    policy: { kind: 'object', permission: 'drill.manage', schoolOf: (_find, { body }) => placeIn(body, 'school') },
    body: drillFormSchema,
    answer: drillSchema,
    run: ({ body, actor }) => deps.acts.planDrill(actor, body),
  }),
  ...steps.map(([name, act, summary]) =>
    route({
      method: 'POST',
      url: `/api/v1/drills/:id/${name}`,
      noun: 'drills',
      summary: `${summary}; If-Match carries the version seen`,
      policy: oneDrill('drill.manage'),
      params,
      answer: drillSchema,
      run: ({ params: { id }, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        return seen.ok ? deps.acts[act](actor, id, seen.value) : seen;
      },
    }),
  ),
  route({
    method: 'GET',
    url: '/api/v1/drills/:id/report',
    noun: 'drills',
    summary: 'What each step took, beside its limit',
    policy: oneDrill('drill.read'),
    params,
    answer: drillReportSchema,
    run: ({ params: { id } }) => {
      const report = deps.acts.drillReport(id);
      return report ? ok(report) : notFound;
    },
  }),
];
