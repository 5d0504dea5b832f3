/** 钉钉自定义机器人, 加签: the address carries its token, the time in ms and the signature. */
import { z } from 'zod';
import type { ChannelOf } from '../core/notices/channels.ts';
import { type Carrier, failed, providerRefused, sent, type Tools, verdictOf, wholeText } from './carrier.ts';
import { dingtalkSign } from './sign.ts';

const answerSchema = z.object({ errcode: z.number() });
/** 300005: no such token; 310000: the signature or the keyword does not match. */
const wrongSecret = new Set([300_005, 310_000]);

export const dingtalkCarrier =
  ({ language, settings }: ChannelOf<'robot', 'dingtalk'>, secret: string, { now, post }: Tools): Carrier =>
  async (outgoing) => {
    const [token = '', signing = ''] = secret.split(':');
    const at = now();
    const signed = new URLSearchParams({ access_token: token, timestamp: String(at), sign: dingtalkSign(signing, at) });
    const url = outgoing.exercise ? settings.sandbox : `${settings.endpoint}?${signed}`;
    if (url === null) return failed('exercise_sealed');
    const body = JSON.stringify({ msgtype: 'text', text: { content: wholeText(outgoing, language) } });
    return verdictOf(await post(url, { body, headers: { 'content-type': 'application/json' } }), (said) => {
      const answer = answerSchema.safeParse(said);
      if (!answer.success) return failed('provider_error', true);
      if (wrongSecret.has(answer.data.errcode)) return failed('credentials_refused');
      return answer.data.errcode === 0 ? sent(null) : providerRefused(String(answer.data.errcode));
    });
  };
