/** The registry of responders. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import type { Responder } from '../../contracts/responder.ts';
import { responderFormSchema, responderSchema } from '../../contracts/responder.ts';
import { idSchema } from '../../contracts/values.ts';
import { branchAbove } from '../../core/world.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: idSchema });

const oneResponder = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.world().responders.get(String(id))?.school ?? null;

export const responderRoutes = (deps: ApiDeps): Route[] => {
  const manage: Policy = { kind: 'object', permission: 'responder.manage', schoolOf: oneResponder };
  return [
    route({
      method: 'GET',
      url: '/api/v1/responders',
      noun: 'responders',
      summary: 'Responders: of one school with those kept above it, or of the whole branch',
      policy: { kind: 'branch', permission: 'responder.read' },
      query: pageQuerySchema.extend({ school: idSchema.optional() }),
      answer: pageOf(responderSchema),
      run: ({ query: { limit, cursor, school }, schools, actor }) => {
        const world = deps.world();
        const seen = schools();
        if (school !== undefined && seen !== null && !seen.includes(school)) return ok({ items: [], next: null });
        // What is kept above a school is asked for it too, so its people see it.
        const keepers = new Set((school === undefined ? (seen ?? []) : [school]).flatMap((one) => branchAbove(world, one)));
        const wanted = (responder: Responder): boolean =>
          keepers.has(responder.school) || (school === undefined && (seen === null || responder.school === actor.org));
        return ok(pageById(world.responders.values(), limit, cursor, wanted));
      },
    }),
    route({
      method: 'PUT',
      url: '/api/v1/responders/:id',
      noun: 'responders',
      summary:
        'Add or change a responder; a changed address is unverified until somebody else has tried it. If-Match carries the version seen, 0 for a new one',
      policy: {
        kind: 'object',
        permission: 'responder.manage',
        schoolOf: (find, ask) => oneResponder(find, ask) ?? placeIn(ask.body, 'school'),
      },
      params,
      body: responderFormSchema,
      answer: responderSchema,
      run: ({ params: { id }, body, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        return seen.ok ? deps.acts.putResponder(actor, id, body, seen.value) : seen;
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/responders/:id/verify',
      noun: 'responders',
      summary: 'I have tried how this responder is reached, and it answered',
      policy: manage,
      params,
      answer: responderSchema,
      run: ({ params: { id }, actor }) => deps.acts.verifyResponder(actor, id),
    }),
    route({
      method: 'GET',
      url: '/api/v1/responders/:id/secret',
      noun: 'responders',
      summary: 'The key by which this responder checks our signatures (Standard Webhooks, v1)',
      policy: manage,
      params,
      answer: z.object({ secret: z.string() }),
      run: ({ params: { id } }) =>
        deps.world().responders.has(id) ? ok({ secret: `whsec_${deps.seal('responder-webhook', id).toString('base64')}` }) : notFound,
    }),
  ];
};
