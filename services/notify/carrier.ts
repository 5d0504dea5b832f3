/** What every channel is: one notice out, one verdict back. A channel is one file beside this one and one line in `carriers.ts`. */
import { randomUUID } from 'node:crypto';
import type { Channel } from '../core/notices/channels.ts';
import { dialled } from '../core/notices/channels.ts';
import type { Outgoing, Sent } from '../ports.ts';
import type { Guarded, GuardedOptions } from './guarded-fetch.ts';
import { guardedPost } from './guarded-fetch.ts';

/** Carries one notice; never throws for what the far side does. */
export type Carrier = (outgoing: Outgoing) => Promise<Sent>;

export interface Tools {
  readonly now: () => number;
  readonly nonce: () => string;
  /** Posts as the channel is allowed to. */
  readonly post: (url: string, options: Pick<GuardedOptions, 'body' | 'headers'>) => Promise<Guarded>;
}

export const toolsFor = (channel: Pick<Channel, 'allowPrivate'>, now: () => number, resolve?: GuardedOptions['resolve']): Tools => ({
  now,
  nonce: randomUUID,
  post: (url, options) => guardedPost(url, { ...options, allowPrivate: channel.allowPrivate, ...(resolve ? { resolve } : {}) }),
});

export const failed = (code: string, again = false): Sent => ({ ok: false, code, again });
export const sent = (receipt: string | null): Sent => ({ ok: true, state: 'sent', receipt });

/** Guards that a later try may pass; the others are wrong settings. */
const passing = new Set(['timed_out', 'unreachable', 'name_unknown']);

const refusalOf = (status: number): Sent | null => {
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) return failed('credentials_refused');
  if (status === 429) return failed('rate_limited', true);
  return status >= 500 ? failed('provider_error', true) : failed('provider_refused');
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

/** What an answer comes to; `read` looks into the body of one that is no refusal already. */
export const verdictOf = (answer: Guarded, read: (body: unknown) => Sent): Sent => {
  if (!answer.ok) return failed(answer.code, passing.has(answer.code));
  return refusalOf(answer.status) ?? read(jsonOf(answer.text));
};

/** The verdict by a provider's own code: what this house understands of it, else that the provider refused. */
export const providerRefused = (code: string): Sent => {
  if (/LIMIT|Throttl|LimitExceeded|FrequencyLimit|too many|45009|130101|9499|11232/i.test(code)) return failed('rate_limited', true);
  if (/MOBILE|Phone|CalledNumber/i.test(code)) return failed('recipient_refused');
  if (/Signature|AuthFailure|AccessKey|InvalidTimeStamp|Secret/i.test(code)) return failed('credentials_refused');
  return /InternalError|SYSTEM_ERROR|ServiceUnavailable|RequestTimeout/i.test(code)
    ? failed('provider_error', true)
    : failed('provider_refused');
};

/** Number of the person a notice is for. */
export const numberOf = ({ person }: Outgoing): { readonly country: string; readonly number: string } | null =>
  person?.phone ? dialled(person.phone) : null;

type Language = Channel['language'];

/** One text for a robot or a mail: title, words, and where to take it on. */
export const wholeText = ({ title, text, link }: Outgoing, language: Language): string =>
  [title[language], text[language], ...(link === null ? [] : [link])].join('\n');

/** The values a provider's template is given, in the order the channel names them. */
export const templateValues = (
  { title, text, link, person }: Outgoing,
  language: Language,
  fields: readonly string[],
): [string, string][] => {
  const known: Record<string, string> = { title: title[language], text: text[language], link: link ?? '', name: person?.name ?? '' };
  return fields.map((field) => [field, known[field] ?? '']);
};
