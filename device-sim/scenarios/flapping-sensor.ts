import { livesOf } from '../life.ts';
import { type Moment, merge, type Stage } from '../moments.ts';
import { randomOf } from '../random.ts';
import { actorsOf, required, type Scenario, senses } from './scenario.ts';

const durationMs = 10 * 60_000;
const stepMs = 10_000;
/** Either side of the 57 °C at which ordinary heat detectors respond. */
const swing = [54.5, 59.5] as const;

function* flapping(stage: Stage): Generator<Moment> {
  const actor = required(actorsOf(stage.identities).find(senses('temperature')), 'a device that measures temperature');
  const random = randomOf(stage.seed, `flapping ${actor.device.id}`);
  for (let atMs = stepMs, up = true; atMs < durationMs; atMs += stepMs, up = !up) {
    const temperature = Number((swing[up ? 1 : 0] + random.noise(0.4)).toFixed(1));
    yield { act: 'say', atMs, ...actor, say: { type: 'readings', values: { temperature } } };
  }
}

export const flappingSensor: Scenario = {
  name: 'flapping-sensor',
  title: { zh: '抖动的传感器：十分钟内反复越过报警值', en: 'one sensor crosses its limit to and fro for ten minutes' },
  durationMs,
  defaultSpeed: 10,
  fleet: { gateways: 1, devices: 8 },
  play: (stage) => {
    const { device } = required(actorsOf(stage.identities).find(senses('temperature')), 'a device that measures temperature');
    const others = stage.identities.map((identity) => ({
      ...identity,
      devices: identity.devices.filter((other) => other.id !== device.id),
    }));
    return merge([flapping(stage), ...livesOf({ ...stage, identities: others }, { fromMs: 0, untilMs: durationMs })]);
  },
};
