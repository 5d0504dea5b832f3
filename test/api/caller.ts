/** Asks a campus over real HTTP. */
import { expect } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '../../services/contracts/http.ts';

export interface Caller {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Signs in and gives the cookie. */
  signIn(id: string, password: string, more?: object): Promise<string>;
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The problem document of a refusal. */
export const problem = async (response: Response): Promise<z.infer<typeof problemSchema>> => {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const document = problemSchema.parse(await response.json());
  expect(document.status).toBe(response.status);
  return document;
};

export const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

export const callerOf = (url: string): Caller => {
  const get: Caller['get'] = (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' });
  const post: Caller['post'] = (path, body, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn: Caller['signIn'] = async (id, password, more = {}) => {
    const response = await post('/api/v1/session', { id, password, ...more });
    expect(await response.clone().text()).toContain('permissions');
    return cookieOf(response);
  };
  return { get, post, signIn };
};
