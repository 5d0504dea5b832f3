/** The table of reporting limits: strict, dated, nearest jurisdiction first. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { reportingSchema, tableFor } from '../../../services/core/reporting/table.ts';

const shipped = reportingSchema.parse(parse(readFileSync('config/reporting.yaml', 'utf8')));
const base = shipped.tables[0];
if (!base) throw new Error('no table');
const at = Date.UTC(2026, 10, 21);

describe('config/reporting.yaml', () => {
  it('holds the defaults of domain B9, with their source in both languages', () => {
    expect(base).toMatchObject({ jurisdiction: '*', oralMinutes: 30, writtenMinutes: 60, followUpMinutes: 120, finalDays: 7 });
    expect(base.cites.zh).toContain('493');
  });

  it.each([
    ['an unknown key', { tables: [{ ...base, oral: 30 }] }, /oral/],
    ['no table for everywhere', { tables: [{ ...base, jurisdiction: 'county' }] }, /everywhere/],
    ['two tables of one day', { tables: [base, { ...base, oralMinutes: 5 }] }, /same day/],
    ['the letter before the telephone', { tables: [{ ...base, oralMinutes: 61 }] }, /not sooner/],
    ['a field that reports do not have', { tables: [{ ...base, mandatory: { initial: ['weather'], final: [] } }] }, /mandatory|Invalid/],
    ['no source', { tables: [{ ...base, cites: { zh: '', en: 'x' } }] }, /cites|small/],
  ])('refuses %s', (_, document, why) => {
    const parsed = reportingSchema.safeParse(document);
    expect(JSON.stringify(parsed.error?.issues)).toMatch(why);
  });
});

describe('the table in force', () => {
  const tables = [
    base,
    { ...base, jurisdiction: 'county', from: '2026-01-01', oralMinutes: 20 },
    { ...base, jurisdiction: 'county', from: '2026-11-22', oralMinutes: 10 },
    { ...base, jurisdiction: 'city', from: '2020-01-01', oralMinutes: 25 },
  ];

  it('is the nearest organisation’s, the newest that has begun by Shanghai’s day', () => {
    const branch = ['school', 'township', 'county', 'city'];
    expect(tableFor(tables, branch, at)?.oralMinutes).toBe(20);
    expect(tableFor(tables, branch, Date.UTC(2026, 10, 21, 15, 59))?.oralMinutes).toBe(20);
    expect(tableFor(tables, branch, Date.UTC(2026, 10, 21, 16))?.oralMinutes).toBe(10);
    expect(tableFor(tables, branch, Date.UTC(2025, 5, 1))?.oralMinutes).toBe(25);
    expect(tableFor(tables, ['elsewhere'], at)?.oralMinutes).toBe(30);
    expect(tableFor([{ ...base, from: '2030-01-01' }], branch, at)).toBeNull();
  });
});
