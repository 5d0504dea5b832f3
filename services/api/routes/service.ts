/** What tools ask about the server itself, at the root. */
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { isLoopback } from '../guard.ts';
import { notFound } from '../problems.ts';
import type { Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';

const readinessSchema = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});

export const serviceRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'GET',
    url: '/healthz',
    noun: 'service',
    summary: 'The process runs',
    policy: publicPolicy,
    answer: z.object({ ok: z.literal(true) }),
    run: () => ok({ ok: true as const }),
  }),
  route({
    method: 'GET',
    url: '/readyz',
    noun: 'service',
    summary: 'Able to do its work, part by part; 503 when not. Details are told on this machine only',
    policy: publicPolicy,
    answer: readinessSchema,
    run: ({ request, reply }) => {
      const { ready, parts } = deps.ready();
      const detailed = isLoopback(request, deps.settings.trustProxy);
      if (!ready) reply.code(503);
      return ok({
        ready,
        parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, detailed ? part : { ok: part.ok }])),
      });
    },
  }),
  route({
    method: 'GET',
    url: '/metrics',
    noun: 'service',
    summary: 'Prometheus metrics; from this machine, or with a token',
    policy: { kind: 'loopback' },
    produces: 'text/plain; version=0.0.4; charset=utf-8',
    answer: z.string(),
    run: async () => ok(await deps.metricsText()),
  }),
  route({
    method: 'GET',
    url: '/version',
    noun: 'service',
    summary: 'Name and version of this program',
    policy: publicPolicy,
    answer: z.object({ name: z.string(), version: z.string() }),
    run: () => ok({ name: 'campus-watch', version: deps.settings.version }),
  }),
  route({
    method: 'GET',
    url: '/ca.crt',
    noun: 'service',
    summary: 'Certificate of the authority made at first start; 404 when a certificate was given',
    policy: publicPolicy,
    produces: 'application/x-x509-ca-cert',
    answer: z.string(),
    run: () => {
      const pem = deps.caCertificatePem();
      return pem === null ? notFound : ok(pem);
    },
  }),
];
