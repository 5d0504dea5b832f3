/** Fetching one still picture from a camera, from addresses that were allowed beforehand and from nowhere else. */
import { lookup } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';

export type Refusal =
  | 'bad_url'
  | 'host_not_allowed'
  | 'unreachable'
  | 'timeout'
  | 'bad_status'
  | 'redirect'
  | 'too_large'
  | 'not_an_image'
  | 'hidden_content';

export type Fetched<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: Refusal; readonly detail: string };

export const refused = (code: Refusal, detail: string): { readonly ok: false; readonly code: Refusal; readonly detail: string } => ({
  ok: false,
  code,
  detail,
});

export interface FetchLimits {
  /** `host:port` exactly as in the camera's address, e.g. `10.3.0.20:80` or `nvr.school.lan:443`. */
  readonly allowedHosts: readonly string[];
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Host and port with the scheme's own port filled in; IPv6 in brackets. */
const hostPort = (url: URL): string => `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`.toLowerCase();

/** Never a camera: this machine's own unspecified address, link-local (cloud metadata), multicast. Only if spelled out in the list. */
const isNoCamera = (address: string): boolean =>
  /^(0\.|169\.254\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.)/.test(address.replace(/^::ffff:/i, '')) || /^(::$|fe[89ab]|ff)/i.test(address);

const plainHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const resolve = async (url: URL): Promise<Fetched<{ address: string; family: number }>> => {
  const host = plainHost(url);
  const literal = isIP(host);
  if (literal) return { ok: true, value: { address: host, family: literal } };
  try {
    const found = await lookup(host);
    return isNoCamera(found.address) ? refused('host_not_allowed', `${host} resolves to ${found.address}`) : { ok: true, value: found };
  } catch (error) {
    return refused('unreachable', error instanceof Error ? error.message : String(error));
  }
};

/** Digest sign-in is not spoken; a user and password in the address go as HTTP Basic, over whatever the address says. */
const optionsOf = (url: URL, to: { address: string; family: number }, signal: AbortSignal): RequestOptions => ({
  // The checked address itself: a second look-up could answer otherwise.
  host: to.address,
  family: to.family,
  port: url.port || (url.protocol === 'https:' ? 443 : 80),
  path: `${url.pathname}${url.search}`,
  headers: { host: url.host, accept: 'image/*', connection: 'close' },
  ...(url.username && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
  ...(url.protocol === 'https:' && !isIP(plainHost(url)) && { servername: url.hostname }),
  agent: false,
  signal,
});

const readBody = async (response: IncomingMessage, maxBytes: number): Promise<Fetched<Buffer>> => {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) return refused('redirect', `status ${status}`);
  if (status !== 200) return refused('bad_status', `status ${status}`);
  const parts: Buffer[] = [];
  let size = 0;
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return refused('too_large', `more than ${maxBytes} bytes`);
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) return refused('too_large', `more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return { ok: true, value: Buffer.concat(parts) };
};

/** The bytes a camera answers with; whether they are a picture is for the one who decodes them. */
export const fetchBytes = async (text: string, limits: FetchLimits): Promise<Fetched<Buffer>> => {
  if (!URL.canParse(text)) return refused('bad_url', 'not an address');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('bad_url', `scheme ${url.protocol}`);
  if (!limits.allowedHosts.some((allowed) => allowed.toLowerCase() === hostPort(url))) return refused('host_not_allowed', hostPort(url));
  const signal = AbortSignal.timeout(limits.timeoutMs);
  let request: ClientRequest | undefined;
  try {
    const to = await Promise.race([
      resolve(url),
      new Promise<never>((_, reject) => signal.addEventListener('abort', reject, { once: true })),
    ]);
    if (!to.ok) return to;
    const response = await new Promise<IncomingMessage>((answer, fail) => {
      request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(optionsOf(url, to.value, signal), answer);
      request.once('error', fail).end();
    });
    return await readBody(response, limits.maxBytes);
  } catch (error) {
    if (signal.aborted) return refused('timeout', `no picture within ${limits.timeoutMs} ms`);
    return refused('unreachable', error instanceof Error ? error.message : String(error));
  } finally {
    request?.destroy();
  }
};
