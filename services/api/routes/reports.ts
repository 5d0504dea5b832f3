/** 信息报告: reports upward about an incident, and the time limits that run. */
import { z } from 'zod';
import { pageOf } from '../../contracts/http.ts';
import { incidentReportSchema, reportClockSchema, reportDraftSchema } from '../../contracts/reporting.ts';
import type { Permission } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const oneIncident = (permission: Permission): Policy => ({
  kind: 'object',
  permission,
  schoolOf: (deps, { params }) => deps.facts.get('incident', String(params['id']))?.school ?? null,
});

const params = z.object({ id: z.string().min(1).max(64) });

export const reportRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/incidents/:id/reports',
    noun: 'incidents',
    summary: 'What was reported upward about it, newest first',
    policy: oneIncident('report.read'),
    params,
    answer: pageOf(incidentReportSchema),
    run: ({ params: { id } }) => ok(deps.facts.list('incidentReport', { where: { incident: id }, schools: null, limit: 500 })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/incidents/:id/reports',
    noun: 'incidents',
    summary: 'Report upward: first, follow-up or final, by telephone or in writing; never changed afterwards',
    policy: oneIncident('report.add'),
    params,
    body: reportDraftSchema,
    answer: incidentReportSchema,
    run: ({ params: { id }, body, actor }) => deps.acts.reportIncident(actor, id, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/incidents/:id/clocks',
    noun: 'incidents',
    summary: 'Its time limits for reporting, which were kept, and what a report still lacks',
    policy: oneIncident('report.read'),
    params,
    answer: z.object({ clocks: z.array(reportClockSchema) }),
    run: ({ params: { id } }) => ok({ clocks: deps.acts.reportClocks(id) }),
  }),
];
