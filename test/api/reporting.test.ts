/** Reporting upward, findings, accountability and erasure as callers meet them: roles, branches, forms, refusals. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pageOf } from '../../services/contracts/http.ts';
import { accountabilitySchema, findingSchema, incidentReportSchema, reportClockSchema } from '../../services/contracts/reporting.ts';
import type { Role } from '../../services/contracts/values.ts';
import { roles } from '../../services/contracts/values.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { findingOf, other, own, startOfTest } from './documents.ts';

let campus: Campus;
let caller: Caller;
beforeAll(async () => {
  campus = await openCampus();
  caller = callerOf(campus.url);
});
afterAll(() => campus.close());

const as = (role: Role, place?: string) => bearer(campus.token(role, place));
const report = { kind: 'initial', channel: 'written', happenedAt: startOfTest, nature: 'fire', deaths: 0, injured: 0, text: '宿舍起火' };
const reportsOf = (school: string): string => `/api/v1/incidents/${school}-incident/reports`;

/** Who is let in at all; the rest is refused before anything is looked at. */
const admitted = async (ask: (headers: Record<string, string>) => Promise<Response>): Promise<Role[]> => {
  const answers = await Promise.all(roles.map(async (role) => ({ role, status: (await ask(as(role))).status })));
  return answers.filter(({ status }) => status !== 403).map(({ role }) => role);
};

describe('reports upward', () => {
  it('are made by the school’s duty roles, read by them and the bureau, and never changed', async () => {
    const made = await caller.post(reportsOf(own.school), report, as('principal'));
    expect(made.status).toBe(200);
    const first = incidentReportSchema.parse(await made.json());
    expect(first).toMatchObject({
      school: own.school,
      incident: `${own.school}-incident`,
      measures: null,
      by: expect.any(String) as string,
    });
    await caller.post(reportsOf(own.school), { ...report, kind: 'follow_up', text: '明火已扑灭' }, as('duty-officer'));
    const list = pageOf(incidentReportSchema).parse(await (await caller.get(reportsOf(own.school), as('bureau-inspector'))).json());
    expect(list.items.map(({ kind }) => kind).sort()).toEqual(['follow_up', 'initial']);
    expect(list.items).toContainEqual(first);
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${campus.url}${reportsOf(own.school)}/${first.id}`, { method, headers: as('bureau-admin') });
      expect(answer.status).toBe(404);
    }
  });

  it('by role', async () => {
    expect(await admitted((headers) => caller.post(reportsOf(own.school), report, headers))).toEqual([
      'principal',
      'safety-officer',
      'duty-leader',
      'duty-officer',
    ]);
    expect(await admitted((headers) => caller.get(reportsOf(own.school), headers))).toEqual([
      'bureau-admin',
      'bureau-leader',
      'bureau-inspector',
      'principal',
      'safety-officer',
      'duty-leader',
      'duty-officer',
    ]);
  });

  it('of another school are as if they were not there', async () => {
    for (const path of [reportsOf(other.school), `/api/v1/incidents/${other.school}-incident/clocks`])
      expect(await problem(await caller.get(path, as('principal')))).toMatchObject({ status: 404 });
    expect(await problem(await caller.post(reportsOf(other.school), report, as('principal')))).toMatchObject({ status: 404 });
  });

  it('show their clocks with the rule they come from', async () => {
    const answer = await caller.get(`/api/v1/incidents/${own.school}-incident/clocks`, as('principal'));
    const { clocks } = z.object({ clocks: z.array(z.strictObject(reportClockSchema.shape)) }).parse(await answer.json());
    expect(clocks[0]).toMatchObject({ kind: 'initial', channel: 'oral', dueAt: startOfTest + 30 * 60_000, late: false });
    expect(clocks[0]?.cites.en).toContain('Order 493');
  });

  it('refuse a form that is none, and say why', async () => {
    for (const broken of [{ ...report, nature: 'picnic' }, { ...report, deaths: -1 }, { ...report, text: ' ' }, {}])
      expect(await problem(await caller.post(reportsOf(own.school), broken, as('principal')))).toMatchObject({
        status: 400,
        code: 'invalid_request',
      });
    const later = await caller.post(reportsOf(own.school), { ...report, happenedAt: startOfTest + 1e9 }, as('principal'));
    expect(await problem(later)).toMatchObject({ status: 409, code: 'not_yet_happened' });
  });
});

describe('findings', () => {
  it('are read by the bureau and the principal, decided by the bureau’s leaders', async () => {
    const page = pageOf(z.strictObject(findingSchema.shape)).parse(
      await (await caller.get('/api/v1/findings?state=open', as('principal'))).json(),
    );
    expect(page.items.map(({ id }) => id)).toEqual([`${own.school}-finding`]);
    expect(await admitted((headers) => caller.get('/api/v1/findings', headers))).toEqual([
      'bureau-admin',
      'bureau-leader',
      'bureau-inspector',
      'principal',
    ]);
    const foreign = await caller.get(`/api/v1/findings?school=${other.school}`, as('bureau-leader'));
    expect(await foreign.json()).toEqual({ items: [], next: null });
    const decide = (id: string, headers: Record<string, string>) =>
      caller.post(`/api/v1/findings/${id}/decision`, { decision: 'dismiss', note: '已核实' }, headers);
    expect(await problem(await decide(`${own.school}-finding`, as('principal')))).toMatchObject({ status: 403, code: 'role' });
    expect(await problem(await decide(`${other.school}-finding`, as('bureau-leader')))).toMatchObject({ status: 404 });
    expect(await problem(await decide(`${own.school}-finding`, { ...as('bureau-leader'), 'if-match': '9' }))).toMatchObject({
      status: 412,
    });
    expect(await (await decide(`${own.school}-finding`, { ...as('bureau-leader'), 'if-match': '1' })).json()).toMatchObject({
      state: 'dismissed',
      version: 2,
    });
    expect(await problem(await decide(`${own.school}-finding`, as('bureau-leader')))).toMatchObject({
      status: 409,
      code: 'already_decided',
    });
  });
});

describe('accountability', () => {
  const draft = { sheet: 'oak-sheet', item: 0, findings: ['oak-second'], reason: '未按时报告突发事件' };
  const open = (fields: object, headers: Record<string, string>) => caller.post('/api/v1/accountability', { ...draft, ...fields }, headers);

  beforeAll(() => {
    campus.commit((turn) => {
      for (const school of [own.school, other.school]) {
        turn.put.finding.set(`${school}-second`, { ...findingOf(school), id: `${school}-second`, reason: 'late_written' });
        turn.put.dutySheet.set(`${school}-sheet`, {
          id: `${school}-sheet`,
          org: school,
          post: `${school}-post`,
          edition: 1,
          items: ['按时报告突发事件'],
          issuedAt: startOfTest,
          issuedBy: 'bureau-leader-1',
          supersededAt: null,
          asked: [],
          receipts: [],
          performed: [],
        });
      }
    });
  });

  it('is a leader’s decision with a duty and an open finding, refused with a clear code otherwise', async () => {
    expect(await admitted((headers) => open({ item: 99 }, headers))).toEqual(['bureau-admin', 'bureau-leader']);
    const leader = as('bureau-leader');
    expect(await problem(await open({ item: 99 }, leader))).toMatchObject({ status: 409, code: 'no_such_duty' });
    expect(await problem(await open({ sheet: `${other.school}-sheet` }, leader))).toMatchObject({ code: 'no_such_duty' });
    expect(await problem(await open({ findings: [`${other.school}-second`] }, leader))).toMatchObject({ code: 'no_open_finding' });
    expect(await problem(await open({ findings: ['oak-finding'] }, leader))).toMatchObject({ code: 'no_open_finding' });
    expect(await problem(await open({ findings: [] }, leader))).toMatchObject({ status: 400 });
    expect(await problem(await open({ sheet: undefined }, leader))).toMatchObject({ status: 400 });
    expect(await problem(await open({ person: 'teacher-1' }, leader))).toMatchObject({ code: 'not_their_duty' });
    const opened = accountabilitySchema.parse(await (await open({}, leader)).json());
    expect(opened).toMatchObject({ org: own.school, state: 'open', findings: ['oak-second'] });
    const list = pageOf(accountabilitySchema).parse(
      await (await caller.get('/api/v1/accountability?state=open', as('bureau-inspector'))).json(),
    );
    expect(list.items.map(({ id }) => id)).toContain(opened.id);
    expect(JSON.stringify(list)).not.toContain(other.school);
    const close = (id: string) => caller.post(`/api/v1/accountability/${id}/close`, { outcome: '约谈' }, leader);
    expect(await problem(await close(`${other.school}-case`))).toMatchObject({ status: 404 });
    expect(await (await close(opened.id)).json()).toMatchObject({ state: 'closed', outcome: '约谈' });
    expect(await problem(await close(opened.id))).toMatchObject({ status: 409, code: 'closed' });
  });
});

describe('erasure', () => {
  const erase = (subjectId: string, headers: Record<string, string>, reason = 'minor_request') =>
    caller.post('/api/v1/erasures', { subject: 'alarm', subjectId, reason }, headers);

  it('is the administrator’s, in their own branch, for a reason the law knows', async () => {
    expect(await admitted((headers) => erase('nothing', headers))).toEqual(['bureau-admin']);
    expect(await problem(await erase(`${other.school}-alarm`, as('bureau-admin')))).toMatchObject({ status: 404 });
    expect(await problem(await erase(`${own.school}-alarm`, as('bureau-admin'), 'because'))).toMatchObject({ status: 400 });
    const noted = await caller.post(
      `/api/v1/alarms/${own.school}-alarm/actions`,
      { action: 'confirm', note: '小明在场' },
      as('duty-officer'),
    );
    expect(noted.status).toBe(200);
    const history = async () => (await caller.get(`/api/v1/alarms/${own.school}-alarm`, as('duty-officer'))).text();
    expect(await history()).toContain('小明在场');
    expect(await (await erase(`${own.school}-alarm`, as('bureau-admin'))).json()).toMatchObject({ texts: 1, pictures: 1, at: startOfTest });
    expect(await history()).not.toContain('小明在场');
    expect(JSON.parse(await history())).toMatchObject({
      timeline: expect.arrayContaining([expect.objectContaining({ said: { note: null } })]) as unknown,
    });
  });
});
