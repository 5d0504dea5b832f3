/**
 * Pictures: shown by links that live a minute and work only for the person they were made for, every look on the audit
 * chain. Minors may be on them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Evidence } from '../../contracts/evidence.ts';
import { captureAskSchema, evidenceSchema, flagDecisionSchema, nonceSchema, uploadFieldsSchema } from '../../contracts/evidence.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { idSchema, timeSchema } from '../../contracts/values.ts';
import { may, sees } from '../../core/access/policy.ts';
import type { Actor } from '../../ports.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import { notFound, refuse } from '../problems.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { readUpload } from '../upload.ts';

const linkLifeMs = 60_000;

/** Where it is kept is nobody's business, and no part of what is shown. */
const shown = (evidence: Evidence): Evidence => ({ ...evidence, file: null });

const schoolOf = (deps: ApiDeps, { params }: RawAsk): string | null => deps.facts.get('evidence', String(params['id']))?.school ?? null;

/** Pictures of hazards are for all who read hazards. */
const onePicture: Policy = { kind: 'object', permission: 'hazard.read', schoolOf };

/** Those of cameras are for the few who judge alarms; asked after the branch, so that it says nothing of other schools. */
const maySee = (evidence: Evidence, { role }: Actor): boolean => evidence.capture !== null || may(role, 'evidence.read');
const notYours = refuse(403, 'role', 'Your role does not permit this.');

const params = z.object({ id: z.string().min(1).max(64) });
const linkQuerySchema = z.object({ expires: z.coerce.number().pipe(timeSchema), signature: z.string().min(1).max(64) });

const listSchema = pageQuerySchema.extend({
  school: idSchema.optional(),
  hazard: z.string().max(64).optional(),
  flagged: flagSchema.optional(),
});

/** Sending pictures, and lists of what was sent. */
const sendingRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'POST',
    url: '/api/v1/captures',
    noun: 'evidence',
    summary: 'Proofs of capture for pictures taken in the next three days; a phone keeps some for when it is offline',
    policy: { kind: 'branch', permission: 'evidence.add' },
    body: captureAskSchema,
    answer: z.object({ items: z.array(nonceSchema) }),
    run: ({ body, actor }) => ok({ items: deps.acts.newCaptures(actor, body.count) }),
  }),
  route({
    method: 'POST',
    url: '/api/v1/evidence',
    noun: 'evidence',
    summary: 'Sends one picture (multipart: the text fields, and the file as `picture`); the same key again answers the same evidence',
    policy: { kind: 'branch', permission: 'evidence.add' },
    answer: evidenceSchema,
    run: async ({ actor, request }) => {
      const upload = await readUpload(request, 'picture');
      if (!upload.ok) return upload;
      const fields = uploadFieldsSchema.safeParse(upload.value.fields);
      if (!fields.success) return refuse(400, 'invalid_request', z.prettifyError(fields.error));
      if (upload.value.file === null) return refuse(400, 'no_picture', 'The form has no file `picture`.');
      if (!sees(deps.world(), actor.org, fields.data.school)) return notFound;
      const result = await deps.acts.addEvidence(actor.id, fields.data, upload.value.file);
      return result.ok ? ok(shown(result.value)) : result;
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/evidence',
    noun: 'evidence',
    summary: 'Pictures that people sent, e.g. those with flags nobody has decided',
    policy: { kind: 'branch', permission: 'evidence.decide' },
    query: listSchema,
    answer: pageOf(evidenceSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) => {
      const page = deps.facts.list('evidence', { where: given(filters), schools: schools(), limit, cursor });
      return ok({ items: page.items.map(shown), next: page.next });
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/hazards/:id/evidence',
    noun: 'hazards',
    summary: 'Pictures of one hazard with their flags',
    policy: {
      kind: 'object',
      permission: 'hazard.read',
      schoolOf: (_, { params }) => deps.facts.get('hazard', String(params['id']))?.school ?? null,
    },
    params,
    answer: pageOf(evidenceSchema),
    run: ({ params: { id } }) => {
      const { items } = deps.facts.list('evidence', { where: { hazard: id }, schools: null, limit: 500 });
      return ok({ items: items.map(shown).sort((a, b) => (a.capture?.uploadedAt ?? 0) - (b.capture?.uploadedAt ?? 0)), next: null });
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/evidence/:id/flags',
    noun: 'evidence',
    summary: 'Says of one flag whether the picture is genuine or fake',
    policy: { kind: 'object', permission: 'evidence.decide', schoolOf },
    params,
    body: flagDecisionSchema,
    answer: evidenceSchema,
    run: ({ params: { id }, body, actor }) => {
      const result = deps.acts.decideFlag(actor, id, body);
      return result.ok ? ok(shown(result.value)) : result;
    },
  }),
];

export const evidenceRoutes = (deps: ApiDeps): Route[] => {
  // Made anew at each start: no link needs to outlive the process, it lives a minute.
  const key = randomBytes(32);
  const sign = (id: string, person: string, expires: number): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([id, person, expires]))
      .digest('base64url');
  const matches = (given: string, expected: string): boolean =>
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

  return [
    ...sendingRoutes(deps),
    route({
      method: 'POST',
      url: '/api/v1/evidence/:id/link',
      noun: 'evidence',
      summary: 'A link to the picture, for me, for a minute',
      policy: onePicture,
      params,
      answer: z.object({ url: z.string(), expiresAt: timeSchema }),
      run: ({ params: { id }, actor }) => {
        const evidence = deps.facts.get('evidence', id);
        if (evidence && !maySee(evidence, actor)) return notYours;
        if (evidence?.state !== 'stored') return notFound;
        const expiresAt = deps.clock.now() + linkLifeMs;
        const query = new URLSearchParams({ expires: String(expiresAt), signature: sign(id, actor.id, expiresAt) });
        return ok({ url: `/api/v1/evidence/${encodeURIComponent(id)}?${query.toString()}`, expiresAt });
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/evidence/:id',
      noun: 'evidence',
      summary: 'The picture, by a link made for me; each look is on the audit chain',
      policy: onePicture,
      params,
      query: linkQuerySchema,
      produces: 'image/jpeg',
      answer: z.custom<Uint8Array>(),
      run: async ({ params: { id }, query, actor, reply }) => {
        const now = deps.clock.now();
        if (query.expires <= now || !matches(query.signature, sign(id, actor.id, query.expires))) {
          return refuse(403, 'link_over', 'This link is out of date or was made for somebody else; ask for a new one.');
        }
        const evidence = deps.facts.get('evidence', id);
        if (evidence && !maySee(evidence, actor)) return notYours;
        const picture = evidence?.state === 'stored' ? await deps.readEvidence(id) : null;
        if (!evidence || !picture) return notFound;
        deps.audit({
          at: now,
          actor: actor.id,
          act: 'evidence.viewed',
          subject: 'evidence',
          subjectId: id,
          school: evidence.school,
          detail: { alarm: evidence.alarm, hazard: evidence.hazard },
        });
        reply.type(picture.type).header('cache-control', 'private, no-store').header('content-disposition', 'inline');
        return ok(picture.bytes);
      },
    }),
  ];
};
