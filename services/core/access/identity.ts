/** Who is asking, as the HTTP routes and the live sockets see them. */
import type { Actor } from '../../ports.ts';

export interface Principal {
  readonly actor: Actor;
  readonly via: 'session' | 'token';
  /** Which session or token; tells callers apart and is no secret. */
  readonly key: string;
}

/** Recognises credentials. Every answer is fresh: a revoked session or a person put inactive is null at once. */
export interface Identities {
  bySession(secret: string): Principal | null;
  byToken(secret: string): Principal | null;
  /** The same caller again, without the secret; counts as use. */
  again(key: string): Principal | null;
}
