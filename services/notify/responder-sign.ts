/** Standard Webhooks signatures (v1, HMAC-SHA-256): each responder has its own key, made from the installation's. */
import type { Seal } from '../core/linkage/link.ts';
import { webhookSignature } from './sign.ts';

/** As it is given to the responder: `whsec_…`. */
export const responderSecret = (seal: Seal, responder: string): string =>
  `whsec_${Buffer.from(seal('responder-webhook', responder)).toString('base64')}`;

export const signedHeaders = (seal: Seal, responder: string, id: string, body: string, now: number): Readonly<Record<string, string>> => {
  const seconds = Math.floor(now / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': webhookSignature(responderSecret(seal, responder), id, seconds, body),
  };
};
