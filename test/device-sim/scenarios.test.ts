import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { FleetIdentity } from '../../device-sim/fleet.ts';
import type { Moment } from '../../device-sim/moments.ts';
import { scenarios } from '../../device-sim/scenarios/index.ts';
import { badCount } from '../../device-sim/scenarios/malformed.ts';
import { actorsOf, CastMissing, type Scenario } from '../../device-sim/scenarios/scenario.ts';
import { simulate } from '../../device-sim/simulation.ts';
import { nativeTopic } from '../../services/contracts/uplink.ts';
import { codecById } from '../../services/core/codecs/index.ts';
import { startBroker } from './broker.ts';
import { bodyOf, fleetOf, momentsOf, type Sent, stageOf, wiresOf } from './stage.ts';

const named = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
};

/** An hourly report keeps a day of 20 devices small. */
const intervalFor = (scenario: Scenario): number => (scenario.name === 'normal-day' ? 3600 : 60);

type Said = Extract<Moment, { act: 'say' }>;
const events = (moments: readonly Moment[]): (Said & { say: { type: 'event' } })[] =>
  moments.filter((moment): moment is Said & { say: { type: 'event' } } => moment.act === 'say' && moment.say.type === 'event');

test('the named scenarios of the issue are all there', () => {
  expect(scenarios.map((scenario) => scenario.name)).toEqual([
    'normal-day',
    'kitchen-fire',
    'dormitory-smouldering',
    'flapping-sensor',
    'gateway-outage',
    'storm',
    'malformed',
    'battery-decline',
    'video-alarm',
    'drill',
  ]);
});

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  const interval = intervalFor(scenario);
  const moments = momentsOf(scenario, 1, interval);

  test('is in order of time and ends within its duration', () => {
    for (const [i, moment] of moments.entries()) expect(moment.atMs).toBeGreaterThanOrEqual(moments[i - 1]?.atMs ?? 0);
    expect(moments.at(-1)?.atMs).toBeLessThanOrEqual(scenario.durationMs);
  });

  test('same seed, same messages; another seed, other ones', () => {
    const digest = (list: readonly Moment[]): string => {
      const hash = createHash('sha256');
      for (const { atMs, identity, topic, payload } of wiresOf(list)) hash.update(`${atMs} ${identity} ${topic} `).update(payload);
      return hash.digest('hex');
    };
    const once = digest(moments);
    expect(digest(momentsOf(scenario, 1, interval))).toBe(once);
    // What is not measured is the same for every seed.
    if (scenario.name !== 'drill' && scenario.name !== 'malformed') expect(digest(momentsOf(scenario, 2, interval))).not.toBe(once);
  });

  test('every message reaches a real broker in its order and is acknowledged', { timeout: 30_000 }, async () => {
    const broker = await startBroker();
    const identities = fleetOf(scenario, interval);
    const { pictureUrl } = stageOf(identities);
    const { durationMs, play } = scenario;
    const show = { url: broker.url, identities, seed: 1, durationMs, play, pictureUrl, inFlight: 20, giveUpMs: 10_000 };
    const verdict = await simulate({ ...show, speed: Number.POSITIVE_INFINITY });
    await broker.close();
    const expected = wiresOf(moments);
    expect(verdict).toMatchObject({ sent: expected.length, acked: expected.length, unacknowledged: 0, stopped: false, problems: [] });
    for (const identity of identities) {
      const topics = (list: readonly { identity: string; topic: string }[]): string[] =>
        list.filter((one) => one.identity === identity.id).map((one) => one.topic);
      expect(topics(broker.arrivals)).toEqual(topics(expected));
    }
    expect(broker.arrivals.every((arrival) => arrival.qos === 1)).toBe(true);
    const cut = moments.flatMap((moment) => (moment.act === 'link' && !moment.up ? [moment.identity.id] : []));
    expect(broker.wills).toEqual(cut);
  });

  test('the server’s codec understands all of it, and nothing else in malformed', () => {
    for (const { topic, payload } of wiresOf(moments)) {
      const [, , , device = '', leaf = ''] = topic.split('/');
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      const decoded = codecById('native')?.decode(leaf, bytes, { source: device, mapping: () => ({}) });
      if (scenario.name !== 'malformed') expect(decoded?.refusals, topic).toEqual([]);
    }
  });
});

test('kitchen fire: one detector, then its neighbour, then both are quiet; heat passes 57 °C in the same room only', () => {
  const moments = momentsOf(named('kitchen-fire'));
  const alarms = events(moments);
  const [first, second, ...cleared] = alarms;
  expect(alarms.map((moment) => [moment.say.event, moment.say.state])).toEqual([
    ['smoke_alarm', 'active'],
    ['smoke_alarm', 'active'],
    ['smoke_alarm', 'cleared'],
    ['smoke_alarm', 'cleared'],
  ]);
  expect(first?.device.use).toBe('kitchen');
  expect(second?.device.space).toBe(first?.device.space);
  expect(second?.device.id).not.toBe(first?.device.id);
  const apart = (second?.atMs ?? 0) - (first?.atMs ?? 0);
  expect(apart).toBeGreaterThanOrEqual(8_000);
  expect(apart).toBeLessThanOrEqual(30_000);
  expect(new Set(cleared.map((moment) => moment.device.id))).toEqual(new Set([first?.device.id, second?.device.id]));
  const hot = moments.filter(
    (moment) => moment.act === 'say' && moment.say.type === 'readings' && (moment.say.values.temperature ?? 0) > 57,
  ) as Said[];
  expect(hot.length).toBeGreaterThan(5);
  expect(new Set(hot.map((moment) => moment.device.space))).toEqual(new Set([first?.device.space]));
});

test('smouldering: smoke without heat', () => {
  const moments = momentsOf(named('dormitory-smouldering'));
  const values = moments.flatMap((moment) =>
    moment.act === 'say' && moment.say.type === 'readings' && moment.device.use === 'dormitory' ? [moment.say.values] : [],
  );
  expect(Math.max(...values.map((value) => value.smoke ?? 0))).toBeGreaterThan(1.2);
  expect(Math.max(...values.map((value) => value.temperature ?? 0))).toBeLessThan(35);
  expect(events(moments).filter((moment) => moment.say.state === 'active')).toHaveLength(2);
});

test('a normal day raises nothing', () => {
  const moments = momentsOf(named('normal-day'), 3, 3600);
  expect(events(moments)).toEqual([]);
  const temperatures = moments.flatMap((moment) =>
    moment.act === 'say' && moment.say.type === 'readings' ? (moment.say.values.temperature ?? []) : [],
  );
  expect(Math.max(...temperatures)).toBeLessThan(36);
  expect(Math.min(...temperatures)).toBeGreaterThan(12);
});

test('flapping: crosses 57 °C at least fifty times, and nobody else reports for that sensor', () => {
  const moments = momentsOf(named('flapping-sensor'));
  const flapper = (
    moments.find((moment) => moment.act === 'say' && moment.say.type === 'readings' && (moment.say.values.temperature ?? 0) > 57) as Said
  ).device.id;
  const series = moments.flatMap((moment) =>
    moment.act === 'say' && moment.device.id === flapper && moment.say.type === 'readings' ? [moment.say.values.temperature ?? 0] : [],
  );
  expect(series.filter((value, i) => value > 57 !== (series[i - 1] ?? 0) > 57).length).toBeGreaterThan(50);
  expect(series.every((value) => value > 52)).toBe(true);
});

test('gateway outage: silence, then arrays in which every reading has its own time', () => {
  const scenario = named('gateway-outage');
  const moments = momentsOf(scenario);
  const down = moments.find((moment) => moment.act === 'link' && !moment.up);
  const up = moments.find((moment) => moment.act === 'link' && moment.up);
  const cut = down?.identity.id;
  expect(
    moments.filter(
      (moment) => moment.act === 'say' && moment.identity.id === cut && moment.atMs >= (down?.atMs ?? 0) && moment.atMs < (up?.atMs ?? 0),
    ),
  ).toEqual([]);
  const backlog = moments.filter((moment) => moment.act === 'backlog');
  expect(new Set(backlog.map((moment) => moment.identity.id))).toEqual(new Set([cut]));
  expect(new Set(backlog.map((moment) => moment.atMs))).toEqual(new Set([up?.atMs]));
  const wires = wiresOf(backlog);
  for (const wire of wires) {
    const items = bodyOf(wire) as { ts: number }[];
    expect(items.length).toBeGreaterThan(0);
    expect(items.map((item) => item.ts)).toEqual(items.map((item) => item.ts).sort((a, b) => a - b));
  }
  const flushed = wires.flatMap((wire) => bodyOf(wire) as { type?: string }[]);
  expect(flushed.filter((item) => item.type === 'smoke_alarm')).not.toEqual([]);
  // Ten devices with readings and two cameras or buttons, every minute for ten minutes at least.
  expect(flushed.length).toBeGreaterThan(100);
});

test('storm: 5,000 events of 500 devices, ten each, within 10 s', () => {
  const wires = wiresOf(momentsOf(named('storm')));
  expect(wires).toHaveLength(5000);
  const counts = new Map<string, number>();
  for (const { topic } of wires) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  expect([...new Set(counts.values())]).toEqual([10]);
  expect(counts.size).toBe(500);
  expect(wires.at(-1)?.atMs).toBeLessThan(10_000);
  expect(
    new Set(wires.map((wire) => `${wire.topic} ${(bodyOf(wire) as { ts: number }).ts} ${(bodyOf(wire) as { seq: number }).seq}`)).size,
  ).toBe(5000);
});

test('malformed: as many bad messages as good ones, all within the broker’s size', () => {
  const scenario = named('malformed');
  const cast = actorsOf(fleetOf(scenario));
  const moments = momentsOf(scenario);
  const bad = moments.filter((moment) => moment.act === 'raw');
  expect(bad).toHaveLength(cast.reduce((sum, actor) => sum + badCount(actor), 0));
  expect(moments.length - bad.length).toBe(bad.length);
  expect(Math.max(...bad.map((moment) => moment.payload.length + moment.topic.length))).toBeLessThan(64 * 1024);
  const own = cast[0]?.device;
  const telemetry = nativeTopic(own?.school ?? '', own?.id ?? '', 'telemetry');
  const refusedBy = (wire: Sent): number => {
    const payload = typeof wire.payload === 'string' ? Buffer.from(wire.payload) : wire.payload;
    return codecById('native')?.decode('telemetry', payload, { source: own?.id ?? '', mapping: () => ({}) }).refusals.length ?? 0;
  };
  for (const wire of wiresOf(bad).filter((one) => one.topic === telemetry))
    expect(refusedBy(wire), String(wire.payload).slice(0, 60)).toBeGreaterThan(0);
});

test('battery decline: never rises by more than noise, ends low and says so once', () => {
  const moments = momentsOf(named('battery-decline'));
  const devices = new Set(moments.map((moment) => (moment.act === 'say' ? moment.device.id : '')));
  for (const id of devices) {
    const own = moments.filter((moment): moment is Said => moment.act === 'say' && moment.device.id === id);
    const levels = own.flatMap((moment) => (moment.say.type === 'readings' ? [moment.say.values.battery ?? 0] : []));
    expect(levels[0]).toBeGreaterThan(50);
    expect(levels.at(-1)).toBeLessThanOrEqual(5);
    expect(events(own).map((moment) => moment.say.event)).toEqual(['low_battery']);
  }
});

test('video alarm: pictures with the active events', () => {
  const said = events(momentsOf(named('video-alarm')));
  const seen = said.filter((moment) => moment.say.event === 'video_fire' || moment.say.event === 'video_smoke');
  for (const moment of seen) expect(moment.say.media?.length ?? 0).toBe(moment.say.state === 'active' ? 1 : 0);
  expect(new Set(said.map((moment) => moment.say.event))).toEqual(new Set(['video_smoke', 'video_fire']));
});

test('drill: tests only', () => {
  expect(new Set(events(momentsOf(named('drill'))).map((moment) => moment.say.event))).toEqual(new Set(['test']));
});

test('a fleet without what the scenario is about is refused in words', () => {
  const buttons: FleetIdentity[] = fleetOf(named('drill')).map((identity) => ({
    ...identity,
    devices: identity.devices.slice(0, 1).map((device) => ({ ...device, type: 'button' as const, model: 'SOS' })),
  }));
  for (const name of ['kitchen-fire', 'storm', 'video-alarm', 'flapping-sensor'])
    expect(() => [...named(name).play(stageOf(buttons))], name).toThrow(CastMissing);
});
