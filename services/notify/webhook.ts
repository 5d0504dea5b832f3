/** A signed POST to somebody's own system, as Standard Webhooks 1.0 has it; the notice's id is the message's id in every try. */
import type { ChannelOf } from '../core/notices/channels.ts';
import { type Carrier, failed, sent, type Tools, verdictOf } from './carrier.ts';
import { webhookSignature } from './sign.ts';

export const webhookCarrier =
  ({ settings }: ChannelOf<'webhook', 'standard'>, secret: string, { now, post }: Tools): Carrier =>
  async (outgoing) => {
    const url = outgoing.exercise ? settings.sandbox : settings.url;
    if (url === null) return failed('exercise_sealed');
    const { id, school, exercise, title, text, link, subject, subjectId, at } = outgoing;
    const body = JSON.stringify({
      type: 'notice',
      timestamp: new Date(at).toISOString(),
      data: { id, school, exercise, title, text, link, subject, subjectId },
    });
    const seconds = Math.floor(now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': webhookSignature(secret, id, seconds, body),
    };
    // Whoever answers 2xx has it: a system is no person, but this one is all there is to reach.
    return verdictOf(await post(url, { body, headers }), () => sent(null));
  };
