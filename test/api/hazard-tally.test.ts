import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tally } from '../../services/contracts/hazard.ts';
import { tallySchema } from '../../services/contracts/hazard.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { foreignMark, hazardOf, other, own } from './documents.ts';

let campus: Campus;
beforeAll(async () => {
  campus = await openCampus();
  const mine = hazardOf(own.school, 'h1');
  const closed = { state: 'closed' as const, open: false, closedAt: 5 };
  campus.putHazard(
    mine,
    { ...mine, id: 'h2', overdue: true, grade: 'major', listed: true },
    { ...mine, id: 'h3', ...closed, onTime: true },
    { ...mine, id: 'h4', ...closed, onTime: false },
    { ...mine, id: 'h5', state: 'rejected', open: false },
    hazardOf(other.school, `${foreignMark}-h`),
  );
});
afterAll(() => campus.close());

const ask = async (query: string): Promise<{ items: Tally[]; total: Tally }> => {
  const headers = { authorization: `Bearer ${campus.token('bureau-leader', own.township)}` };
  const answer = await campus.api.inject({ method: 'GET', url: `/api/v1/hazards/tally${query}`, headers });
  expect(answer.statusCode).toBe(200);
  return answer.json();
};

it('counts the branch by school and by township: open and closed are what was found, overdue ones keep it from being cleared', async () => {
  const before = campus.facts.list('hazard', { where: { school: own.school, open: true }, schools: null, limit: 50 }).items.length;
  const bySchool = await ask('');
  expect(bySchool.items).toEqual([
    { org: own.school, found: before + 2, open: before, overdue: 1, major: 1, listed: 1, closed: 2, onTime: 1, late: 1, cleared: false },
  ]);
  for (const tally of bySchool.items) expect(tallySchema.parse(tally)).toEqual(tally);
  const byTownship = await ask('?by=township');
  expect(byTownship.items).toEqual(bySchool.items.map((tally) => ({ ...tally, org: own.township })));
  expect(byTownship.total).toEqual({ ...bySchool.total, org: own.township });
  expect(JSON.stringify([bySchool, byTownship])).not.toContain(foreignMark);
});

it('follows each step', async () => {
  const [before] = (await ask('')).items;
  campus.putHazard({ ...hazardOf(own.school, 'h2'), state: 'closed', open: false, onTime: false });
  const [after] = (await ask('')).items;
  expect(after).toEqual({ ...before, open: (before?.open ?? 0) - 1, overdue: 0, major: 0, listed: 0, closed: 3, late: 2, cleared: true });
});
