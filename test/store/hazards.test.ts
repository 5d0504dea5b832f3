/** A list, a count and what presses most are what a plain look through all hazards says, whatever index serves them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import { endStates } from '../../services/core/hazards/transitions.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { FactsStore } from '../../services/store/facts.ts';
import { createFacts } from '../../services/store/facts.ts';
import type { Ledger } from '../../services/store/ledger.ts';
import { createLedger } from '../../services/store/ledger.ts';
import { migrate } from '../../services/store/migrations.ts';
import { createEmbeddedSeries } from '../../services/store/series/embedded.ts';
import type { Sql } from '../../services/store/sqlite.ts';
import { openSqlite } from '../../services/store/sqlite.ts';

const start = Date.UTC(2026, 0, 1);
const schools = ['s1', 's2', 's3', 's4'] as const;
const states = ['reported', 'graded', 'rectifying', 'listed', 'verifying', 'closed', 'rejected', 'transferred', 'reopened'] as const;
const categories = ['fire_safety', 'electrical', 'detector_silent'] as const;

const folder = mkdtempSync(join(tmpdir(), 'campus-hazards-'));
let sql: Sql;
let facts: FactsStore;
let ledger: Ledger;

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

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null });

const hazardArbitrary = fc
  .record({
    n: fc.integer({ min: 0, max: 40 }),
    school: fc.constantFrom(...schools),
    state: fc.constantFrom(...states),
    grade: maybe(['general', 'major'] as const),
    category: fc.constantFrom(...categories),
    origin: fc.constantFrom('patrol' as const, 'sensor' as const, 'public' as const),
    cause: maybe(['ageing', 'funds'] as const),
    responsible: maybe(['p1', 'p2']),
    device: maybe(['d1', 'd2']),
    space: maybe(['r1', 'r2']),
    alarm: maybe(['a1']),
    incident: maybe(['i1']),
    // Few, so that many have the same.
    reportedAt: fc.integer({ min: 0, max: 6 }),
    deadline: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
    flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    onTime: maybe([true, false]),
  })
  .map(({ n, reportedAt, deadline, flags: [overdue, listed, watched], onTime, ...fields }): Hazard => {
    const open = !endStates.has(fields.state);
    return {
      ...openHazard({ ...fields, id: `h${n}`, suggestedGrade: null, description: '', facts: {}, at: start + reportedAt }),
      ...fields,
      open,
      deadline: deadline === null ? null : start + deadline,
      overdue: open && overdue,
      listed: open && listed,
      watched: open && watched,
      closedAt: fields.state === 'closed' ? start + reportedAt + 1 : null,
      onTime: fields.state === 'closed' ? onTime : null,
    };
  });

const whereArbitrary = fc.record(
  {
    school: fc.constantFrom(...schools),
    state: fc.constantFrom(...states),
    grade: fc.constantFrom('general', 'major'),
    category: fc.constantFrom(...categories),
    origin: fc.constantFrom('patrol', 'sensor', 'public', 'agency'),
    cause: fc.constantFrom('ageing', 'funds'),
    responsible: fc.constantFrom('p1', 'p2'),
    device: fc.constantFrom('d1', 'd2'),
    space: fc.constantFrom('r1', 'r2'),
    alarm: fc.constantFrom('a1'),
    incident: fc.constantFrom('i1'),
    open: fc.boolean(),
    overdue: fc.boolean(),
    listed: fc.boolean(),
    watched: fc.boolean(),
  },
  { requiredKeys: [] },
);
const branchArbitrary = fc.option(fc.subarray([...schools]), { nil: null });

const write = (hazards: readonly Hazard[]): void => {
  const turn = newTurn(start);
  for (const hazard of hazards) turn.put.hazard.set(hazard.id, hazard);
  ledger.write(turn);
};

/** Each run begins with none; a step at a time, as the flows write them, the same hazard again and again. */
const fill = (steps: readonly Hazard[]): Hazard[] => {
  sql.exec('DELETE FROM hazard');
  for (const hazard of steps) write([hazard]);
  return [...new Map(steps.map((hazard) => [hazard.id, hazard])).values()];
};

const inBranch = (branch: readonly string[] | null) => (hazard: Hazard) => branch === null || branch.includes(hazard.school);
const newestFirst = (a: Hazard, b: Hazard): number => b.reportedAt - a.reportedAt || (a.id < b.id ? 1 : -1);
const stepsArbitrary = fc.array(hazardArbitrary, { maxLength: 60 });

const allPages = (where: Record<string, string | boolean>, branch: readonly string[] | null, limit: number): Hazard[] => {
  const items: Hazard[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = facts.list('hazard', { where, schools: branch, limit, cursor });
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
};

describe('hazards', () => {
  it('are listed by any filters, page by page, each once and in order', () => {
    fc.assert(
      fc.property(
        stepsArbitrary,
        fc.array(fc.tuple(whereArbitrary, branchArbitrary, fc.integer({ min: 1, max: 9 })), { minLength: 8, maxLength: 8 }),
        (steps, queries) => {
          const hazards = fill(steps);
          for (const [where, branch, limit] of queries) {
            const asked = Object.entries(where) as [keyof Hazard, unknown][];
            const wanted = hazards.filter((hazard) => inBranch(branch)(hazard) && asked.every(([name, value]) => hazard[name] === value));
            expect(allPages(where as Record<string, string | boolean>, branch, limit)).toEqual(wanted.sort(newestFirst));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are listed the same from a branch with many of them as from one with few', () => {
    const many = Array.from(
      { length: 51_000 },
      (_, i): Hazard => ({
        ...openHazard({
          id: `m${i}`,
          school: i % 3 === 0 ? 's1' : 's2',
          space: null,
          device: null,
          category: categories[i % 7] ?? 'fire_safety',
          origin: i % 11 === 0 ? 'public' : 'patrol',
          alarm: null,
          incident: null,
          suggestedGrade: null,
          description: '',
          facts: {},
          at: start + (i % 1000),
        }),
        cause: i % 5 === 0 ? 'funds' : null,
        grade: i % 50 === 0 ? 'major' : 'general',
        ...(i % 10 === 0 ? {} : { state: i % 9 === 0 ? 'rejected' : 'closed', open: false }),
      }),
    );
    sql.exec('DELETE FROM hazard');
    write(many);
    const sorted = many.sort(newestFirst);
    const some: Record<string, string | boolean>[] = [
      {},
      { category: 'electrical', origin: 'public' },
      { cause: 'funds', grade: 'major' },
      { origin: 'public', state: 'closed' },
      { state: 'rejected' },
      { grade: 'major', open: false },
      { open: true },
      { school: 's1', state: 'rejected' },
    ];
    for (const where of some)
      for (const branch of [null, ['s1', 's2'], ['s1', 's2', 's3']]) {
        const wanted = sorted.filter((hazard) => Object.entries(where).every(([name, value]) => hazard[name as keyof Hazard] === value));
        const page = facts.list('hazard', { where, schools: branch, limit: 50 });
        expect(
          page.items.map(({ id }) => id),
          JSON.stringify([where, branch]),
        ).toEqual(wanted.slice(0, 50).map(({ id }) => id));
      }
  }, 60_000);

  it('are counted by the database as by counting them', () => {
    fc.assert(
      fc.property(stepsArbitrary, branchArbitrary, (steps, branch) => {
        const hazards = fill(steps).filter(inBranch(branch));
        const number = (school: string, is: (hazard: Hazard) => boolean): number =>
          hazards.filter((hazard) => hazard.school === school && is(hazard)).length;
        for (const { org, ...counts } of facts.hazardTally(branch)) {
          expect(counts).toEqual({
            found: number(org, ({ open, state }) => open || state === 'closed'),
            open: number(org, ({ open }) => open),
            overdue: number(org, ({ open, overdue }) => open && overdue),
            major: number(org, ({ open, grade }) => open && grade === 'major'),
            listed: number(org, ({ open, listed }) => open && listed),
            closed: number(org, ({ state }) => state === 'closed'),
            onTime: number(org, ({ onTime }) => onTime === true),
            late: number(org, ({ onTime }) => onTime === false),
            cleared: number(org, ({ overdue }) => overdue) === 0,
          });
        }
        const known = new Set(facts.hazardTally(branch).map(({ org }) => org));
        expect(hazards.filter(({ school }) => !known.has(school))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('that press most come first: overdue, listed, major, then the nearest deadline', () => {
    fc.assert(
      fc.property(stepsArbitrary, branchArbitrary, fc.integer({ min: 1, max: 20 }), (steps, branch, limit) => {
        const open = fill(steps).filter((hazard) => hazard.open && inBranch(branch)(hazard));
        const far = Number.MAX_SAFE_INTEGER;
        const keys = (h: Hazard): number[] => [
          Number(!h.overdue),
          Number(!h.listed),
          Number(h.grade !== 'major'),
          h.deadline ?? far,
          -h.reportedAt,
        ];
        const wanted = open.sort((a, b) => {
          const [ka, kb] = [keys(a), keys(b)];
          const at = ka.findIndex((value, i) => value !== kb[i]);
          return at < 0 ? (a.id < b.id ? -1 : 1) : (ka[at] ?? 0) - (kb[at] ?? 0);
        });
        expect(facts.pressingHazards(branch, limit)).toEqual(wanted.slice(0, limit));
      }),
      { numRuns: 60 },
    );
  });

  it('of the same cause are found by incident, else device, else place', () => {
    fc.assert(
      fc.property(stepsArbitrary, hazardArbitrary, fc.integer({ min: 0, max: 6 }), (steps, cause, since) => {
        const wanted = fill(steps).filter(
          (h) =>
            h.school === cause.school &&
            h.category === cause.category &&
            (h.open || (h.closedAt !== null && h.closedAt >= start + since)) &&
            (cause.incident !== null
              ? h.incident === cause.incident
              : cause.device !== null
                ? h.device === cause.device
                : h.device === null && h.incident === null && h.space === cause.space),
        );
        const byId = (a: Hazard, b: Hazard): number => (a.id < b.id ? -1 : 1);
        expect(facts.hazardsLike(cause, start + since).sort(byId)).toEqual(wanted.sort(byId));
      }),
      { numRuns: 60 },
    );
  });
});
