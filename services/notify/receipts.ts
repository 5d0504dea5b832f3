/** What providers say afterwards: who it is from, that it is new, and what it means in this house's words. */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ReceiptLetter, ReceiptLine } from '../acts/channels.ts';
import type { Channel } from '../core/notices/channels.ts';
import type { Result } from '../ports.ts';
import { callbackKey, gatewaySignature } from './sign.ts';

/** A callback older or newer than this is not taken (Standard Webhooks: five minutes). */
const toleranceMs = 5 * 60_000;

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Remembers signatures for as long as their time would be accepted. After a restart a repeat changes nothing: calls only go on. */
export const createReplayGuard = (now: () => number): ((signature: string) => boolean) => {
  const seen = new Map<string, number>();
  return (signature) => {
    for (const [old, until] of seen) {
      if (until > now()) break;
      seen.delete(old);
    }
    if (seen.has(signature)) return false;
    seen.set(signature, now() + 2 * toleranceMs);
    return true;
  };
};

const refuse = (status: 400 | 403 | 409, code: string, detail: string): Result<never> => ({ ok: false, status, code, detail });

/** Providers that push without any signature are given an address with a key instead (`callbackKey`). */
const signsNothing = (channel: Channel): boolean => channel.form === 'aliyun' || channel.form === 'tencent';

/** Why a letter is not believed; null = it is the provider's, and new. */
export const letterRefusal = (
  channel: Channel,
  secret: string,
  letter: ReceiptLetter,
  now: number,
  isNew: (signature: string) => boolean,
): Result<never> | null => {
  if (signsNothing(channel)) {
    return same(letter.key ?? '', callbackKey(secret, channel.id)) ? null : refuse(403, 'bad_signature', 'the key is not this channel’s');
  }
  const { timestamp, signature } = letter;
  if (timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp)) return refuse(403, 'bad_signature', 'it is not signed');
  if (!same(signature, gatewaySignature(secret, timestamp, letter.body)))
    return refuse(403, 'bad_signature', 'the signature does not match');
  if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs)
    return refuse(403, 'stale_signature', 'signed more than five minutes ago or ahead');
  return isNew(signature) ? null : refuse(409, 'replayed', 'this very callback was taken before');
};

const generic = z.object({
  id: z.string().max(100),
  state: z.enum(['delivered', 'seen', 'failed']),
  reason: z
    .string()
    .regex(/^[a-z_]{1,40}$/, 'a stable code')
    .nullish(),
  /** What the person sent back or pressed. */
  reply: z.string().max(200).nullish(),
});

/** 阿里云 SmsReport (HTTP 批量推送) and VoiceReport: `out_id` is the notice's id; `dtmf` what was pressed. */
const aliyun = z.object({
  out_id: z.string().max(100),
  success: z.boolean().optional(),
  status_code: z.string().optional(),
  dtmf: z.string().nullish(),
});
/** 腾讯云 短信下发状态通知 and 语音通知状态回调: the provider's own number of the message. */
const tencent = z.union([
  z.object({ sid: z.string(), report_status: z.string() }).transform((row) => ({ number: row.sid, ok: row.report_status === 'SUCCESS' })),
  z
    .object({ voiceprompt_callback: z.object({ callid: z.string(), result: z.string() }) })
    .transform(({ voiceprompt_callback: said }) => ({ number: said.callid, ok: said.result === '0' })),
]);

const takesOn = (reply: string | null | undefined): boolean => reply?.trim() === '1';

const lineOf = (call: string, ok: boolean, kind: Channel['kind'], claims = false): ReceiptLine => ({
  call,
  // Who lifted the receiver or pressed a key was reached in person; a text lies on a telephone.
  state: ok ? (kind === 'voice' ? 'seen' : 'delivered') : 'failed',
  reason: ok ? null : 'not_delivered',
  claims: ok && claims,
});

const rowsOf = (body: unknown): unknown[] => (Array.isArray(body) ? body : [body]);
const read = <T>(schema: z.ZodType<T>, body: unknown): T[] | null => {
  const rows = z.array(schema).min(1).max(500).safeParse(rowsOf(body));
  return rows.success ? rows.data : null;
};

/** `callOf`: the notice a provider's own number stands for; null = not known here. */
export const linesOf = (channel: Channel, text: string, callOf: (receipt: string) => string | null): readonly ReceiptLine[] | null => {
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch {
    return null;
  }
  if (channel.form === 'aliyun') {
    const rows = read(aliyun, body);
    return rows && rows.map((row) => lineOf(row.out_id, row.success ?? row.status_code === '200000', channel.kind, takesOn(row.dtmf)));
  }
  if (channel.form === 'tencent') {
    const rows = read(tencent, body);
    return rows && rows.flatMap(({ number, ok }) => (callOf(number) === null ? [] : [lineOf(callOf(number) ?? '', ok, channel.kind)]));
  }
  const rows = read(generic, body);
  return rows && rows.map(({ id, state, reason, reply }) => ({ call: id, state, reason: reason ?? null, claims: takesOn(reply) }));
};
