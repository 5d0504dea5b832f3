/**
 * The demo county's days: normal life of every device, and things happening. The first lap is the tour (a kitchen fire,
 * a gateway cut off with its backlog, somebody on a camera); calmer laps follow for as long as it runs.
 */
import type { FleetIdentity } from './fleet.ts';
import { type Fire, livesOf } from './life.ts';
import { type Moment, merge, type Outage, type Stage, withOutages } from './moments.ts';
import type { Scene } from './pictures/scene.ts';
import { servePictures } from './pictures/server.ts';
import type { Progress, Verdict } from './player.ts';
import { type Actor, actorsOf, burningRoom, fireAround, senses } from './scenarios/scenario.ts';
import { intruder, isCamera, videoFire } from './scenarios/video-alarm.ts';
import { cooking, oilFire, smouldering } from './signals.ts';
import { simulate } from './simulation.ts';

/** Long enough for every act of a lap to begin, end and cool down within it. */
export const lapMs = 10 * 60_000;

interface Cast {
  readonly kitchen: readonly Actor[];
  readonly dormitory: readonly Actor[];
  /** Another kitchen, where only somebody cooks. */
  readonly cook: readonly Actor[];
  readonly gateway: FleetIdentity | undefined;
  readonly watching: Actor | undefined;
  readonly camera: Actor | undefined;
  readonly button: Actor | undefined;
  readonly fading: Actor | undefined;
}

const castOf = (identities: readonly FleetIdentity[]): Cast => {
  const native = identities.filter(({ codec }) => codec === 'native');
  const actors = actorsOf(native);
  const room = (uses: readonly string[], not: readonly Actor[]): Actor[] => {
    const taken = new Set(not.map(({ device }) => device.school));
    const rest = native.filter(({ devices }) => devices.some((device) => uses.includes(device.use) && !taken.has(device.school)));
    return rest.some(({ devices }) => devices.some((device) => device.type === 'detector')) ? burningRoom(rest, uses) : [];
  };
  const kitchen = room(['kitchen'], []);
  const dormitory = room(['dormitory'], kitchen);
  const busy = new Set([...kitchen, ...dormitory].map(({ identity }) => identity.id));
  const free = native.filter(({ id }) => !busy.has(id));
  const cameras = actorsOf(identities).filter(isCamera);
  return {
    kitchen,
    dormitory,
    cook: room(['kitchen'], kitchen),
    gateway: free.reduce<FleetIdentity | undefined>(
      (most, next) => (next.devices.length > (most?.devices.length ?? 1) ? next : most),
      undefined,
    ),
    watching: cameras.find(({ identity, device }) => identity.codec === 'frigate' && device.mapping.intrusionZones !== undefined),
    camera: cameras.find(({ identity }) => identity.codec === 'native'),
    button: actors.find(({ device }) => device.type === 'button'),
    fading: actors.findLast(senses('battery')),
  };
};

interface Acts {
  readonly fires: readonly Fire[];
  readonly outages: readonly Outage[];
  readonly others: readonly Iterable<Moment>[];
}

function* pressed(actor: Actor, event: 'test' | 'panic' | 'low_battery', atMs: number, forMs: number): Generator<Moment> {
  yield { act: 'say', atMs, ...actor, say: { type: 'event', event, state: 'active' } };
  yield { act: 'say', atMs: atMs + forMs, ...actor, say: { type: 'event', event, state: 'cleared' } };
}

const given = <T, R>(value: T | undefined, make: (value: T) => R): R[] => (value === undefined ? [] : [make(value)]);

/** What happens in a lap that starts at `at`. */
const actsOf = (lap: number, at: number, stage: Stage, cast: Cast): Acts => {
  const fire = (room: readonly Actor[], startS: number, outAfterS: number, curve: Fire['curve'], laterByS: number): Fire[] =>
    room.length === 0 ? [] : [fireAround(stage.identities, room, { startMs: at + startS * 1000, outAfterS, curve }, laterByS)];
  const outage = (fromS: number, untilS: number): Outage[] =>
    given(cast.gateway, ({ id }) => ({ identity: id, fromMs: at + fromS * 1000, untilMs: at + untilS * 1000 }));
  if (lap === 0)
    return {
      fires: fire(cast.kitchen, 12, 120, oilFire, 15),
      outages: outage(60, 135),
      others: given(cast.watching, (camera) => intruder(camera, at + 90_000)),
    };
  const calm: readonly (() => Acts)[] = [
    () => ({
      fires: fire(cast.cook, 60, 90, cooking, 20),
      outages: [],
      others: given(cast.button, (button) => pressed(button, 'test', at + 240_000, 2_000)),
    }),
    () => ({ fires: [], outages: [], others: given(cast.camera, (camera) => videoFire(stage, camera, at + 120_000)) }),
    () => ({ fires: fire(cast.dormitory, 30, 240, smouldering, 60), outages: outage(90, 180), others: [] }),
    () => ({
      fires: [],
      outages: [],
      others: [
        ...given(cast.fading, (device) => pressed(device, 'low_battery', at + 60_000, 300_000)),
        ...given(cast.watching, (camera) => intruder(camera, at + 240_000)),
      ],
    }),
  ];
  return calm[(lap - 1) % calm.length]?.() ?? { fires: [], outages: [], others: [] };
};

/** What a camera sees besides a quiet room, for a while of real time. */
export interface Sight {
  readonly camera: string;
  readonly scene: Scene;
  readonly fromEpochMs: number;
  readonly untilEpochMs: number;
}

/** Smoke and flames in the pictures of cameras in the same room, until the air is clear. */
const sightsOf = (stage: Stage, fires: readonly Fire[]): Sight[] => {
  const actors = actorsOf(stage.identities);
  return fires.flatMap((fire) => {
    const rooms = new Set(actors.filter(({ device }) => fire.reaches.has(device.id)).map(({ device }) => device.space));
    const cameras = actors.filter((actor) => isCamera(actor) && rooms.has(actor.device.space)).map(({ device }) => device.id);
    const at = (seconds: number): number => stage.timeOf(fire.startMs + seconds * 1000);
    return cameras.flatMap((camera): Sight[] => [
      { camera, scene: fire.curve === oilFire ? 'fire' : 'smoke', fromEpochMs: at(5), untilEpochMs: at(fire.outAfterS) },
      { camera, scene: 'smoke', fromEpochMs: at(fire.outAfterS), untilEpochMs: at(fire.outAfterS + 90) },
    ]);
  });
};

/**
 * Without an end.
 * @param show told at the begin of each lap what cameras will see in it
 */
export function* countyLife(stage: Stage, show: (sights: readonly Sight[]) => void = () => {}): Generator<Moment> {
  const cast = castOf(stage.identities);
  for (let lap = 0; ; lap++) {
    const span = { fromMs: lap * lapMs, untilMs: (lap + 1) * lapMs };
    const acts = actsOf(lap, span.fromMs, stage, cast);
    show(sightsOf(stage, acts.fires));
    yield* withOutages(merge([...livesOf(stage, span, acts.fires), ...acts.others]), acts.outages, stage.identities);
  }
}

export interface CountyOptions {
  readonly url: string;
  readonly identities: readonly FleetIdentity[];
  readonly speed?: number;
  readonly seed?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Port of the cameras' pictures, which the server was told beforehand; 0 takes a free one. */
  readonly picturesPort?: number;
  readonly ca?: string | undefined;
}

/** Plays the county until the signal comes (or nothing was acknowledged for ten minutes). */
export const runCounty = async (options: CountyOptions): Promise<Verdict> => {
  let sights: readonly Sight[] = [];
  const seenBy = (camera: string, now: number): Scene =>
    sights.find((sight) => sight.camera === camera && now >= sight.fromEpochMs && now < sight.untilEpochMs)?.scene ?? 'quiet';
  const pictures = await servePictures(options.picturesPort ?? 0, seenBy);
  try {
    return await simulate({
      url: options.url,
      identities: options.identities,
      speed: options.speed ?? 1,
      seed: options.seed ?? 1,
      durationMs: Number.POSITIVE_INFINITY,
      inFlight: 20,
      giveUpMs: 600_000,
      signal: options.signal,
      onProgress: options.onProgress,
      ca: options.ca,
      pictureUrl: pictures.pictureUrl,
      play: (stage) =>
        countyLife(stage, (coming) => {
          sights = coming;
        }),
    });
  } finally {
    await pictures.close();
  }
};
