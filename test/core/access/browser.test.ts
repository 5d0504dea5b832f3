import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerOf, cookieName, cookieValue, fromOurPages } from '../../../services/core/access/browser.ts';

describe('cookies', () => {
  it('of the two doors have different names', () => {
    expect(cookieName(true)).toMatch(/^__Host-/);
    expect(cookieName(false)).not.toBe(cookieName(true));
  });

  it('are found by their whole name, whatever stands around them', () => {
    const name = fc.stringMatching(/^[a-z_]{1,12}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9_=-]{0,43}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { minLength: 1, selector: ([key]) => key }), (pairs) => {
        const header = pairs.map(([key, text]) => `${key}=${text}`).join('; ');
        for (const [key, text] of pairs) expect(cookieValue(header, key)).toBe(text);
        expect(cookieValue(header, 'ABSENT')).toBeNull();
      }),
    );
    expect(cookieValue(undefined, 'a')).toBeNull();
  });
});

describe('bearer tokens', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['Basic abc', null],
    ['Bearer ', null],
    ['Bearer a b', null],
    [undefined, null],
  ])('%s gives %s', (header, token) => expect(bearerOf(header)).toBe(token));
});

describe('where a request comes from', () => {
  const ours = { host: 'campus.local:3443', publicUrl: 'https://safety.example.cn', fetchSite: undefined };
  it.each([
    ['https://campus.local:3443', undefined, true],
    ['https://safety.example.cn', 'same-origin', true],
    ['https://campus.local', undefined, false],
    ['https://evil.example', 'cross-site', false],
    ['null', undefined, false],
    [undefined, undefined, true],
    [undefined, 'same-origin', true],
    [undefined, 'none', true],
    [undefined, 'cross-site', false],
    [undefined, 'same-site', false],
  ])('origin %s, fetch-site %s: %s', (origin, fetchSite, allowed) => {
    expect(fromOurPages({ ...ours, origin, fetchSite })).toBe(allowed);
  });
});
