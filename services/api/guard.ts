/** Who is asking, and whether they may: the one place where every route's policy is enforced. */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { bearerOf, cookieName, cookieValue, fromOurPages } from '../core/access/browser.ts';
import type { Principal } from '../core/access/identity.ts';
import { may, sees } from '../core/access/policy.ts';
import type { ApiDeps } from './deps.ts';
import type { Refusal } from './problems.ts';
import { notFound, refuse, sendRefusal } from './problems.ts';
import type { Policy, RawAsk } from './route.ts';

const unauthenticated = refuse(401, 'unauthenticated', 'Sign in, or send a bearer token.');
const forbidden = refuse(403, 'role', 'Your role does not permit this.');
const foreignOrigin = refuse(403, 'foreign_origin', 'A page of another site may not do this in your name.');

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Asked from this very machine? Behind a proxy that is not trusted, nobody is: its own address says nothing. */
export const isLoopback = (request: FastifyRequest, trustProxy: boolean): boolean =>
  loopback.test(request.ip) &&
  (trustProxy || (request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined));

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const identify = (deps: ApiDeps, request: FastifyRequest): Principal | null => {
  const bearer = bearerOf(request.headers.authorization);
  if (bearer !== null) return deps.accounts.byToken(bearer);
  const cookie = cookieValue(request.headers.cookie, cookieName(request.protocol === 'https'));
  return cookie === null ? null : deps.accounts.bySession(cookie);
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The verdict on one request; null = go on. What the role lacks is said before what is there: a 403 shows nothing. */
const verdict = (deps: ApiDeps, policy: Policy, request: FastifyRequest): Refusal | null => {
  if (policy.kind === 'public') return null;
  const principal = request.principal;
  if (policy.kind === 'loopback')
    return isLoopback(request, deps.settings.trustProxy) || principal?.via === 'token' ? null : unauthenticated;
  if (!principal) return unauthenticated;
  if (policy.kind === 'signed_in') return null;
  const { role, org } = principal.actor;
  if (!may(role, policy.permission)) return forbidden;
  if (policy.kind !== 'object') return null;
  const ask: RawAsk = { params: asObject(request.params), query: asObject(request.query), body: request.body };
  const further = policy.further?.(ask) ?? null;
  if (further !== null && !may(role, further)) return forbidden;
  const school = policy.schoolOf(deps, ask);
  return school !== null && sees(deps.world(), org, school) ? null : notFound;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const fromElsewhere = (deps: ApiDeps, request: FastifyRequest): boolean =>
  !safeMethods.has(request.method) &&
  bearerOf(request.headers.authorization) === null &&
  !fromOurPages({
    origin: header(request.headers.origin),
    fetchSite: header(request.headers['sec-fetch-site']),
    host: request.host,
    publicUrl: deps.settings.publicUrl,
  });

/** Makes every route carry a policy and every request meet it. A route without one keeps the server from starting. */
export const installGuard = (app: FastifyInstance, deps: ApiDeps): void => {
  const seen: RouteOptions[] = [];
  app.addHook('onRoute', (options) => {
    seen.push(options);
  });
  app.addHook('onReady', (done) => {
    const bare = seen.filter((options) => !options.config?.policy).map((options) => `${String(options.method)} ${options.url}`);
    done(bare.length > 0 ? new Error(`routes without a policy: ${bare.join(', ')}`) : undefined);
  });
  app.decorateRequest('principal', null);
  // Before the rate limit, which counts by caller; public routes need nobody.
  app.addHook('onRequest', (request, reply, done) => {
    const policy = request.routeOptions.config.policy;
    if (policy && policy.kind !== 'public') request.principal = identify(deps, request);
    if (fromElsewhere(deps, request)) sendRefusal(reply, foreignOrigin);
    else done();
  });
  app.addHook('preValidation', (request, reply, done) => {
    const policy = request.routeOptions.config.policy;
    const refusal = policy ? verdict(deps, policy, request) : null;
    if (refusal) sendRefusal(reply, refusal);
    else done();
  });
};
