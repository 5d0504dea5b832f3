/** Item #16: what has become an institution, exported under all six headings. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Measure } from '../../services/contracts/risk.ts';
import { readWorkbook } from '../../services/sheets/workbook.ts';
import { bearer, callerOf } from '../api/caller.ts';
import type { Campus } from '../api/campus.ts';
import { openCampus } from '../api/campus.ts';
import { foreignMark, other, own } from '../api/documents.ts';

let campus: Campus;
beforeAll(async () => {
  campus = await openCampus();
});
afterAll(() => campus.close());

const measure = (id: string, more: Partial<Measure>): Measure => ({
  id,
  version: 1,
  org: own.school,
  title: '用电设备报废更新制度',
  heading: 'institution',
  causes: [],
  hazards: ['h-1', 'h-2'],
  owner: `${own.school}-teacher`,
  dueAt: Date.UTC(2026, 11, 30, 20),
  progressPercent: 40,
  state: 'open',
  ...more,
});

it('the export lists all six headings, empty ones too, and one’s own branch alone', async () => {
  campus.commit((turn) => {
    for (const one of [
      measure('m-wires', {}),
      measure('m-drill', { heading: 'prevention_system', state: 'done', progressPercent: 100, dueAt: null, hazards: [] }),
      measure(`${foreignMark}-m`, { org: other.school }),
    ])
      turn.put.measure.set(one.id, one);
  });
  const response = await callerOf(campus.url).get('/api/v1/lists/measures.xlsx', bearer(campus.token('principal')));
  expect(response.headers.get('content-type')).toContain('spreadsheetml');
  const read = await readWorkbook(new Uint8Array(await response.arrayBuffer()));
  if (!read.ok) throw new Error(read.code);
  expect(read.sheets.map(({ name }) => name)).toEqual(['责任链条', '制度成果', '管理方法', '重点工程', '工作机制', '预防控制体系']);
  const lines = (sheet: number) => read.sheets[sheet]?.rows.slice(1).map(({ cells }) => cells.map((cell) => cell ?? '').join('|'));
  const owner = campus.deps.world().people.get(`${own.school}-teacher`)?.name;
  expect(lines(1)).toContain(
    `m-wires|用电设备报废更新制度|${campus.deps.world().orgs.get(own.school)?.name}|${owner}|2026年12月31日|40|进行中|2`,
  );
  expect(lines(5)?.join()).toMatch(/^m-drill\|.*\|100\|已完成\|0$/);
  expect(JSON.stringify(read.sheets)).not.toContain(foreignMark);
  expect((await callerOf(campus.url).get('/api/v1/lists/measures.xlsx', {})).status).toBe(401);
});
