import { sensesOf } from '../catalogue.ts';
import { type Moment, merge } from '../moments.ts';
import { type Actor, actorsOf, CastMissing, type Scenario } from './scenario.ts';

const durationMs = 5 * 60_000;

/** TEST pressed on one device after the other, released after two seconds; no real alarm among it. */
function* pressed(actor: Actor, atMs: number): Generator<Moment> {
  yield { act: 'say', atMs, ...actor, say: { type: 'event', event: 'test', state: 'active', text: '消防演练 fire drill' } };
  yield { act: 'say', atMs: atMs + 2_000, ...actor, say: { type: 'event', event: 'test', state: 'cleared' } };
}

export const drill: Scenario = {
  name: 'drill',
  title: {
    zh: '演练：逐个按下测试键，不应报火警',
    en: 'a drill: TEST pressed on one device after the other, which must raise no fire alarm',
  },
  durationMs,
  defaultSpeed: 1,
  fleet: { gateways: 1, devices: 8 },
  play: (stage) => {
    const cast = actorsOf(stage.identities).filter(({ device }) => device.type !== 'camera' && sensesOf(device).event !== null);
    if (cast.length === 0) throw new CastMissing('this scenario needs detectors or call points; the fleet has none');
    const stepMs = Math.floor((durationMs - 2_000) / cast.length);
    return merge(cast.map((actor, i) => pressed(actor, i * stepMs)));
  },
};
