/** 飞书自定义机器人, 签名校验: time in seconds and signature stand in the message. */
import { z } from 'zod';
import type { ChannelOf } from '../core/notices/channels.ts';
import { type Carrier, failed, providerRefused, sent, type Tools, verdictOf, wholeText } from './carrier.ts';
import { feishuSign } from './sign.ts';

const answerSchema = z.object({ code: z.number() });
/** 19001: no such address; 19021: the signature does not match. */
const wrongSecret = new Set([19_001, 19_021]);

export const feishuCarrier =
  ({ language, settings }: ChannelOf<'robot', 'feishu'>, secret: string, { now, post }: Tools): Carrier =>
  async (outgoing) => {
    const [token = '', signing = ''] = secret.split(':');
    const seconds = Math.floor(now() / 1000);
    const url = outgoing.exercise ? settings.sandbox : `${settings.endpoint.replace(/\/$/, '')}/${encodeURIComponent(token)}`;
    if (url === null) return failed('exercise_sealed');
    const signed = outgoing.exercise ? {} : { timestamp: String(seconds), sign: feishuSign(signing, seconds) };
    const body = JSON.stringify({ ...signed, msg_type: 'text', content: { text: wholeText(outgoing, language) } });
    return verdictOf(await post(url, { body, headers: { 'content-type': 'application/json' } }), (said) => {
      const answer = answerSchema.safeParse(said);
      if (!answer.success) return failed('provider_error', true);
      if (wrongSecret.has(answer.data.code)) return failed('credentials_refused');
      return answer.data.code === 0 ? sent(null) : providerRefused(String(answer.data.code));
    });
  };
