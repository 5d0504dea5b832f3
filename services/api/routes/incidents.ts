/** Incidents: confirmed emergencies with their tasks and time line. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { incidentDetailSchema, incidentSchema, responseLevels } from '../../contracts/incident.ts';
import { idSchema } from '../../contracts/values.ts';
import { timelineView } from '../../core/access/views.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const incidentRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/incidents',
    noun: 'incidents',
    summary: 'Incidents, newest first',
    policy: { kind: 'branch', permission: 'incident.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      state: incidentSchema.shape.state.optional(),
      level: z.enum(responseLevels).optional(),
    }),
    answer: pageOf(incidentSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('incident', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/incidents/:id',
    noun: 'incidents',
    summary: 'One incident with its time line',
    policy: {
      kind: 'object',
      permission: 'incident.read',
      schoolOf: (find, { params }) => find.facts.get('incident', String(params['id']))?.school ?? null,
    },
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: incidentDetailSchema,
    run: ({ params: { id } }) => {
      const incident = deps.facts.get('incident', id);
      return incident ? ok({ ...incident, timeline: timelineView(deps.world(), deps.facts.timeline('incident', id)) }) : notFound;
    },
  }),
];
