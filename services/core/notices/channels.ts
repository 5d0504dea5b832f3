/**
 * `config/channels.yaml`: by which providers people are reached. No secret stands in it: a channel's secret is the
 * environment's `CAMPUS_CHANNEL_<ID>_SECRET`. Pure: the shapes, and which channel serves a school.
 */
import { z } from 'zod';
import type { ChannelId } from '../../contracts/call.ts';
import { idSchema } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

const text = z.string().min(1).max(200);
const address = z.url({ protocol: /^https?$/ }).max(500);
/** What a provider's template may be given, in its order. */
const templateFields = z
  .array(z.enum(['title', 'text', 'link', 'name']))
  .min(1)
  .max(4)
  .prefault(['title', 'text']);

const all = {
  /** Lower case, digits and `_`: it is also part of the name of its environment variable. */
  id: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, 'lower-case letters, digits and _, beginning with a letter'),
  /** The part of the organisation it serves; the nearest one above a school wins. null = all. */
  org: idSchema.nullable().default(null),
  /** Its host may lie in this house's own network (then also without TLS). */
  allowPrivate: z.boolean().default(false),
  language: z.enum(['zh', 'en']).default('zh'),
};

/** Aliyun's and Tencent's services: the address is a setting so that another region, or a private cloud, can be named. */
const cloud = <K extends 'sms' | 'voice', F extends 'aliyun' | 'tencent', S extends z.ZodRawShape>(
  kind: K,
  form: F,
  endpoint: string,
  shape: S,
) =>
  z.strictObject({
    ...all,
    kind: z.literal(kind),
    form: z.literal(form),
    settings: z.strictObject({ endpoint: address.default(endpoint), keyId: text, template: text, fields: templateFields, ...shape }),
  });

const gateway = <K extends 'sms' | 'voice'>(kind: K) =>
  z.strictObject({ ...all, kind: z.literal(kind), form: z.literal('http'), settings: z.strictObject({ url: address }) });

/** Where messages of a drill go instead; null = none leaves the house. */
const sandbox = address.nullable().default(null);
const robot = <F extends string>(form: F, endpoint: string) =>
  z.strictObject({
    ...all,
    kind: z.literal('robot'),
    form: z.literal(form),
    settings: z.strictObject({ endpoint: address.default(endpoint), sandbox }),
  });

export const channelSchema = z.union([
  z.strictObject({
    ...all,
    kind: z.literal('email'),
    form: z.literal('smtp'),
    settings: z.strictObject({
      host: z.string().regex(/^[A-Za-z0-9.-]+$/, 'a host name or an IPv4 address'),
      port: z.number().int().min(1).max(65_535).default(465),
      /** `tls` from the first byte (465), `starttls` (587); `none` only with `allowPrivate`. */
      security: z.enum(['tls', 'starttls', 'none']).default('tls'),
      from: text,
      /** null = the server takes mail from this house without signing in; then it has no secret. */
      user: text.nullable().default(null),
    }),
  }),
  gateway('sms'),
  gateway('voice'),
  cloud('sms', 'aliyun', 'https://dysmsapi.aliyuncs.com/', { sign: text }),
  cloud('sms', 'tencent', 'https://sms.tencentcloudapi.com/', { sign: text, app: text, region: text.default('ap-guangzhou') }),
  cloud('voice', 'aliyun', 'https://dyvmsapi.aliyuncs.com/', { shownNumber: text.nullable().default(null) }),
  cloud('voice', 'tencent', 'https://vms.tencentcloudapi.com/', { app: text, region: text.default('ap-guangzhou') }),
  robot('wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send'),
  robot('dingtalk', 'https://oapi.dingtalk.com/robot/send'),
  robot('feishu', 'https://open.feishu.cn/open-apis/bot/v2/hook'),
  z.strictObject({
    ...all,
    kind: z.literal('webhook'),
    form: z.literal('standard'),
    settings: z.strictObject({ url: address, sandbox }),
  }),
]);
export type Channel = z.infer<typeof channelSchema>;
export type ChannelOf<K extends Channel['kind'], F extends Channel['form']> = Extract<Channel, { kind: K; form: F }>;

/** A channel with its secret; '' = it needs none. */
export interface ConfiguredChannel {
  readonly channel: Channel;
  readonly secret: string;
}

const withoutTls = (channel: Channel): boolean =>
  channel.kind === 'email'
    ? channel.settings.security === 'none'
    : Object.values(channel.settings).some((value) => String(value).toLowerCase().startsWith('http:'));

export const channelsSchema = z.strictObject({ channels: z.array(channelSchema).max(100) }).superRefine(({ channels }, context) => {
  const seen = new Set<string>();
  for (const [index, channel] of channels.entries()) {
    const fault = (key: string, message: string): void => context.addIssue({ code: 'custom', path: ['channels', index, key], message });
    if (seen.has(channel.id)) fault('id', `${channel.id} is there twice`);
    if (withoutTls(channel) && !channel.allowPrivate) fault('settings', 'without TLS only inside the house: needs allowPrivate');
    seen.add(channel.id);
  }
});

/** Name of the environment variable with a channel's secret. */
export const secretNameOf = (id: string): string => `CAMPUS_CHANNEL_${id.toUpperCase()}_SECRET`;

export const needsSecret = (channel: Channel): boolean => channel.kind !== 'email' || channel.settings.user !== null;

/** What a secret has to look like; null = as it should be. DingTalk and Feishu need the address's token and the signing secret. */
export const secretFault = (channel: Channel, secret: string): string | null => {
  if (channel.form === 'dingtalk' || channel.form === 'feishu') {
    return /^[^:\s]+:[^:\s]+$/.test(secret) ? null : 'the token of the address and the signing secret, as token:secret';
  }
  if (channel.form === 'standard')
    return /^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/.test(secret) ? null : 'at least 24 bytes in base64 (Standard Webhooks)';
  return channel.form === 'http' && secret.length < 16 ? 'at least 16 characters' : null;
};

/** Channels of this kind for a school, those of its nearest organisation alone, in the file's order: the later ones stand in. */
export const channelsFor = <C extends Pick<Channel, 'kind' | 'org'>>(
  world: World,
  channels: readonly C[],
  kind: ChannelId,
  school: string,
): C[] => {
  const mine = channels.filter((channel) => channel.kind === kind);
  const nearest = [...branchAbove(world, school), null].find((org) => mine.some((channel) => channel.org === org));
  return nearest === undefined ? [] : mine.filter((channel) => channel.org === nearest);
};

/** A telephone number as providers want it; mainland China's where no country is said. */
export const dialled = (phone: string): { readonly country: string; readonly number: string } | null => {
  const digits = phone.replace(/[\s().-]/g, '');
  const abroad = /^(?:\+|00)(\d{7,15})$/.exec(digits);
  if (abroad) {
    const number = abroad[1] ?? '';
    return number.startsWith('86') ? { country: '86', number: number.slice(2) } : { country: '', number };
  }
  return /^\d{7,12}$/.test(digits) ? { country: '86', number: digits } : null;
};
