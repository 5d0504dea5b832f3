/** What a route is: one object with its address, who may ask, its shapes and its answer. Routes are registered from one table. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../core/access/identity.ts';
import type { Permission } from '../core/access/policy.ts';
import type { Actor } from '../ports.ts';
import type { ApiDeps } from './deps.ts';
import type { Refusal } from './problems.ts';

/** Where a request's object is named, before its form is checked. */
export interface RawAsk {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Who may ask. `loopback`: this machine, or any token. `branch`: the answer itself holds only what lies in the caller's branch. `object`: the object named must
 * lie in it, else the answer is 404 as if it were not there.
 */
export type Policy =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'loopback' }
  | { readonly kind: 'branch'; readonly permission: Permission }
  | {
      readonly kind: 'object';
      readonly permission: Permission;
      /** A further permission that depends on what is asked for. */
      readonly further?: (ask: RawAsk) => Permission | null;
      /** School of the object named; null = there is no such object. */
      readonly schoolOf: (deps: ApiDeps, ask: RawAsk) => string | null;
    };

export const publicPolicy: Policy = { kind: 'public' };

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;
export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

export interface Ask<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** null only on public routes and on loopback ones. */
  readonly caller: Principal | null;
  /** The caller's actor; not to be asked for on public routes. */
  readonly actor: Actor;
  /** Schools the caller may see; null = all. */
  readonly schools: () => readonly string[] | null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Nothing = z.ZodType<undefined>;

export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly noun: string;
  readonly summary: string;
  readonly policy: Policy;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Shape of the answer; documents carry it, tests check it. Absent = 204, no content. */
  readonly answer?: A;
  /** Content type of an answer that is not JSON. */
  readonly produces?: string;
  run(ask: Ask<z.output<P>, z.output<Q>, z.output<B>>): Outcome<z.output<A>> | Promise<Outcome<z.output<A>>>;
}

export type Route = RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Keeps the shapes' types inside one route and forgets them in the table. */
export const route = <
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = Nothing,
>(
  spec: RouteSpec<P, Q, B, A>,
): Route => spec as unknown as Route;

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy;
  }
  interface FastifyRequest {
    principal: Principal | null;
    /** A JSON body as it was sent: signatures are made over the very bytes. */
    rawBody?: string;
  }
}
