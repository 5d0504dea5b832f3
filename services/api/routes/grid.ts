/** 网格: cells, patrols and what nobody looks after. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import { coverageSchema, gridCellFormSchema, gridCellSchema } from '../../contracts/responsibility.ts';
import { idSchema } from '../../contracts/values.ts';
import { coverageOf } from '../../core/responsibility/coverage.ts';
import type { ApiDeps } from '../deps.ts';
import { pageById } from '../listing.ts';
import type { RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';
import { placeIn } from './posts.ts';

const params = z.object({ id: idSchema });

const oneCell = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.world().gridCells.get(String(id))?.school ?? null;

export const gridRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/grid-cells',
    noun: 'grid-cells',
    summary: 'Grid cells with who looks after them',
    policy: { kind: 'branch', permission: 'duty.read' },
    query: pageQuerySchema.extend({ school: idSchema.optional() }),
    answer: pageOf(gridCellSchema),
    run: ({ query: { limit, cursor, school }, schools }) => {
      const mine = schools() && new Set(schools());
      const wanted = (place: string): boolean => (school === undefined || place === school) && (mine?.has(place) ?? true);
      return ok(pageById(deps.world().gridCells.values(), limit, cursor, (cell) => wanted(cell.school)));
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/grid-cells/coverage',
    noun: 'grid-cells',
    summary: 'Rooms that nobody looks after, and cells not patrolled in time',
    policy: {
      kind: 'object',
      permission: 'duty.read',
      schoolOf: (find, { query }) => find.world().orgs.get(String(query['school']))?.id ?? null,
    },
    query: z.object({ school: idSchema }),
    answer: coverageSchema,
    run: ({ query: { school } }) => ok(coverageOf(deps.world(), school, deps.clock.now())),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/grid-cells/:id',
    noun: 'grid-cells',
    summary: 'Add or change a grid cell; If-Match carries the version seen, 0 for a new one',
    policy: {
      kind: 'object',
      permission: 'duty.manage',
      schoolOf: (find, ask) => oneCell(find, ask) ?? placeIn(ask.body, 'school'),
    },
    params,
    body: gridCellFormSchema,
    answer: gridCellSchema,
    run: ({ params: { id }, body, actor, caller, request }) => {
      const seen = seenBy(caller, request);
      return seen.ok ? deps.acts.putGridCell(actor, id, body, seen.value) : seen;
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/grid-cells/:id/patrol',
    noun: 'grid-cells',
    summary: 'I went round my cell',
    policy: { kind: 'object', permission: 'control.check', schoolOf: oneCell },
    params,
    body: z.object({ note: z.string().trim().max(500).default('') }),
    answer: gridCellSchema,
    run: ({ params: { id }, body: { note }, actor }) => deps.acts.patrol(actor, id, note),
  }),
];
