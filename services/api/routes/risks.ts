/** 双控: the risk register with its controls, and their checks. */
import { z } from 'zod';
import { hazardCategories } from '../../contracts/hazard.ts';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { riskDraftSchema, riskLevels, riskSchema } from '../../contracts/risk.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const schoolOf = (deps: ApiDeps, { params }: RawAsk): string | null => deps.facts.get('risk', String(params['id']))?.school ?? null;

/** A risk that is not there yet will lie in the school its description names. */
const schoolNamed = (deps: ApiDeps, ask: RawAsk): string | null => {
  const named = typeof ask.body === 'object' && ask.body !== null && 'school' in ask.body ? String(ask.body.school) : '';
  return schoolOf(deps, ask) ?? (deps.world().orgs.has(named) ? named : null);
};

const listSchema = pageQuerySchema.extend({
  school: idSchema.optional(),
  space: idSchema.optional(),
  level: z.enum(riskLevels).optional(),
  category: z.enum(hazardCategories).optional(),
});

export const riskRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/risks',
    noun: 'risks',
    summary: 'Risks with their controls, by id',
    policy: { kind: 'branch', permission: 'risk.read' },
    query: listSchema,
    answer: pageOf(riskSchema),
    run: ({ query: { limit, cursor, ...filters }, schools }) =>
      ok(deps.facts.list('risk', { where: given(filters), schools: schools(), limit, cursor })),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/risks/:id',
    noun: 'risks',
    summary: 'Record or change a risk; If-Match carries the version seen, 0 for a new one',
    policy: { kind: 'object', permission: 'risk.manage', schoolOf: schoolNamed },
    params: z.object({ id: idSchema }),
    body: riskDraftSchema,
    answer: riskSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putRisk(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/risks/:id/controls/:control/check',
    noun: 'risks',
    summary: 'The control was checked and holds',
    policy: { kind: 'object', permission: 'control.check', schoolOf },
    params: z.object({ id: idSchema, control: idSchema }),
    body: z.object({ note: z.string().trim().min(1).max(2000).nullable().default(null) }),
    answer: riskSchema,
    run: ({ params: { id, control }, body, actor }) => deps.acts.checkControl(actor, id, control, body.note),
  }),
];
