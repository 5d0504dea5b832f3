/** Recorded fires and quiet rooms, played over MQTT, beside what really happened in them. */
import type { FleetDevice, FleetIdentity } from '../../device-sim/fleet.ts';
import type { FoundRecording } from '../../device-sim/recordings/folder.ts';
import { recordingsUnder } from '../../device-sim/recordings/folder.ts';
import type { Recorded } from '../../device-sim/replay.ts';
import { durationOf, recordedId, replay, withLeadIn } from '../../device-sim/replay.ts';
import { simulate } from '../../device-sim/simulation.ts';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Row } from '../recordings/evaluate.ts';
import { graceS, leadInMs, summarize } from '../recordings/evaluate.ts';
import { readRecordings } from '../recordings/read.ts';
import type { Recording as Place } from '../recordings/recording.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { progress, say } from './benchmark.ts';
import type { Ground } from './ground.ts';
import { layOut } from './ground.ts';
import type { Client } from './http.ts';
import { clientOf } from './http.ts';
import { startServer } from './server.ts';
import { table, verdict } from './table.ts';

const school = 'bench';
const usualSpeed = 60;
/** A record of months is not played for days: as fast as it is acknowledged, its time stamps as recorded. */
const longestShowMs = 10 * 60_000;
const least = { warned: 18, alarmed: 15, of: 19 };

/** A recording with its quiet lead-in, one gateway that speaks for its devices, and the speed it is played at. */
interface Show {
  readonly recording: FoundRecording;
  readonly gateway: string;
  readonly speed: number;
}

const showOf = (found: FoundRecording): Show => {
  const recording = { ...withLeadIn(found, { ms: leadInMs, noise: 0, seed: 1 }), layout: found.layout };
  const speed = durationOf(recording) / usualSpeed <= longestShowMs ? usualSpeed : Number.POSITIVE_INFINITY;
  return { recording, gateway: `gw-${recordedId(recording, '')}`.replace(/-+$/, '').slice(0, 64), speed };
};

const fleetDevice = (id: string): FleetDevice => ({
  id,
  school,
  type: 'sensor',
  space: null,
  use: 'other',
  model: null,
  codec: 'native',
  source: '',
  reportIntervalSeconds: 300,
  mapping: {},
});

/** Plays one recording; answers the moment of its own time 0, epoch ms. */
const play = async ({ recording, gateway, speed }: Show, port: number, ground: Ground): Promise<number> => {
  const devices = recording.devices.map(({ suffix }) => fleetDevice(recordedId(recording, suffix)));
  const identity: FleetIdentity = {
    id: gateway,
    secret: ground.secretOf(gateway),
    school,
    codec: 'native',
    prefixes: [],
    reportIntervalSeconds: 300,
    devices,
  };
  const cast = new Map(
    recording.devices.map(({ suffix }, i): [string, Recorded] => [suffix, { identity, device: devices[i] as FleetDevice }]),
  );
  const startMs = recording.readings[0]?.atMs ?? 0;
  let zero = 0;
  const told = await simulate({
    url: `mqtt://127.0.0.1:${port}`,
    identities: [identity],
    seed: 1,
    speed,
    durationMs: durationOf(recording),
    inFlight: 20,
    giveUpMs: 60_000,
    pictureUrl: () => '',
    play: (stage) => {
      zero = stage.timeOf(0) - startMs;
      return replay(recording, cast);
    },
  });
  if (told.unacknowledged > 0)
    throw new Error(`${recording.name}: ${told.unacknowledged} messages were not acknowledged (${told.problems.join('; ')})`);
  progress(`detection: ${recording.name} played, ${told.sent} messages in ${Math.round(told.elapsedMs / 1000)} s`);
  return zero;
};

/** The recorded devices that stand in a place, as ids of the enrolled ones. */
const devicesOf = (place: Place, shows: readonly Show[]): { show: Show; ids: string[] } | null => {
  const sameName = (name: string): boolean =>
    place.source === 'motes' ? name.endsWith(place.location.replace('mote ', '-mote-')) : name === place.test;
  const show = shows.find(({ recording }) => sameName(recording.name));
  if (!show) return null;
  const { recording } = show;
  const suffixes = recording.devices.map(({ suffix }) => suffix).filter((suffix) => place.source !== 'nist' || suffix === place.location);
  return { show, ids: suffixes.map((suffix) => recordedId(recording, suffix)) };
};

const earliest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.min(...times));

/** The server's verdict on a place: what its alarms say of when it began, and when level `alarm` was reached. */
const rowOf = (place: Place, alarms: readonly Alarm[], zero: number): Row => {
  const fire = alarms.filter(({ level }) => level !== 'fault');
  const seconds = (at: number): number => Math.round((at - zero) / 100) / 10;
  const quietUntil = place.truth.ignitionS ?? 0;
  const counted = fire.filter((alarm) => seconds(alarm.eventAt) >= quietUntil);
  return {
    source: place.source,
    test: place.test,
    location: place.location,
    fire: place.truth.fire,
    firstRealAlarmS: place.truth.firstRealAlarmS,
    lastRealAlarmS: place.truth.lastRealAlarmS,
    ceiling57S: place.truth.ceiling57S,
    warningS: earliest(counted.map((alarm) => seconds(alarm.eventAt))),
    // Stricter than the time the alarm began: when it had risen to level alarm.
    alarmS: earliest(counted.filter(({ level }) => level === 'alarm').map((alarm) => seconds(alarm.raisedAt))),
    agreedS: null,
    tooEarly: fire.length - counted.length,
    devices: [],
  };
};

const time = (s: number | null): string => (s === null ? '-' : s.toFixed(0));

const printRows = (rows: readonly Row[]): void => {
  const cells = rows.map((row) => [
    `${row.test} ${row.location}`,
    time(row.firstRealAlarmS),
    time(row.lastRealAlarmS),
    time(row.ceiling57S),
    time(row.warningS),
    time(row.alarmS),
    String(row.tooEarly),
  ]);
  say(table(['place (seconds of the recording)', 'first real', 'last real', '57 °C', 'warned', 'level alarm', 'too early'], cells));
};

const printVerdict = (rows: readonly Row[], alarms: readonly Alarm[]): void => {
  const found = summarize(rows);
  const open = alarms.filter((alarm) => alarm.open).map(({ device, kind }) => `${device} ${kind}`);
  const doubled = open.length - new Set(open).size;
  const whole = found.places === least.of ? '' : ` (the target is for all ${least.of} places; here are ${found.places})`;
  const wanted = (part: number): number => Math.min(part, Math.floor((found.places * part) / least.of));
  say(`real smoke alarms sounded at ${found.places} places${whole}`);
  say(
    `  warned or alarmed no later than the last of them + ${graceS} s: ${found.warnedInTime} (target ≥ ${wanted(least.warned)}: ${verdict(found.warnedInTime >= wanted(least.warned))})`,
  );
  say(
    `  level alarm: ${found.alarmed} (target ≥ ${wanted(least.alarmed)}: ${verdict(found.alarmed >= wanted(least.alarmed))}); of these in time: ${found.alarmedInTime}`,
  );
  say(
    `room fires with level alarm no later than 57 °C at the ceiling + ${graceS} s and nothing before ignition: ${found.roomsInTime} of ${found.rooms} (${verdict(found.roomsInTime === found.rooms)})`,
  );
  say(
    `level alarm where there was no fire: ${found.falseAlarms} (target 0: ${verdict(found.falseAlarms === 0)}); too early anywhere: ${found.tooEarly}`,
  );
  say(`more than one open alarm for a device and kind: ${doubled} (target 0: ${verdict(doubled === 0)})`);
};

const judge = async (
  places: readonly Place[],
  shows: readonly Show[],
  zeros: ReadonlyMap<string, number>,
  client: Client,
): Promise<void> => {
  const alarms = await client.alarms(`?school=${school}`);
  const rows = places.flatMap((place) => {
    const played = devicesOf(place, shows);
    if (!played) return [];
    return rowOf(
      place,
      alarms.filter(({ device }) => played.ids.includes(device)),
      zeros.get(played.show.recording.name) ?? 0,
    );
  });
  printRows(rows);
  say('');
  printVerdict(rows, alarms);
};

const run = async ({ data }: BenchOptions): Promise<void> => {
  const shows = (await recordingsUnder(data)).map(showOf);
  const places = readRecordings(data);
  if (shows.length === 0) throw new Error(`no recordings under ${data}`);
  const ground = await layOut({
    schools: [school],
    devices: shows.flatMap(({ recording, gateway }) => [
      { id: gateway, type: 'gateway' as const },
      ...recording.devices.map(({ suffix }) => ({ id: recordedId(recording, suffix), gateway, type: 'sensor' as const })),
    ]),
  });
  const server = await startServer(ground.folder);
  try {
    const longest = Math.max(...shows.map(({ recording, speed }) => durationOf(recording) / speed));
    const fast = shows.filter(({ speed }) => speed !== usualSpeed).map(({ recording }) => recording.name);
    say(
      `${shows.length} recordings from ${data} at ${usualSpeed}×${fast.length > 0 ? ` (${fast.join(', ')}: as fast as acknowledged)` : ''}, ${leadInMs / 60_000} quiet minutes before each; about ${Math.ceil(longest / 60_000)} min`,
    );
    const zeros = new Map(
      await Promise.all(
        shows.map(async (show): Promise<[string, number]> => [show.recording.name, await play(show, server.ports.mqtt, ground)]),
      ),
    );
    await judge(places, shows, zeros, clientOf(server.ports.http, await server.token('bureau-admin')));
    for (const complaint of server.complaints) say(`the server complained: ${complaint}`);
  } finally {
    await server.stop();
    ground.remove();
  }
};

export const detection: Benchmark = {
  name: 'detection',
  summary: 'recorded fires and quiet rooms over MQTT, beside what really happened',
  run,
};
