/**
 * SMS and voice by any gateway that takes a signed POST: the form for a provider, a county's own platform, or a modem in
 * the house. `X-Campus-Signature` = hex HMAC-SHA-256 of `timestamp.body`; `Idempotency-Key` = the notice's id.
 */
import type { ChannelOf } from '../core/notices/channels.ts';
import { type Carrier, failed, numberOf, sent, type Tools, verdictOf } from './carrier.ts';
import { gatewaySignature } from './sign.ts';

const receiptOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'receipt' in body && typeof body.receipt === 'string' ? body.receipt : null;

export const gatewayCarrier =
  ({ kind, language, settings }: ChannelOf<'sms' | 'voice', 'http'>, secret: string, { now, post }: Tools): Carrier =>
  async (outgoing) => {
    const to = numberOf(outgoing);
    if (to === null) return failed('no_phone');
    const body = JSON.stringify({
      id: outgoing.id,
      kind,
      to: `+${to.country}${to.number}`,
      title: outgoing.title[language],
      text: outgoing.text[language],
      link: outgoing.link,
      exercise: outgoing.exercise,
      /** What the person may answer: `1` takes the alarm on. */
      answers: outgoing.subject === 'alarm' ? ['1'] : [],
    });
    const seconds = String(Math.floor(now() / 1000));
    const answer = await post(settings.url, {
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': outgoing.id,
        'x-campus-timestamp': seconds,
        'x-campus-signature': gatewaySignature(secret, seconds, body),
      },
    });
    return verdictOf(answer, (said) => sent(receiptOf(said)));
  };
