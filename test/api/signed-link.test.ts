/** A responder's own door over HTTP, telephone tasks, and CAP in and out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkToken, stepKey } from '../../services/core/linkage/link.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { own, startOfTest } from './documents.ts';

let campus: Campus;
beforeAll(async () => {
  campus = await openCampus({ publicUrl: 'https://duty.example' });
});
afterAll(() => campus.close());

const id = `${own.school}-request`;
const linkOf = (expiresAt = startOfTest + 3_600_000): string => `${campus.url}/s/${linkToken(campus.deps.seal, id, expiresAt)}`;
const request = () => {
  const found = campus.facts.get('request', id);
  if (!found) throw new Error('no request');
  return found;
};

const postForm = (url: string, fields: Record<string, string>): Promise<Response> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
};
const postJson = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** The keys that stand on the page, by action. */
const keysOn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/name="action" value="(\w+)"><input type="hidden" name="key" value="([\w-]+)"/g)].map((found) => [
      found[1],
      found[2],
    ]),
  );

describe('the signed link', () => {
  it('shows what, where and how long, without signing in and without changing anything', async () => {
    const before = request();
    for (let i = 0; i < 3; i++) {
      const response = await fetch(linkOf());
      const html = await response.text();
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(html).toContain('火情求助');
      expect(html).toContain('lang="en"');
      expect(html).not.toContain('<script');
      expect(keysOn(html)).toEqual({
        accept: stepKey(campus.deps.seal, before, 'accept'),
        reject: stepKey(campus.deps.seal, before, 'reject'),
      });
    }
    expect((await fetch(linkOf(), { method: 'HEAD' })).status).toBeLessThan(500);
    expect(request()).toEqual(before);
  });

  it('is nothing when it is changed, too old or of another request; a page says no more than that', async () => {
    for (const url of [
      linkOf(startOfTest),
      `${linkOf()}x`,
      `${linkOf().slice(0, -1)}~`,
      linkOf().replace(id, 'foreign-elm-request'),
      `${campus.url}/s/x`,
    ]) {
      expect((await fetch(url)).status).toBe(404);
      expect((await postForm(url, { action: 'accept', key: stepKey(campus.deps.seal, request(), 'accept') })).status).toBe(404);
      expect((await postJson(url, { action: 'accept', key: 'x' })).status).toBe(404);
    }
    expect(request().state).toBe('delivered');
  });

  it('takes each step once, by form or by program', async () => {
    const keys = keysOn(await (await fetch(linkOf())).text());
    expect((await postForm(linkOf(), { action: 'accept', key: keys['reject'] ?? '' })).status).toBe(409);
    expect((await postForm(linkOf(), { action: 'cancel', key: keys['accept'] ?? '' })).status).toBe(409);
    const accepted = await postForm(linkOf(), { action: 'accept', key: keys['accept'] ?? '' });
    expect(accepted.status).toBe(303);
    expect(request()).toMatchObject({ state: 'accepted', arrivalDueAt: startOfTest + 180_000 });
    // The same again is a replay.
    const again = await postForm(linkOf(), { action: 'accept', key: keys['accept'] ?? '' });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('已经记录过');
    expect((await postForm(linkOf(), { action: 'reject', key: keys['reject'] ?? '' })).status).toBe(409);
    const next = keysOn(await (await fetch(linkOf())).text());
    expect(Object.keys(next)).toEqual(['en_route', 'on_scene']);
    const moved = await postJson(linkOf(), { action: 'en_route', key: next['en_route'] });
    const answer = (await moved.json()) as { state: string; keys: Record<string, string> };
    expect(answer).toMatchObject({ state: 'en_route' });
    expect((await postJson(linkOf(), { action: 'on_scene', key: answer.keys['on_scene'] })).status).toBe(200);
    expect((await postJson(linkOf(), { action: 'on_scene', key: answer.keys['on_scene'] })).status).toBe(409);
    expect(request().state).toBe('on_scene');
    expect(campus.facts.timeline('incident', `${own.school}-incident`).map(({ act, actor }) => `${act} ${actor}`)).toEqual(
      expect.arrayContaining([`request.accepted responder:${own.school}-responder`, `request.on_scene responder:${own.school}-responder`]),
    );
  });

  it('may not be answered from a page of somebody else', async () => {
    const response = await fetch(linkOf(), { method: 'POST', headers: { origin: 'https://evil.example' }, body: new FormData() });
    expect(response.status).toBe(403);
  });
});

describe('CAP over HTTP', () => {
  const alert = (name: string, inside = ''): string =>
    `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${name}</identifier><sender>weather.example</sender><sent>2026-11-21T11:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Storm</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><headline>Storm${inside}</headline><area><areaDesc>county</areaDesc></area></info></alert>`;
  const send = (token: string | null, body: string, type = 'application/cap+xml'): Promise<Response> =>
    fetch(`${campus.url}/api/v1/cap`, {
      method: 'POST',
      headers: { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body,
    });

  it('takes a message of others from a token that may, once', async () => {
    const token = campus.token('school-admin');
    expect((await send(null, alert('w-1'))).status).toBe(401);
    expect((await send(campus.token('duty-officer'), alert('w-1'))).status).toBe(403);
    const first = (await (await send(token, alert('w-1'))).json()) as { id: string };
    expect(first).toMatchObject({ direction: 'in', school: own.school, signature: 'none', xml: '' });
    expect(await (await send(token, alert('w-1'), 'text/xml')).json()).toMatchObject({ id: first.id });
    const text = await fetch(`${campus.url}/api/v1/cap/${first.id}.xml`, { headers: { authorization: `Bearer ${token}` } });
    expect(text.headers.get('content-type')).toContain('application/cap+xml');
    expect(await text.text()).toContain('<identifier>w-1</identifier>');
    const hostile = await send(
      token,
      alert('w-2', '&x;').replace('?><alert', '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert'),
    );
    expect(hostile.status).toBe(400);
    expect(await hostile.json()).toMatchObject({ code: 'dtd_refused' });
    expect((await send(token, `${alert('w-3')}${' '.repeat(300_000)}`)).status).toBe(413);
    expect((await send(token, '{}', 'application/json')).status).toBe(415);
  });

  it('gives our messages as a feed, the schools one sees alone', async () => {
    const token = campus.token('viewer');
    const response = await fetch(`${campus.url}/api/v1/cap.atom`, { headers: { authorization: `Bearer ${token}` } });
    const feed = await response.text();
    expect(response.headers.get('content-type')).toContain('application/atom+xml');
    expect(feed).toContain(`https://duty.example/api/v1/cap/${own.school}-cap.xml`);
    expect(feed).toContain('<category term="Actual" label="status"/>');
    expect(feed).not.toContain('foreign');
    const key = await fetch(`${campus.url}/api/v1/cap-key`, { headers: { authorization: `Bearer ${token}` } });
    expect(await key.text()).toContain('BEGIN PUBLIC KEY');
  });
});
