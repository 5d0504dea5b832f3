import { describe, expect, it } from 'vitest';
import { plainLines } from '../report.ts';

describe('the last line of a test run', () => {
  it('counts, and says why what was skipped was skipped', () => {
    const text = plainLines({ passed: 3, failed: 1, skipped: new Map([['no browser on this machine', 2]]) });
    expect(text).toBe('\nskipped 2: no browser on this machine\n3 passed, 1 failed, 2 skipped\n');
  });

  it('is plain when nothing was skipped', () => {
    expect(plainLines({ passed: 1, failed: 0, skipped: new Map() })).toBe('\n1 passed, 0 failed, 0 skipped\n');
  });
});
