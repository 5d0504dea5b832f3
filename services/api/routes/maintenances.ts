/** 维护窗口: planned, running, over. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { maintenanceFormSchema, maintenanceSchema } from '../../contracts/storm.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const listSchema = pageQuerySchema.extend({ school: idSchema.optional(), state: maintenanceSchema.shape.state.optional() });

const schoolOf = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('maintenance', String(id))?.school ?? null;

export const maintenanceRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/maintenances',
    noun: 'maintenances',
    summary: 'Maintenance windows, newest first',
    policy: { kind: 'branch', permission: 'maintenance.read' },
    query: listSchema,
    answer: pageOf(maintenanceSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('maintenance', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/maintenances',
    noun: 'maintenances',
    summary: 'Plan a window; alarms of its devices are held back until it ends, fire, smoke, gas and panic never',
    policy: { kind: 'object', permission: 'maintenance.manage', schoolOf: (_, ask) => placeIn(ask.body, 'school') },
    body: maintenanceFormSchema,
    answer: maintenanceSchema,
    run: ({ body, actor }) => deps.acts.planMaintenance(actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/maintenances/:id/cancel',
    noun: 'maintenances',
    summary: 'End it now, or before it has begun; If-Match carries the version seen',
    policy: { kind: 'object', permission: 'maintenance.manage', schoolOf },
    params,
    answer: maintenanceSchema,
    run: ({ params: { id }, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.cancelMaintenance(actor, id, seen.value) : seen;
    },
  }),
];
