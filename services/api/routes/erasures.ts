/** 依法删除: personal data out of the records, by an administrator, with the reason the law gives. */
import { erasureRequestSchema, erasureSchema } from '../../contracts/erasure.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { route } from '../route.ts';

export const erasureRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'POST',
    url: '/api/v1/erasures',
    noun: 'erasures',
    summary: 'Erase what people typed about a thing and its pictures, or a person’s name; the audit chain stays whole',
    policy: { kind: 'branch', permission: 'person.erase' },
    body: erasureRequestSchema,
    answer: erasureSchema,
    run: ({ body, actor }) => deps.acts.erase(actor, body),
  }),
];
