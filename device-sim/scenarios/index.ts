/** The scenarios by name. A new one is one file beside this one and one line here. */
import { batteryDecline } from './battery-decline.ts';
import { dormitorySmouldering } from './dormitory-smouldering.ts';
import { drill } from './drill.ts';
import { flappingSensor } from './flapping-sensor.ts';
import { gatewayOutage } from './gateway-outage.ts';
import { kitchenFire } from './kitchen-fire.ts';
import { malformed } from './malformed.ts';
import { normalDay } from './normal-day.ts';
import type { Scenario } from './scenario.ts';
import { storm } from './storm.ts';
import { videoAlarm } from './video-alarm.ts';

export const scenarios: readonly Scenario[] = [
  normalDay,
  kitchenFire,
  dormitorySmouldering,
  flappingSensor,
  gatewayOutage,
  storm,
  malformed,
  batteryDecline,
  videoAlarm,
  drill,
];
