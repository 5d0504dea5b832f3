/** Sessions and tokens: how they begin, and everything that ends them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionSchema } from '../../services/contracts/http.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, cookieOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { own } from './documents.ts';

let campus: Campus;
let caller: Caller;
let officer: string;

beforeAll(async () => {
  campus = await openCampus({ demo: true });
  await campus.accounts.setPassword('duty-officer-1', 'right password');
  await campus.accounts.setPassword('school-admin-1', 'right password');
  officer = campus.token('duty-officer');
  caller = callerOf(campus.url);
});
afterAll(() => campus.close());

describe('signing in', () => {
  it('gives a cookie no script can read, and signing out ends it', async () => {
    const response = await caller.post('/api/v1/session', { id: 'duty-officer-1', password: 'right password' });
    const session = sessionSchema.parse(await response.json());
    expect(session).toMatchObject({ role: 'duty-officer', demo: true, org: { id: own.school } });
    expect(session.permissions).toContain('alarm.acknowledge');
    const header = response.headers.getSetCookie()[0] ?? '';
    expect(header).toMatch(/^campus_session=[\w-]{43};/);
    expect(header).toContain('HttpOnly');
    expect(header).toContain('SameSite=Lax');
    expect(header).not.toContain('Secure');
    const cookie = cookieOf(response);
    expect((await caller.get('/api/v1/session', { cookie })).status).toBe(200);
    expect((await fetch(`${campus.url}/api/v1/session`, { method: 'DELETE', headers: { cookie } })).status).toBe(204);
    expect((await caller.get('/api/v1/session', { cookie })).status).toBe(401);
  });

  it('refuses alike a wrong password and somebody unknown, and slows guessing down without locking others out', async () => {
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await caller.post('/api/v1/session', { id: 'safety-officer-1', password: `guess ${i}` }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const unknown = await caller.post('/api/v1/session', { id: 'nobody', password: 'guess' });
    expect(await unknown.json()).toEqual(await answers[0]?.json());
    await caller.signIn('duty-officer-1', 'right password');
    campus.clock.at += 61_000;
    expect((await caller.post('/api/v1/session', { id: 'safety-officer-1', password: 'guess' })).status).toBe(401);
  });

  it('ends when unused, after a week in any case, and at once when the person is put inactive', async () => {
    const cookie = await caller.signIn('duty-officer-1', 'right password');
    const status = async (): Promise<number> => (await caller.get('/api/v1/session', { cookie })).status;
    for (let hour = 0; hour < 7 * 24 - 11; hour += 11) {
      expect(await status()).toBe(200);
      campus.clock.at += 11 * 3600_000;
    }
    campus.clock.at += 11 * 3600_000;
    expect(await status()).toBe(401);

    const idle = await caller.signIn('duty-officer-1', 'right password');
    campus.clock.at += 12 * 3600_000;
    expect((await caller.get('/api/v1/session', { cookie: idle })).status).toBe(401);

    const active = await caller.signIn('duty-officer-1', 'right password');
    const person = campus.deps.world().people.get('duty-officer-1');
    if (!person) throw new Error('no officer');
    campus.deps.world().people.set(person.id, { ...person, active: false });
    expect((await caller.get('/api/v1/session', { cookie: active })).status).toBe(401);
    campus.deps.world().people.set(person.id, person);
    expect((await caller.get('/api/v1/session', { cookie: active })).status).toBe(200);
  });

  it('keeps a wall signed in as long as it is on, but not for a role that manages people', async () => {
    const cookie = await caller.signIn('duty-officer-1', 'right password', { wall: true });
    for (let day = 0; day < 60; day += 20) {
      campus.clock.at += 20 * 24 * 3600_000;
      expect((await caller.get('/api/v1/session', { cookie })).status).toBe(200);
    }
    expect(
      (await problem(await caller.post('/api/v1/session', { id: 'school-admin-1', password: 'right password', wall: true }))).code,
    ).toBe('no_wall');
  });

  it('ends every session of a person whose password is set anew', async () => {
    const cookie = await caller.signIn('duty-officer-1', 'right password');
    await campus.accounts.setPassword('duty-officer-1', 'right password');
    expect((await caller.get('/api/v1/session', { cookie })).status).toBe(401);
  });

  it('is not for a page of another site to use', async () => {
    const cookie = await caller.signIn('duty-officer-1', 'right password');
    const act = (headers: Record<string, string>): Promise<Response> =>
      caller.post(`/api/v1/alarms/${own.school}-alarm/actions`, { action: 'verify' }, { 'if-match': '999', ...headers });
    expect((await problem(await act({ cookie, origin: 'https://evil.example' }))).code).toBe('foreign_origin');
    expect((await problem(await act({ cookie, 'sec-fetch-site': 'cross-site' }))).code).toBe('foreign_origin');
    expect((await problem(await act({ cookie, origin: campus.url }))).code).toBe('stale');
    expect((await problem(await act({ ...bearer(officer), origin: 'https://evil.example' }))).code).toBe('stale');
  });

  it('shows the demo’s sign-ins on the demo only', async () => {
    expect(await (await caller.get('/api/v1/demo')).json()).toMatchObject({ accounts: [{ id: 'duty-officer-1', role: 'duty-officer' }] });
  });
});

describe('tokens', () => {
  it('end when revoked, and are stored as a hash only', async () => {
    const { id, token } = campus.accounts.createToken('viewer', own.school, 'script');
    expect((await caller.get('/api/v1/alarms', bearer(token))).status).toBe(200);
    expect(JSON.stringify(campus.accounts.tokens())).not.toContain(token);
    expect(campus.accounts.revokeToken(id)).toBe(true);
    expect((await caller.get('/api/v1/alarms', bearer(token))).status).toBe(401);
  });
});
