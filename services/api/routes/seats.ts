/** 值班岗位: the seats of the duty room, who is on them, and what is wrong with their rota. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { gapSchema, seatFormSchema, seatSchema } from '../../contracts/rota.ts';
import { idSchema, timeSchema } from '../../contracts/values.ts';
import { sees } from '../../core/access/policy.ts';
import { dutyAt, dutySchema } from '../../core/rota/next.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

/** The place named in the query; a bureau has a duty room of its own. */
const placeAsked: Policy = {
  kind: 'object',
  permission: 'rota.read',
  schoolOf: (find, { query }) => find.world().orgs.get(String(query['school']))?.id ?? null,
};

const oneSeat = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.world().seats.get(String(id))?.school ?? null;

export const seatRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/seats',
    noun: 'seats',
    summary: 'Seats of duty rooms, with who answers for each',
    policy: { kind: 'branch', permission: 'rota.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(seatSchema),
    run: ({ actor, query: { limit, cursor, school } }) => {
      const world = deps.world();
      const wanted = (place: string): boolean => (school === undefined || place === school) && sees(world, actor.org, place);
      return ok(pageById(world.seats.values(), limit, cursor, (seat) => wanted(seat.school)));
    },
  }),
  route({
    method: 'PUT',
    url: '/api/v1/seats/:id',
    noun: 'seats',
    summary: 'Add or change a seat; If-Match carries the version seen, 0 for a new one',
    policy: {
      kind: 'object',
      permission: 'rota.manage',
      schoolOf: (find, ask) => oneSeat(find, ask) ?? placeIn(ask.body, 'school'),
    },
    params: z.object({ id: idSchema }),
    body: seatFormSchema,
    answer: seatSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putSeat(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/duty',
    noun: 'duty',
    summary: 'Who is on each seat at a time, until when, and who comes next',
    policy: placeAsked,
    query: z.object({ school: idSchema, at: z.coerce.number().pipe(timeSchema).optional() }),
    answer: dutySchema,
    run: ({ query: { school, at } }) => ok(dutyAt(deps.world(), school, at ?? deps.clock.now(), deps.clock.now())),
  }),
  route({
    method: 'GET',
    url: '/api/v1/rota/gaps',
    noun: 'rota',
    summary: 'Stretches of time in which something of the rota does not hold, by class of alarm',
    policy: placeAsked,
    query: z.object({ school: idSchema, days: z.coerce.number().int().min(1).max(92).default(30) }),
    answer: z.object({ items: z.array(gapSchema) }),
    run: ({ query: { school, days } }) => ok({ items: deps.acts.rotaGaps(school, days) }),
  }),
];
