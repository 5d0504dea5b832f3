import { livesOf } from '../life.ts';
import { merge, withOutages } from '../moments.ts';
import { flaming } from '../signals.ts';
import { actorsOf, fireAround, required, type Scenario, senses } from './scenario.ts';

const durationMs = 30 * 60_000;
const outage = { fromMs: 10 * 60_000, untilMs: 20 * 60_000 };

export const gatewayOutage: Scenario = {
  name: 'gateway-outage',
  title: {
    zh: '网关中断十分钟，恢复后成批补传（其间有一次起火）',
    en: 'a gateway is cut off for ten minutes and flushes its backlog, a fire among it',
  },
  durationMs,
  defaultSpeed: 10,
  fleet: { gateways: 2, devices: 12 },
  play: (stage) => {
    const identity = required(
      stage.identities.find(({ codec, devices, id }) => codec === 'native' && devices.some((device) => device.id !== id)),
      'a gateway of the native form',
    );
    const detectors = actorsOf([identity]).filter(senses('smoke')).slice(0, 1);
    const fire = fireAround([identity], detectors, { startMs: 13 * 60_000, outAfterS: 120, curve: flaming }, 10);
    return withOutages(
      merge(livesOf(stage, { fromMs: 0, untilMs: durationMs }, [fire])),
      [{ identity: identity.id, ...outage }],
      stage.identities,
    );
  },
};
