import { livesOf } from '../life.ts';
import { type Moment, merge, type Saying, type Stage } from '../moments.ts';
import { type Actor, actorsOf, required, type Scenario } from './scenario.ts';

const durationMs = 3 * 60_000;

/** Smoke seen, then flames with growing confidence, then nothing more; each with a picture. */
export function* videoFire(stage: Stage, camera: Actor, startMs: number): Generator<Moment> {
  const seen = (offsetMs: number, event: 'video_smoke' | 'video_fire', state: 'active' | 'cleared', confidence?: number): Moment => {
    const atMs = startMs + offsetMs;
    const url = stage.pictureUrl(camera.device, event === 'video_fire' ? 'fire' : 'smoke', atMs);
    const picture = state === 'active' ? { confidence: confidence ?? 0, media: [{ kind: 'snapshot' as const, url }] } : {};
    const say: Saying = { type: 'event', event, state, ...picture };
    return { act: 'say', atMs, ...camera, say };
  };
  yield seen(0, 'video_smoke', 'active', 0.71);
  yield seen(6_000, 'video_smoke', 'active', 0.84);
  yield seen(20_000, 'video_fire', 'active', 0.78);
  yield seen(26_000, 'video_fire', 'active', 0.93);
  yield seen(75_000, 'video_fire', 'cleared');
  yield seen(95_000, 'video_smoke', 'cleared');
}

/** Somebody where nobody should be: followed for some seconds, then gone. */
export function* intruder(camera: Actor, startMs: number): Generator<Moment> {
  const steps = [0.74, 0.83, 0.91, 0.88];
  for (const [i, confidence] of steps.entries())
    yield {
      act: 'say',
      atMs: startMs + i * 3_000,
      ...camera,
      say: { type: 'event', event: 'video_intrusion', state: 'active', confidence },
    };
  yield { act: 'say', atMs: startMs + steps.length * 3_000, ...camera, say: { type: 'event', event: 'video_intrusion', state: 'cleared' } };
}

export const isCamera = ({ device }: Actor): boolean => device.type === 'camera';

export const videoAlarm: Scenario = {
  name: 'video-alarm',
  title: {
    zh: '视频报警：摄像机发现烟和火并附截图，另一处有人闯入',
    en: 'a camera sees smoke and fire, with snapshots; another one a person',
  },
  durationMs,
  defaultSpeed: 1,
  fleet: { gateways: 1, devices: 16 },
  play: (stage) => {
    const cameras = actorsOf(stage.identities).filter(isCamera);
    const camera = required(cameras.find(({ identity }) => identity.codec === 'native') ?? cameras[0], 'a camera');
    const other = cameras.find(({ identity }) => identity.codec === 'frigate') ?? cameras.find((actor) => actor !== camera);
    const lives = livesOf(stage, { fromMs: 0, untilMs: durationMs });
    return merge([videoFire(stage, camera, 10_000), ...(other ? [intruder(other, 60_000)] : []), ...lives]);
  },
};
