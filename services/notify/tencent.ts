/** 腾讯云短信, API SendSms 2021-01-11, and 语音消息, API SendTtsVoice 2020-09-02; signed by TC3-HMAC-SHA256. */
import { z } from 'zod';
import type { ChannelOf } from '../core/notices/channels.ts';
import type { Outgoing, Sent } from '../ports.ts';
import { type Carrier, failed, numberOf, providerRefused, sent, type Tools, templateValues, verdictOf } from './carrier.ts';
import { tc3Authorization, tc3ContentType } from './sign.ts';

type Tencent = ChannelOf<'sms' | 'voice', 'tencent'>;

const answerSchema = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string() }).optional(),
    SendStatusSet: z.array(z.object({ SerialNo: z.string(), Code: z.string() })).optional(),
    SendStatus: z.object({ CallId: z.string() }).optional(),
  }),
});

const read = (body: unknown): Sent => {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return failed('provider_error', true);
  const { Error: error, SendStatusSet: sms, SendStatus: voice } = answer.data.Response;
  if (error) return providerRefused(error.Code);
  const first = sms?.[0];
  if (first) return first.Code === 'Ok' ? sent(first.SerialNo) : providerRefused(first.Code);
  return voice ? sent(voice.CallId) : failed('provider_error', true);
};

const bodyOf = (channel: Tencent, outgoing: Outgoing, number: string): object => {
  const values = templateValues(outgoing, channel.language, channel.settings.fields).map(([, value]) => value);
  const { template, app } = channel.settings;
  if (channel.kind === 'voice') {
    return {
      TemplateId: template,
      CalledNumber: number,
      VoiceSdkAppid: app,
      TemplateParamSet: values,
      PlayTimes: 2,
      SessionContext: outgoing.id,
    };
  }
  const { sign } = channel.settings;
  return {
    PhoneNumberSet: [number],
    SmsSdkAppId: app,
    SignName: sign,
    TemplateId: template,
    TemplateParamSet: values,
    SessionContext: outgoing.id,
  };
};

export const tencentCarrier =
  (channel: Tencent, secret: string, { now, post }: Tools): Carrier =>
  async (outgoing) => {
    const to = numberOf(outgoing);
    if (to === null) return failed('no_phone');
    const { endpoint, keyId, region } = channel.settings;
    const sms = channel.kind === 'sms';
    const { host, href } = new URL('/', endpoint);
    const body = JSON.stringify(bodyOf(channel, outgoing, `+${to.country}${to.number}`));
    const at = now();
    const headers = {
      authorization: tc3Authorization({ host, service: sms ? 'sms' : 'vms', body, keyId, secret, at }),
      'content-type': tc3ContentType,
      host,
      'x-tc-action': sms ? 'SendSms' : 'SendTtsVoice',
      'x-tc-version': sms ? '2021-01-11' : '2020-09-02',
      'x-tc-timestamp': String(Math.floor(at / 1000)),
      'x-tc-region': region,
    };
    return verdictOf(await post(href, { body, headers }), read);
  };
