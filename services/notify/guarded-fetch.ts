/**
 * Asking an address that somebody typed. The name is resolved once and the connection goes to an address that was
 * checked (a second answer of the DNS changes nothing); no redirects, bounded answers, TLS verified (threat T13).
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Address, Resolve } from './reach.ts';
import { reachFor } from './reach.ts';

export interface GuardedOptions {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** From the name's look-up to the last byte; usual: 5 s, so that a dead one is known before the next step is due. */
  readonly timeoutMs?: number;
  /** The site's own network may be asked (a gateway in the house); then also without TLS. */
  readonly allowPrivate?: boolean;
  readonly resolve?: Resolve | undefined;
}

export type Guarded =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly code: GuardCode };
export type GuardCode =
  | 'bad_address'
  | 'not_https'
  | 'address_refused'
  | 'name_unknown'
  | 'timed_out'
  | 'unreachable'
  | 'tls_failed'
  | 'redirect_refused'
  | 'answer_too_large';

/** Answers of providers are a few hundred bytes. */
const mostBytes = 64 * 1024;
const usualTimeoutMs = 5_000;

const refused = (code: GuardCode): Guarded => ({ ok: false, code });

/** Node asks for one address or for all, as it likes; it gets those that were checked. */
const answering =
  (checked: readonly Address[]): LookupFunction =>
  (_host, options, done) => {
    const first = checked[0];
    if (options.all) done(null, [...checked]);
    else if (first) done(null, first.address, first.family);
  };

const readBounded = (response: IncomingMessage): Promise<Guarded> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= mostBytes) return void parts.push(part);
      resolve(refused('answer_too_large'));
      response.destroy();
    });
    response.on('end', () => resolve({ ok: true, status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
    response.on('error', reject);
  });

const ask = (url: URL, checked: readonly Address[], options: GuardedOptions, signal: AbortSignal): Promise<Guarded> =>
  new Promise((resolve, reject) => {
    const begin = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const body = Buffer.from(options.body);
    const request: ClientRequest = begin(url, {
      method: 'POST',
      // No pool: a connection made for a channel that may ask the house is never lent to one that may not.
      agent: false,
      lookup: answering(checked),
      headers: { ...options.headers, 'content-length': String(body.length), 'accept-encoding': 'identity' },
      signal,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        response.destroy();
        return resolve(refused('redirect_refused'));
      }
      readBounded(response).then(resolve, reject);
    });
    request.end(body);
  });

const tlsCodes = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

const codeOf = (error: unknown, signal: AbortSignal): GuardCode => {
  if (signal.aborted) return 'timed_out';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (tlsCodes.test(code)) return 'tls_failed';
  return 'unreachable';
};

/** Resolves with what `work` does, or rejects when the time is up: a look-up cannot be broken off. */
const before = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('timed out')), { once: true });
    work.then(resolve, reject);
  });

/** May this address be asked at all, before any name is looked up? */
const refusalOf = (url: URL | null, allowPrivate: boolean): GuardCode | null => {
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return 'bad_address';
  return url.protocol === 'http:' && !allowPrivate ? 'not_https' : null;
};

/** Posts once. Never throws; what went wrong is a stable code. */
export const guardedPost = async (address: string, options: GuardedOptions): Promise<Guarded> => {
  const allowPrivate = options.allowPrivate ?? false;
  const url = URL.canParse(address) ? new URL(address) : null;
  const refusal = refusalOf(url, allowPrivate);
  if (url === null || refusal !== null) return refused(refusal ?? 'bad_address');
  const signal = AbortSignal.timeout(options.timeoutMs ?? usualTimeoutMs);
  try {
    const reached = await before(signal, reachFor(allowPrivate, options.resolve)(url.hostname));
    if (!reached.ok) return refused(reached.code);
    return await before(signal, ask(url, reached.addresses, options, signal));
  } catch (error) {
    return refused(codeOf(error, signal));
  }
};
