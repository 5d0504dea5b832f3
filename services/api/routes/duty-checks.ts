/** 查岗: presence checks, issued from afar and answered at the seat. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { dutyCheckSchema } from '../../contracts/rota.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';

/** School of the seat that a body names. */
export const seatIn = (deps: ApiDeps, { body }: RawAsk): string | null =>
  deps.world().seats.get(z.object({ seat: z.string() }).safeParse(body).data?.seat ?? '')?.school ?? null;

export const dutyCheckRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/duty-checks',
    noun: 'duty-checks',
    summary: 'Presence checks, the latest first',
    policy: { kind: 'branch', permission: 'dutyCheck.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      seat: idSchema.optional(),
      open: flagSchema.optional(),
      missed: flagSchema.optional(),
    }),
    answer: pageOf(dutyCheckSchema),
    run: ({ actor, query: { limit, cursor, ...filters } }) =>
      ok(deps.facts.list('dutyCheck', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/duty-checks',
    noun: 'duty-checks',
    summary: 'Ask whether the seat is held; to be answered within 10 minutes (GB/T 26875.3)',
    policy: { kind: 'object', permission: 'dutyCheck.issue', schoolOf: seatIn },
    body: z.object({ seat: idSchema, kind: z.enum(['remote', 'audible']).default('remote') }),
    answer: dutyCheckSchema,
    run: ({ body: { seat, kind }, actor }) => deps.acts.issueDutyCheck(actor, seat, kind),
  }),
  route({
    method: 'POST',
    url: '/api/v1/duty-checks/:id/answer',
    noun: 'duty-checks',
    summary: 'Here I am; by whoever holds the seat',
    policy: {
      kind: 'object',
      permission: 'duty.hold',
      schoolOf: (find, { params: { id } }) => find.facts.get('dutyCheck', String(id))?.school ?? null,
    },
    params: z.object({ id: z.string().min(1).max(80) }),
    answer: dutyCheckSchema,
    run: ({ params: { id }, actor }) => deps.acts.answerDutyCheck(actor, id),
  }),
];
