/** A real server on the demo county, a real browser before it, real devices behind it; one of each for a test file. */
import mqtt, { type MqttClient } from 'mqtt';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import type { Role } from '../../services/contracts/values.ts';
import { findBrowser } from '../../services/setup.mjs';
import { type Client, clientOf } from '../bench/http.ts';
import { lastingPorts } from '../bench/ports.ts';
import { type ServerChild, startServer } from '../bench/server.ts';
import { type County, layOutCounty, password } from './county.ts';

export const executablePath = findBrowser();
export const noBrowser = 'no Chrome, Edge or Chromium found (CHROME_PATH names one elsewhere)';

/** Nothing but the page under test: no graphics card, no calls home. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Look {
  readonly language?: 'zh' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the console, of scripts and of the content security policy, since the window was opened. */
  readonly errors: string[];
  /** Without the form: for tests that are not about signing in. */
  signIn(person: string): Promise<void>;
}

export interface Stage {
  readonly server: ServerChild;
  readonly url: string;
  client(role: Role, org: string): Promise<Client>;
  /** Publishes for a device of the county, under the credential that speaks for it, and waits for the acknowledgement. */
  tell(device: string, leaf: 'telemetry' | 'event' | 'status', body: object): Promise<void>;
  /** Far from Shanghai on purpose: a time that follows the machine's zone shows. `at` is another server than the stage's. */
  open(look?: Look, at?: string): Promise<Window>;
  kill(): Promise<void>;
  /** On the same folder and the same ports. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

/** The browser notes every refused request as an error; that nobody is signed in, or may, or nothing is there, is an answer. */
const isRefusal = (text: string): boolean => /^Failed to load resource: .* status of 40[134] /.test(text);

export const openWindow = async (browser: Browser, baseURL: string, look: Look): Promise<Window> => {
  const { language = 'zh', theme = 'light', size = desktop } = look;
  const context = await browser.newContext({
    baseURL,
    viewport: size,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    colorScheme: theme,
    hasTouch: size.width < 600,
  });
  const errors: string[] = [];
  await context.addInitScript((chosen) => localStorage.setItem('campus-watch.language', chosen), language);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return {
    context,
    page,
    errors,
    signIn: async (person) => {
      const answer = await context.request.post('/api/v1/session', { data: { id: person, password } });
      if (!answer.ok()) throw new Error(`sign-in of ${person}: ${answer.status()} ${await answer.text()}`);
    },
  };
};

const openStage = async (browserPath: string, people: readonly string[]): Promise<Stage> => {
  const county: County = await layOutCounty(people);
  // The ports stay what they are: a page that lost its server must find it again.
  const environment: Record<string, string> = { CAMPUS_CONFIG: county.configFolder, ...(await lastingPorts()) };
  let server = await startServer(county.folder, environment);
  const url = `http://127.0.0.1:${server.ports.http}`;
  const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: flags });
  const lines = new Map<string, MqttClient>();
  let seq = 0;
  const hangUp = async (): Promise<void> => {
    await Promise.all([...lines.values()].map((line) => line.endAsync(true)));
    lines.clear();
  };
  const lineOf = async (identity: string, secret: string): Promise<MqttClient> => {
    const held = lines.get(identity);
    if (held !== undefined) return held;
    const signIn = { username: identity, password: secret, reconnectPeriod: 0 };
    const line = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.ports.mqtt}`, signIn, false);
    line.on('error', () => undefined);
    lines.set(identity, line);
    return line;
  };
  return {
    get server() {
      return server;
    },
    url,
    client: async (role, org) => clientOf(server.ports.http, await server.token(role, org)),
    tell: async (device, leaf, body) => {
      const { identity, secret, school } = county.sender(device);
      const line = await lineOf(identity, secret);
      seq += 1;
      await line.publishAsync(nativeTopic(school, device, leaf), JSON.stringify({ ts: Date.now(), seq, ...body }), { qos: 1 });
    },
    open: (look = {}, at = url) => openWindow(browser, at, look),
    kill: async () => {
      await hangUp();
      await server.kill();
    },
    startAgain: async () => {
      server = await startServer(county.folder, environment);
    },
    close: async () => {
      await browser.close();
      await hangUp();
      await server.stop();
      county.remove();
    },
  };
};

/**
 * Sets a stage for the tests of a file or a block; where there is no browser they are skipped with the reason.
 * @param people those who can sign in
 */
export const stageFor = (people: readonly string[]): (() => Stage) & { readonly ready: () => boolean } => {
  let stage: Stage | null = null;
  beforeAll(async () => {
    if (executablePath !== null) stage = await openStage(executablePath, people);
  });
  afterAll(() => stage?.close());
  beforeEach((context) => {
    if (executablePath === null) context.skip(noBrowser);
  });
  const current = (): Stage => {
    if (stage === null) throw new Error('no stage was set');
    return stage;
  };
  return Object.assign(current, { ready: () => stage !== null });
};
