/** Signing in and out, the first set-up, and the demo's sign-ins. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Session } from '../../contracts/http.ts';
import { sessionSchema, setupSchema, signInSchema } from '../../contracts/http.ts';
import type { Org, Person } from '../../contracts/place.ts';
import { roles } from '../../contracts/values.ts';
import { cookieName } from '../../core/access/browser.ts';
import type { Principal } from '../../core/access/identity.ts';
import { may, permissionsOf } from '../../core/access/policy.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound, refuse } from '../problems.ts';
import type { Outcome, Route } from '../route.ts';
import { ok, publicPolicy, route } from '../route.ts';
import { createThrottle } from '../throttle.ts';

const wrongPassword = refuse(401, 'wrong_password', 'The name or the password is wrong.');
const tooManyAttempts = refuse(429, 'too_many_attempts', 'Too many attempts; wait a minute.');
const noWall = refuse(403, 'no_wall', 'This role cannot keep a wall signed in: its sessions end.');
const noSetup = refuse(
  403,
  'setup_over',
  'This set-up link is used up or out of date; a restart of the server prints a new one while nobody can sign in.',
);
const noSession = refuse(400, 'no_session', 'A token is not a session; revoke it with the operator’s command.');

/** `wall`: stay signed in as long as the screen is on. */
const openSessionSchema = signInSchema.extend({ wall: z.boolean().default(false) });

const demoSchema = z.object({
  accounts: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(roles), password: z.string() })),
});

const sessionView = (deps: ApiDeps, { actor }: Principal): Session => {
  const world = deps.world();
  const everywhere: Org = { id: 'all', kind: 'city', parent: null, name: '全部 · All', schoolKind: null, ownership: null, location: null };
  const org = world.orgs.get(actor.org) ?? everywhere;
  const nobody: Person = { id: actor.id, name: actor.name, role: actor.role, org: org.id, phone: null, active: true };
  return {
    person: world.people.get(actor.id) ?? nobody,
    role: actor.role,
    org,
    permissions: permissionsOf(actor.role),
    demo: deps.settings.demo,
  };
};

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const;

const signedIn = (deps: ApiDeps, person: string, wall: boolean, request: FastifyRequest, reply: FastifyReply): Outcome<Session> => {
  const { secret, expiresAt } = deps.accounts.openSession(person, wall);
  const principal = deps.accounts.bySession(secret);
  if (!principal) return wrongPassword;
  // A wall's cookie outlives a closed browser: 400 days is the longest a browser keeps one (RFC 6265bis §5.5).
  const expires = new Date(expiresAt ?? deps.clock.now() + 400 * 24 * 3600_000);
  reply.setCookie(cookieName(request.protocol === 'https'), secret, { ...cookieOptions(request), expires });
  return ok(sessionView(deps, principal));
};

export const sessionRoutes = (deps: ApiDeps): Route[] => {
  const throttle = createThrottle(deps.clock);
  return [
    route({
      method: 'POST',
      url: '/api/v1/session',
      noun: 'session',
      summary: 'Sign in; sets the session cookie',
      policy: publicPolicy,
      body: openSessionSchema,
      answer: sessionSchema,
      run: async ({ body, request, reply }) => {
        if (!throttle.admit(request.ip, body.id)) {
          reply.header('retry-after', '60');
          return tooManyAttempts;
        }
        if (!(await deps.accounts.checkPassword(body.id, body.password))) return wrongPassword;
        throttle.forgive(request.ip, body.id);
        const person = deps.world().people.get(body.id);
        if (body.wall && person && may(person.role, 'people.manage')) return noWall;
        return signedIn(deps, body.id, body.wall, request, reply);
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/session',
      noun: 'session',
      summary: 'Who I am and what my role permits',
      policy: { kind: 'signed_in' },
      answer: sessionSchema,
      run: ({ caller }) => (caller ? ok(sessionView(deps, caller)) : notFound),
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/session',
      noun: 'session',
      summary: 'Sign out',
      policy: { kind: 'signed_in' },
      run: ({ caller, request, reply }) => {
        if (caller?.via !== 'session') return noSession;
        deps.accounts.close(caller.key);
        reply.clearCookie(cookieName(request.protocol === 'https'), cookieOptions(request));
        return ok(undefined);
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/setup',
      noun: 'session',
      summary: 'Make the first administrator, once, with the token printed at first start',
      policy: publicPolicy,
      body: setupSchema,
      answer: sessionSchema,
      run: async ({ body, request, reply }) => {
        if (!throttle.admit(request.ip, 'setup')) return tooManyAttempts;
        if (!deps.accounts.setupStands(body.token)) return noSetup;
        // Used up before anything else can run, so that two requests at once make one administrator.
        const founded = deps.foundOrganisation({ id: body.id, name: body.name });
        if (!founded.ok) return founded;
        deps.accounts.endSetup();
        throttle.forgive(request.ip, 'setup');
        await deps.accounts.setPassword(body.id, body.password);
        return signedIn(deps, body.id, false, request, reply);
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/demo',
      noun: 'session',
      summary: 'The demo’s sign-ins; 404 on a server for real use',
      policy: publicPolicy,
      answer: demoSchema,
      run: () => {
        const accounts = deps.settings.demo ? deps.demoAccounts() : null;
        return accounts ? ok({ accounts: accounts.map(({ id, name, role, password }) => ({ id, name, role, password })) }) : notFound;
      },
    }),
  ];
};
