/** The signed link by which a responder answers: bound to one request, good for a while, of no use for anything else. */
import type { AssistanceRequest, RequestAction } from '../../contracts/responder.ts';

/** HMAC under the installation's key, one key a purpose. */
export type Seal = (purpose: string, text: string) => Uint8Array & { toString(encoding: 'base64url'): string };

/** 128 bits. */
const tag = (seal: Seal, purpose: string, text: string): string => seal(purpose, text).toString('base64url').slice(0, 22);

/** `request.expiry.tag`; request ids hold no dot. */
export const linkToken = (seal: Seal, request: string, expiresAt: number): string => {
  const named = `${request}.${expiresAt.toString(36)}`;
  return `${named}.${tag(seal, 'responder', named)}`;
};

/** Compared in a time that tells nothing about where they differ. */
const same = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= (a.codePointAt(i) ?? 0) ^ (b.codePointAt(i) ?? 0);
  return difference === 0;
};

/** The request a link stands for; null when it is forged, damaged or too old. */
export const readLink = (seal: Seal, token: string, now: number): string | null => {
  const [request, expiry, given, ...more] = token.split('.');
  if (!request || !expiry || !given || more.length > 0) return null;
  if (!same(given, tag(seal, 'responder', `${request}.${expiry}`))) return null;
  return Number.parseInt(expiry, 36) > now ? request : null;
};

const answered = ['accepted', 'en_route', 'on_scene', 'rejected', 'cleared', 'cancelled'];

/**
 * The key to one step of one request. It opens that step once: after it the request stands elsewhere and asks for
 * another key. What the system does meanwhile (sending, waiting) does not spoil it.
 */
export const stepKey = (seal: Seal, { id, state }: Pick<AssistanceRequest, 'id' | 'state'>, action: RequestAction): string =>
  tag(seal, 'responder-step', `${id}.${answered.includes(state) ? state : 'asked'}.${action}`);

export const isStepKey = (seal: Seal, request: Pick<AssistanceRequest, 'id' | 'state'>, action: RequestAction, given: string): boolean =>
  same(given, stepKey(seal, request, action));
