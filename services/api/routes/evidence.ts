/**
 * Pictures: shown by links that live a minute and work only for the person they were made for, every look on the audit
 * chain. Minors may be on them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { timeSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound, refuse } from '../problems.ts';
import type { Policy, Route } from '../route.ts';
import { ok, route } from '../route.ts';

const linkLifeMs = 60_000;

const onePicture: Policy = {
  kind: 'object',
  permission: 'evidence.read',
  schoolOf: (deps, { params }) => {
    const evidence = deps.facts.get('evidence', String(params['id']));
    return evidence ? (deps.facts.get('alarm', evidence.alarm)?.school ?? null) : null;
  },
};

const params = z.object({ id: z.string().min(1).max(64) });
const linkQuerySchema = z.object({ expires: z.coerce.number().pipe(timeSchema), signature: z.string().min(1).max(64) });

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
    route({
      method: 'POST',
      url: '/api/v1/evidence/:id/link',
      noun: 'evidence',
      summary: 'A link to the picture, for me, for a minute',
      policy: onePicture,
      params,
      answer: z.object({ url: z.string(), expiresAt: timeSchema }),
      run: ({ params: { id }, actor }) => {
        if (deps.facts.get('evidence', id)?.state !== 'stored') return notFound;
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
        const picture = evidence?.state === 'stored' ? await deps.readEvidence(id) : null;
        if (!evidence || !picture) return notFound;
        const school = deps.facts.get('alarm', evidence.alarm)?.school ?? null;
        deps.audit({
          at: now,
          actor: actor.id,
          act: 'evidence.viewed',
          subject: 'evidence',
          subjectId: id,
          school,
          detail: { alarm: evidence.alarm },
        });
        reply.type(picture.type).header('cache-control', 'private, no-store').header('content-disposition', 'inline');
        return ok(picture.bytes);
      },
    }),
  ];
};
