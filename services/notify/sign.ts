/** Signatures of requests, as each provider's own document describes them. Pure functions of their arguments. */
import { createHash, createHmac } from 'node:crypto';

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986: what `encodeURIComponent` leaves and Aliyun wants encoded. */
const percent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

export interface Call3 {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
  readonly keyId: string;
  readonly secret: string;
  readonly at: number;
  readonly nonce: string;
}

/** Parameters in the order and writing that is signed. */
export const canonicalQuery = (query: Readonly<Record<string, string>>): string =>
  Object.keys(query)
    .sort()
    .map((name) => `${percent(name)}=${percent(query[name] ?? '')}`)
    .join('&');

/** Aliyun's request signature V3, `ACS3-HMAC-SHA256`, of a POST with its parameters in the query (RPC style). */
export const acs3Headers = ({ host, action, version, query, keyId, secret, at, nonce }: Call3): Record<string, string> => {
  const body = sha256Hex('');
  const headers: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': body,
    'x-acs-date': `${new Date(at).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
  const canonical = ['POST', '/', canonicalQuery(query), lines, names.join(';'), body].join('\n');
  const signature = hmac(secret, `ACS3-HMAC-SHA256\n${sha256Hex(canonical)}`).toString('hex');
  return { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}` };
};

export interface Tc3 {
  readonly host: string;
  /** `sms`, `vms` … */
  readonly service: string;
  readonly body: string;
  readonly keyId: string;
  readonly secret: string;
  readonly at: number;
}

export const tc3ContentType = 'application/json; charset=utf-8';

/** Tencent Cloud's API signature v3, `TC3-HMAC-SHA256`. */
export const tc3Authorization = ({ host, service, body, keyId, secret, at }: Tc3): string => {
  const seconds = Math.floor(at / 1000);
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  const signed = 'content-type;host';
  const canonical = ['POST', '/', '', `content-type:${tc3ContentType}\nhost:${host}\n`, signed, sha256Hex(body)].join('\n');
  const scope = `${date}/${service}/tc3_request`;
  const key = hmac(hmac(hmac(`TC3${secret}`, date), service), 'tc3_request');
  const signature = hmac(key, ['TC3-HMAC-SHA256', String(seconds), scope, sha256Hex(canonical)].join('\n')).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
};

/** DingTalk's custom robot with 加签: the secret signs the time in ms and itself. */
export const dingtalkSign = (secret: string, at: number): string => hmac(secret, `${at}\n${secret}`).toString('base64');

/** Feishu's custom robot with 签名校验: time in seconds and secret are the key, the message is empty. */
export const feishuSign = (secret: string, seconds: number): string => hmac(`${seconds}\n${secret}`, '').toString('base64');

/** Standard Webhooks 1.0: `v1,` and base64 of HMAC-SHA-256 over `id.seconds.body`. */
export const webhookSignature = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${hmac(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'), `${id}.${seconds}.${body}`).toString('base64')}`;

/** The generic gateway's signature, both ways: hex HMAC-SHA-256 over `seconds.body`. */
export const gatewaySignature = (secret: string, seconds: string, body: string): string =>
  hmac(secret, `${seconds}.${body}`).toString('hex');

/** What a provider that cannot sign its callbacks is told to send as `?key=`: made from the secret, and not the secret. */
export const callbackKey = (secret: string, channel: string): string => hmac(secret, `receipts:${channel}`).toString('hex');
