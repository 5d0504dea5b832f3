/** CAP 1.2: what we have told, as messages and as a feed; and the door by which others tell us. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import type { CapMessage } from '../../contracts/responder.ts';
import { capMessageSchema } from '../../contracts/responder.ts';
import { idSchema } from '../../contracts/values.ts';
import { schoolsSeen } from '../../core/access/policy.ts';
import { feedOf } from '../cap-feed.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import { notFound, refuse } from '../problems.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const capType = 'application/cap+xml; charset=utf-8';
const feedMessages = 100;

/** `id`, or `id.xml` as it stands in the feed. */
const messageAt = (deps: ApiDeps, id: unknown): CapMessage | null => deps.facts.get('capMessage', String(id).replace(/\.xml$/, ''));

/** A school's copy of what was received has its text in the record of it. */
const textOf = (deps: ApiDeps, { id, xml }: CapMessage): string => xml || (deps.facts.get('capMessage', id.split('.')[0] ?? '')?.xml ?? '');

const oneMessage = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => messageAt(deps, id)?.school ?? null;

const refusals: Readonly<Record<string, string>> = {
  too_large: 'A message may be 256 KiB.',
  signature_broken: 'The signature of this message does not hold.',
  not_cap: 'This is not valid against the schema of CAP 1.2.',
};

export const capRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/cap-messages',
    noun: 'cap',
    summary: 'CAP messages sent and received, newest first, without their text',
    policy: { kind: 'branch', permission: 'capMessage.read' },
    query: pageQuerySchema.extend({
      school: idSchema.optional(),
      incident: z.string().max(64).optional(),
      direction: z.enum(['in', 'out']).optional(),
    }),
    answer: pageOf(capMessageSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) => {
      const page = deps.facts.list('capMessage', { where: given(filters), schools: schools(), limit, cursor });
      return ok({ items: page.items.map((message) => ({ ...message, xml: '' })), next: page.next });
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/cap/:id',
    noun: 'cap',
    summary: 'One CAP message as it was sent or received',
    policy: { kind: 'object', permission: 'capMessage.read', schoolOf: oneMessage },
    params: z.object({ id: z.string().min(1).max(200) }),
    produces: capType,
    answer: z.string(),
    run: ({ params: { id } }) => {
      const message = messageAt(deps, id);
      const text = message && textOf(deps, message);
      return text ? ok(text) : notFound;
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/cap.atom',
    noun: 'cap',
    summary: 'Our CAP messages as an Atom feed; drills are in it and say so in title and status',
    policy: { kind: 'branch', permission: 'capMessage.read' },
    produces: 'application/atom+xml; charset=utf-8',
    answer: z.string(),
    run: ({ schools, request }) => {
      const { items } = deps.facts.list('capMessage', { where: { direction: 'out' }, schools: schools(), limit: feedMessages });
      const address = deps.settings.publicUrl ?? `${request.protocol}://${request.host}`;
      return ok(
        feedOf(
          items.filter(({ state }) => state === 'issued'),
          address,
          deps.clock.now(),
        ),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/cap-key',
    noun: 'cap',
    summary: 'The public key by which our signatures are checked (PEM)',
    policy: { kind: 'branch', permission: 'capMessage.read' },
    produces: 'application/x-pem-file',
    answer: z.string(),
    run: async () => ok(await deps.cap.publicKey()),
  }),
  route({
    method: 'POST',
    url: '/api/v1/cap',
    noun: 'cap',
    summary: 'Receive a CAP message of others; the same message again is answered with the same record',
    policy: { kind: 'branch', permission: 'capMessage.add' },
    answer: capMessageSchema,
    run: async ({ actor, request }) => {
      if (!(request.body instanceof Uint8Array)) return refuse(415, 'unsupported_media_type', 'Send application/cap+xml.');
      const read = await deps.cap.read(request.body);
      if (!read.ok) return refuse(400, read.code, refusals[read.code] ?? 'This XML has something in it that a CAP message has no need of.');
      const received = deps.acts.receiveCap(actor, schoolsSeen(deps.world(), actor.org), read.value);
      return received.ok ? ok({ ...received.value, xml: '' }) : received;
    },
  }),
];
