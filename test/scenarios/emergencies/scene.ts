/**
 * An emergency of the acceptance table (domain B14) on the whole app in this process: devices over MQTT, people over HTTP,
 * screens over sockets or a real browser, providers and responders as HTTP servers; a clock that can be moved on.
 */
import { readFileSync } from 'node:fs';
import mqtt, { type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { type Browser, chromium } from 'playwright-core';
import { expect } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { App } from '../../../services/app.ts';
import { createApp } from '../../../services/app.ts';
import { loadConfig } from '../../../services/config.ts';
import type { CapMessage, ResponderForm } from '../../../services/contracts/responder.ts';
import type { SeatRole } from '../../../services/contracts/rota.ts';
import { nativeTopic } from '../../../services/contracts/uplink.ts';
import type { Role } from '../../../services/contracts/values.ts';
import { ownEnvironment } from '../../bench/ground.ts';
import { type Client, clientOf } from '../../bench/http.ts';
import { openScreen, type Screen } from '../../bench/live.ts';
import { password } from '../../e2e/county.ts';
import { executablePath, flags, type Look, openWindow, type Window } from '../../e2e/stage.ts';
import { eventually, pause } from '../town.ts';
import { campus, type EmergencyGround, type EmergencyPlan, layOutEmergency } from './ground.ts';

export interface Scene {
  readonly app: App;
  readonly url: string;
  readonly ground: EmergencyGround;
  /** The server's time. */
  now(): number;
  /** Moves the server's clock on; after each step what became due is done. */
  pass(ms: number, stepMs?: number): Promise<void>;
  client(role: Role, org?: string): Client;
  screen(role: Role, org: string): Promise<Screen>;
  /** Publishes for the device, on its own line, and waits for the acknowledgement. */
  tell(school: string, device: string, leaf: 'telemetry' | 'event', body: object): Promise<void>;
  line(identity: string): Promise<MqttClient>;
  window(look?: Look): Promise<Window>;
  close(): Promise<void>;
}

export const openScene = async (plan: EmergencyPlan): Promise<Scene> => {
  const ground = await layOutEmergency(plan);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const broken: unknown[] = [];
  const loaded = loadConfig({ ...ownEnvironment(ground.folder), ...ground.environment });
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  const failStop = (error: unknown): void => void broken.push(error);
  const created = await createApp({ config: loaded.value, log: pino({ level: 'silent' }), clock, failStop });
  if (!created.ok) throw new Error(created.detail);
  const { app } = created;
  const lines = new Map<string, MqttClient>();
  const screens: Screen[] = [];
  let browser: Browser | null = null;
  let seq = 0;
  const url = `http://127.0.0.1:${app.addresses.http}`;
  const token = (role: Role, org?: string): string => app.operator.accounts.createToken(role, org ?? null, 'test').token;
  const line = async (identity: string): Promise<MqttClient> => {
    const held = lines.get(identity);
    if (held) return held;
    const signIn = { username: identity, password: ground.secretOf(identity), reconnectPeriod: 0 };
    const made = await mqtt.connectAsync(`mqtt://127.0.0.1:${app.addresses.mqtt}`, signIn, false);
    made.on('error', () => undefined);
    lines.set(identity, made);
    return made;
  };
  return {
    app,
    url,
    ground,
    now: clock.now,
    pass: async (ms, stepMs = ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        ahead += Math.min(stepMs, left);
        app.flows.tick();
        await pause(20);
        app.flows.tick();
      }
      if (broken.length > 0) throw new Error(`the server stopped: ${String(broken[0])}`);
    },
    client: (role, org) => clientOf(app.addresses.http, token(role, org)),
    screen: async (role, org) => {
      const screen = await openScreen(app.addresses.http, token(role, org));
      screens.push(screen);
      return screen;
    },
    line,
    tell: async (school, device, leaf, body) => {
      seq += 1;
      const message = JSON.stringify({ ts: clock.now(), boot: 1, seq, ...body });
      await (await line(device)).publishAsync(nativeTopic(school, device, leaf), message, { qos: 1 });
    },
    window: async (look = {}) => {
      if (executablePath === null) throw new Error('no browser');
      browser ??= await chromium.launch({ executablePath, headless: true, args: flags });
      return openWindow(browser, url, look);
    },
    close: async () => {
      await browser?.close();
      for (const screen of screens) screen.close();
      await Promise.all([...lines.values()].map((each) => each.endAsync(true)));
      await app.stop();
      ground.remove();
      expect(broken).toEqual([]);
    },
  };
};

/** One line a figure, and the figure must keep its limit. */
export const keeps = (scenario: string, what: string, ms: number, limitMs: number): void => {
  console.log(`${scenario} ${what} ${Math.round(ms).toLocaleString('en')} ms (limit ${limitMs.toLocaleString('en')})`);
  expect(ms, `${scenario} ${what}`).toBeLessThanOrEqual(limitMs);
};

/** A moment that must come when it is due, neither before nor a second after. */
export const comesAt = (scenario: string, what: string, ms: number, dueMs: number): void => {
  console.log(`${scenario} ${what} ${(ms / 1000).toFixed(1)} s (due ${dueMs / 1000} s, +1 s at most)`);
  expect(ms, `${scenario} ${what}`).toBeGreaterThanOrEqual(dueMs);
  expect(ms, `${scenario} ${what}`).toBeLessThanOrEqual(dueMs + 1000);
};

/** As a person who has signed in; answers status and body. */
export const signedIn = async (url: string, id: string): Promise<(path: string, body: object, version?: number) => Promise<Response>> => {
  const headers = { 'content-type': 'application/json' };
  const session = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ id, password }) });
  if (!session.ok) throw new Error(`sign-in of ${id}: ${session.status} ${await session.text()}`);
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return (path, body, version) =>
    fetch(url + path, {
      method: 'POST',
      headers: { ...headers, cookie, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
      body: JSON.stringify(body),
    });
};

export const put = async (scene: Pick<Scene, 'url' | 'app'>, path: string, body: object): Promise<void> => {
  const { token } = scene.app.operator.accounts.createToken('bureau-admin', null, 'test');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'if-match': '"0"' };
  const answer = await fetch(scene.url + path, { method: 'PUT', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};

/** Answers as the application behind it would, or what is asked of it. */
export const must = async <T>(answer: Promise<{ readonly status: number; readonly body: T }>): Promise<T> => {
  const { status, body } = await answer;
  if (status < 200 || status > 299) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

/** A seat and who is on it from an hour ago to a day ahead; a telephone post, unless it has a console. */
export const seat = async (scene: Scene, school: string, role: SeatRole, person: string, isConsole = false): Promise<string> => {
  const id = `${school}-seat-${role}`;
  await put(scene, `/api/v1/seats/${id}`, { school, name: role, role, console: isConsole, hours: [], active: true });
  const now = scene.now();
  const shift = { seat: id, person, startsAt: now - 3_600_000, endsAt: now + 86_400_000, replaces: null, reason: 'plan' };
  await must(scene.client('principal', school).post('/api/v1/shifts', { items: [shift] }));
  return id;
};

export const responder = (scene: Scene, school: string, id: string, address: string, sandbox: string | null = null): Promise<void> =>
  put(scene, `/api/v1/responders/${id}`, responderForm(school, id, address, sandbox));

export const responderForm = (school: string, name: string, address: string, sandbox: string | null = null): ResponderForm => ({
  school,
  name,
  kind: 'micro_station',
  capabilities: ['fire', 'rescue'],
  location: { latitude: campus.latitude, longitude: campus.longitude },
  channels: [{ channel: 'webhook', address }],
  sandbox: sandbox === null ? null : { channel: 'webhook', address: sandbox },
  contact: '',
  active: true,
});

const schema = readFileSync(new URL('../../../services/cap/cap12.xsd', import.meta.url), 'utf8');

const schemaErrors = async (xml: string): Promise<readonly string[]> => {
  const result = await validateXML({
    xml: [{ fileName: 'alert.xml', contents: xml }],
    schema: [{ fileName: 'cap12.xsd', contents: schema }],
  });
  return result.errors.map(({ message }) => message);
};

/** Every CAP message of the scenarios is valid by the official schema; one of a drill says Exercise, no other does. */
export const checkCap = async (
  scenario: string,
  client: Client,
  url: string,
  token: string,
  exercises: ReadonlySet<string>,
): Promise<CapMessage[]> => {
  const messages = await eventually(
    () => client.all<CapMessage>('/api/v1/cap-messages'),
    (all) => all.every(({ state }) => state === 'issued'),
    20_000,
  );
  for (const message of messages) {
    const answer = await fetch(`${url}/api/v1/cap/${message.id}.xml`, { headers: { authorization: `Bearer ${token}` } });
    const xml = await answer.text();
    expect(await schemaErrors(xml), xml.slice(0, 2000)).toEqual([]);
    const status = exercises.has(message.incident ?? '') ? 'Exercise' : 'Actual';
    expect(message.status).toBe(status);
    expect(xml).toContain(`<status>${status}</status>`);
    expect(xml.includes('【演练】')).toBe(status === 'Exercise');
    for (const language of ['zh-CN', 'en']) expect(xml).toContain(`<language>${language}`);
  }
  const drills = messages.filter(({ status }) => status === 'Exercise').length;
  console.log(`${scenario} CAP: ${messages.length} messages valid by cap12.xsd, ${drills} of them Exercise`);
  return messages;
};
