/** 告警风暴: the cards, their balance sheets, and one act for all of a card. */
import { z } from 'zod';
import { pageOf, pageQuerySchema } from '../../contracts/http.ts';
import type { Storm } from '../../contracts/storm.ts';
import { stormSchema } from '../../contracts/storm.ts';
import { idSchema } from '../../contracts/values.ts';
import { sheetCsv } from '../../core/storms/sheet-csv.ts';
import type { ApiDeps } from '../deps.ts';
import { flagSchema, given } from '../listing.ts';
import { notFound } from '../problems.ts';
import type { Policy, RawAsk, Route } from '../route.ts';
import { ok, route } from '../route.ts';
import { seenBy } from '../versions.ts';

const params = z.object({ id: z.string().min(1).max(64) });

const schoolOf = (deps: ApiDeps, { params: { id } }: RawAsk): string | null => deps.facts.get('storm', String(id))?.school ?? null;
const readOne: Policy = { kind: 'object', permission: 'storm.read', schoolOf };

const listSchema = pageQuerySchema.extend({ school: idSchema.optional(), open: flagSchema.optional() });

export const stormRoutes = (deps: ApiDeps): Route[] => {
  const nameOf = (device: string): string => deps.world().devices.get(device)?.name ?? '';
  const fileName = (storm: Storm): string => `告警风暴 ${storm.school} ${storm.id}.csv`;
  return [
    route({
      method: 'GET',
      url: '/api/v1/storms',
      noun: 'storms',
      summary: 'Alarm storms, newest first',
      policy: { kind: 'branch', permission: 'storm.read' },
      query: listSchema,
      answer: pageOf(stormSchema),
      run: ({ query: { limit, cursor, ...filters }, schools }) =>
        ok(deps.facts.list('storm', { where: given(filters), schools: schools(), limit, cursor })),
    }),
    route({
      method: 'GET',
      url: '/api/v1/storms/:id',
      noun: 'storms',
      summary: 'One storm, counted now',
      policy: readOne,
      params,
      answer: stormSchema,
      run: ({ params: { id } }) => {
        const storm = deps.facts.get('storm', id);
        return storm ? ok(deps.acts.countedStorm(storm)) : notFound;
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/storms/:id/balance.csv',
      noun: 'storms',
      summary: 'Its balance sheet: what came in, and where each trigger ended, a line a device and kind',
      policy: readOne,
      params,
      produces: 'text/csv; charset=utf-8',
      answer: z.custom<Uint8Array>(),
      run: ({ params: { id }, reply }) => {
        const storm = deps.facts.get('storm', id);
        if (!storm) return notFound;
        reply
          .type('text/csv; charset=utf-8')
          .header('cache-control', 'private, no-store')
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName(storm))}`);
        return ok(new TextEncoder().encode(sheetCsv(deps.acts.stormSheet(storm), nameOf)));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/storms/:id/acknowledge',
      noun: 'storms',
      summary: 'Acknowledge every alarm folded into it; If-Match carries the version seen',
      policy: { kind: 'object', permission: 'storm.acknowledge', schoolOf },
      params,
      answer: stormSchema,
      run: ({ params: { id }, actor, caller, request }) => {
        const seen = seenBy(caller, request);
        return seen.ok ? deps.acts.acknowledgeStorm(actor, id, seen.value) : seen;
      },
    }),
  ];
};
