/** 交接班: the sheet the system makes, signed by the giver, then by the taker. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { handoverSchema } from '../../contracts/rota.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { seatIn } from './duty-checks.ts';

const params = z.object({ id: z.string().min(1).max(80) });

const oneHandover = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('handover', String(id))?.school ?? null;

/** Both change one handover by its id and version. */
const change = (deps: ApiDeps, name: 'sign' | 'cancel', summary: string): Route =>
  route({
    method: 'POST',
    url: `/api/v1/handovers/:id/${name}`,
    noun: 'handovers',
    summary,
    policy: { kind: 'object', permission: 'duty.hold', schoolOf: oneHandover },
    params,
    answer: handoverSchema,
    run: ({ params: { id }, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      if (!seen.ok) return seen;
      return name === 'sign' ? deps.acts.signHandover(actor, id, seen.value) : deps.acts.cancelHandover(actor, id, seen.value);
    },
  });

export const handoverRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/handovers',
    noun: 'handovers',
    summary: 'Handovers, the latest first; what is not signed by both yet shows the sheet as it is now',
    policy: { kind: 'branch', permission: 'dutyCheck.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      seat: idSchema.optional(),
      state: handoverSchema.shape.state.optional(),
    }),
    answer: pageOf(handoverSchema),
    run: ({ actor, query: { limit, cursor, ...filters } }) => {
      const page = deps.facts.list('handover', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor });
      return ok({ ...page, items: page.items.map((handover) => deps.acts.handoverNow(handover)) });
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/handovers',
    noun: 'handovers',
    summary: 'Have the sheet made for whoever comes; the giver is who holds the seat',
    policy: { kind: 'object', permission: 'duty.hold', schoolOf: seatIn },
    body: z.object({ seat: idSchema, taker: idSchema }),
    answer: handoverSchema,
    run: ({ body: { seat, taker }, actor }) => deps.acts.openHandover(actor, seat, taker),
  }),
  change(deps, 'sign', 'Sign: the giver first, then the taker, with whose signature responsibility moves'),
  change(deps, 'cancel', 'The handover does not take place: the giver keeps the seat'),
];
