import { livesOf } from '../life.ts';
import { merge } from '../moments.ts';
import { smouldering } from '../signals.ts';
import { burningRoom, fireAround, type Scenario } from './scenario.ts';

const durationMs = 45 * 60_000;

export const dormitorySmouldering: Scenario = {
  name: 'dormitory-smouldering',
  title: { zh: '宿舍阴燃：烟慢慢变浓，几乎不升温', en: 'bedding smoulders in a dormitory: smoke over half an hour, hardly any heat' },
  durationMs,
  defaultSpeed: 10,
  fleet: { gateways: 1, devices: 8 },
  play: (stage) => {
    const detectors = burningRoom(stage.identities, ['dormitory']);
    const fire = fireAround(stage.identities, detectors, { startMs: 5 * 60_000, outAfterS: 1800, curve: smouldering }, 180);
    return merge(livesOf(stage, { fromMs: 0, untilMs: durationMs }, [fire]));
  },
};
