/** Items #17 (four colours by table) and the dated, cited table itself. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { riskLevels } from '../../../services/contracts/risk.ts';
import { levelOf, riskRulesSchema, riskTermsFor } from '../../../services/core/risk/policy.ts';
import { emptyWorld } from '../../../services/core/world.ts';

const text = readFileSync('config/risks.yaml', 'utf8');
const rules = riskRulesSchema.parse(parse(text));
const world = emptyWorld();
for (const [id, kind, parent] of [
  ['county', 'bureau', null],
  ['hill', 'township', 'county'],
  ['oak', 'school', 'hill'],
] as const)
  world.orgs.set(id, { id, kind, parent, name: id, schoolKind: kind === 'school' ? 'primary' : null, ownership: null, location: null });
const terms = riskTermsFor(rules, world, 'oak', Date.UTC(2026, 10, 21));

describe('四色: the level of a risk', () => {
  it.each([
    [1, 1, 'low'],
    [1, 5, 'general'],
    [5, 1, 'general'],
    [2, 5, 'considerable'],
    [3, 3, 'general'],
    [3, 4, 'considerable'],
    [4, 4, 'considerable'],
    [4, 5, 'major'],
    [5, 5, 'major'],
  ] as const)('likelihood %i × severity %i = %s', (likelihood, severity, level) => {
    expect(levelOf(terms, likelihood, severity)).toBe(level);
  });

  it('has all four colours, and never a lower one for more likely or more severe', () => {
    const rank = (l: number, s: number): number => -riskLevels.indexOf(levelOf(terms, l, s));
    const one = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(one, one, one, one, (l, s, moreL, moreS) => {
        if (moreL >= l && moreS >= s) expect(rank(moreL, moreS)).toBeGreaterThanOrEqual(rank(l, s));
      }),
    );
    expect(new Set(terms.scale.levels.flat())).toEqual(new Set(riskLevels));
  });
});

describe('config/risks.yaml', () => {
  const changed = (change: (entry: Record<string, unknown>) => void): boolean => {
    const document = parse(text) as { entries: Record<string, unknown>[] };
    change(document.entries[0] as Record<string, unknown>);
    return riskRulesSchema.safeParse(document).success;
  };

  it('refuses a table in which a greater risk has a lower level, a hole, or no citation', () => {
    const scale =
      (levels: unknown, cites: unknown = { zh: '甲', en: 'a' }) =>
      (entry: Record<string, unknown>) => {
        entry['scale'] = { levels, cites };
      };
    const rows = terms.scale.levels.map((row) => [...row]);
    expect(changed(scale(rows))).toBe(true);
    expect(changed(scale(rows.map((row, i) => (i === 4 ? ['low', ...row.slice(1)] : row)).toReversed()))).toBe(false);
    expect(changed(scale(rows.slice(1)))).toBe(false);
    expect(changed(scale(rows, { zh: '甲' }))).toBe(false);
    expect(changed((entry) => (entry['org'] = 'county'))).toBe(false);
    expect(changed((entry) => (entry['from'] = '2020-13-41'))).toBe(false);
  });

  it('takes the nearest organisation with an entry in force, the newest of it', () => {
    const [entry] = rules.entries;
    if (!entry) throw new Error('no entry');
    const day = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
    const stricter = (org: string | null, from: string, schools: number) => ({
      ...entry,
      org,
      from: day(from),
      common: { ...entry.common, schools },
    });
    const all = { entries: [stricter(null, '2020-01-01', 3), stricter(null, '2025-01-01', 4), stricter('hill', '2026-01-01', 5)] };
    const at = (org: string, when: string): number => riskTermsFor(all, world, org, day(when)).common.schools;
    expect([
      at('oak', '2019-01-01'),
      at('oak', '2024-06-01'),
      at('oak', '2025-01-01'),
      at('oak', '2026-01-01'),
      at('county', '2026-06-01'),
    ]).toEqual([3, 3, 4, 5, 4]);
  });
});
