import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { consolePolicySchema } from '../../../services/core/consoles/policy.ts';

type File = Record<string, { value: number; cites: { zh: string; en: string } }>;
const file = (): File => parse(readFileSync('config/console.yaml', 'utf8')) as File;

/** The shipped file with some numbers changed. */
const withValues = (values: Record<string, number>): File => {
  const changed = file();
  for (const [name, value] of Object.entries(values)) changed[name] = { cites: { zh: '改', en: 'changed' }, value };
  return changed;
};

describe('config/console.yaml', () => {
  it('keeps the promise as it is shipped', () => {
    const policy = consolePolicySchema.parse(file());
    expect(policy).toMatchObject({ proveMs: 5_000, answerMs: 10_000, lostMs: 15_000, slowMs: 1_000, breachMs: 10_000 });
  });

  it.each([
    ['a loss that is noticed too late', { lostSeconds: 25, frameSeconds: 5 }],
    ['a single unanswered question that would lose the console', { proveSeconds: 10, lostSeconds: 15 }],
    ['a breach that is noticed too late', { breachSeconds: 18, answerSeconds: 10 }],
    ['no time at all', { lostSeconds: 0 }],
  ])('refuses %s', (_what, values: Record<string, number>) => {
    expect(consolePolicySchema.safeParse(withValues(values)).success).toBe(false);
  });

  it('refuses a number without its source', () => {
    const { proveSeconds } = file();
    expect(consolePolicySchema.safeParse({ ...file(), proveSeconds: { value: proveSeconds?.value } }).success).toBe(false);
  });
});
