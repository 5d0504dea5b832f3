/** 排班: shifts, swaps and leave. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import type { Shift } from '../../contracts/rota.ts';
import { leaveSchema, shiftFormSchema, shiftSchema } from '../../contracts/rota.ts';
import { idSchema, timeSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import { longestShiftMs } from '../../core/rota/place-shift.ts';
import type { ListQuery } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const params = z.object({ id: z.string().min(1).max(80) });
const shiftsSchema = z.object({ items: z.array(shiftFormSchema).min(1).max(400) });
const swapSchema = z.object({ person: idSchema, startsAt: timeSchema, endsAt: timeSchema, reason: z.enum(['swap', 'leave']) });
const leaveFormSchema = leaveSchema.pick({ person: true, startsAt: true, endsAt: true });
const moment = z.coerce.number().pipe(timeSchema);

const oneShift = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('shift', String(id))?.school ?? null;
const oneLeave = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('leave', String(id))?.school ?? null;

/** Where the first of them belongs; each is asked for again where they are put on the rota. */
const seatNamed = (deps: ApiDeps, { body }: RawAsk): string | null => {
  const seat = z.object({ items: z.array(z.object({ seat: z.string() })).min(1) }).safeParse(body).data?.items[0]?.seat;
  return deps.world().seats.get(seat ?? '')?.school ?? null;
};

const personNamed = (deps: ApiDeps, { body }: RawAsk): string | null =>
  deps.world().people.get(z.object({ person: z.string() }).safeParse(body).data?.person ?? '')?.org ?? null;

/** A stretch of a rota is read as a whole: its shifts are few, and the cursor goes by their beginning alone. */
const touching = (deps: ApiDeps, asked: Pick<ListQuery, 'where' | 'schools'>, from: number, to: number): Shift[] => {
  const found: Shift[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = deps.facts.list('shift', { ...asked, limit: 500, cursor });
    found.push(...items.filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from));
    // Earlier ones cannot reach into it: no shift is longer.
    if (next === null || (items.at(-1)?.startsAt ?? 0) + longestShiftMs <= from) return found;
    cursor = next;
  }
};

const shiftRoutesOnly = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/shifts',
    noun: 'shifts',
    summary: 'Shifts, the latest first; with `from` or `to` all that touch this stretch of time',
    policy: { kind: 'branch', permission: 'rota.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      seat: idSchema.optional(),
      from: moment.optional(),
      to: moment.optional(),
    }),
    answer: pageOf(shiftSchema),
    run: ({ actor, query: { limit, cursor, from, to, ...filters } }) => {
      const asked = { where: given(filters), schools: orgsBelow(deps.world(), actor.org) };
      if (from === undefined && to === undefined) return ok(deps.facts.list('shift', { ...asked, limit, cursor }));
      return ok({ items: touching(deps, asked, from ?? 0, to ?? Number.MAX_SAFE_INTEGER), next: null });
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/shifts',
    noun: 'shifts',
    summary: 'Put shifts on the rota, all of them or none; two at once on a seat are refused, but for one that takes the other’s place',
    policy: { kind: 'object', permission: 'rota.manage', schoolOf: seatNamed },
    body: shiftsSchema,
    answer: z.object({ items: z.array(shiftSchema) }),
    run: ({ body: { items }, actor }) => deps.acts.addShifts(actor, items),
  }),
  route({
    method: 'POST',
    url: '/api/v1/shifts/:id/cancel',
    noun: 'shifts',
    summary: 'Take a shift off the rota; refused shortly before it begins when its seat would stand empty',
    policy: { kind: 'object', permission: 'rota.manage', schoolOf: oneShift },
    params,
    answer: shiftSchema,
    run: ({ params: { id }, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.cancelShift(actor, id, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/shifts/:id/swap',
    noun: 'shifts',
    summary: 'Somebody else in all or part of a shift',
    policy: { kind: 'object', permission: 'rota.manage', schoolOf: oneShift },
    params,
    body: swapSchema,
    answer: shiftSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.swapShift(actor, id, body, seen.value) : seen;
    },
  }),
];

const leaveRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/leaves',
    noun: 'leaves',
    summary: 'Leave, the latest first',
    policy: { kind: 'branch', permission: 'rota.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional(), person: idSchema.optional() }),
    answer: pageOf(leaveSchema),
    run: ({ actor, query: { limit, cursor, ...filters } }) =>
      ok(deps.facts.list('leave', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/leaves',
    noun: 'leaves',
    summary: 'Somebody cannot be on duty in that time, whatever the rota says',
    policy: { kind: 'object', permission: 'rota.manage', schoolOf: personNamed },
    body: leaveFormSchema,
    answer: leaveSchema,
    run: ({ body, actor }) => deps.acts.addLeave(actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/leaves/:id/cancel',
    noun: 'leaves',
    summary: 'Take leave back',
    policy: { kind: 'object', permission: 'rota.manage', schoolOf: oneLeave },
    params,
    answer: leaveSchema,
    run: ({ params: { id }, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.cancelLeave(actor, id, seen.value) : seen;
    },
  }),
];

export const shiftRoutes = (deps: ApiDeps): Route[] => [...shiftRoutesOnly(deps), ...leaveRoutes(deps)];
