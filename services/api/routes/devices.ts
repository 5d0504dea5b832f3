/** Devices, their readings and their events. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { deviceViewSchema, seriesSchema } from '../../contracts/place.ts';
import { deviceAvailabilities, idSchema, timeSchema } from '../../contracts/values.ts';
import { deviceView } from '../../core/access/views.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import { notFound, refuse } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const oneDevice: Policy = {
  kind: 'object',
  permission: 'device.read',
  schoolOf: (deps, { params }) => deps.world().devices.get(String(params['id']))?.school ?? null,
};

const params = z.object({ id: idSchema });

const searchSchema = pageQuerySchema.extend({
  school: idSchema.optional(),
  space: idSchema.optional(),
  gateway: idSchema.optional(),
  type: deviceViewSchema.shape.type.optional(),
  availability: z.enum(deviceAvailabilities).optional(),
  /** Part of the id, name, model or source. */
  search: z.string().max(100).optional(),
});

const seriesQuerySchema = z.object({
  metric: z.string().min(1).max(64),
  from: z.coerce.number().pipe(timeSchema),
  to: z.coerce.number().pipe(timeSchema),
  points: z.coerce.number().int().min(1).max(100_000).default(500),
});

const eventSchema = z.object({
  device: idSchema,
  school: idSchema,
  at: timeSchema,
  receivedAt: timeSchema,
  event: z.string(),
  state: z.string(),
  late: z.boolean(),
  detail: z.record(z.string(), z.unknown()),
});

const matches = (text: string | undefined, fields: readonly (string | null)[]): boolean => {
  const wanted = text?.trim().toLowerCase();
  return !wanted || fields.some((field) => field?.toLowerCase().includes(wanted));
};

const equal = ['school', 'space', 'gateway', 'type', 'availability'] as const;

export const deviceRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/devices',
    noun: 'devices',
    summary: 'Devices, by filters and search',
    policy: { kind: 'branch', permission: 'device.read' },
    query: searchSchema,
    answer: pageOf(deviceViewSchema),
    run: ({ query, schools }) => {
      const world = deps.world();
      const mine = schools() && new Set(schools());
      const page = pageById(
        world.devices.values(),
        query.limit,
        query.cursor,
        (device) =>
          (mine?.has(device.school) ?? true) &&
          equal.every((field) => query[field] === undefined || query[field] === device[field]) &&
          matches(query.search, [device.id, device.name, device.model, device.source]),
      );
      return ok({ items: page.items.map((device) => deviceView(world, device, deps.latest(device.id))), next: page.next });
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/devices/:id',
    noun: 'devices',
    summary: 'One device with its newest readings and open alarms',
    policy: oneDevice,
    params,
    answer: deviceViewSchema,
    run: ({ params: { id } }) => {
      const device = deps.world().devices.get(id);
      return device ? ok(deviceView(deps.world(), device, deps.latest(id))) : notFound;
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/devices/:id/series',
    noun: 'devices',
    summary: 'Readings of one metric, from inclusive, to exclusive, as [t, min, mean, max]',
    policy: oneDevice,
    params,
    query: seriesQuerySchema,
    answer: seriesSchema,
    run: async ({ params: { id }, query }) => {
      if (query.from >= query.to) return refuse(400, 'invalid_range', '`from` must lie before `to`.');
      return ok({ points: await deps.series.read(id, query.metric, query.from, query.to, query.points) });
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/devices/:id/events',
    noun: 'devices',
    summary: 'What the device said happened, newest first',
    policy: oneDevice,
    params,
    query: pageQuerySchema,
    answer: pageOf(eventSchema),
    run: ({ params: { id }, query }) => {
      const page = deps.facts.events(id, query);
      const items = page.items.map(({ device, school, at, receivedAt, event, state, late, detail }) => ({
        device,
        school,
        at,
        receivedAt,
        event,
        state,
        late,
        detail: { ...detail },
      }));
      return ok({ items, next: page.next });
    },
  }),
];
