/** Alarms: lists, one with its time line and pictures, and what people do with it. */
import { z } from 'zod';
import type { Alarm, AlarmAction, AlarmView } from '../../contracts/alarm.ts';
import { alarmActionSchema, alarmActions, alarmDetailSchema, alarmViewSchema } from '../../contracts/alarm.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { alarmKinds, idSchema, levels, severities, verifications } from '../../contracts/values.ts';
import { timelineView } from '../../core/access/views.ts';
import type { Actor } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const schoolOf = (deps: ApiDeps, { params }: RawAsk): string | null => deps.facts.get('alarm', String(params['id']))?.school ?? null;
const oneAlarm: Policy = { kind: 'object', permission: 'alarm.read', schoolOf };

const actionOf = (body: unknown): AlarmAction | undefined => {
  const named = typeof body === 'object' && body !== null && 'action' in body ? body.action : undefined;
  return alarmActions.find((action) => action === named);
};

const actOnOne: Policy = {
  kind: 'object',
  permission: 'alarm.read',
  further: ({ body }) => {
    const action = actionOf(body);
    return action ? `alarm.${action}` : null;
  },
  schoolOf,
};

const params = z.object({ id: z.string().min(1).max(64) });

const listSchema = pageQuerySchema.extend({
  school: idSchema.optional(),
  space: idSchema.optional(),
  device: idSchema.optional(),
  kind: z.enum(alarmKinds).optional(),
  level: z.enum(levels).optional(),
  severity: z.enum(severities).optional(),
  verification: z.enum(verifications).optional(),
  incident: z.string().max(64).optional(),
  open: flagSchema.optional(),
});

export const alarmRoutes = (deps: ApiDeps): Route[] => {
  const view = (alarm: Alarm, actor: Actor): AlarmView => ({ ...alarm, allowedActions: deps.acts.allowedAlarmActions(alarm, actor) });
  return [
    route({
      method: 'GET',
      url: '/api/v1/alarms',
      noun: 'alarms',
      summary: 'Alarms, newest first',
      policy: { kind: 'branch', permission: 'alarm.read' },
      query: listSchema,
      answer: pageOf(alarmViewSchema),
      run: ({ query: { limit, cursor, ...filters }, schools, actor }) => {
        const page = deps.facts.list('alarm', { where: given(filters), schools: schools(), limit, cursor });
        return ok({ items: page.items.map((alarm) => view(alarm, actor)), next: page.next });
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/alarms/:id',
      noun: 'alarms',
      summary: 'One alarm with its time line and pictures',
      policy: oneAlarm,
      params,
      answer: alarmDetailSchema,
      run: ({ params: { id }, actor }) => {
        const alarm = deps.facts.get('alarm', id);
        if (!alarm) return notFound;
        const timeline = timelineView(deps.world(), deps.facts.timeline('alarm', id));
        const pictures = deps.facts.list('evidence', { where: { alarm: id }, schools: null, limit: 100 }).items;
        return ok({ ...view(alarm, actor), timeline, pictures: pictures.map((picture) => ({ ...picture, file: null })) });
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/alarms/:id/actions',
      noun: 'alarms',
      summary: 'Acknowledge, verify, confirm, dismiss, reset, shelve, unshelve; If-Match carries the version seen',
      policy: actOnOne,
      params,
      body: alarmActionSchema,
      answer: alarmViewSchema,
      run: ({ params: { id }, body, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        if (!seen.ok) return seen;
        const result = deps.acts.onAlarm(actor, id, body, seen.value);
        return result.ok ? ok(view(result.value, actor)) : result;
      },
    }),
  ];
};
