/** Hazards: lists, one, its history, and the steps of its rectification. */
import { z } from 'zod';
import { timelineEntrySchema } from '../../contracts/alarm.ts';
import type { Hazard, HazardView } from '../../contracts/hazard.ts';
import {
  hazardActionSchema,
  hazardCategories,
  hazardOrigins,
  hazardReportSchema,
  hazardViewSchema,
  rootCauses,
} from '../../contracts/hazard.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { hazardStates, idSchema } from '../../contracts/values.ts';
import { may } from '../../core/access/policy.ts';
import { timelineView } from '../../core/access/views.ts';
import type { Actor } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const schoolOf = (deps: ApiDeps, { params }: RawAsk): string | null => deps.facts.get('hazard', String(params['id']))?.school ?? null;

const params = z.object({ id: z.string().min(1).max(64) });

const listSchema = pageQuerySchema.extend({
  school: idSchema.optional(),
  space: idSchema.optional(),
  device: idSchema.optional(),
  category: z.enum(hazardCategories).optional(),
  grade: z.enum(['general', 'major']).optional(),
  state: z.enum(hazardStates).optional(),
  origin: z.enum(hazardOrigins).optional(),
  alarm: z.string().max(64).optional(),
  incident: z.string().max(64).optional(),
  responsible: idSchema.optional(),
  cause: z.enum(rootCauses).optional(),
  open: flagSchema.optional(),
  overdue: flagSchema.optional(),
  listed: flagSchema.optional(),
  watched: flagSchema.optional(),
});

export const hazardRoutes = (deps: ApiDeps): Route[] => {
  const view = (hazard: Hazard, actor: Actor): HazardView => ({ ...hazard, allowedActions: deps.acts.allowedHazardActions(hazard, actor) });
  return [
    route({
      method: 'GET',
      url: '/api/v1/hazards',
      noun: 'hazards',
      summary: 'Hazards, newest first',
      policy: { kind: 'branch', permission: 'hazard.read' },
      query: listSchema,
      answer: pageOf(hazardViewSchema),
      run: ({ query: { limit, cursor, ...filters }, schools, actor }) => {
        const page = deps.facts.list('hazard', { where: given(filters), schools: schools(), limit, cursor });
        return ok({ items: page.items.map((hazard) => view(hazard, actor)), next: page.next });
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/hazards/:id',
      noun: 'hazards',
      summary: 'One hazard',
      policy: { kind: 'object', permission: 'hazard.read', schoolOf },
      params,
      answer: hazardViewSchema,
      run: ({ params: { id }, actor }) => {
        const hazard = deps.facts.get('hazard', id);
        return hazard ? ok(view(hazard, actor)) : notFound;
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/hazards',
      noun: 'hazards',
      summary: 'Report what was found; the same key again answers the same hazard',
      policy: {
        kind: 'object',
        permission: 'hazard.report',
        schoolOf: (_deps, { body }) => (typeof body === 'object' && body !== null && 'school' in body ? String(body.school) : null),
      },
      body: hazardReportSchema,
      answer: hazardViewSchema,
      run: ({ body, actor }) => {
        const result = deps.acts.reportHazard(actor, body);
        return result.ok ? ok(view(result.value, actor)) : result;
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/hazards/:id/history',
      noun: 'hazards',
      summary: 'Who did what with it, oldest first',
      policy: { kind: 'object', permission: 'hazard.read', schoolOf },
      params,
      answer: pageOf(timelineEntrySchema),
      run: ({ params: { id }, actor }) =>
        ok({ items: timelineView(deps.world(), deps.facts.timeline('hazard', id), may(actor.role, 'people.read')), next: null }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/hazards/:id/actions',
      noun: 'hazards',
      summary: 'Take the next step, with what its form asks; If-Match carries the version seen',
      policy: { kind: 'object', permission: 'hazard.act', schoolOf },
      params,
      body: hazardActionSchema,
      answer: hazardViewSchema,
      run: ({ params: { id }, body, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        if (!seen.ok) return seen;
        const result = deps.acts.onHazard(actor, id, body, seen.value);
        return result.ok ? ok(view(result.value, actor)) : result;
      },
    }),
  ];
};
