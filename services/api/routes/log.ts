/** 值班日志: what people on duty write down. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { logEntrySchema } from '../../contracts/rota.ts';
import { idSchema } from '../../contracts/values.ts';
import { orgsBelow } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { given } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { placeIn } from './posts.ts';

const logFormSchema = z.object({
  school: idSchema,
  text: logEntrySchema.shape.text,
  subject: z.enum(['alarm', 'incident', 'hazard']).nullable().default(null),
  subjectId: z.string().min(1).max(80).nullable().default(null),
});

export const logRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/log',
    noun: 'log',
    summary: 'Entries of the duty log, the latest first',
    policy: { kind: 'branch', permission: 'dutyCheck.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(logEntrySchema),
    run: ({ actor, query: { limit, cursor, ...filters } }) =>
      ok(deps.facts.list('logEntry', { where: given(filters), schools: orgsBelow(deps.world(), actor.org), limit, cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/v1/log',
    noun: 'log',
    summary: 'Write an entry; it is not changed afterwards',
    policy: {
      kind: 'object',
      permission: 'duty.hold',
      schoolOf: (find, ask) => find.world().orgs.get(placeIn(ask.body, 'school') ?? '')?.id ?? null,
    },
    body: logFormSchema,
    answer: logEntrySchema,
    run: ({ body, actor }) => deps.acts.writeLog(actor, body),
  }),
];
