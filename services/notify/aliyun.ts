/** 阿里云短信服务, API SendSms 2017-05-25, and 语音服务, API SingleCallByTts 2017-05-25; signed by ACS3-HMAC-SHA256. */
import { z } from 'zod';
import type { ChannelOf } from '../core/notices/channels.ts';
import type { Outgoing, Sent } from '../ports.ts';
import { type Carrier, failed, numberOf, providerRefused, sent, type Tools, templateValues, verdictOf } from './carrier.ts';
import { acs3Headers, canonicalQuery } from './sign.ts';

type Aliyun = ChannelOf<'sms' | 'voice', 'aliyun'>;

const answerSchema = z.object({ Code: z.string(), BizId: z.string().nullish(), CallId: z.string().nullish() });

const read = (body: unknown): Sent => {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return failed('provider_error', true);
  return answer.data.Code === 'OK' ? sent(answer.data.BizId ?? answer.data.CallId ?? null) : providerRefused(answer.data.Code);
};

/** `OutId` comes back in the receipt: it is how a receipt finds its call. */
const queryOf = (channel: Aliyun, outgoing: Outgoing, number: string): Record<string, string> => {
  const values = JSON.stringify(Object.fromEntries(templateValues(outgoing, channel.language, channel.settings.fields)));
  if (channel.kind === 'sms') {
    const { sign, template } = channel.settings;
    return { PhoneNumbers: number, SignName: sign, TemplateCode: template, TemplateParam: values, OutId: outgoing.id };
  }
  const { shownNumber, template } = channel.settings;
  const shown = shownNumber === null ? {} : { CalledShowNumber: shownNumber };
  return { CalledNumber: number, TtsCode: template, TtsParam: values, PlayTimes: '2', OutId: outgoing.id, ...shown };
};

export const aliyunCarrier =
  (channel: Aliyun, secret: string, { now, nonce, post }: Tools): Carrier =>
  async (outgoing) => {
    const to = numberOf(outgoing);
    if (to === null) return failed('no_phone');
    const query = queryOf(channel, outgoing, to.country === '86' ? to.number : `00${to.number}`);
    const { endpoint, keyId } = channel.settings;
    const action = channel.kind === 'sms' ? 'SendSms' : 'SingleCallByTts';
    const signed = { host: new URL(endpoint).host, action, version: '2017-05-25', query, keyId, secret, at: now(), nonce: nonce() };
    return verdictOf(
      await post(`${new URL('/', endpoint).href}?${canonicalQuery(query)}`, { body: '', headers: acs3Headers(signed) }),
      read,
    );
  };
