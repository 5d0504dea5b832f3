import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinks, linkLifeMs } from '../../services/media/links.ts';

const now = 1_760_000_000_000;
const links = createLinks(new Uint8Array(32).fill(7));

describe('links to evidence', () => {
  it('are good for a minute, for one person and one picture', () => {
    const token = links.sign('e1', 'p1', now);
    expect(linkLifeMs).toBeLessThanOrEqual(60_000);
    expect(links.check('e1', 'p1', token, now)).toBe('ok');
    expect(links.check('e1', 'p1', token, now + 59_999)).toBe('ok');
    expect(links.check('e1', 'p1', token, now + 60_000)).toBe('expired');
    expect(links.check('e1', 'p1', token, now - 1)).toBe('expired');
    expect(links.check('e2', 'p1', token, now)).toBe('forged');
    expect(links.check('e1', 'p2', token, now)).toBe('forged');
    expect(links.check('e1', 'p1', { ...token, expiresAt: token.expiresAt + 1 }, now)).toBe('forged');
    expect(createLinks(new Uint8Array(32)).check('e1', 'p1', token, now)).toBe('forged');
  });

  it('cannot be made up', () => {
    const token = links.sign('e1', 'p1', now);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (evidence, person, signature) => {
        fc.pre(evidence !== 'e1' || person !== 'p1');
        expect(links.check(evidence, person, token, now)).toBe('forged');
        expect(links.check('e1', 'p1', { ...token, signature }, now)).toBe('forged');
      }),
    );
  });
});
