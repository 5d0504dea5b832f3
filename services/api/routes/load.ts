/** ISA-18.2: what the duty room has to bear. */
import { z } from 'zod';
import { loadSchema } from '../../contracts/rota.ts';
import { idSchema } from '../../contracts/values.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const loadRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/load',
    noun: 'load',
    summary: 'Alarm load of a school against ISA-18.2, over the last days until now',
    policy: {
      kind: 'object',
      permission: 'storm.read',
      schoolOf: (find, { query }) => find.world().orgs.get(String(query['school']))?.id ?? null,
    },
    query: z.object({ school: idSchema, days: z.coerce.number().int().min(1).max(31).default(1) }),
    answer: loadSchema,
    run: ({ query: { school, days } }) => ok(deps.acts.loadOf(school, days)),
  }),
];
