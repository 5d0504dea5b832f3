/** How often one caller may ask: by its session or token, and by address while it has none. */
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

/** The contract promises 200 requests/s a token before 429. */
const promisedPerSecond = 200;
/** A window begins with its first request, so two bursts may meet in one: twice the promise keeps it. */
const requestsPerSecond = 2 * promisedPerSecond;

const unsaid = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false } as const;

export const installLimits = async (app: FastifyInstance, max = requestsPerSecond): Promise<void> => {
  await app.register(fastifyRateLimit, {
    max,
    timeWindow: 1000,
    keyGenerator: (request) => request.principal?.key ?? request.ip,
    addHeaders: unsaid,
    addHeadersOnExceeding: unsaid,
  });
};
