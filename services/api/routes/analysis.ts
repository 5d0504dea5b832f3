/** Common problems, rates, look-back and the six mechanisms. */
import { z } from 'zod';
import { backtraceSchema, closureReportSchema, mechanismsSchema, paretoSchema } from '../../contracts/analysis.ts';
import { timeSchema } from '../../contracts/values.ts';
import type { Found } from '../../core/analysis/facts.ts';
import { dayMs } from '../../core/calendar.ts';
import type { ApiDeps } from '../deps.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';

/** Without being told otherwise the last year is looked at. */
const usualDays = 365;

const spanSchema = z.object({ from: z.coerce.number().pipe(timeSchema).optional(), to: z.coerce.number().pipe(timeSchema).optional() });

const params = z.object({ id: z.string().min(1).max(64) });

const of = (noun: 'hazard' | 'incident'): Policy => ({
  kind: 'object',
  permission: `${noun}.read`,
  schoolOf: (find: ApiDeps, ask: RawAsk) => find.facts.get(noun, String(ask.params['id']))?.school ?? null,
});

export const analysisRoutes = (deps: ApiDeps): Route[] => {
  const found = ({ from, to }: z.output<typeof spanSchema>, schools: Found['schools']): Found => {
    const end = to ?? deps.clock.now() + 1;
    return { schools, from: from ?? end - usualDays * dayMs, to: end };
  };
  return [
    route({
      method: 'GET',
      url: '/api/v1/analysis/causes',
      noun: 'analysis',
      summary: 'Hazards found with from ≤ reported < to, by category and cause, the largest first',
      policy: { kind: 'branch', permission: 'analysis.read' },
      query: spanSchema,
      answer: paretoSchema,
      run: ({ query, schools, actor }) => ok(deps.acts.causes(actor, found(query, schools()))),
    }),
    route({
      method: 'GET',
      url: '/api/v1/analysis/closure',
      noun: 'analysis',
      summary: 'Closure and on-time rates of hazards found with from ≤ reported < to, by school and together',
      policy: { kind: 'branch', permission: 'analysis.read' },
      query: spanSchema,
      answer: closureReportSchema,
      run: ({ query, schools }) => ok(deps.acts.closure(found(query, schools()))),
    }),
    route({
      method: 'GET',
      url: '/api/v1/incidents/:id/backtrace',
      noun: 'incidents',
      summary: 'What was known of the spot before, and who had looked',
      policy: of('incident'),
      params,
      answer: backtraceSchema,
      run: ({ params: { id } }) => deps.acts.backtrace(id),
    }),
    route({
      method: 'GET',
      url: '/api/v1/incidents/:id/mechanisms',
      noun: 'incidents',
      summary: 'The six mechanisms, each with the record that shows it',
      policy: of('incident'),
      params,
      answer: mechanismsSchema,
      run: ({ params: { id } }) => deps.acts.mechanismsOfIncident(id),
    }),
    route({
      method: 'GET',
      url: '/api/v1/hazards/:id/mechanisms',
      noun: 'hazards',
      summary: 'The six mechanisms, each with the record that shows it',
      policy: of('hazard'),
      params,
      answer: mechanismsSchema,
      run: ({ params: { id } }) => deps.acts.mechanismsOfHazard(id),
    }),
  ];
};
