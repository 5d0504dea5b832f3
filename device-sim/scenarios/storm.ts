import { type Moment, merge, type Stage } from '../moments.ts';
import { randomOf } from '../random.ts';
import { type Actor, actorsOf, CastMissing, type Scenario, senses } from './scenario.ts';

const durationMs = 10_000;
const devices = 500;
const eventsEach = 10;

function* shouting(stage: Stage, actor: Actor): Generator<Moment> {
  const random = randomOf(stage.seed, `storm ${actor.device.id}`);
  const slotMs = durationMs / eventsEach;
  for (let i = 0; i < eventsEach; i++) {
    const atMs = Math.floor(i * slotMs + random.between(0, slotMs));
    yield { act: 'say', atMs, ...actor, say: { type: 'event', event: 'smoke_alarm', state: 'active' } };
  }
}

export const storm: Scenario = {
  name: 'storm',
  title: { zh: '报警风暴：十秒内五百个探测器发出五千条烟雾报警', en: '5,000 smoke events from 500 detectors within 10 s' },
  durationMs,
  defaultSpeed: 1,
  fleet: { gateways: 10, devices: 50, only: 'smoke' },
  play: (stage) => {
    const cast = actorsOf(stage.identities).filter(senses('smoke')).slice(0, devices);
    if (cast.length === 0) throw new CastMissing('this scenario needs smoke detectors; the fleet has none');
    return merge(cast.map((actor) => shouting(stage, actor)));
  },
};
