/** Hazards counted: of each school, or of each township, and altogether. */
import { z } from 'zod';
import type { Tally } from '../../contracts/hazard.ts';
import { tallySchema } from '../../contracts/hazard.ts';
import { sumTallies } from '../../core/hazards/tally.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { ok, route } from '../route.ts';

export const hazardTallyRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/api/v1/hazards/tally',
    noun: 'hazards',
    summary: 'Found, open, overdue, closed on time and late; `cleared` = no overdue hazard is open (动态清零)',
    policy: { kind: 'branch', permission: 'hazard.read' },
    query: z.object({ by: z.enum(['school', 'township']).default('school') }),
    answer: z.object({ items: z.array(tallySchema), total: tallySchema.extend({ org: z.string() }) }),
    run: ({ query: { by }, schools, actor }) => {
      const { orgs } = deps.world();
      const mine = schools();
      const counted = new Map(deps.facts.hazardTally(mine).map((tally) => [tally.org, tally]));
      const asked = mine ?? [...orgs.values()].filter(({ kind }) => kind === 'school').map(({ id }) => id);
      const bySchool = asked.map((school) => counted.get(school) ?? sumTallies(school, []));
      // A school that stands in no township is counted where it stands.
      const placeOf = (school: string): string => (by === 'school' ? school : (orgs.get(school)?.parent ?? school));
      const places = new Map<string, Tally[]>();
      for (const tally of bySchool) places.set(placeOf(tally.org), [...(places.get(placeOf(tally.org)) ?? []), tally]);
      const items = [...places].map(([place, tallies]) => sumTallies(place, tallies));
      return ok({ items, total: sumTallies(actor.org, bySchool) });
    },
  }),
];
