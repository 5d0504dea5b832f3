/** Changes carry the version they saw, so that nobody overwrites what they have not seen. */
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../core/access/identity.ts';
import { versionSeen } from './listing.ts';
import { refuse } from './problems.ts';
import type { Outcome } from './route.ts';
import { ok } from './route.ts';

const malformed = refuse(400, 'invalid_version', 'If-Match takes one version number, like "7".');
const required = refuse(428, 'version_required', 'Send the version you saw as If-Match.');

/** The version a request saw. A screen must say it; a program that acts on its own knowledge (a token) may leave it out. */
export const seenBy = (caller: Principal | null, request: FastifyRequest): Outcome<number | null> => {
  const version = versionSeen(request.headers['if-match']);
  if (version === undefined) return malformed;
  if (request.headers['if-match'] === undefined && caller?.via !== 'token') return required;
  return ok(version);
};
