import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadLimits } from '../../services/api/upload.ts';
import type { Evidence } from '../../services/contracts/evidence.ts';
import { photo, withExif } from '../media/photos.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { hazardOf, other, own } from './documents.ts';

describe('pictures over HTTP', { timeout: 60_000 }, () => {
  let campus: Campus;
  let caller: Caller;
  let teacher: string;
  const hazard = `${own.school}-hazard`;
  beforeAll(async () => {
    campus = await openCampus();
    caller = callerOf(campus.url);
    teacher = campus.token('teacher');
    campus.putHazard(hazardOf(own.school), hazardOf(other.school));
  });
  afterAll(() => campus.close());

  const send = (bytes: Uint8Array | null, fields: Record<string, string>, token = teacher): Promise<Response> => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ school: own.school, stage: 'found', ...fields })) form.append(name, value);
    if (bytes) form.append('picture', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }), 'IMG_0001.jpg');
    return fetch(`${campus.url}/api/v1/evidence`, { method: 'POST', body: form, headers: bearer(token) });
  };

  it('come with a proof of capture, once a key, and are shown only by a link that is logged', async () => {
    const { items } = (await (await caller.post('/api/v1/captures', { count: 3 }, bearer(teacher))).json()) as {
      items: { nonce: string }[];
    };
    expect(new Set(items.map(({ nonce }) => nonce)).size).toBe(3);
    const bytes = await withExif(await photo('over http'), { taken: '2026:11:21 09:00:00', artist: 'a pupil of class 3' });
    const fields = {
      key: 'http-picture-000001',
      hazard,
      nonce: items[0]?.nonce ?? '',
      capturedAt: String(campus.clock.at),
      latitude: '36.6',
      longitude: '118.5',
      accuracyMetres: '12',
    };
    const [first, second] = await Promise.all([send(bytes, fields), send(bytes, fields)]);
    expect([first.status, second.status]).toEqual([200, 200]);
    const evidence = (await first.json()) as Evidence;
    expect((await second.json()) as Evidence).toEqual(evidence);
    expect(evidence).toMatchObject({
      school: own.school,
      hazard,
      stage: 'found',
      state: 'stored',
      file: null,
      capture: { nonceAt: campus.clock.at },
    });
    const listed = (await (await caller.get(`/api/v1/hazards/${hazard}/evidence`, bearer(teacher))).json()) as { items: Evidence[] };
    expect(listed.items.map(({ id }) => id)).toEqual([evidence.id]);
    const bare = await caller.get(`/api/v1/evidence/${evidence.id}`, bearer(teacher));
    expect(bare.status).toBe(400);
    const link = (await (await caller.post(`/api/v1/evidence/${evidence.id}/link`, undefined, bearer(teacher))).json()) as { url: string };
    expect((await caller.get(link.url, bearer(campus.token('principal')))).status).toBe(403);
    expect((await caller.get(link.url, bearer(teacher))).status).toBe(200);
    expect(campus.audited.filter(({ act, subjectId }) => act === 'evidence.viewed' && subjectId === evidence.id)).toHaveLength(1);
  });

  it('of a camera stay with those who judge alarms', async () => {
    const camera = await caller.post('/api/v1/evidence/oak-picture/link', undefined, bearer(teacher));
    expect(camera.status).toBe(403);
    expect((await caller.post('/api/v1/evidence/oak-picture/link', undefined, bearer(campus.token('duty-officer')))).status).toBe(200);
  });

  it('are refused with a reason, and nothing is said of other schools', async () => {
    const bytes = await photo('refused over http');
    const codeOf = async (response: Response): Promise<string> => `${response.status} ${(await problem(response)).code}`;
    const key = 'http-picture-000002';
    expect(await codeOf(await send(bytes, { key, school: other.school }))).toBe('404 not_found');
    expect(await codeOf(await send(bytes, { key, hazard: `${other.school}-hazard` }))).toBe('404 not_found');
    expect(await codeOf(await send(Buffer.from('<html>'), { key }))).toBe('400 not_an_image');
    expect(await codeOf(await send(Buffer.concat([bytes, Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), { key }))).toBe(
      '400 hidden_content',
    );
    expect(await codeOf(await send(bytes.subarray(0, 20_000), { key }))).toBe('400 not_an_image');
    expect(await codeOf(await send(Buffer.alloc(uploadLimits.fileSize + 1, 7), { key }))).toBe('413 body_too_large');
    expect(await codeOf(await send(null, { key }))).toBe('400 no_picture');
    expect(await codeOf(await send(bytes, { key: 'short' }))).toBe('400 invalid_request');
    expect(await codeOf(await caller.post('/api/v1/evidence', { key }, bearer(teacher)))).toBe('400 not_a_form');
    expect(await codeOf(await send(bytes, { key }, campus.token('viewer')))).toBe('403 role');
    expect(
      campus.facts
        .list('evidence', { where: { school: own.school }, schools: null, limit: 50 })
        .items.filter(({ capture }) => capture !== null),
    ).toHaveLength(1);
  });

  it('that are doubted are listed, and decided by somebody else', async () => {
    const evidence = (await (await send(await photo('doubted'), { key: 'http-picture-000003' })).json()) as Evidence;
    expect(evidence.flags.map(({ flag }) => flag)).toEqual(['no_nonce', 'no_place']);
    const officer = campus.token('safety-officer');
    const doubted = async (): Promise<string[]> =>
      (
        (await (await caller.get(`/api/v1/evidence?school=${own.school}&flagged=true`, bearer(officer))).json()) as { items: Evidence[] }
      ).items.map(({ id }) => id);
    expect(await doubted()).toContain(evidence.id);
    const decide = (flag: string, token = officer) =>
      caller.post(`/api/v1/evidence/${evidence.id}/flags`, { flag, verdict: 'genuine', note: '已当面核实' }, bearer(token));
    expect((await decide('no_nonce', teacher)).status).toBe(403);
    expect((await decide('edited')).status).toBe(404);
    expect((await decide('no_nonce')).status).toBe(200);
    expect((await decide('no_place')).status).toBe(200);
    expect(await doubted()).not.toContain(evidence.id);
  });
});
