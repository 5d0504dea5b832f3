/** E13: the fire of E3 as a drill, all the way and sealed; then a real fire in the middle of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../services/contracts/call.ts';
import type { Drill } from '../../../services/contracts/drill.ts';
import type { Incident } from '../../../services/contracts/incident.ts';
import type { AssistanceRequest, PhoneTask } from '../../../services/contracts/responder.ts';
import type { Client } from '../../bench/http.ts';
import { type Endpoint, openEndpoint } from '../../flows/linkage-ground.ts';
import { eventually, pause } from '../town.ts';
import { kitchenOf } from './ground.ts';
import { checkCap, keeps, must, openScene, responder, type Scene, seat } from './scene.ts';
import { type Heard, listenAsSiren } from './siren.ts';

const school = 'oak';
const mark = '【演练】';

describe('a drill of the fire', () => {
  let scene: Scene;
  let real: Endpoint;
  let sandbox: Endpoint;
  let officer: Client;
  let drill: Drill;
  let heard: Heard[];

  beforeAll(async () => {
    [real, sandbox] = [await openEndpoint('acknowledges'), await openEndpoint('acknowledges')];
    scene = await openScene({ schools: [school], ...kitchenOf(school) });
    officer = scene.client('duty-officer', school);
    await responder(scene, school, 'oak-station', real.url, sandbox.url.replace('/hook', '/practice'));
    for (const role of ['first', 'second', 'leader'] as const) await seat(scene, school, role, `${school}-${role}`);
    heard = await listenAsSiren(await scene.line('oak-horn'), school, 'oak-horn');
  });
  afterAll(async () => {
    await scene.close();
    real.close();
    sandbox.close();
  });

  const incidents = (): Promise<Incident[]> => officer.all<Incident>(`/api/v1/incidents?school=${school}`);

  test('E13 goes the whole way, marked, to the sandbox alone; no telephone task, no siren', { timeout: 60_000 }, async () => {
    const leader = scene.client('duty-leader', school);
    const signals = ['smoke', 'heat'].map((name) => ({ device: `oak-${name}`, kind: name, afterSeconds: 0 }));
    const form = { school, name: '厨房火灾演练', signals, plannedAt: scene.now(), maximumMinutes: 30 };
    drill = await must(leader.post<Drill>('/api/v1/drills', form));
    const began = performance.now();
    await must(leader.post<Drill>(`/api/v1/drills/${drill.id}/start`, {}));
    await eventually(
      () => sandbox.got,
      (got) => got.length > 0,
    );
    keeps('E13', 'drill begun → sandbox asked', performance.now() - began, 3000);
    // Nobody takes it on: the ladder climbs, marked.
    await scene.pass(200_000, 2000);
    const [incident] = await incidents();
    expect(incident).toMatchObject({ level: 'IV', exercise: drill.id, hazard: null });
    const requests = await officer.all<AssistanceRequest>(`/api/v1/requests?incident=${incident?.id}`);
    expect(requests).toMatchObject([{ exercise: drill.id }]);
    const phones = await officer.all<PhoneTask>(`/api/v1/phone-tasks?school=${school}`);
    const asked = sandbox.got.map(
      ({ body }) => JSON.parse(body) as { exercise: boolean; title: { zh: string; en: string }; text: { zh: string } },
    );
    const texts = scene.ground.sms.asked
      .splice(0)
      .map(({ body }) => JSON.parse(body) as { exercise: boolean; title: string; text: string });
    console.log(
      `E13 drill: sandbox ${sandbox.got.length}, real responder ${real.got.length}, phone tasks ${phones.length}, siren commands ${heard.length} (must be ≥ 1, 0, 0, 0); ${texts.length} SMS, unmarked ${texts.filter(({ title, text }) => !title.startsWith(mark) || !text.startsWith(mark)).length} (must be 0)`,
    );
    expect([real.got.length, phones.length, heard.length]).toEqual([0, 0, 0]);
    for (const { exercise, title, text } of asked) {
      expect(exercise).toBe(true);
      expect([title.zh.startsWith(mark), text.zh.startsWith(mark), title.en.startsWith('[DRILL] ')]).toEqual([true, true, true]);
    }
    expect(texts.length).toBeGreaterThan(0);
    for (const { exercise, title, text } of texts) expect([exercise, title.slice(0, 4), text.slice(0, 4)]).toEqual([true, mark, mark]);
    // Nobody is late with a report about something that did not happen, also when the report itself is practised.
    const report = { kind: 'initial', channel: 'oral', happenedAt: scene.now(), nature: 'fire', text: '演练首报' };
    const practised = await officer.post(`/api/v1/incidents/${incident?.id}/reports`, report);
    expect(practised.status, JSON.stringify(practised.body)).toBe(200);
    expect(await officer.get(`/api/v1/incidents/${incident?.id}/clocks`)).toEqual({ clocks: [] });
  });

  test('E13 a real fire in the middle ends it and reaches the real responder unmarked', { timeout: 60_000 }, async () => {
    const practised = sandbox.got.length;
    const began = performance.now();
    await scene.tell(school, 'oak-smoke', 'event', { type: 'smoke_alarm', state: 'active' });
    const ended = await eventually(
      () => scene.app.store.facts.get('drill', drill.id),
      (now) => now?.state === 'preempted',
    );
    keeps('E13', 'real smoke → drill ended', performance.now() - began, 1000);
    const alarms = await officer.alarms(`?school=${school}`);
    expect(alarms.filter(({ open }) => open)).toMatchObject([{ device: 'oak-smoke', exercise: null, verification: 'unverified' }]);
    expect(ended?.preemptedBy).toBe(alarms.find(({ open }) => open)?.id);
    expect(real.got).toEqual([]);
    const second = performance.now();
    await scene.tell(school, 'oak-heat', 'event', { type: 'heat_alarm', state: 'active' });
    await eventually(
      () => [real.got, heard] as const,
      ([got, commands]) => got.length > 0 && commands.length > 0,
    );
    keeps('E13', 'real fire → real responder and siren', performance.now() - second, 3000);
    await pause(1500);
    const body = JSON.parse(real.got[0]?.body ?? '{}') as { exercise: boolean; title: { zh: string; en: string }; text: { zh: string } };
    expect(body.exercise).toBe(false);
    expect(JSON.stringify(body)).not.toMatch(/演练|DRILL/i);
    expect([real.got.length, sandbox.got.length - practised]).toEqual([1, 0]);
    expect(heard).toMatchObject([{ on: true, exercise: false }]);
    const phones = await officer.all<PhoneTask>(`/api/v1/phone-tasks?school=${school}`);
    expect(phones).toMatchObject([{ number: '119', exercise: null }]);
    // The drill's own calls stand still; the real alarm's begin anew, unmarked.
    await scene.pass(40_000, 2000);
    const texts = scene.ground.sms.asked.splice(0).map(({ body: text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => /演练|DRILL/.test(text))).toEqual([]);
    const calls = scene.app.store.facts.list('call', { schools: null, limit: 500 }).items;
    const drills = new Set((await incidents()).filter(({ exercise }) => exercise !== null).map(({ id }) => id));
    expect(calls.filter((call: Call) => call.exercise !== null && (call.state === 'planned' || call.state === 'sending'))).toEqual([]);
    const viewer = scene.app.operator.accounts.createToken('viewer', school, 'test').token;
    const cap = await checkCap('E13', officer, scene.url, viewer, drills);
    const told = cap.map(({ msgType, status }) => `${msgType} ${status}`).sort();
    expect(told).toEqual(expect.arrayContaining(['Alert Actual', 'Alert Exercise', 'Cancel Exercise']));
    expect(drills.size).toBe(1);
  });
});
