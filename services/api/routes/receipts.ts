/** Providers' callbacks: what became of a notice, and whether the person took the alarm on. Believed by its signature alone. */
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';

const params = z.object({ channel: z.string().max(40) });
/** Of providers that cannot sign. */
const query = z.object({ key: z.string().max(200).optional() });
/** `known`: how many of the lines are about notices of ours. */
const answer = z.object({ code: z.literal(0), known: z.number().int() });

export const receiptRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'POST',
    url: '/api/v1/receipts/:channel',
    noun: 'channels',
    summary: 'What a provider says of notices it was given; signed with the channel’s secret',
    policy: publicPolicy,
    params,
    query,
    answer,
    run: ({ params: { channel }, query: { key }, request }) => {
      const header = (name: string): string | null => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : null;
      };
      const letter = deps.channels.readReceipt({
        channel,
        timestamp: header('x-campus-timestamp'),
        signature: header('x-campus-signature'),
        key: key ?? null,
        body: request.rawBody ?? '',
      });
      if (!letter.ok) return letter;
      let known = 0;
      for (const line of letter.value.lines) {
        const taken = deps.acts.receipt(letter.value.kind, line);
        if (taken.ok && taken.value.known) known += 1;
      }
      // Aliyun and Tencent push again until they read this code.
      return ok({ code: 0, known } as const);
    },
  }),
];
