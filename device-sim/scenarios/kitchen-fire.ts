import { livesOf } from '../life.ts';
import { merge } from '../moments.ts';
import { flaming } from '../signals.ts';
import { burningRoom, fireAround, type Scenario } from './scenario.ts';

const durationMs = 8 * 60_000;

export const kitchenFire: Scenario = {
  name: 'kitchen-fire',
  title: { zh: '厨房起火：明火，第二个探测器随后佐证', en: 'a flaming fire in a kitchen; a second detector agrees a little later' },
  durationMs,
  defaultSpeed: 1,
  fleet: { gateways: 1, devices: 8 },
  play: (stage) => {
    const fire = fireAround(
      stage.identities,
      burningRoom(stage.identities, ['kitchen']),
      { startMs: 30_000, outAfterS: 180, curve: flaming },
      15,
    );
    return merge(livesOf(stage, { fromMs: 0, untilMs: durationMs }, [fire]));
  },
};
