/** 随手拍 from the wall to the hazard: the code, the page, the form, the receipt, and what must never happen. */
import jsqr from 'jsqr';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bearer } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { other, own } from './documents.ts';

let campus: Campus;
let photo: Blob;
beforeAll(async () => {
  campus = await openCampus();
  const drawn = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a06030' } })
    .jpeg()
    .toBuffer();
  photo = new Blob([new Uint8Array(drawn)], { type: 'image/jpeg' });
});
afterAll(() => campus.close());
// A window of the quota is ten minutes: each test has its own.
beforeEach(() => {
  campus.clock.at += 11 * 60_000;
});

const codeUrl = async (school: string = own.school, space: string | null = `${own.school}-room`): Promise<{ url: string; svg: string }> => {
  const query = space === null ? '' : `?space=${space}`;
  const response = await fetch(`${campus.url}/api/v1/schools/${school}/report-code${query}`, { headers: bearer(campus.token('teacher')) });
  expect(response.status).toBe(200);
  return (await response.json()) as { url: string; svg: string };
};

const keyIn = (html: string): string => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? '';

const filled = (more: Readonly<Record<string, string | Blob>>): FormData => {
  const form = new FormData();
  const fields = { category: 'fire_safety', description: '二楼东侧安全出口被纸箱堵住', contact: '13800000000', picture: photo, ...more };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

const send = (url: string, more: Readonly<Record<string, string | Blob>>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body: filled(more), redirect: 'manual', headers });

const hazardsHere = () => campus.facts.list('hazard', { where: { origin: 'public' }, schools: null, limit: 500 }).items;

describe('the code on the wall', () => {
  it('can be read by a camera and leads to the page with the place on it', async () => {
    const { url, svg } = await codeUrl();
    const { data, info } = await sharp(Buffer.from(svg), { density: 300 }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(jsqr.default(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(url);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('oak name / oak room');
    expect(Buffer.byteLength(html)).toBeLessThan(50_000);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    // Nothing of the installation but this place: no other school, no person, no hazard.
    expect(html).not.toMatch(/foreign|teacher|haz-/);
  });

  it('is given for places that exist, to those who may see them', async () => {
    const ask = async (path: string): Promise<number> =>
      (await fetch(`${campus.url}/api/v1/schools/${path}`, { headers: bearer(campus.token('teacher')) })).status;
    expect(await ask(`${own.school}/report-code?space=no-such-room`)).toBe(404);
    expect(await ask(`${own.school}/report-code?space=${other.school}-room`)).toBe(404);
    expect(await ask(`${other.school}/report-code`)).toBe(404);
    expect(await ask(`${own.township}/report-code`)).toBe(404);
  });

  it('cannot be forged: every change of one character is a plain page that says so', async () => {
    const { url } = await codeUrl();
    const code = new URL(url).pathname.slice('/r/'.length);
    const forged = [...code].map((sign, at) => code.slice(0, at) + (sign === 'x' ? 'y' : 'x') + code.slice(at + 1));
    for (const wrong of [...forged, 'x', '~~', '~~~', `${other.school}~~${code.split('~')[2]}`, `${own.school}~~${code.split('~')[2]}`]) {
      for (const method of ['GET', 'POST']) {
        const response = await fetch(`${campus.url}/r/${wrong}`, {
          method,
          ...(method === 'POST' ? { body: filled({ key: 'a'.repeat(20) }) } : {}),
        });
        expect(`${method} ${wrong} ${response.status}`).toBe(`${method} ${wrong} 404`);
        expect(await response.text()).toContain('这个二维码无效');
      }
    }
    expect(campus.facts.get('hazard', `haz-${'a'.repeat(20)}`)).toBeNull();
  });
});

describe('a report of the public', () => {
  it('becomes one hazard with its picture, however often the form is sent', async () => {
    const { url } = await codeUrl();
    const key = keyIn(await (await fetch(url)).text());
    const before = hazardsHere().length;
    const answers = [await send(url, { key }), await send(url, { key }), ...(await Promise.all([send(url, { key }), send(url, { key })]))];
    for (const answer of answers) {
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`${new URL(url).pathname}/status/${key}?lang=zh`);
    }
    expect(hazardsHere()).toHaveLength(before + 1);
    const hazard = campus.facts.get('hazard', `haz-${key}`);
    expect(hazard).toMatchObject({
      origin: 'public',
      school: own.school,
      space: `${own.school}-room`,
      reportedBy: 'public',
      state: 'reported',
    });
    const pictures = campus.facts.list('evidence', { where: { hazard: `haz-${key}` }, schools: null, limit: 10 }).items;
    expect(pictures).toHaveLength(1);
    expect(pictures[0]).toMatchObject({ state: 'stored', stage: 'found', capture: { by: 'public' } });
  });

  it('both at once are still one', async () => {
    const { url } = await codeUrl();
    const key = keyIn(await (await fetch(url)).text());
    const before = hazardsHere().length;
    const answers = await Promise.all([1, 2, 3].map(() => send(url, { key })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(hazardsHere()).toHaveLength(before + 1);
  });

  it('is told in four words what became of it, and nothing else', async () => {
    const { url } = await codeUrl();
    const key = keyIn(await (await fetch(url)).text());
    await send(url, { key });
    const look = async (): Promise<string> => (await fetch(`${url}/status/${key}`)).text();
    expect(await look()).toContain('已收到，等待学校查看');
    const hazard = campus.facts.get('hazard', `haz-${key}`);
    if (!hazard) throw new Error('no hazard');
    const words = { rectifying: '正在处理', closed: '已经处理完毕', rejected: '不属于安全隐患' } as const;
    for (const [state, sentence] of Object.entries(words)) {
      campus.putHazard({ ...hazard, state: state as keyof typeof words });
      const html = await look();
      expect(html).toContain(sentence);
      expect(html).not.toMatch(/纸箱|13800000000|teacher/);
    }
    expect((await fetch(`${url}/status/${'b'.repeat(20)}`)).status).toBe(404);
    // A hazard of somebody who signed in is not shown to the public, whatever its number.
    expect((await fetch(`${url}/status/${own.school}-hazard`)).status).toBe(404);
    // Nor through the code of another school.
    const elsewhere = await fetch(`${campus.url}/api/v1/schools/${other.school}/report-code`, {
      headers: bearer(campus.token('bureau-leader', 'county')),
    });
    const { url: foreign } = (await elsewhere.json()) as { url: string };
    expect((await fetch(`${foreign}/status/${key}`)).status).toBe(404);
  });

  it.each([
    ['no category', { category: '' }, '请选择是哪一类问题'],
    ['a category of the machine', { category: 'detector_fault' }, '请选择是哪一类问题'],
    ['nine characters', { description: '一二三四五六七八九' }, '至少 10 个字'],
    ['no picture', { picture: new Blob([]) }, '请拍一张照片'],
    ['no picture at all', { picture: 'text' }, '请拍一张照片'],
    ['a text that says it is a picture', { picture: new Blob(['hello'], { type: 'image/jpeg' }) }, '这张照片打不开'],
    ['a picture of 13 MB', { picture: new Blob([new Uint8Array(13 * 1024 * 1024)], { type: 'image/jpeg' }) }, '照片太大'],
  ])('with %s is given back with what was written', async (_name, more, sentence) => {
    const { url } = await codeUrl();
    const key = keyIn(await (await fetch(url)).text());
    const answer = await send(url, { key, contact: '<b>"me"</b>', ...more });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(sentence);
    expect(html).toContain('&lt;b&gt;&quot;me&quot;&lt;/b&gt;');
    expect(keyIn(html)).toBe(key);
    expect(campus.facts.get('hazard', `haz-${key}`)).toBeNull();
  });

  it('may come without a form at all: the page says what is missing', async () => {
    const { url } = await codeUrl();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nbroken',
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('请选择是哪一类问题');
  });

  it('reads in English', async () => {
    const { url } = await codeUrl();
    const html = await (await fetch(`${url}?lang=en`)).text();
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('Report a safety hazard');
    const key = keyIn(html);
    expect((await send(`${url}?lang=en`, { key })).headers.get('location')).toContain('?lang=en');
    expect(await (await fetch(`${url}/status/${key}?lang=en`)).text()).toContain('Received, waiting for the school');
  });

  it('is limited by address, in plain words, and a receipt is still shown', async () => {
    const { url } = await codeUrl();
    const keys: string[] = [];
    const statuses: number[] = [];
    for (let sent = 0; sent < 31; sent++) {
      const key = sent.toString().padStart(20, 'c');
      keys.push(key);
      statuses.push((await send(url, { key })).status);
    }
    expect(statuses.slice(0, 30).every((status) => status === 303)).toBe(true);
    expect(statuses[30]).toBe(429);
    const again = await send(url, { key: keys[30] ?? '' });
    expect(await again.text()).toContain('十分钟后再试');
    // The same form as before is no new report.
    expect((await send(url, { key: keys[0] ?? '' })).status).toBe(303);
    campus.clock.at += 10 * 60_000 + 1;
    expect((await send(url, { key: keys[30] ?? '' })).status).toBe(303);
  });

  it('a page of another site cannot send it in somebody’s name', async () => {
    const { url } = await codeUrl();
    const answer = await send(url, { key: 'd'.repeat(20) }, { origin: 'https://elsewhere.example' });
    expect(answer.status).toBe(403);
  });
});
