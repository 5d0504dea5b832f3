/** Every route × every role × own and foreign school: who may, who may not, and that nothing of a foreign school shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../services/api/route.ts';
import { allRoutes } from '../../services/api/routes/table.ts';
import { createApi } from '../../services/api/server.ts';
import type { Role } from '../../services/contracts/values.ts';
import { roles } from '../../services/contracts/values.ts';
import { may } from '../../services/core/access/policy.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { documentOf, foreignMark, other, own } from './documents.ts';

let campus: Campus;
let routes: Route[];
const tokens = new Map<Role, string>();

beforeAll(async () => {
  campus = await openCampus();
  routes = allRoutes(campus.deps);
  campus.commit((turn) => {
    for (const { school } of [own, other]) turn.put.document.set(`${school}-document`, documentOf(school));
  });
  for (const role of roles) tokens.set(role, campus.token(role));
});
afterAll(() => campus.close());

const objectOf: Record<string, string> = {
  devices: 'smoke',
  alarms: 'alarm',
  incidents: 'incident',
  hazards: 'hazard',
  evidence: 'picture',
  findings: 'finding',
  risks: 'risk',
  measures: 'measure',
  accountability: 'case',
  posts: 'post',
  'duty-sheets': 'sheet',
  'grid-cells': 'cell',
  'task-forces': 'force',
  people: 'teacher',
  documents: 'document',
  channels: 'channel',
  drills: 'drill',
  storms: 'storm',
  maintenances: 'maintenance',
  responders: 'responder',
  requests: 'request',
  'phone-tasks': 'phone',
  cap: 'cap',
  'response-plans': 'plan',
  musters: 'muster',
  supplies: 'supply',
  teams: 'team',
  'runner-tasks': 'runner',
  spaces: 'room',
  seats: 'seat',
  shifts: 'shift',
  leaves: 'leave',
  handovers: 'handover',
  'duty-checks': 'check',
};

/** What is put or posted besides actions, by route; `place` is the school asked about. */
const bodies: Record<string, (place: string) => object> = {
  'POST /api/v1/hazards': (school) => ({
    key: `walk-${school}-000000000000`.slice(0, 40),
    school,
    category: 'other',
    description: 'something is wrong here',
    photos: [],
  }),
  'POST /api/v1/documents/:id/delivery': () => ({ opinion: 'agreed', signature: { typed: 'somebody else' } }),
  'PUT /api/v1/posts/:id': (org) => ({ org, title: 'post', headship: null, holders: [], businessDuty: 'duty' }),
  'POST /api/v1/posts/:id/sheets': () => ({ items: ['duty'] }),
  'POST /api/v1/duty-sheets/:id/performed': (school) => ({ item: 0, subject: 'hazard', subjectId: `${school}-hazard` }),
  'PUT /api/v1/grid-cells/:id': (school) => ({
    school,
    name: 'cell',
    spaces: [`${school}-room`],
    topics: [],
    person: `${school}-teacher`,
    everyDays: 7,
  }),
  'POST /api/v1/grid-cells/:id/patrol': () => ({}),
  'PUT /api/v1/task-forces/:id': (org) => ({
    org,
    name: 'force',
    topics: [],
    members: [`${org}-teacher`],
    tasks: [{ id: 'survey', task: 'look at everything', person: `${org}-teacher`, dueAt: 0 }],
  }),
  'PUT /api/v1/people/:id': (org) => ({ name: 'name', role: 'teacher', org, phone: null }),
  'POST /api/v1/people/:id/deactivate': () => ({}),
  'PUT /api/v1/risks/:id': (school) => ({
    school,
    category: 'fire_safety',
    source: 'stove',
    likelihood: 1,
    severity: 1,
    controls: [{ id: 'stove', measure: 'tap', owner: `${school}-teacher`, everyDays: 7 }],
  }),
  'POST /api/v1/risks/:id/controls/:control/check': () => ({}),
  'PUT /api/v1/measures/:id': (org) => ({
    org,
    title: 'rule',
    heading: 'institution',
    owner: `${org}-teacher`,
    progressPercent: 0,
    state: 'open',
  }),
  'PUT /api/v1/responders/:id': (school) => ({
    school,
    name: 'station',
    kind: 'micro_station',
    capabilities: ['fire'],
    location: { latitude: 30, longitude: 120 },
    channels: [{ channel: 'phone', address: '0571-0000' }],
    sandbox: null,
    contact: '',
    active: true,
  }),
  'POST /api/v1/requests/:id/actions': () => ({ action: 'accept' }),
  'POST /api/v1/phone-tasks/:id/done': () => ({ outcome: 'reached' }),
  'PUT /api/v1/seats/:id': (school) => ({ school, name: 'seat', role: 'first', console: true, hours: [], active: true }),
  'POST /api/v1/shifts': (school) => ({
    items: [{ seat: `${school}-seat`, person: `${school}-teacher`, startsAt: 1, endsAt: 2, replaces: null, reason: 'plan' }],
  }),
  'POST /api/v1/shifts/:id/swap': (school) => ({ person: `${school}-teacher`, startsAt: 1, endsAt: 2, reason: 'swap' }),
  'POST /api/v1/leaves': (school) => ({ person: `${school}-teacher`, startsAt: 1, endsAt: 2 }),
  'POST /api/v1/handovers': (school) => ({ seat: `${school}-seat`, taker: `${school}-teacher` }),
  'POST /api/v1/duty-checks': (school) => ({ seat: `${school}-seat` }),
  'POST /api/v1/log': (school) => ({ school, text: 'all quiet' }),
  'POST /api/v1/drills': (school) => ({
    school,
    name: 'drill',
    signals: [{ device: `${school}-smoke`, kind: 'smoke', afterSeconds: 0 }],
    plannedAt: 0,
    maximumMinutes: 30,
  }),
  'POST /api/v1/maintenances': (school) => ({
    school,
    devices: [`${school}-smoke`],
    startsAt: 1,
    endsAt: 2,
    reason: 'new batteries',
    workOrder: 'WO-1',
    substitute: `${school}-teacher`,
  }),
  'POST /api/v1/runner-tasks': (school) => ({ alarm: `${school}-alarm`, person: `${school}-teacher` }),
  'POST /api/v1/runner-tasks/:id/arrive': () => ({ code: null }),
  'POST /api/v1/runner-tasks/:id/finding': () => ({ finding: 'unclear' }),
  'PUT /api/v1/response-plans/:id': (school) => ({
    school,
    name: 'plan',
    kinds: ['smoke'],
    levels: { IV: [{ task: 'own', text: 'close the gas tap', role: 'duty-officer', withinSeconds: 60 }] },
  }),
  'POST /api/v1/musters/:id/counts': () => ({ group: 'class-1', present: 38, missing: 2 }),
  'PUT /api/v1/supplies/:id': (school) => ({ school, name: 'blankets', quantity: 4, unit: '条', place: '', expiresAt: null }),
  'PUT /api/v1/teams/:id': (school) => ({ school, name: 'class', kind: 'class', leader: null, members: [], heads: 40, place: '' }),
  'POST /api/v1/measures/:id/link': (school) => ({ hazard: `${school}-hazard` }),
};

/** Routes that name their object in the query. */
const queries: Record<string, (place: string) => string> = {
  '/api/v1/responsibility': (school) => `?school=${school}`,
  '/api/v1/grid-cells/coverage': (school) => `?school=${school}`,
  '/api/v1/load': (school) => `?school=${school}`,
  '/api/v1/duty': (school) => `?school=${school}`,
  '/api/v1/rota/gaps': (school) => `?school=${school}`,
  '/api/v1/readiness': (school) => `?school=${school}`,
  '/api/v1/organisation/gaps': (org) => `?org=${org}`,
};

/** Objects that are one person's own: nobody else has any, so a token finds nothing. */
const personal = new Set(['/api/v1/inbox/:id/read']);

/** The request for one school's object. A new noun must say here what its objects are called. */
const requestFor = (route: Route, school: string, id?: string): { url: string; body?: string } => {
  const kind = objectOf[/^\/api\/v1\/([\w-]+)\/:id/.exec(route.url)?.[1] ?? ''];
  const isSchool = route.url.includes('/schools/:id');
  if (route.url.includes(':id') && !kind && !isSchool && !personal.has(route.url)) throw new Error(`no object known for ${route.url}`);
  const path = route.url
    .replace(':id', id ?? (isSchool ? school : `${school}-${kind}`))
    .replace(':task', 'survey')
    .replace(':control', 'stove');
  const query =
    route.noun === 'devices' && path.endsWith('/series')
      ? '?metric=smoke&from=0&to=1000'
      : route.url.endsWith('/why')
        ? `?alarm=${id ?? `${school}-alarm`}&person=teacher-1`
        : route.url === '/api/v1/evidence/:id'
          ? '?expires=1&signature=x'
          : (queries[route.url]?.(id ?? school) ?? '');
  const given = bodies[`${route.method} ${route.url}`];
  const body = given
    ? JSON.stringify(given(route.url.includes(':id') ? school : (id ?? school)))
    : route.url.endsWith('/actions')
      ? JSON.stringify({ action: route.noun === 'alarms' ? 'verify' : 'judge' })
      : undefined;
  return { url: campus.url + path + query, ...(body ? { body } : {}) };
};

const ask = async (route: Route, school: string, token: string | null, id?: string): Promise<{ status: number; text: string }> => {
  const { url, body } = requestFor(route, school, id);
  const headers: Record<string, string> = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(body ? { 'content-type': 'application/json' } : {}),
  };
  const response = await fetch(url, { method: route.method, headers, ...(body ? { body } : {}) });
  return { status: response.status, text: await response.text() };
};

/** What the policy asks of the role for this very request. */
const permitted = (route: Route, role: Role): boolean => {
  if (!('permission' in route.policy)) return true;
  const further = route.noun === 'alarms' && route.url.endsWith('/actions') ? may(role, 'alarm.verify') : true;
  return may(role, route.policy.permission) && further;
};

describe('the route table', () => {
  it('answers nobody without a credential, but on public routes', async () => {
    for (const route of routes.filter(({ policy }) => policy.kind !== 'public' && policy.kind !== 'loopback')) {
      for (const token of [null, 'not-a-token']) {
        const { status, text } = await ask(route, own.school, token);
        expect(`${route.method} ${route.url} ${status}`).toBe(`${route.method} ${route.url} 401`);
        expect(JSON.parse(text)).toMatchObject({ code: 'unauthenticated', status: 401 });
      }
    }
  });

  it.each(roles)('%s: own school by permission, foreign school never', async (role) => {
    const token = tokens.get(role) ?? '';
    for (const route of routes.filter(({ policy }) => policy.kind === 'branch' || policy.kind === 'object')) {
      const name = `${role} ${route.method} ${route.url}`;
      const mine = await ask(route, own.school, token);
      if (!permitted(route, role)) {
        expect(`${name} ${mine.status}`).toBe(`${name} 403`);
        const theirs = await ask(route, other.school, token);
        expect(theirs).toEqual(mine);
        continue;
      }
      if (personal.has(route.url)) {
        expect(`${name} ${mine.status}`).toBe(`${name} 404`);
        continue;
      }
      expect([401, 404, 500].map((status) => `${name} ${status}`)).not.toContain(`${name} ${mine.status}`);
      if (!route.url.startsWith('/api/v1/evidence/:id')) expect(`${name} ${mine.status}`).not.toBe(`${name} 403`);
      expect(`${name} ${mine.text}`).not.toContain(foreignMark);
      if (route.policy.kind === 'object') {
        const theirs = await ask(route, other.school, token);
        const nothing = await ask(route, other.school, token, 'no-such-thing');
        expect(`${name} ${theirs.status}`).toBe(`${name} 404`);
        expect(theirs).toEqual(nothing);
      }
    }
  });

  it('lists nothing foreign even when asked for it by filter', async () => {
    const token = tokens.get('safety-officer');
    for (const noun of [
      'spaces',
      'devices',
      'alarms',
      'incidents',
      'hazards',
      'rejected',
      'seats',
      'shifts',
      'leaves',
      'handovers',
      'duty-checks',
      'log',
      'storms',
      'maintenances',
    ]) {
      const response = await fetch(`${campus.url}/api/v1/${noun}?school=${other.school}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect({ noun, ...((await response.json()) as object) }).toEqual({ noun, items: [], next: null });
    }
  });

  it('shows the whole county to whom it belongs', async () => {
    const token = campus.token('bureau-leader', 'county');
    const response = await fetch(`${campus.url}/api/v1/alarms`, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.text()).toContain(foreignMark);
  });

  it('lets no server start with a route that has no policy', async () => {
    const api = await createApi(campus.deps);
    api.get('/bare', () => 'anyone');
    await expect(api.ready()).rejects.toThrow(/without a policy.*\/bare/);
    await api.close();
  });
});
