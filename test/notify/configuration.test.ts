/** `channels.yaml` and its secrets: strict, everything wrong at once, and no secret in any word of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withSecrets } from '../../services/channel-secrets.ts';
import { loadConfig } from '../../services/config.ts';
import { type Channel, channelSchema, channelsSchema, dialled, secretNameOf } from '../../services/core/notices/channels.ts';
import { maskEnvironment } from '../../services/environment.ts';

const channelOf = (fields: object): Channel =>
  channelSchema.parse({ id: 'sms', kind: 'sms', form: 'http', settings: { url: 'https://x.example/' }, ...fields });
const noFiles = (): string => {
  throw new Error('no such file');
};

/** The examples of the shipped file, as if their comment signs were taken away. */
const examples = (): unknown => {
  const lines = readFileSync('config/channels.yaml', 'utf8').split('\n');
  const list = lines.slice(lines.indexOf('channels: []') + 1).map((line) => line.replace(/^# ?/, ''));
  return parse(`channels:\n${list.map((line) => `  ${line}`).join('\n')}`) as unknown;
};

describe('channels.yaml', () => {
  it('is shipped empty, with examples that are good', () => {
    expect(channelsSchema.parse(parse(readFileSync('config/channels.yaml', 'utf8')))).toEqual({ channels: [] });
    const parsed = channelsSchema.parse(examples());
    expect(parsed.channels.map(({ kind, form }) => `${kind}/${form}`)).toEqual([
      'email/smtp',
      'sms/aliyun',
      'sms/tencent',
      'voice/aliyun',
      'sms/http',
      'robot/wecom',
      'webhook/standard',
    ]);
  });

  it.each([
    ['an unknown key', { id: 'a', kind: 'sms', form: 'http', settings: { url: 'https://x.example/', secret: 'hush' } }],
    ['another kind’s form', { id: 'a', kind: 'sms', form: 'wecom', settings: {} }],
    ['no address', { id: 'a', kind: 'webhook', form: 'standard', settings: { url: 'x' } }],
    ['an address that is no web address', { id: 'a', kind: 'webhook', form: 'standard', settings: { url: 'file:///etc/passwd' } }],
    ['a name that cannot be in a variable', { id: 'A-b', kind: 'robot', form: 'wecom', settings: {} }],
    ['no TLS outside the house', { id: 'a', kind: 'sms', form: 'http', settings: { url: 'http://x.example/' } }],
    [
      'mail in clear outside the house',
      { id: 'a', kind: 'email', form: 'smtp', settings: { host: 'x.example', security: 'none', from: 'a@b' } },
    ],
  ])('refuses %s', (_what, channel) => {
    expect(channelsSchema.safeParse({ channels: [channel] }).success).toBe(false);
  });

  it('refuses two of one name', () => {
    const robot = { id: 'group', kind: 'robot', form: 'wecom', settings: {} };
    expect(channelsSchema.safeParse({ channels: [robot, robot] }).success).toBe(false);
  });
});

describe('secrets', () => {
  it('are all asked for at once, and misspelt ones told', () => {
    const channels = [channelOf({}), channelOf({ id: 'ding', kind: 'robot', form: 'dingtalk', settings: {} })];
    const outcome = withSecrets(channels, { CAMPUS_CHANNEL_SMSS_SECRET: 'hush hush hush hush' }, noFiles);
    expect(outcome.ok ? [] : outcome.errors.map((error) => error.split(':')[0])).toEqual([
      'CAMPUS_CHANNEL_SMSS_SECRET',
      'CAMPUS_CHANNEL_SMS_SECRET',
      'CAMPUS_CHANNEL_DING_SECRET',
    ]);
    expect(JSON.stringify(outcome)).not.toContain('hush');
  });

  it('come from the environment or from a file, never both', () => {
    const name = secretNameOf('sms');
    expect(withSecrets([channelOf({})], { [`${name}_FILE`]: '/run/sms' }, () => 'sixteen letters!\n')).toMatchObject({
      ok: true,
      value: [{ secret: 'sixteen letters!' }],
    });
    expect(withSecrets([channelOf({})], { [`${name}_FILE`]: '/run/sms' }, noFiles)).toMatchObject({ ok: false });
    expect(withSecrets([channelOf({})], { [name]: 'sixteen letters!', [`${name}_FILE`]: '/run/sms' }, () => 'x')).toMatchObject({
      ok: false,
    });
  });

  it.each([
    [channelOf({}), 'short'],
    [channelOf({ kind: 'robot', form: 'feishu', settings: {} }), 'token-without-secret'],
    [channelOf({ kind: 'webhook', form: 'standard' }), 'whsec_short'],
  ])('are refused when they cannot be right', (channel, secret) => {
    const outcome = withSecrets([channel], { [secretNameOf('sms')]: secret }, noFiles);
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain(secret);
  });

  it('stop the start with everything else that is wrong, and are never printed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'channels-'));
    for (const file of ['settings.yaml', 'rules.yaml']) writeFileSync(join(folder, file), readFileSync(`config/${file}`));
    writeFileSync(
      join(folder, 'channels.yaml'),
      'channels:\n  - { id: sms, kind: sms, form: http, settings: { url: "https://x.example/" } }\n',
    );
    const bad = loadConfig({ CAMPUS_CONFIG: folder, CAMPUS_MQTT_PORT: 'x' });
    const errors = bad.ok ? '' : bad.errors.join('\n');
    for (const part of ['CAMPUS_CHANNEL_SMS_SECRET', 'CAMPUS_MQTT_PORT']) expect(errors).toContain(part);
    const good = loadConfig({ CAMPUS_CONFIG: folder, CAMPUS_CHANNEL_SMS_SECRET: 'hush hush hush hush' });
    if (!good.ok) throw new Error(good.errors.join('\n'));
    expect(good.value.channels).toMatchObject([{ channel: { id: 'sms' }, secret: 'hush hush hush hush' }]);
    expect(JSON.stringify(maskEnvironment(good.value.environment))).not.toContain('hush');
    rmSync(folder, { recursive: true });
  });
});

describe('a telephone number', () => {
  it.each([
    ['138 0013 8000', '86', '13800138000'],
    ['+86 138-0013-8000', '86', '13800138000'],
    ['008613800138000', '86', '13800138000'],
    ['(0571) 8765-4321', '86', '057187654321'],
    ['+852 5123 4567', '', '85251234567'],
  ])('%s', (given, country, number) => expect(dialled(given)).toEqual({ country, number }));
  it.each(['', '—', '138', '内线 8001', '+86'])('“%s” is none', (given) => expect(dialled(given)).toBeNull());
});
