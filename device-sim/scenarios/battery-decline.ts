import { type Moment, merge, type Stage } from '../moments.ts';
import { randomOf } from '../random.ts';
import { batteryPercent } from '../signals.ts';
import { type Actor, actorsOf, CastMissing, type Scenario, senses } from './scenario.ts';

const dayMs = 86_400_000;
const days = 120;
/** Detectors warn at least 30 days before they fail (EN 14604, 5.15); 10 % is the usual mark. */
const lowAt = 10;

function* fading(stage: Stage, actor: Actor): Generator<Moment> {
  const random = randomOf(stage.seed, `battery ${actor.device.id}`);
  const start = random.between(0.3, 0.6);
  let low = false;
  for (let day = 0; day < days; day++) {
    const atMs = Math.floor(day * dayMs + random.between(0, dayMs / 24));
    const battery = Math.max(1, Math.round(batteryPercent(start + (1 - start) * (day / days)) + random.noise(0.5)));
    yield { act: 'say', atMs, ...actor, say: { type: 'readings', values: { battery } } };
    if (battery <= lowAt && !low) yield { act: 'say', atMs, ...actor, say: { type: 'event', event: 'low_battery', state: 'active' } };
    low ||= battery <= lowAt;
  }
}

export const batteryDecline: Scenario = {
  name: 'battery-decline',
  title: { zh: '电池耗尽：一百二十天内电量降到报警值以下', en: 'batteries run down over 120 days until they report low' },
  durationMs: days * dayMs,
  defaultSpeed: 86_400,
  fleet: { gateways: 1, devices: 8 },
  play: (stage) => {
    const cast = actorsOf(stage.identities).filter(senses('battery')).slice(0, 5);
    if (cast.length === 0) throw new CastMissing('this scenario needs a device with a battery; the fleet has none');
    return merge(cast.map((actor) => fading(stage, actor)));
  },
};
