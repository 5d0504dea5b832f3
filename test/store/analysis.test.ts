/** Sums kept in columns are what a plain look through all hazards says, whatever was written, changed or taken back meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { hazardCategories, rootCauses } from '../../services/contracts/hazard.ts';
import { hazardStates } from '../../services/contracts/values.ts';
import type { Found } from '../../services/core/analysis/facts.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { FactsStore } from '../../services/store/facts.ts';
import { createFacts } from '../../services/store/facts.ts';
import type { Ledger } from '../../services/store/ledger.ts';
import { createLedger } from '../../services/store/ledger.ts';
import { migrate } from '../../services/store/migrations.ts';
import { createEmbeddedSeries } from '../../services/store/series/embedded.ts';
import type { Sql } from '../../services/store/sqlite.ts';
import { openSqlite } from '../../services/store/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'campus-analysis-'));
let sql: Sql;
let facts: FactsStore;
let ledger: Ledger;
const written = new Map<string, Hazard>();

beforeAll(() => {
  sql = openSqlite(join(folder, 'facts.db'));
  migrate(sql);
  facts = createFacts(sql);
  ledger = createLedger(sql, createEmbeddedSeries(sql));
});
afterAll(() => {
  sql.close();
  rmSync(folder, { recursive: true });
});

const hazardArbitrary = fc
  .record({
    n: fc.nat(30),
    school: fc.constantFrom('s1', 's2', 's3'),
    category: fc.constantFrom(...hazardCategories.slice(-4)),
    cause: fc.option(fc.constantFrom(...rootCauses), { nil: null }),
    state: fc.constantFrom(...hazardStates),
    onTime: fc.option(fc.boolean(), { nil: null }),
    reportedAt: fc.nat(20),
  })
  .map(({ n, ...fields }): Hazard => {
    const cause = { id: `h${n}`, space: null, device: null, origin: 'patrol' as const, alarm: null, incident: null, suggestedGrade: null };
    return { ...openHazard({ ...cause, school: fields.school, category: fields.category, description: '', facts: {}, at: 0 }), ...fields };
  });

const foundArbitrary = fc.record({
  schools: fc.constantFrom(null, ['s1'], ['s2', 's3'], ['s9'], []),
  from: fc.nat(20),
  to: fc.nat(25),
});

const put = (hazards: readonly Hazard[]): void => {
  const turn = newTurn(0);
  for (const hazard of hazards) turn.put.hazard.set(hazard.id, hazard);
  ledger.write(turn);
};

const real = ({ schools, from, to }: Found): Hazard[] =>
  [...written.values()].filter(
    ({ school, reportedAt, state }) =>
      (schools === null || schools.includes(school)) && reportedAt >= from && reportedAt < to && state !== 'draft' && state !== 'rejected',
  );

const tally = (names: readonly string[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const name of names) sums[name] = (sums[name] ?? 0) + 1;
  return sums;
};

const agree = (found: Found): void => {
  const there = real(found);
  const causes = facts.analysis.causes(found);
  expect(Object.fromEntries(causes.map(({ category, cause, count }) => [`${category} ${cause}`, count]))).toEqual(
    tally(there.map(({ category, cause }) => `${category} ${cause}`)),
  );
  for (const row of causes)
    expect(row.schools).toBe(
      new Set(there.filter(({ category, cause }) => category === row.category && cause === row.cause).map(({ school }) => school)).size,
    );
  expect(
    Object.fromEntries(facts.analysis.states(found).map(({ school, state, onTime, count }) => [`${school} ${state} ${onTime}`, count])),
  ).toEqual(tally(there.map(({ school, state, onTime }) => `${school} ${state} ${onTime}`)));
  const known = tally(there.filter(({ cause }) => cause !== null && cause !== 'unknown').map(({ school, cause }) => `${school} ${cause}`));
  expect(Object.fromEntries(facts.analysis.recurring(found, 2).map(({ school, cause, count }) => [`${school} ${cause}`, count]))).toEqual(
    Object.fromEntries(Object.entries(known).filter(([, count]) => count >= 2)),
  );
};

describe('sums over all hazards', () => {
  it('are what a plain look through them says, at every moment', () => {
    fc.assert(
      fc.property(fc.array(hazardArbitrary, { maxLength: 12 }), foundArbitrary, fc.boolean(), (hazards, found, warm) => {
        if (warm) facts.analysis.warm();
        put(hazards);
        for (const hazard of hazards) written.set(hazard.id, hazard);
        agree(found);
      }),
      { numRuns: 60 },
    );
    agree({ schools: null, from: 0, to: 100 });
    expect(written.size).toBeGreaterThan(20);
  });

  it('forget what a transaction took back', () => {
    const everything = { schools: null, from: 0, to: 100 };
    agree(everything);
    const some = [...written.values()].slice(0, 5).map((hazard) => ({ ...hazard, cause: 'design' as const, state: 'closed' as const }));
    expect(() =>
      sql.transaction(() => {
        for (const { id } of some) sql.prepare("UPDATE hazard SET cause = 'design', state = 'closed', school = 's3' WHERE id = ?").run(id);
        throw new Error('taken back');
      }),
    ).toThrow('taken back');
    agree(everything);
    sql.prepare('DELETE FROM hazard WHERE id = ?').run(some[0]?.id ?? '');
    written.delete(some[0]?.id ?? '');
    agree(everything);
  });
});
