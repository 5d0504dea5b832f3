/** E1–E5: one smoke on a real screen, the same message four times, two detectors that agree, one that repeats, and a flood. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm } from '../../../services/contracts/alarm.ts';
import type { Incident } from '../../../services/contracts/incident.ts';
import type { AssistanceRequest, PhoneTask } from '../../../services/contracts/responder.ts';
import type { Storm } from '../../../services/contracts/storm.ts';
import { alarmIn } from '../../bench/live.ts';
import { openLoad } from '../../bench/load.ts';
import { executablePath, type Window } from '../../e2e/stage.ts';
import { type Endpoint, openEndpoint } from '../../flows/linkage-ground.ts';
import { eventually, pause } from '../town.ts';
import { kitchenOf } from './ground.ts';
import { checkCap, keeps, openScene, responder, type Scene } from './scene.ts';
import { listenAsSiren } from './siren.ts';

const [ackMs, cardMs, targetMs, linkageMs] = [1000, 10_000, 3000, 3000];
const [flooders, floodPerSecond, tampered] = [20, 1000, 14];

const oak = kitchenOf('oak');
const elm = kitchenOf('elm');
const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}-${i}`);

describe('a fire', () => {
  let scene: Scene;
  let brigade: Endpoint;

  beforeAll(async () => {
    brigade = await openEndpoint('acknowledges');
    scene = await openScene({
      schools: ['oak', 'elm'],
      rooms: [...oak.rooms, ...elm.rooms, { school: 'elm', id: 'elm-hall' }],
      devices: [
        ...oak.devices,
        ...elm.devices,
        ...numbered('elm-air', flooders).map((id) => ({ id, school: 'elm', type: 'sensor' as const, space: 'elm-hall' })),
        { id: 'elm-gateway', school: 'elm', type: 'gateway' as const },
        ...numbered('elm-door', tampered).map((id) => ({ id, school: 'elm', gateway: 'elm-gateway', space: 'elm-hall' })),
      ],
    });
    await responder(scene, 'oak', 'oak-station', brigade.url);
  });
  afterAll(async () => {
    await scene.close();
    brigade.close();
  });

  const alarmsOf = (school: string): Promise<Alarm[]> => scene.client('duty-officer', school).alarms(`?school=${school}`);
  const board = async (person: string): Promise<Window> => {
    const window = await scene.window();
    await window.signIn(person);
    await window.page.goto('/');
    await window.page.getByText('当前没有报警').waitFor({ timeout: 30_000 });
    return window;
  };
  /** From the publish to the card of this room on the board. */
  const timeToCard = async ({ page }: Window, school: string): Promise<{ readonly ack: number; readonly card: number }> => {
    const began = performance.now();
    const card = page
      .locator('.alarm-row')
      .filter({ hasText: `${school}-kitchen` })
      .waitFor()
      .then(() => performance.now() - began);
    await scene.tell(school, `${school}-smoke`, 'event', { seq: 1, ts: scene.now(), type: 'smoke_alarm', state: 'active' });
    return { ack: performance.now() - began, card: await card };
  };

  test('E1 one smoke: acknowledged, one card on a real screen, exactly one alarm', { timeout: 90_000 }, async (context) => {
    if (executablePath === null) return context.skip('no browser');
    const window = await board('oak-first');
    const { ack, card } = await timeToCard(window, 'oak');
    keeps('E1', 'publish → PUBACK', ack, ackMs);
    keeps('E1', `publish → card in Chromium (target ${targetMs.toLocaleString('en')})`, card, cardMs);
    await pause(500);
    expect(await window.page.locator('.alarm-row').count()).toBe(1);
    expect(await alarmsOf('oak')).toMatchObject([{ device: 'oak-smoke', kind: 'smoke', level: 'alarm', count: 1 }]);
    expect(window.errors).toEqual([]);
    await window.context.close();
  });

  test('E2 the same message four times: four acknowledgements, one alarm, counted once', async () => {
    const line = await scene.line('elm-heat');
    const body = JSON.stringify({ ts: scene.now(), boot: 1, seq: 1, type: 'heat_alarm', state: 'active' });
    let acks = 0;
    line.on('packetreceive', ({ cmd }) => {
      if (cmd === 'puback') acks += 1;
    });
    for (let i = 0; i < 4; i++) await line.publishAsync('campus/v1/elm/elm-heat/event', body, { qos: 1, dup: i > 0 });
    const alarms = await alarmsOf('elm');
    console.log(`E2 the same message 4 times: ${acks} acknowledged, ${alarms.length} alarm, count ${alarms[0]?.count} (must be 4, 1, 1)`);
    expect(acks).toBe(4);
    expect(alarms).toMatchObject([{ device: 'elm-heat', count: 1 }]);
  });

  test('E4 the same device twice, also as another kind: nothing is confirmed, nobody is asked, no siren', async () => {
    const heard = await listenAsSiren(await scene.line('oak-horn'), 'oak', 'oak-horn');
    await scene.tell('oak', 'oak-smoke', 'event', { ts: scene.now(), seq: 2, type: 'smoke_alarm', state: 'active' });
    await scene.tell('oak', 'oak-smoke', 'event', { ts: scene.now(), seq: 3, type: 'heat_alarm', state: 'active' });
    await pause(1500);
    const alarms = await alarmsOf('oak');
    const confirmed = alarms.filter(({ verification, incident }) => verification === 'confirmed' || incident !== null).length;
    console.log(
      `E4 one device, three messages: ${confirmed} confirmed, ${heard.length} siren commands, ${brigade.got.length} requests (must be 0)`,
    );
    expect([confirmed, heard.length, brigade.got.length]).toEqual([0, 0, 0]);
    await (await scene.line('oak-horn')).unsubscribeAsync('campus/v1/oak/oak-horn/command');
  });

  test('E3 smoke and heat in one room: confirmed, siren, level IV, 119, the responder and CAP', { timeout: 60_000 }, async () => {
    const screen = await scene.screen('duty-officer', 'oak');
    const heard = await listenAsSiren(await scene.line('oak-horn'), 'oak', 'oak-horn');
    const began = performance.now();
    const confirmed = screen.until((change) => alarmIn(change)?.verification === 'confirmed').then(() => performance.now());
    await scene.tell('oak', 'oak-heat', 'event', { ts: scene.now(), type: 'heat_alarm', state: 'active' });
    const confirmedAt = await confirmed;
    await eventually(
      () => heard,
      (commands) => commands.length > 0,
    );
    await eventually(
      () => brigade.got,
      (got) => got.length > 0,
    );
    const asked = brigade.got[0];
    keeps('E3', 'second detector → confirmed on a screen', confirmedAt - began, linkageMs);
    keeps('E3', 'second detector → siren command', (heard[0]?.at ?? Number.POSITIVE_INFINITY) - began, linkageMs);
    expect(heard).toMatchObject([{ on: true, exercise: false }]);

    const client = scene.client('duty-officer', 'oak');
    const incidents = await client.all<Incident>('/api/v1/incidents?school=oak');
    expect(incidents).toMatchObject([{ level: 'IV', state: 'open', exercise: null }]);
    const incident = incidents[0];
    const tasks = await client.all<PhoneTask>(`/api/v1/phone-tasks?incident=${incident?.id}`);
    expect(tasks).toMatchObject([{ number: '119', open: true, exercise: null }]);
    keeps('E3', 'incident → 119 task', (tasks[0]?.openedAt ?? 0) - (incident?.openedAt ?? 0), linkageMs);
    const requests = await eventually(
      () => client.all<AssistanceRequest>(`/api/v1/requests?incident=${incident?.id}`),
      (all) => all.every(({ state }) => state === 'delivered'),
    );
    expect(requests).toMatchObject([{ responder: 'oak-station', line: 'on_site_station', exercise: null }]);
    expect(asked?.headers['webhook-id']).toBe(requests[0]?.id);
    keeps('E3', 'incident → responder asked', (asked?.at ?? 0) - (incident?.openedAt ?? 0), linkageMs);
    const open = (await alarmsOf('oak')).filter((alarm) => alarm.incident === incident?.id);
    expect(open.map(({ device }) => device)).toEqual(expect.arrayContaining(['oak-smoke', 'oak-heat']));
    await pause(1000);
    expect([heard.length, brigade.got.length]).toEqual([1, 1]);
    const viewer = scene.app.operator.accounts.createToken('viewer', 'oak', 'test').token;
    const cap = await checkCap('E3', client, scene.url, viewer, new Set());
    expect(cap.map(({ msgType, status, incident: of }) => [msgType, status, of])).toEqual([['Alert', 'Actual', incident?.id]]);
  });

  test('E5 1,000 messages a second and a storm of faults: the fire is on the screen', { timeout: 90_000 }, async (context) => {
    if (executablePath === null) return context.skip('no browser');
    const officer = scene.client('duty-officer', 'elm');
    const window = await scene.window();
    await window.signIn('elm-first');
    await window.page.goto('/');
    await window.page.locator('.alarm-row').first().waitFor({ timeout: 30_000 });
    const load = await openLoad({
      port: scene.app.addresses.mqtt ?? 0,
      school: 'elm',
      identities: numbered('elm-air', flooders).map((id) => ({ id, secret: scene.ground.secretOf(id) })),
      inFlight: 200,
    });
    load.pace(floodPerSecond);
    const gateway = await scene.line('elm-gateway');
    for (const id of numbered('elm-door', tampered)) {
      const body = JSON.stringify({ ts: scene.now(), type: 'tamper', state: 'active' });
      await gateway.publishAsync(`campus/v1/elm/${id}/event`, body, { qos: 1 });
    }
    await pause(2000);
    const began = performance.now();
    const card = window.page.locator('.alarm-row').filter({ hasText: 'elm-smoke' });
    const shown = card.waitFor().then(() => performance.now() - began);
    await scene.tell('elm', 'elm-smoke', 'event', { ts: scene.now(), type: 'smoke_alarm', state: 'active' });
    keeps('E5', `card of the fire under ${floodPerSecond} msg/s`, await shown, cardMs);
    const acked = load.acked();
    await load.drain();
    load.close();
    console.log(`E5 flood: ${acked} readings acknowledged, out of order ${load.outOfOrder()}`);
    expect(acked).toBeGreaterThan(floodPerSecond);
    const { items } = await officer.get<{ items: Storm[] }>('/api/v1/storms?school=elm');
    expect(items).toMatchObject([{ open: true }]);
    const { alarms, balance } = await officer.get<Storm>(`/api/v1/storms/${items[0]?.id}`);
    console.log(
      `E5 storm: ${items.length} card over ${alarms} alarms; raw ${balance.raw} = members ${balance.members} + singles ${balance.singles}, difference ${balance.difference} (must be 0)`,
    );
    expect(balance.difference).toBe(0);
    await window.page.locator('.storm-card').first().waitFor();
    const fire = (await alarmsOf('elm')).find(({ device }) => device === 'elm-smoke');
    expect(fire).toMatchObject({ kind: 'smoke', storm: null, count: 1 });
    expect(window.errors).toEqual([]);
    await window.context.close();
  });
});
