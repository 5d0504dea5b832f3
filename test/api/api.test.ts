/** The HTTP side as callers meet it: signing in, versions, errors, pages, headers, limits. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { installLimits } from '../../services/api/limits.ts';
import { installProblems } from '../../services/api/problems.ts';
import { alarmDetailSchema, alarmViewSchema } from '../../services/contracts/alarm.ts';
import { hazardViewSchema } from '../../services/contracts/hazard.ts';
import { pageOf, sessionSchema } from '../../services/contracts/http.ts';
import { incidentDetailSchema, incidentSchema } from '../../services/contracts/incident.ts';
import { deviceViewSchema, orgSchema, personSchema, rejectedSchema, seriesSchema, spaceSchema } from '../../services/contracts/place.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { alarmOf, deviceOf, own, startOfTest } from './documents.ts';

let campus: Campus;
let folder: string;
let officer: string;
let caller: Caller;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campus-dashboard-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><title>守望</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'console.log(1)');
  campus = await openCampus({ dashboardFolder: folder, demo: true });
  await campus.accounts.setPassword('duty-officer-1', 'right password');
  officer = campus.token('duty-officer');
  caller = callerOf(campus.url);
});
afterAll(async () => {
  await campus.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('answers', () => {
  it.each<[string, z.ZodType]>([
    ['/api/v1/orgs', pageOf(z.strictObject(orgSchema.shape))],
    ['/api/v1/schools', pageOf(orgSchema)],
    ['/api/v1/spaces', pageOf(spaceSchema)],
    ['/api/v1/people', pageOf(z.strictObject(personSchema.shape))],
    ['/api/v1/devices', pageOf(z.strictObject(deviceViewSchema.shape))],
    [`/api/v1/devices/${own.school}-smoke`, z.strictObject(deviceViewSchema.shape)],
    [`/api/v1/devices/${own.school}-smoke/series?metric=smoke&from=0&to=10`, seriesSchema],
    [`/api/v1/devices/${own.school}-smoke/events`, pageOf(z.object({ event: z.literal('smoke_alarm'), late: z.boolean() }))],
    ['/api/v1/alarms?open=true&level=alarm&kind=smoke', pageOf(z.strictObject(alarmViewSchema.shape))],
    [`/api/v1/alarms/${own.school}-alarm`, z.strictObject(alarmDetailSchema.shape)],
    ['/api/v1/incidents', pageOf(incidentSchema)],
    [`/api/v1/incidents/${own.school}-incident`, incidentDetailSchema],
    ['/api/v1/hazards', pageOf(z.strictObject(hazardViewSchema.shape))],
    [`/api/v1/hazards/${own.school}-hazard`, hazardViewSchema],
    [`/api/v1/hazards/${own.school}-hazard/history`, pageOf(z.unknown())],
    ['/api/v1/rejected', pageOf(z.strictObject(rejectedSchema.shape))],
    ['/api/v1/session', sessionSchema],
  ])('%s have the form they are described with', async (path, shape) => {
    const response = await caller.get(path, bearer(campus.token(path.includes('rejected') ? 'safety-officer' : 'duty-officer')));
    expect(response.status).toBe(200);
    const answer: unknown = await response.json();
    expect(shape.safeParse(answer).error?.issues ?? []).toEqual([]);
    if (typeof answer === 'object' && answer && 'items' in answer && !path.endsWith('history')) expect(answer.items).not.toEqual([]);
  });

  it('complete an alarm with its time line, names and pictures', async () => {
    const alarm = alarmDetailSchema.parse(await (await caller.get(`/api/v1/alarms/${own.school}-alarm`, bearer(officer))).json());
    expect(alarm.timeline).toEqual([
      { at: startOfTest, actor: 'device:oak-smoke', actorName: 'oak-smoke name', act: 'alarm.opened', detail: {}, said: {} },
    ]);
    expect(alarm.pictures).toMatchObject([{ id: 'oak-picture', file: null }]);
    expect(alarm.allowedActions.find(({ action }) => action === 'reset')).toMatchObject({ allowed: false, reason: 'role' });
  });

  it('complete a device with its newest readings and open alarms, without the camera’s password', async () => {
    campus.latest.set('oak-smoke', { smoke: { value: 2, at: startOfTest } });
    const device = deviceViewSchema.parse(await (await caller.get('/api/v1/devices/oak-smoke', bearer(officer))).json());
    expect(device).toMatchObject({
      latest: { smoke: { value: 2, at: startOfTest } },
      alarms: ['oak-alarm'],
      snapshotUrl: 'http://camera.local/still.jpg',
    });
  });

  it('page through every device once, and find by a part of the name', async () => {
    for (let i = 0; i < 25; i++) campus.putDevice(deviceOf(own.school, `oak-x${String(i).padStart(2, '0')}`));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = pageOf(deviceViewSchema).parse(
        await (await caller.get(`/api/v1/devices?limit=7${cursor && `&cursor=${cursor}`}`, bearer(officer))).json(),
      );
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(26);
    const found = pageOf(deviceViewSchema).parse(await (await caller.get('/api/v1/devices?search=OAK-X1', bearer(officer))).json());
    expect(found.items).toHaveLength(10);
  });

  it('give 500 alarms quickly', async () => {
    campus.putAlarm(...Array.from({ length: 500 }, (_, i) => alarmOf(own.school, `many-${i}`, `oak-many-${i}`)));
    const median = (all: number[]): number => all.sort((x, y) => x - y)[3] ?? Infinity;
    const asked: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < 7; i++) {
      let start = performance.now();
      const text = await (await caller.get('/api/v1/alarms?limit=500', bearer(officer))).text();
      asked.push(performance.now() - start);
      start = performance.now();
      const page = JSON.parse(text) as { items: unknown[]; next: unknown };
      JSON.stringify(page);
      bare.push(performance.now() - start);
      expect(page.items).toHaveLength(500);
      expect(page.next).not.toBeNull();
    }
    const [whole, least] = [median(asked), median(bare)];
    console.log(`/alarms?limit=500: ${whole.toFixed(1)} ms; reading and writing its JSON alone: ${least.toFixed(1)} ms`);
    expect(whole).toBeLessThan(15 * least);
  });
});

describe('errors', () => {
  it('say which part of a request has not the right form', async () => {
    const response = await caller.get('/api/v1/alarms?limit=501&open=perhaps', bearer(officer));
    const { code, errors } = await problem(response);
    expect(response.status).toBe(400);
    expect(code).toBe('invalid_request');
    expect(errors?.map(({ path }) => path).sort()).toEqual(['querystring.limit', 'querystring.open']);
  });

  it('are problem documents for what no route answers too', async () => {
    expect((await problem(await caller.get('/api/v1/nothing', bearer(officer)))).code).toBe('not_found');
    expect((await problem(await caller.get('/api/nothing'))).code).toBe('not_found');
    const broken = await fetch(`${campus.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect((await problem(broken)).code).toBe('invalid_request');
    const foreign = await fetch(`${campus.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a' });
    expect((await problem(foreign)).code).toBe('unsupported_media_type');
    const big = await caller.post('/api/v1/session', { id: 'a', password: 'x'.repeat(300_000) });
    expect((await problem(big)).code).toBe('body_too_large');
  });

  it('hide what broke inside', async () => {
    const { metricsText } = campus.deps;
    Object.assign(campus.deps, { metricsText: () => Promise.reject(new Error('secret path /etc/x')) });
    const response = await caller.get('/metrics');
    Object.assign(campus.deps, { metricsText });
    expect(response.status).toBe(500);
    expect(await response.clone().text()).not.toContain('secret');
    expect((await problem(response)).code).toBe('internal_error');
  });

  it('carry the request id the caller gave, when it is one', async () => {
    expect((await caller.get('/healthz', { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe('abc-1');
    expect((await caller.get('/healthz', { 'x-request-id': 'a b<script>' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('changes', () => {
  it('carry the version they saw', async () => {
    campus.putAlarm(alarmOf(own.school, 'versions', 'oak-versions'));
    const act = (body: object, headers: Record<string, string>): Promise<Response> =>
      caller.post('/api/v1/alarms/versions/actions', body, headers);
    expect((await problem(await act({ action: 'acknowledge' }, { ...bearer(officer), 'if-match': '"7"' }))).status).toBe(412);
    expect((await problem(await act({ action: 'acknowledge' }, { ...bearer(officer), 'if-match': 'soon' }))).code).toBe('invalid_version');
    const cookie = await caller.signIn('duty-officer-1', 'right password');
    expect((await problem(await act({ action: 'acknowledge' }, { cookie }))).code).toBe('version_required');
    const first = alarmViewSchema.parse(await (await act({ action: 'acknowledge' }, { cookie, 'if-match': '"1"' })).json());
    expect(first).toMatchObject({ version: 2, acknowledged: true, acknowledgedBy: 'duty-officer-1' });
    const second = alarmViewSchema.parse(await (await act({ action: 'verify' }, { ...bearer(officer), 'if-match': '2' })).json());
    expect(second).toMatchObject({ version: 3, verification: 'verifying' });
    expect((await act({ action: 'confirm' }, bearer(officer))).status).toBe(200);
    expect((await problem(await act({ action: 'dismiss' }, bearer(officer)))).errors?.[0]?.path).toBe('body.cause');
  });
});

describe('pictures', () => {
  it('are shown for a minute, to the person the link was made for, and every look is recorded', async () => {
    const link = (await (await caller.post('/api/v1/evidence/oak-picture/link', undefined, bearer(officer))).json()) as {
      url: string;
      expiresAt: number;
    };
    expect(link.expiresAt - campus.clock.at).toBeLessThanOrEqual(60_000);
    const picture = await caller.get(link.url, bearer(officer));
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(picture.headers.get('cache-control')).toContain('no-store');
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
    expect(campus.audited).toMatchObject([{ act: 'evidence.viewed', subject: 'evidence', subjectId: 'oak-picture', school: own.school }]);
    expect((await problem(await caller.get(link.url, bearer(campus.token('principal'))))).code).toBe('link_over');
    expect((await caller.get(link.url.replace('oak-picture', 'foreign-elm-picture'), bearer(officer))).status).toBe(404);
    expect((await caller.get(link.url)).status).toBe(401);
    campus.clock.at = link.expiresAt;
    expect((await problem(await caller.get(link.url, bearer(officer)))).code).toBe('link_over');
    expect(campus.audited).toHaveLength(1);
  });
});

describe('the server itself', () => {
  it('is asked at the root', async () => {
    expect(await (await caller.get('/healthz')).json()).toEqual({ ok: true });
    expect(await (await caller.get('/readyz')).json()).toEqual({ ready: true, parts: { store: { ok: true, detail: 'synchronous=FULL' } } });
    expect(await (await caller.get('/readyz', { 'x-forwarded-for': '10.0.0.9' })).json()).toEqual({
      ready: true,
      parts: { store: { ok: true } },
    });
    expect(await (await caller.get('/version')).json()).toEqual({ name: 'campus-watch', version: '0.0.0-test' });
    expect((await caller.get('/ca.crt')).status).toBe(404);
  });

  it('shows metrics on this machine, or to a token', async () => {
    expect(await (await caller.get('/metrics')).text()).toContain('campus_up 1');
    expect((await caller.get('/metrics', { 'x-forwarded-for': '10.0.0.9' })).status).toBe(401);
    expect((await caller.get('/metrics', { 'x-forwarded-for': '10.0.0.9', ...bearer(campus.token('viewer')) })).status).toBe(200);
  });

  it('describes every route', async () => {
    const document = (await (await caller.get('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/healthz', '/api/v1/alarms', '/api/v1/alarms/{id}/actions', '/api/v1/devices/{id}/series']),
    );
    expect(JSON.stringify(document.paths['/api/v1/alarms'])).toContain('verification');
    const page = await caller.get('/docs/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe-inline|https:|upgrade-insecure/);
  });
});

describe('the dashboard', () => {
  it('is one page under every address of its own, with a fresh nonce', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html', '/devices/kitchen.fire', '/wall']) {
      const response = await caller.get(path);
      expect(`${path} ${response.status}`).toBe(`${path} 200`);
      const nonce = /content="([0-9a-f]+)"/.exec(await response.text())?.[1] ?? '';
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('cache-control')).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it('brings its files, and never a page in place of one', async () => {
    const file = await caller.get('/assets/app-1a2b.js');
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toMatch(/javascript/);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    for (const path of ['/assets/old.js', '/favicon.ico', '/docs/nothing.css', '/../package.json', '/assets/%2e%2e/%2e%2e/package.json'])
      expect(`${path} ${(await caller.get(path)).status}`).toBe(`${path} 404`);
  });
});

describe('limits', () => {
  it('let a token ask 200 times a second', async () => {
    const token = campus.token('viewer');
    const answers = await Promise.all(Array.from({ length: 200 }, () => caller.get('/api/v1/session', bearer(token))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('count by caller, and refuse with a problem and a time to wait', async () => {
    const app = Fastify();
    installProblems(app);
    app.decorateRequest('principal', null);
    app.addHook('onRequest', (request, _reply, done) => {
      const key = request.headers['x-key'];
      request.principal = typeof key === 'string' ? { actor: { id: key, name: '', role: 'viewer', org: '*' }, via: 'token', key } : null;
      done();
    });
    await installLimits(app, 3);
    app.get('/', () => 'answer');
    const statuses = async (key: string): Promise<number[]> => {
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await app.inject({ url: '/', headers: { 'x-key': key } }));
      const refused = answers.at(-1);
      expect(refused?.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
      expect(refused?.headers['retry-after']).toBe('1');
      return answers.map(({ statusCode }) => statusCode);
    };
    expect(await statuses('a')).toEqual([200, 200, 200, 429]);
    expect(await statuses('b')).toEqual([200, 200, 200, 429]);
    await app.close();
  });
});
