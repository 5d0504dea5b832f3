/** Posts, cells, people and the workbook as callers of the API meet them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SheetImport } from '../../services/contracts/sheet.ts';
import { sheetImportSchema } from '../../services/contracts/sheet.ts';
import { readWorkbook, writeWorkbook } from '../../services/sheets/workbook.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { foreignMark, own } from './documents.ts';

let campus: Campus;
let caller: Caller;
let admin: string;

beforeAll(async () => {
  campus = await openCampus();
  caller = callerOf(campus.url);
  admin = campus.token('school-admin');
});
afterAll(() => campus.close());

const put = (path: string, body: object, headers: Record<string, string> = bearer(admin)): Promise<Response> =>
  fetch(campus.url + path, { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

const send = (bytes: Uint8Array, query = '', token = admin): Promise<Response> => {
  const form = new FormData();
  form.append('file', new Blob([bytes as BlobPart]), 'organisation.xlsx');
  return fetch(`${campus.url}/api/v1/organisation/import${query}`, { method: 'POST', headers: bearer(token), body: form });
};

const book = (name: string, ...rows: string[][]): Promise<Uint8Array> => writeWorkbook([{ name, rows }]);

describe('the workbook', () => {
  it('comes out with one’s own branch alone, noted on the chain, and goes in again without a change', async () => {
    const response = await caller.get('/api/v1/organisation.xlsx', bearer(admin));
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const read = await readWorkbook(bytes);
    if (!read.ok) throw new Error(read.code);
    expect(read.sheets.map(({ name }) => name)).toEqual(['机构', '部位', '人员', '设备', '岗位', '网格']);
    expect(JSON.stringify(read.sheets)).toContain('oak-teacher');
    expect(JSON.stringify(read.sheets)).not.toContain(foreignMark);
    expect(JSON.stringify(read.sheets)).not.toContain('secret');
    expect(campus.audited.at(-1)).toMatchObject({ act: 'organisation.exported', actor: expect.any(String) });
    const answer = sheetImportSchema.parse(await (await send(bytes)).json());
    expect(answer).toMatchObject({ ok: true, errors: [] });
    expect(Object.values(answer.counts).every(({ added, changed }) => added + changed === 0)).toBe(true);
  });

  it('says where it is wrong, touches nothing of others, and with dry=true nothing at all', async () => {
    const header = ['编号', '姓名', '角色', '机构编号'];
    const wrong = (await (
      await send(await book('人员', header, ['a b', '甲', '教师', own.school], ['n2', '', '皇帝', own.school]))
    ).json()) as SheetImport;
    expect(wrong.errors.map(({ row, column }) => `${row} ${column}`)).toEqual(['2 编号', '3 姓名', '3 角色']);
    const theirs = (await (await send(await book('人员', header, ['n3', '丙', '教师', 'foreign-elm']))).json()) as SheetImport;
    expect([theirs.ok, campus.deps.world().people.has('n3')]).toEqual([false, false]);
    const good = await book('人员', header, ['n4', '丁', '教师', own.school]);
    expect(await (await send(good, '?dry=true')).json()).toMatchObject({ ok: true, dry: true, counts: { people: { added: 1 } } });
    expect(campus.deps.world().people.has('n4')).toBe(false);
    expect(await (await send(good)).json()).toMatchObject({ ok: true, dry: false });
    expect(campus.facts.get('person', 'n4')).toMatchObject({ name: '丁', active: true });
  });

  it('that is none, or too long, is refused with a code', async () => {
    expect((await problem(await send(new TextEncoder().encode('编号,姓名')))).code).toBe('not_a_workbook');
    expect((await problem(await send(new Uint8Array(6 * 1024 * 1024)))).code).toBe('workbook_too_large');
    expect((await problem(await caller.post('/api/v1/organisation/import', {}, bearer(admin)))).code).toBe('not_a_workbook');
    expect((await send(new Uint8Array(10), '', campus.token('teacher'))).status).toBe(403);
  });
});

describe('changes', () => {
  it('carry the version they saw; a new one is version 0', async () => {
    const post = { org: own.school, title: '门卫', headship: null, holders: ['oak-teacher'], businessDuty: '值守' };
    expect((await put('/api/v1/posts/gate', post, { ...bearer(admin), 'if-match': '0' })).status).toBe(200);
    expect((await problem(await put('/api/v1/posts/gate', post, { ...bearer(admin), 'if-match': '0' }))).code).toBe('stale');
    await campus.accounts.setPassword('principal-1', 'right password');
    const cookie = await caller.signIn('principal-1', 'right password');
    expect((await problem(await put('/api/v1/posts/gate', post, { cookie }))).code).toBe('version_required');
    expect((await problem(await put('/api/v1/posts/gate', { ...post, holders: ['foreign-elm-teacher'] }))).code).toBe('unknown_person');
    expect((await put('/api/v1/posts/far', { ...post, org: 'foreign-elm' })).status).toBe(404);
    expect((await put('/api/v1/posts/gate', { ...post, org: 'foreign-elm' })).status).toBe(404);
  });

  it('of duties: issued, read once by its holder, performed', async () => {
    const issued = (await (await caller.post('/api/v1/posts/gate/sheets', { items: ['核对来访人员'] }, bearer(admin))).json()) as {
      id: string;
    };
    await campus.accounts.setPassword('oak-teacher', 'right password');
    const cookie = await caller.signIn('oak-teacher', 'right password');
    const headers = { cookie };
    const mine = (await (await caller.get('/api/v1/duties/mine', headers)).json()) as { items: { post: { id: string }; read: boolean }[] };
    expect(mine.items.map(({ post, read }) => `${post.id} ${read}`).sort()).toEqual(['gate false', 'oak-post false']);
    expect(await (await caller.post(`/api/v1/duty-sheets/${issued.id}/receipt`, {}, headers)).json()).toMatchObject({
      unread: [],
      receipts: [{ person: 'oak-teacher' }],
    });
    const done = await caller.post(
      `/api/v1/duty-sheets/${issued.id}/performed`,
      { item: 0, subject: 'hazard', subjectId: 'oak-hazard' },
      headers,
    );
    expect(await done.json()).toMatchObject({ performed: [{ item: 0, subjectId: 'oak-hazard' }] });
    const foreign = await caller.post(
      `/api/v1/duty-sheets/${issued.id}/performed`,
      { item: 0, subject: 'hazard', subjectId: 'foreign-elm-hazard' },
      headers,
    );
    expect((await problem(foreign)).code).toBe('unknown_evidence');
  });

  it('of people: nobody leaves behind what nobody answers for', async () => {
    const leave = (body: object): Promise<Response> => caller.post('/api/v1/people/oak-teacher/deactivate', body, bearer(admin));
    expect((await problem(await leave({}))).code).toBe('accountable');
    expect((await leave({ successor: 'safety-officer-1' })).status).toBe(200);
    const chain = await (await caller.get('/api/v1/responsibility?school=oak&space=oak-room', bearer(admin))).json();
    expect(chain).toMatchObject({ accountable: { person: 'safety-officer-1', as: 'grid_person' } });
    expect(await (await caller.get('/api/v1/grid-cells/coverage?school=oak', bearer(admin))).json()).toMatchObject({
      rooms: 1,
      covered: 1,
    });
    expect(await (await caller.get('/api/v1/organisation/gaps?org=oak', bearer(admin))).json()).toMatchObject({
      canteens: [],
      headships: ['party', 'administration', 'safety'],
    });
    expect((await caller.get('/api/v1/hazards/oak-hazard/responsibility', bearer(admin))).status).toBe(200);
  });
});
