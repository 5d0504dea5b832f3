/** 问责: cases, opened and closed by leaders alone. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { accountabilityDraftSchema, accountabilityOutcomeSchema, accountabilitySchema } from '../../contracts/reporting.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

export const accountabilityRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/accountability',
    noun: 'accountability',
    summary: 'Accountability cases, newest first',
    policy: { kind: 'branch', permission: 'accountability.read' },
    query: pageQuerySchema.extend({ org: idSchema.optional(), state: accountabilitySchema.shape.state.optional() }),
    answer: pageOf(accountabilitySchema),
    run: ({ query: { limit, cursor, ...filters }, actor }) =>
      ok(deps.facts.list('accountability', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accountability',
    noun: 'accountability',
    summary: 'Open a case: needs a duty (sheet and item) and open findings as the evidence of its breach',
    policy: { kind: 'branch', permission: 'accountability.manage' },
    body: accountabilityDraftSchema,
    answer: accountabilitySchema,
    run: ({ body, actor }) => deps.acts.openAccountability(actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accountability/:id/close',
    noun: 'accountability',
    summary: 'Close a case with its outcome',
    policy: {
      kind: 'object',
      permission: 'accountability.manage',
      schoolOf: (find, { params }) => find.facts.get('accountability', String(params['id']))?.org ?? null,
    },
    params: z.object({ id: z.string().min(1).max(64) }),
    body: accountabilityOutcomeSchema,
    answer: accountabilitySchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.closeAccountability(actor, id, body.outcome, seen.value) : seen;
    },
  }),
];
