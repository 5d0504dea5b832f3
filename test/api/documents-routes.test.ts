/** Documents over real HTTP: who may read, print and take delivery. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { documentOf } from '../documents/sample.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { hazardOf, other, own } from './documents.ts';

// The first PDF opens the fonts; a busy machine takes its time for that.
vi.setConfig({ testTimeout: 60_000 });

let campus: Campus;
let ask: Caller;
let token: (role: Parameters<Campus['token']>[0]) => Record<string, string>;

beforeAll(async () => {
  campus = await openCampus({ publicUrl: 'https://watch.qingshi.example' });
  ask = callerOf(campus.url);
  token = (role) => bearer(campus.token(role));
  campus.commit((turn) => {
    for (const school of [own.school, other.school]) {
      const document = { ...documentOf('rectification_notice'), id: `${school}-doc`, school, hazard: `${school}-hazard`, issuer: school };
      turn.put.document.set(document.id, {
        ...document,
        issuedAt: campus.clock.at,
        deliveredAt: null,
        deliveredTo: null,
        opinion: null,
        signature: null,
      });
    }
    const bare = { ...hazardOf(own.school), id: 'bare-hazard' };
    turn.put.hazard.set(bare.id, bare);
  });
});
afterAll(() => campus.close());

const mine = `/api/v1/documents/${own.school}-doc`;

describe('reading', () => {
  it('shows one’s own branch and nothing beside it', async () => {
    const principal = token('principal');
    const list = (await (await ask.get('/api/v1/documents?kind=rectification_notice', principal)).json()) as {
      items: { id: string }[];
      next: null;
    };
    expect(list.items.map(({ id }) => id)).toEqual([`${own.school}-doc`]);
    expect(await (await ask.get(mine, principal)).json()).toMatchObject({
      id: `${own.school}-doc`,
      number: 3,
      content: { school: '青石县第一实验小学' },
    });
    const ofHazard = await (await ask.get(`/api/v1/hazards/${own.school}-hazard/documents`, principal)).json();
    expect(ofHazard).toMatchObject({ items: [{ id: `${own.school}-doc` }], next: null });
    for (const path of [
      `documents/${other.school}-doc`,
      `documents/${other.school}-doc/file.pdf`,
      `hazards/${other.school}-hazard/documents`,
      `hazards/${other.school}-hazard/notice.pdf`,
    ])
      expect((await ask.get(`/api/v1/${path}`, principal)).status).toBe(404);
    const elsewhere = (await (await ask.get(`/api/v1/documents?school=${other.school}`, principal)).json()) as { items: unknown[] };
    expect(elsewhere.items).toEqual([]);
    expect((await ask.get('/api/v1/documents', token('viewer'))).status).toBe(403);
  });
});

describe('printing', () => {
  it.each([
    ['pdf', 'application/pdf', '%PDF-'],
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK'],
  ])('%s, under a name that says what it is', async (extension, type, magic) => {
    for (const path of [`${mine}/file.${extension}`, `/api/v1/hazards/${own.school}-hazard/notice.${extension}`]) {
      const response = await ask.get(path, token('safety-officer'));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('cache-control')).toContain('no-store');
      const name = decodeURIComponent(response.headers.get('content-disposition')?.split("''")[1] ?? '');
      expect(name).toBe(`学校安全工作督查整改通知书 安全整改〔2026〕3号.${extension}`);
      expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, magic.length)).toBe(magic);
    }
  });

  it('a hazard without a notice gives a draft, and takes no number for it', async () => {
    const response = await ask.get('/api/v1/hazards/bare-hazard/notice.pdf', token('bureau-inspector'));
    expect(response.status).toBe(200);
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('学校安全工作督查整改通知书 草稿.pdf');
    expect(campus.facts.list('document', { where: { hazard: 'bare-hazard' }, schools: null, limit: 10 }).items).toEqual([]);
  });

  it('what is not there is 404', async () => {
    expect((await ask.get('/api/v1/documents/none/file.pdf', token('principal'))).status).toBe(404);
    expect((await ask.get('/api/v1/hazards/none/notice.docx', token('principal'))).status).toBe(404);
  });
});

describe('delivery', () => {
  const body = { opinion: '立即整改，责任到人。', signature: { strokes: [[10, 10, 200, 300]] } };

  it('is the principal’s alone, in full, and once', async () => {
    for (const role of ['safety-officer', 'bureau-leader', 'teacher'] as const)
      expect((await ask.post(`${mine}/delivery`, body, token(role))).status).toBe(403);
    expect((await ask.post(`/api/v1/documents/${other.school}-doc/delivery`, body, token('principal'))).status).toBe(404);
    for (const wrong of [{}, { ...body, opinion: '  ' }, { ...body, signature: { strokes: [[1, 2000]] } }, { ...body, more: 1 }])
      expect((await ask.post(`${mine}/delivery`, wrong, token('principal'))).status).toBe(400);
    expect((await ask.post(`${mine}/delivery`, body, { ...token('principal'), 'if-match': '9' })).status).toBe(412);

    const delivered = await ask.post(`${mine}/delivery`, body, { ...token('principal'), 'if-match': '1' });
    expect(delivered.status).toBe(200);
    expect(await delivered.json()).toMatchObject({
      version: 2,
      deliveredAt: campus.clock.at,
      opinion: body.opinion,
      signature: body.signature,
    });
    expect(campus.facts.get('hazard', `${own.school}-hazard`)?.deadline).toBe(campus.clock.at + 15 * 24 * 3600_000);

    const again = await ask.post(`${mine}/delivery`, body, token('principal'));
    expect(again.status).toBe(409);
    expect((await problem(again)).code).toBe('already_delivered');
  });
});
