/** Each channel against a server that checks what it is sent, as its provider would. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../services/core/notices/channels.ts';
import { channelSchema } from '../../services/core/notices/channels.ts';
import { emptyWorld } from '../../services/core/world.ts';
import { createSender } from '../../services/notify/send.ts';
import { dingtalkSign, feishuSign, gatewaySignature, tc3Authorization, webhookSignature } from '../../services/notify/sign.ts';
import type { Outgoing, Sent } from '../../services/ports.ts';
import { drillOf, openProvider, outgoingOf, type Provider } from './stub.ts';

let provider: Provider;
beforeEach(async () => {
  provider = await openProvider();
});
afterEach(() => provider.close());

const at = Date.UTC(2026, 10, 22, 3);
const webhookSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

const sendBy = (channel: object, secret: string, outgoing: Outgoing): Promise<Sent> => {
  const parsed: Channel = channelSchema.parse({ id: 'c', allowPrivate: true, ...channel });
  const sender = createSender({
    channels: [{ channel: parsed, secret }],
    world: emptyWorld,
    now: () => at,
    connected: () => false,
    publish: () => undefined,
  });
  return sender.send({ ...outgoing, channel: parsed.kind });
};

const asked = () => {
  const first = provider.asked[0];
  if (!first) throw new Error('nothing was asked');
  return first;
};

describe('the generic gateway', () => {
  const sms = () => ({ kind: 'sms', form: 'http', settings: { url: `${provider.url}sms` } });

  it('posts signed, with the notice’s id as idempotency key', async () => {
    provider.answer = '{"receipt":"r-9"}';
    expect(await sendBy(sms(), 'sixteen letters!', outgoingOf())).toEqual({ ok: true, state: 'sent', receipt: 'r-9' });
    const { path, headers, body } = asked();
    expect([path, headers['idempotency-key'], headers['x-campus-timestamp']]).toEqual(['/sms', 'call-1', String(at / 1000)]);
    expect(headers['x-campus-signature']).toBe(
      createHmac('sha256', 'sixteen letters!')
        .update(`${at / 1000}.${body}`)
        .digest('hex'),
    );
    expect(JSON.parse(body)).toMatchObject({ to: '+8613800138000', title: '烟雾报警', link: 'https://watch.example/a/x1', answers: ['1'] });
    expect(gatewaySignature('sixteen letters!', String(at / 1000), `${body} `)).not.toBe(headers['x-campus-signature']);
  });

  it.each([
    [401, 'credentials_refused', false],
    [429, 'rate_limited', true],
    [404, 'provider_refused', false],
    [503, 'provider_error', true],
  ])('understands %i', async (status, code, again) => {
    provider.status = status;
    expect(await sendBy(sms(), 'x'.repeat(16), outgoingOf())).toEqual({ ok: false, code, again });
  });

  it('asks nobody for a person without a number', async () => {
    const nobody = { id: 'p', name: 'p', phone: '—', email: null };
    expect(await sendBy(sms(), 'x'.repeat(16), outgoingOf({ person: nobody }))).toEqual({ ok: false, code: 'no_phone', again: false });
    expect(provider.asked).toEqual([]);
  });
});

describe('Aliyun', () => {
  const form = (kind: 'sms' | 'voice', settings: object) => ({
    kind,
    form: 'aliyun',
    settings: { endpoint: provider.url, keyId: 'K', ...settings },
  });

  it('sends a short message by SendSms, signed over just what was sent', async () => {
    provider.answer = '{"Code":"OK","BizId":"b-1","Message":"OK"}';
    expect(await sendBy(form('sms', { sign: '校园', template: 'SMS_1' }), 's', outgoingOf())).toEqual({
      ok: true,
      state: 'sent',
      receipt: 'b-1',
    });
    const { query, headers } = asked();
    expect(Object.fromEntries(query)).toMatchObject({
      PhoneNumbers: '13800138000',
      SignName: '校园',
      TemplateCode: 'SMS_1',
      OutId: 'call-1',
    });
    expect(JSON.parse(query.get('TemplateParam') ?? '')).toEqual({ title: '烟雾报警', text: '教学楼 302' });
    expect([headers['x-acs-action'], headers['x-acs-version'], headers['x-acs-date']]).toEqual([
      'SendSms',
      '2017-05-25',
      '2026-11-22T03:00:00Z',
    ]);
    expect(headers['authorization']).toMatch(/^ACS3-HMAC-SHA256 Credential=K,SignedHeaders=host;x-acs-action;.*,Signature=[0-9a-f]{64}$/);
  });

  it('calls by SingleCallByTts', async () => {
    provider.answer = '{"Code":"OK","CallId":"v-1"}';
    expect(await sendBy(form('voice', { template: 'TTS_1' }), 's', outgoingOf())).toMatchObject({ ok: true, receipt: 'v-1' });
    expect([asked().headers['x-acs-action'], asked().query.get('CalledNumber')]).toEqual(['SingleCallByTts', '13800138000']);
  });

  it.each([
    ['isv.BUSINESS_LIMIT_CONTROL', 'rate_limited'],
    ['isv.MOBILE_NUMBER_ILLEGAL', 'recipient_refused'],
    ['SignatureDoesNotMatch', 'credentials_refused'],
    ['isv.SMS_TEMPLATE_ILLEGAL', 'provider_refused'],
  ])('understands %s', async (said, code) => {
    provider.answer = JSON.stringify({ Code: said });
    expect(await sendBy(form('sms', { sign: 's', template: 't' }), 's', outgoingOf())).toMatchObject({ ok: false, code });
  });
});

describe('Tencent', () => {
  const settings = { keyId: 'AKID', app: '14', template: '7' };

  it('sends a short message by SendSms, signed over body and host', async () => {
    provider.answer = '{"Response":{"SendStatusSet":[{"SerialNo":"n-1","Code":"Ok"}]}}';
    const channel = { kind: 'sms', form: 'tencent', settings: { ...settings, endpoint: provider.url, sign: '校园' } };
    expect(await sendBy(channel, 'sk', outgoingOf())).toEqual({ ok: true, state: 'sent', receipt: 'n-1' });
    const { headers, body } = asked();
    expect(JSON.parse(body)).toMatchObject({
      PhoneNumberSet: ['+8613800138000'],
      TemplateParamSet: ['烟雾报警', '教学楼 302'],
      SessionContext: 'call-1',
    });
    expect(headers['authorization']).toBe(
      tc3Authorization({ host: headers.host ?? '', service: 'sms', body, keyId: 'AKID', secret: 'sk', at }),
    );
    expect([headers['x-tc-action'], headers['x-tc-version'], headers['x-tc-region']]).toEqual(['SendSms', '2021-01-11', 'ap-guangzhou']);
  });

  it('calls by SendTtsVoice, and understands errors', async () => {
    provider.answer = '{"Response":{"SendStatus":{"CallId":"v-2","SessionContext":""}}}';
    const channel = { kind: 'voice', form: 'tencent', settings: { ...settings, endpoint: provider.url } };
    expect(await sendBy(channel, 'sk', outgoingOf())).toMatchObject({ ok: true, receipt: 'v-2' });
    provider.answer = '{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure"}}}';
    expect(await sendBy(channel, 'sk', outgoingOf())).toMatchObject({ ok: false, code: 'credentials_refused' });
    provider.answer = 'no JSON';
    expect(await sendBy(channel, 'sk', outgoingOf())).toEqual({ ok: false, code: 'provider_error', again: true });
  });
});

describe('robots', () => {
  it('WeCom: the key in the address, the text whole', async () => {
    provider.answer = '{"errcode":0,"errmsg":"ok"}';
    const channel = { kind: 'robot', form: 'wecom', settings: { endpoint: `${provider.url}send` } };
    expect(await sendBy(channel, 'k-1', outgoingOf({ person: null }))).toEqual({ ok: true, state: 'sent', receipt: null });
    expect(asked().query.get('key')).toBe('k-1');
    expect(JSON.parse(asked().body)).toEqual({ msgtype: 'text', text: { content: '烟雾报警\n教学楼 302\nhttps://watch.example/a/x1' } });
    provider.answer = '{"errcode":93000}';
    expect(await sendBy(channel, 'k-1', outgoingOf())).toMatchObject({ code: 'credentials_refused' });
  });

  it('DingTalk: token, time and signature in the address', async () => {
    provider.answer = '{"errcode":0}';
    expect(await sendBy({ kind: 'robot', form: 'dingtalk', settings: { endpoint: provider.url } }, 't1:SEC9', outgoingOf())).toMatchObject({
      ok: true,
    });
    expect(Object.fromEntries(asked().query)).toEqual({ access_token: 't1', timestamp: String(at), sign: dingtalkSign('SEC9', at) });
  });

  it('Feishu: time and signature in the message', async () => {
    provider.answer = '{"code":0}';
    const channel = { kind: 'robot', form: 'feishu', language: 'en', settings: { endpoint: provider.url } };
    expect(await sendBy(channel, 'hook-1:s2', outgoingOf({ link: null }))).toMatchObject({ ok: true });
    expect(asked().path).toBe('/hook-1');
    const seconds = at / 1000;
    expect(JSON.parse(asked().body)).toEqual({
      timestamp: String(seconds),
      sign: feishuSign('s2', seconds),
      msg_type: 'text',
      content: { text: 'Smoke alarm\nBuilding 1, room 302' },
    });
  });
});

describe('the webhook', () => {
  it('is signed as Standard Webhooks has it, under the notice’s own id', async () => {
    const channel = { kind: 'webhook', form: 'standard', settings: { url: provider.url } };
    expect(await sendBy(channel, webhookSecret, outgoingOf({ person: null }))).toMatchObject({ ok: true });
    const { headers, body } = asked();
    expect(headers['webhook-id']).toBe('call-1');
    expect(headers['webhook-signature']).toBe(webhookSignature(webhookSecret, 'call-1', Number(headers['webhook-timestamp']), body));
    expect(JSON.parse(body)).toMatchObject({ type: 'notice', data: { id: 'call-1', exercise: false, subjectId: 'alarm-1' } });
  });
});

describe('a drill', () => {
  const forms: [string, object, string][] = [
    ['wecom', { kind: 'robot', form: 'wecom' }, 'k'],
    ['dingtalk', { kind: 'robot', form: 'dingtalk' }, 't:s'],
    ['feishu', { kind: 'robot', form: 'feishu' }, 't:s'],
    ['standard', { kind: 'webhook', form: 'standard' }, webhookSecret],
  ];

  it.each(forms)('%s: goes to the sandbox, and nowhere where there is none', async (_name, channel, secret) => {
    const real = 'form' in channel && channel.form === 'standard' ? { url: `${provider.url}real` } : { endpoint: `${provider.url}real` };
    expect(await sendBy({ ...channel, settings: real }, secret, drillOf())).toEqual({ ok: false, code: 'exercise_sealed', again: false });
    expect(provider.asked).toEqual([]);
    provider.answer = '{"errcode":0,"code":0}';
    expect(await sendBy({ ...channel, settings: { ...real, sandbox: `${provider.url}sandbox` } }, secret, drillOf())).toMatchObject({
      ok: true,
    });
    expect(provider.asked.map(({ path }) => path)).toEqual(['/sandbox']);
  });

  it.each([
    ['title', { title: { zh: '烟雾报警', en: '[DRILL] Smoke' } }],
    ['text', { text: { zh: '【演练】', en: 'room' } }],
  ])('is not sent by any channel when its %s does not say so', async (_what, fields) => {
    const channel = { kind: 'sms', form: 'http', settings: { url: provider.url } };
    expect(await sendBy(channel, 'x'.repeat(16), drillOf(fields))).toEqual({ ok: false, code: 'exercise_unmarked', again: false });
    expect(provider.asked).toEqual([]);
    expect(await sendBy(channel, 'x'.repeat(16), drillOf())).toMatchObject({ ok: true });
  });
});
