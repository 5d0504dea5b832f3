import type { Problem } from '../../services/contracts/http.ts';
import { Refusal, refusalOf } from './problem.ts';

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON; a form with a file as it is. */
  readonly body?: unknown;
  /** The version the change was made from; a stale one is refused with 412. */
  readonly version?: number;
  readonly signal?: AbortSignal | undefined;
  /** A picture over a slow line takes longer than a word. */
  readonly patienceMs?: number;
}

/** No answer for this long counts as unreachable: a person must not wait on a dead line without being told. */
const usualPatienceMs = 15_000;

const bodyOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
};

/** Asks `/api/v1` + path. Throws `Refusal` when refused or unreachable. The types are the shared contract's. */
export const request = async <T>(path: string, options: RequestOptions = {}): Promise<T> => {
  const headers: Record<string, string> = { accept: 'application/json' };
  const isForm = options.body instanceof FormData;
  if (options.body !== undefined && !isForm) headers['content-type'] = 'application/json';
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`;
  const patience = AbortSignal.timeout(options.patienceMs ?? usualPatienceMs);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method: options.method ?? 'GET',
      headers,
      credentials: 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, patience]) : patience,
      ...(options.body === undefined ? {} : { body: isForm ? (options.body as FormData) : JSON.stringify(options.body) }),
    });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new Refusal('network', 0);
  }
  const body = await bodyOf(response);
  if (!response.ok) throw refusalOf(response.status, body as Partial<Problem> | null);
  return body as T;
};

/** Query text without the parts nobody chose. */
export const queryText = (parts: Readonly<Record<string, string | number | undefined>>): string => {
  const chosen = Object.entries(parts).filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '');
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen.map(([name, value]) => [name, String(value)]))}`;
};
