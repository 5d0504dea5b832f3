/** Telephone tasks: 119, 120, 110 and whoever no machine reaches. There is no machine interface to them: a person dials. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { phoneOutcomes, phoneTaskSchema } from '../../contracts/responder.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const oneTask = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('phoneTask', String(id))?.school ?? null;
const act: Policy = { kind: 'object', permission: 'phoneTask.act', schoolOf: oneTask };

export const phoneTaskRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/phone-tasks',
    noun: 'phone-tasks',
    summary: 'Telephone tasks with what to say, newest first',
    policy: { kind: 'branch', permission: 'phoneTask.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional(), incident: z.string().max(64).optional(), open: flagSchema.optional() }),
    answer: pageOf(phoneTaskSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('phoneTask', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/phone-tasks/:id/take',
    noun: 'phone-tasks',
    summary: 'I am dialling',
    policy: act,
    params,
    answer: phoneTaskSchema,
    run: ({ params: { id }, actor }) => deps.acts.takePhoneTask(actor, id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/phone-tasks/:id/done',
    noun: 'phone-tasks',
    summary: 'What became of the call',
    policy: act,
    params,
    body: z.object({ outcome: z.enum(phoneOutcomes) }),
    answer: phoneTaskSchema,
    run: ({ params: { id }, body: { outcome }, actor }) => deps.acts.finishPhoneTask(actor, id, outcome),
  }),
];
