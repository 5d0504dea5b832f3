/** 企业微信群机器人: a text message to the group; the address's key is the channel's secret. */
import { z } from 'zod';
import type { ChannelOf } from '../core/notices/channels.ts';
import { type Carrier, failed, providerRefused, sent, type Tools, verdictOf, wholeText } from './carrier.ts';

const answerSchema = z.object({ errcode: z.number() });
/** 93000: the key is not that of a robot (any more). */
const wrongKey = 93_000;

export const wecomCarrier =
  ({ language, settings }: ChannelOf<'robot', 'wecom'>, secret: string, { post }: Tools): Carrier =>
  async (outgoing) => {
    const url = outgoing.exercise ? settings.sandbox : `${settings.endpoint}?${new URLSearchParams({ key: secret })}`;
    if (url === null) return failed('exercise_sealed');
    const body = JSON.stringify({ msgtype: 'text', text: { content: wholeText(outgoing, language) } });
    return verdictOf(await post(url, { body, headers: { 'content-type': 'application/json' } }), (said) => {
      const answer = answerSchema.safeParse(said);
      if (!answer.success) return failed('provider_error', true);
      if (answer.data.errcode === wrongKey) return failed('credentials_refused');
      return answer.data.errcode === 0 ? sent(null) : providerRefused(String(answer.data.errcode));
    });
  };
