/** What I am told and have to do, besides alarms. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { inboxItemSchema } from '../../contracts/inbox.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const inboxRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/inbox',
    noun: 'inbox',
    summary: 'My messages, newest first',
    policy: { kind: 'branch', permission: 'inbox.read' },
    query: pageQuerySchema,
    answer: pageOf(inboxItemSchema),
    run: ({ query: { limit, cursor }, actor }) =>
      ok(deps.facts.list('inboxItem', { where: { person: actor.id }, schools: null, limit, cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/v1/inbox/unread',
    noun: 'inbox',
    summary: 'How many of my messages are unread',
    policy: { kind: 'branch', permission: 'inbox.read' },
    answer: z.object({ count: z.number().int() }),
    run: ({ actor }) => ok({ count: deps.facts.unread(actor.id) }),
  }),
  route({
    method: 'POST',
    url: '/api/v1/inbox/:id/read',
    noun: 'inbox',
    summary: 'I have read it',
    policy: { kind: 'branch', permission: 'inbox.read' },
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: inboxItemSchema,
    run: ({ params: { id }, actor }) => deps.acts.readInbox(actor, id),
  }),
];
