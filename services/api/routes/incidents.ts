/** Incidents: confirmed emergencies with their tasks and time line. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import type { Incident, IncidentView } from '../../contracts/incident.ts';
import {
  incidentActionSchema,
  incidentDetailSchema,
  incidentSchema,
  incidentViewSchema,
  responseLevels,
} from '../../contracts/incident.ts';
import { idSchema } from '../../contracts/values.ts';
import { timelineView } from '../../core/access/views.ts';
import type { Actor, Page } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const oneIncident = (permission: 'incident.read' | 'incident.act'): Policy => ({
  kind: 'object',
  permission,
  schoolOf: (find, { params: { id } }) => find.facts.get('incident', String(id))?.school ?? null,
});

export const incidentRoutes = (deps: ApiDeps): Route[] => {
  const view = (incident: Incident, actor: Actor): IncidentView => ({
    ...incident,
    allowedActions: deps.acts.allowedIncidentActions(incident, actor),
  });
  const viewPage = ({ items, next }: Page<Incident>, actor: Actor): Page<IncidentView> => ({
    items: items.map((incident) => view(incident, actor)),
    next,
  });
  return [
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
      answer: pageOf(incidentViewSchema),
      run: ({ query: { limit, cursor, ...filters }, schools, actor }) =>
        ok(viewPage(deps.facts.list('incident', { where: given(filters), schools: schools(), limit, cursor }), actor)),
    }),
    route({
      method: 'GET',
      url: '/api/v1/incidents/:id',
      noun: 'incidents',
      summary: 'One incident with its time line',
      policy: oneIncident('incident.read'),
      params,
      answer: incidentDetailSchema,
      run: ({ params: { id }, actor }) => {
        const incident = deps.facts.get('incident', id);
        return incident
          ? ok({ ...view(incident, actor), timeline: timelineView(deps.world(), deps.facts.timeline('incident', id)) })
          : notFound;
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/incidents/:id/actions',
      noun: 'incidents',
      summary: 'Take command, raise, lower, take and finish tasks, casualties, control, end; If-Match carries the version seen',
      policy: oneIncident('incident.act'),
      params,
      body: incidentActionSchema,
      answer: incidentViewSchema,
      run: ({ params: { id }, body, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        if (!seen.ok) return seen;
        const result = deps.acts.onIncident(actor, id, body, seen.value);
        return result.ok ? ok(view(result.value, actor)) : result;
      },
    }),
  ];
};
