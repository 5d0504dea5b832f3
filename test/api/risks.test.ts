/** Risks, measures, the two lists, analysis and look-back over real HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  backtraceSchema,
  closureReportSchema,
  mechanismsSchema,
  paretoSchema,
  problemItemSchema,
} from '../../services/contracts/analysis.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { pageOf } from '../../services/contracts/http.ts';
import { measureListSchema, measureSchema, riskSchema } from '../../services/contracts/risk.ts';
import type { Role } from '../../services/contracts/values.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { hazardOf, orgOf, other, own, startOfTest } from './documents.ts';

const hour = 3600_000;
let campus: Campus;
const ask = (role: Role, path: string, place?: string) => callerOf(campus.url).get(`/api/v1/${path}`, bearer(campus.token(role, place)));
const send = (role: Role, method: 'PUT' | 'POST', path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${campus.url}/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...bearer(campus.token(role)), ...headers },
    body: JSON.stringify(body),
  });

const risk = {
  school: own.school,
  space: `${own.school}-room`,
  category: 'fire_safety',
  source: 'stove without anybody near',
  likelihood: 5,
  severity: 5,
  controls: [{ id: 'tap', measure: 'close the tap', owner: `${own.school}-teacher`, everyDays: 1 }],
};

/** Schools of the county besides the two; hazards are found where, of what, why, and how they ended. */
const third = 'ash';
let n = 0;
const hazard = (school: string, category: Hazard['category'], cause: Hazard['cause'], more: Partial<Hazard> = {}): Hazard => {
  n += 1;
  return {
    ...hazardOf(school),
    id: `h-${n}`,
    category,
    cause,
    state: 'rectifying',
    reportedAt: startOfTest - n * hour,
    device: null,
    ...more,
  };
};
const closed = (onTime: boolean | null): Partial<Hazard> => ({ state: 'closed', open: false, closedAt: startOfTest, onTime });

beforeAll(async () => {
  campus = await openCampus();
  campus.commit((turn) => {
    const org = orgOf(third, 'school', own.township);
    turn.put.org.set(third, org);
    campus.deps.world().orgs.set(third, org);
  });
  campus.putHazard(
    ...[own.school, other.school, third].map((school) => hazard(school, 'electrical', 'ageing')),
    ...[own.school, own.school, third].map((school) => hazard(school, 'food', 'training', closed(true))),
    ...[own.school, other.school, third].map((school) => hazard(school, 'traffic', 'unknown', closed(false))),
    hazard(own.school, 'building', null, { ...closed(null) }),
    hazard(own.school, 'building', null, { state: 'transferred', open: false }),
    hazard(own.school, 'building', 'funds', { state: 'rejected', open: false }),
    hazard(own.school, 'building', 'funds', { state: 'draft' }),
  );
});
afterAll(() => campus.close());

describe('risks', () => {
  it('are recorded by whoever manages them, with the version seen, and listed by level', async () => {
    const made = await send('safety-officer', 'PUT', 'risks/boiler', risk, { 'if-match': '0' });
    expect(riskSchema.parse(await made.json())).toMatchObject({ id: 'boiler', version: 1, level: 'major' });
    expect((await problem(await send('safety-officer', 'PUT', 'risks/boiler', risk, { 'if-match': '0' }))).code).toBe('stale');
    expect((await send('safety-officer', 'PUT', 'risks/boiler', { ...risk, controls: [] })).status).toBe(400);
    expect((await send('teacher', 'PUT', 'risks/boiler', risk)).status).toBe(403);
    expect((await send('safety-officer', 'PUT', 'risks/elsewhere', { ...risk, school: other.school })).status).toBe(404);
    const listed = pageOf(riskSchema).parse(await (await ask('teacher', `risks?school=${own.school}&level=major`)).json());
    expect(listed.items.map(({ id }) => id)).toEqual(['boiler']);
  });

  it('are checked by those they belong to', async () => {
    const checked = await send('safety-officer', 'POST', 'risks/boiler/controls/tap/check', { note: 'closed' });
    expect(riskSchema.parse(await checked.json()).controls[0]).toMatchObject({ lastCheckedAt: startOfTest });
    expect(await problem(await send('duty-officer', 'POST', 'risks/boiler/controls/tap/check', {}))).toMatchObject({
      status: 409,
      code: 'not_yours',
    });
    expect((await send('safety-officer', 'POST', 'risks/boiler/controls/nothing/check', {})).status).toBe(404);
  });
});

describe('the two lists', () => {
  it('link a measure to a hazard and show it on both', async () => {
    const draft = {
      org: own.school,
      title: 'rule',
      heading: 'key_project',
      causes: ['design'],
      owner: `${own.school}-teacher`,
      progressPercent: 0,
      state: 'open',
    };
    expect((await send('principal', 'PUT', 'measures/m-1', draft)).status).toBe(200);
    expect((await send('principal', 'PUT', 'measures/m-2', { ...draft, org: other.school })).status).toBe(404);
    expect(measureSchema.parse(await (await send('principal', 'POST', 'measures/m-1/link', { hazard: 'h-1' })).json()).hazards).toEqual([
      'h-1',
    ]);
    expect((await problem(await send('principal', 'POST', 'measures/m-1/link', { hazard: 'h-2' }))).code).toBe('unknown_hazard');
    const two = measureListSchema.parse(await (await ask('principal', 'lists/measures')).json());
    expect(two.items.map(({ id }) => id)).toContain('m-1');
    expect(two.headings).toHaveLength(6);
    const one = pageOf(problemItemSchema).parse(await (await ask('principal', 'lists/problems')).json());
    expect(one.items.find(({ id }) => id === 'h-1')).toMatchObject({ measures: ['m-1'] });
    expect(one.items.map(({ school }) => school)).not.toContain(other.school);
    expect(one.items.map(({ state }) => state)).not.toContain('draft');
  });

  it('answer list one as of a time', async () => {
    const then = pageOf(problemItemSchema).parse(
      await (await ask('bureau-leader', `lists/problems?asOf=${startOfTest - 5 * hour}`, 'county')).json(),
    );
    // Closed only now, they were open then.
    expect(then.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['h-5', 'h-6', 'h-7', 'h-8', 'h-9']));
    expect(then.items.map(({ id }) => id)).not.toContain('h-1');
  });
});

describe('analysis', () => {
  const year = `from=${startOfTest - 1000 * hour}&to=${startOfTest}`;

  it('finds common problems across schools, and its total is the sum of its parts', async () => {
    const pareto = paretoSchema.parse(await (await ask('bureau-leader', `analysis/causes?${year}`, 'county')).json());
    expect(pareto.items.map(({ category, cause, count, schools, common }) => `${category} ${cause} ${count} ${schools} ${common}`)).toEqual(
      ['electrical ageing 3 3 true', 'food training 3 2 false', 'traffic unknown 3 3 false', 'building null 2 1 false'],
    );
    expect(pareto.total).toBe(pareto.items.reduce((sum, { count }) => sum + count, 0));
    expect(pareto.items.at(-1)?.cumulativePercent).toBe(100);
    const school = paretoSchema.parse(await (await ask('principal', `analysis/causes?${year}`)).json());
    expect(school.items.every(({ schools }) => schools === 1)).toBe(true);
    expect((await ask('teacher', `analysis/causes?${year}`)).status).toBe(403);
  });

  it('gives closure and on-time rates by school, whose sums are the whole', async () => {
    const report = closureReportSchema.parse(await (await ask('bureau-leader', `analysis/closure?${year}`, 'county')).json());
    expect(report.total).toEqual({
      found: 11,
      closed: 7,
      open: 3,
      transferred: 1,
      onTime: 3,
      late: 3,
      undated: 1,
      closurePercent: 63.6,
      onTimePercent: 50,
    });
    for (const name of ['found', 'closed', 'open', 'transferred', 'onTime', 'late', 'undated'] as const)
      expect(report.items.reduce((sum, item) => sum + item[name], 0)).toBe(report.total[name]);
    for (const { found, closed: done, open, transferred, onTime, late, undated } of report.items) {
      expect(found).toBe(done + open + transferred);
      expect(done).toBe(onTime + late + undated);
    }
    const pareto = paretoSchema.parse(await (await ask('bureau-leader', `analysis/causes?${year}`, 'county')).json());
    expect(pareto.total).toBe(report.total.found);
  });

  it('looks back from incidents and shows six stages of them and of hazards', async () => {
    const trace = backtraceSchema.parse(await (await ask('principal', `incidents/${own.school}-incident/backtrace`)).json());
    expect(trace.incident).toBe(`${own.school}-incident`);
    for (const path of [`incidents/${own.school}-incident/mechanisms`, 'hazards/h-1/mechanisms'])
      expect(mechanismsSchema.parse(await (await ask('principal', path)).json()).stages).toHaveLength(6);
    for (const path of [
      `incidents/${other.school}-incident/backtrace`,
      `incidents/${other.school}-incident/mechanisms`,
      'hazards/h-2/mechanisms',
    ])
      expect((await ask('principal', path)).status).toBe(404);
  });
});
