/** Links to evidence that live a minute at most and are good for one person. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Minors may be in the picture: a link that leaks must be dead before it travels. */
export const linkLifeMs = 60_000;

export interface LinkToken {
  readonly expiresAt: number;
  readonly signature: string;
}

export interface Links {
  sign(evidence: string, person: string, now: number): LinkToken;
  check(evidence: string, person: string, token: LinkToken, now: number): 'ok' | 'expired' | 'forged';
}

/** `key`: at least 32 random bytes of this installation. */
export const createLinks = (key: Uint8Array): Links => {
  const signatureOf = (evidence: string, person: string, expiresAt: number): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify(['evidence', evidence, person, expiresAt]))
      .digest();
  return {
    sign: (evidence, person, now) => {
      const expiresAt = now + linkLifeMs;
      return { expiresAt, signature: signatureOf(evidence, person, expiresAt).toString('base64url') };
    },
    check: (evidence, person, { expiresAt, signature }, now) => {
      const due = signatureOf(evidence, person, expiresAt);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== due.length || !timingSafeEqual(given, due)) return 'forged';
      // A clock set back must not lengthen a link's life.
      return now < expiresAt && expiresAt - now <= linkLifeMs ? 'ok' : 'expired';
    },
  };
};
