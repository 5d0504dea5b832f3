/** The demo county with a clock that can be moved on: a month passes between two clicks. Everything else is real. */
import mqtt, { type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createApp } from '../../services/app.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import { ownConfig } from '../bench/ground.ts';
import { type County, layOutCounty } from './county.ts';
import { executablePath, flags, type Look, noBrowser, openWindow, type Window } from './stage.ts';

export interface Clockwork {
  readonly url: string;
  now(): number;
  /** Moves the server's clock on, in steps that let what becomes due be done. */
  pass(ms: number, stepMs?: number): Promise<void>;
  hazard(id: string): Hazard;
  /** The newest hazard about a device. */
  hazardOf(device: string): Hazard;
  /** Publishes for a device of the county, under the credential that speaks for it, and waits for the acknowledgement. */
  tell(device: string, leaf: 'telemetry' | 'event', body: object): Promise<void>;
  open(look?: Look): Promise<Window>;
  close(): Promise<void>;
}

/** Longer than the server looks at its clock. */
const tickMs = 400;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const openClockwork = async (browserPath: string, people: readonly string[]): Promise<Clockwork> => {
  const county: County = await layOutCounty(people);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const broken: unknown[] = [];
  const created = await createApp({
    config: { ...ownConfig(county.folder), configFolder: county.configFolder },
    log: pino({ level: 'silent' }),
    clock,
    failStop: (error) => void broken.push(error),
  });
  if (!created.ok) throw new Error(created.detail);
  const { app } = created;
  const browser: Browser = await chromium.launch({ executablePath: browserPath, headless: true, args: flags });
  const url = `http://127.0.0.1:${app.addresses.http}`;
  const { facts } = app.store;
  const lines = new Map<string, MqttClient>();
  const lineOf = async (identity: string, secret: string): Promise<MqttClient> => {
    const line =
      lines.get(identity) ?? (await mqtt.connectAsync(`mqtt://127.0.0.1:${app.addresses.mqtt}`, { username: identity, password: secret }));
    lines.set(identity, line);
    return line;
  };
  return {
    url,
    now: clock.now,
    pass: async (ms, stepMs = ms) => {
      for (let left = ms; left > 0; left -= stepMs) {
        ahead += Math.min(stepMs, left);
        await pause(tickMs);
      }
      if (broken.length > 0) throw new Error(`the server stopped: ${String(broken[0])}`);
    },
    hazard: (id) => {
      const hazard = facts.get('hazard', id);
      if (!hazard) throw new Error(`no hazard ${id}`);
      return hazard;
    },
    hazardOf: (device) => {
      const hazard = facts.list('hazard', { where: { device }, schools: null, limit: 1 }).items[0];
      if (!hazard) throw new Error(`no hazard of ${device}`);
      return hazard;
    },
    tell: async (device, leaf, body) => {
      const { identity, secret, school } = county.sender(device);
      const line = await lineOf(identity, secret);
      await line.publishAsync(nativeTopic(school, device, leaf), JSON.stringify({ ts: clock.now(), ...body }), { qos: 1 });
    },
    open: (look = {}) => openWindow(browser, url, look),
    close: async () => {
      await browser.close();
      await Promise.all([...lines.values()].map((line) => line.endAsync(true)));
      await app.stop();
      county.remove();
    },
  };
};

/** One for the tests of a file; where there is no browser they are skipped with the reason. */
export const clockworkFor = (people: readonly string[]): (() => Clockwork) => {
  let clockwork: Clockwork | null = null;
  beforeAll(async () => {
    if (executablePath !== null) clockwork = await openClockwork(executablePath, people);
  });
  afterAll(() => clockwork?.close());
  beforeEach((context) => {
    if (executablePath === null) context.skip(noBrowser);
  });
  return () => {
    if (clockwork === null) throw new Error('no clockwork was set');
    return clockwork;
  };
};

/** A picture as a phone takes it, no two alike. */
export const snapshot = async (seed: number): Promise<Buffer> => {
  const bars = Array.from({ length: 24 }, (_, i) => {
    const [a, b, c] = [(seed * 37 + i * 53) % 640, (seed * 71 + i * 29) % 480, (seed * 13 + i * 97) % 255];
    return `<rect x="${a}" y="${b}" width="${40 + ((seed + i) % 9) * 18}" height="${20 + ((seed * i) % 7) * 22}" fill="rgb(${c},${(c * 3) % 255},${(c * 7) % 255})"/>`;
  });
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#8a9"/>${bars.join('')}</svg>`,
    ),
  )
    .jpeg({ quality: 80 })
    .toBuffer();
};
