import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { countyLife, lapMs, runCounty, type Sight } from '../../device-sim/county.ts';
import { fleetFrom } from '../../device-sim/fleet.ts';
import type { Moment } from '../../device-sim/moments.ts';
import { serveOrShare, servePictures, viewOf } from '../../device-sim/pictures/server.ts';
import { joinOrganisation, organisationPartSchema, organisationSchema } from '../../services/contracts/organisation.ts';
import { codecById } from '../../services/core/codecs/index.ts';
import { startBroker } from './broker.ts';
import { bodyOf, stageOf, start, wiresOf } from './stage.ts';

const folder = join(import.meta.dirname, '../../config/demo');
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const county = organisationSchema.parse(joinOrganisation(texts.map((text) => organisationPartSchema.parse(parse(text)))));
const useOf = new Map(county.spaces.map((space) => [space.id, space.use]));

/** The fleet as the demo server writes it from the organisation. */
const identities = fleetFrom(
  county.devices.map((device) => ({ ...device, source: device.source ?? device.id })),
  (space) => useOf.get(space ?? '') ?? 'other',
  () => 'x',
);

const pictures = await servePictures(0);
afterAll(() => pictures.close());

const firstLaps = (laps: number): Moment[] => {
  const moments: Moment[] = [];
  for (const moment of countyLife(stageOf(identities))) {
    if (moment.atMs >= laps * lapMs) break;
    moments.push(moment);
  }
  return moments;
};
const tour = firstLaps(1);
type Event = Extract<Moment, { act: 'say' }> & { say: { type: 'event' } };
const events = (moments: readonly Moment[]): Event[] =>
  moments.filter((moment): moment is Event => moment.act === 'say' && moment.say.type === 'event');

test('the tour: kitchen fire in the primary school, second detector soon after, heat follows', () => {
  const smoke = events(tour).filter((moment) => moment.say.event === 'smoke_alarm' && moment.say.state === 'active');
  expect(smoke.map((moment) => [moment.device.school, moment.device.use])).toEqual([
    ['shiyan', 'kitchen'],
    ['shiyan', 'kitchen'],
  ]);
  const [first, second] = smoke;
  expect(first?.atMs).toBeGreaterThan(15_000);
  expect(first?.atMs).toBeLessThan(35_000);
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeLessThan(30_000);
  expect(events(tour).some((moment) => moment.say.event === 'heat_alarm')).toBe(true);
});

test('the tour: a gateway elsewhere is cut off and flushes its backlog; a Frigate camera sees somebody in a zone that counts', () => {
  const links = tour.filter((moment) => moment.act === 'link');
  expect(links.map((moment) => [moment.up, moment.atMs])).toEqual([
    [false, 60_000],
    [true, 135_000],
  ]);
  expect(links[0]?.identity.school).not.toBe('shiyan');
  expect(tour.filter((moment) => moment.act === 'backlog').length).toBeGreaterThan(3);
  const seen = events(tour).filter((moment) => moment.say.event === 'video_intrusion');
  expect(seen[0]).toMatchObject({ atMs: 90_000, identity: { codec: 'frigate' } });
});

test('the camera in the burning kitchen shows it while it lasts', () => {
  const sights: Sight[] = [];
  countyLife(stageOf(identities), (coming) => sights.push(...coming)).next();
  const camera = identities.flatMap(({ devices }) => devices).find((device) => device.id === sights[0]?.camera);
  expect(camera).toMatchObject({ school: 'shiyan', use: 'kitchen', type: 'camera' });
  expect(sights.map(({ scene }) => scene)).toEqual(['fire', 'smoke']);
  const [fire, smoke] = sights;
  const first = events(tour)[0]?.atMs ?? 0;
  expect(fire?.fromEpochMs).toBeLessThanOrEqual(start + first);
  expect(smoke?.fromEpochMs).toBe(fire?.untilEpochMs);
});

test('a second simulation takes the pictures of the one that has the port', async () => {
  const shared = await serveOrShare(Number(new URL(pictures.url).port));
  expect(shared.url).toBe(pictures.url);
  await shared.close();
  expect((await fetch(`${shared.url}/cameras/c1/latest.jpg`)).status).toBe(200);
});

test('everybody is heard within ten seconds', () => {
  const heard = new Set(
    tour.filter((moment) => moment.atMs < 10_000 && moment.act === 'say').map((moment) => (moment.act === 'say' ? moment.device.id : '')),
  );
  const silent = county.devices.filter((device) => !heard.has(device.id)).map((device) => device.id);
  expect(silent).toEqual([]);
});

test('five laps: nothing stays active, and every kind of act comes', () => {
  const laps = firstLaps(5);
  const open = new Map<string, string>();
  for (const moment of events(laps)) {
    const key = `${moment.device.id} ${moment.say.event}`;
    if (moment.say.state === 'active') open.set(key, moment.say.event);
    else open.delete(key);
  }
  expect([...open.keys()]).toEqual([]);
  const kinds = new Set(events(laps).map((moment) => moment.say.event));
  for (const kind of ['smoke_alarm', 'heat_alarm', 'video_intrusion', 'video_smoke', 'video_fire', 'test', 'low_battery'])
    expect(kinds).toContain(kind);
});

test('the server’s codecs understand every form the county speaks', () => {
  const byId = new Map(identities.map((identity) => [identity.id, identity]));
  const seen = new Set<string>();
  const intrusions: unknown[] = [];
  for (const wire of wiresOf(tour)) {
    const identity = byId.get(wire.identity);
    const codec = codecById(identity?.codec ?? '');
    const own = identity?.codec === 'native';
    const [, , , device = '', leaf = ''] = wire.topic.split('/');
    const path = own ? leaf : wire.topic.slice(wire.topic.indexOf('/') + 1);
    const mapping = (source: string) => identity?.devices.find((one) => one.source === source)?.mapping ?? {};
    const decoded = codec?.decode(path, Buffer.from(wire.payload), { source: own ? device : '', mapping });
    expect(decoded?.refusals, `${wire.topic} ${String(wire.payload).slice(0, 200)}`).toEqual([]);
    expect(decoded?.uplinks.length, wire.topic).toBeGreaterThan(0);
    for (const uplink of decoded?.uplinks ?? []) {
      seen.add(`${identity?.codec} ${uplink.type}`);
      if (uplink.type === 'event' && uplink.event === 'video_intrusion') intrusions.push(uplink.state);
      if (uplink.type !== 'gateway' && !own) expect(identity?.devices.map(({ source }) => source)).toContain(uplink.source);
    }
  }
  for (const kind of [
    'native readings',
    'native event',
    'native status',
    'zigbee2mqtt readings',
    'zigbee2mqtt gateway',
    'frigate event',
    'frigate gateway',
    'frigate readings',
  ])
    expect(seen).toContain(kind);
  expect(intrusions).toEqual(['active', 'active', 'active', 'active', 'cleared']);
});

test('runs at a broker until it is stopped', async () => {
  const broker = await startBroker();
  const controller = new AbortController();
  let reports = 0;
  const running = runCounty({ url: broker.url, identities, signal: controller.signal, speed: 40, onProgress: () => reports++ });
  setTimeout(() => controller.abort(), 5_000);
  const verdict = await running;
  await broker.close();
  expect(verdict.stopped).toBe(true);
  expect(new Set(broker.connects).size).toBe(identities.length);
  expect(broker.arrivals.length).toBeGreaterThan(county.devices.length);
  expect(broker.wills[0]).toBe(tour.find((moment) => moment.act === 'link')?.identity.id);
  expect(reports).toBeGreaterThan(1);
  const ahead = broker.arrivals.filter(({ topic, payload, at }) => {
    const body: unknown = topic.startsWith('campus/') && topic.endsWith('/telemetry') ? bodyOf({ payload }) : null;
    return body !== null && !Array.isArray(body) && (body as { ts: number }).ts > at + 50;
  });
  expect(ahead).toEqual([]);
});

test('pictures: served as JPEG, differing by scene, time and camera drawn in', async () => {
  const camera = identities.flatMap(({ devices }) => devices).find(({ type }) => type === 'camera');
  if (!camera) throw new Error('no camera');
  const fetched = await Promise.all(
    (['quiet', 'smoke', 'fire', 'intruder'] as const).map(async (scene) => {
      const response = await fetch(pictures.pictureUrl(camera, scene, Date.UTC(2026, 10, 21)));
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      return Buffer.from(await response.arrayBuffer());
    }),
  );
  for (const picture of fetched) expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720 });
  expect(new Set(fetched.map((picture) => picture.toString('base64'))).size).toBe(4);
  // The overlay's dots: brighter than the corridor around them.
  const overlay = await sharp(fetched[3]).extract({ left: 20, top: 16, width: 480, height: 36 }).stats();
  expect(overlay.channels[0]?.max).toBeGreaterThan(240);
  expect(pictures.served()).toBeGreaterThanOrEqual(4);
});

test('pictures: the addresses of Frigate’s API, and nothing else', async () => {
  expect(viewOf('/api/events/1607123955.475377-mxklsc/snapshot.jpg', 5)).toEqual({
    camera: 'frigate',
    scene: 'intruder',
    atMs: 1_607_123_955_475,
  });
  expect(viewOf('/api/gate_yard/latest.jpg', 5)).toEqual({ camera: 'gate_yard', scene: 'quiet', atMs: 5 });
  expect(viewOf('/cameras/c1/latest.jpg', 5)).toEqual({ camera: 'c1', scene: 'quiet', atMs: 5 });
  for (const path of [
    '/',
    '/etc/passwd',
    '/cameras/c1/sunset/5.jpg',
    '/cameras/c1/fire/x.jpg',
    '/cameras/c1/fire/99999999999999999999.jpg',
  ]) {
    expect(viewOf(path, 5), path).toBeNull();
    expect((await fetch(`${pictures.url}${path}`)).status).toBe(404);
  }
  expect((await fetch(`${pictures.url}/cameras/c1/latest.jpg`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${pictures.url}/cameras/%E0%A4%A/latest.jpg`)).status).toBe(404);
});
