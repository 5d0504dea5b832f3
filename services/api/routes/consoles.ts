/** 值班台: which duty consoles are attended, and why one is not. */
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { consoleSchema } from '../../contracts/rota.ts';
import { idSchema } from '../../contracts/values.ts';
import { sees } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const consoleRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/consoles',
    noun: 'consoles',
    summary: 'Duty consoles: attended, lost and why, or off',
    policy: { kind: 'branch', permission: 'console.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(consoleSchema),
    run: ({ actor, query: { limit, cursor, school } }) => {
      const world = deps.world();
      // Not by schools: a bureau has a duty room of its own.
      const wanted = (place: string): boolean => (school === undefined || place === school) && sees(world, actor.org, place);
      return ok(pageById(world.consoles.values(), limit, cursor, (one) => wanted(one.school)));
    },
  }),
];
