import { livesOf } from '../life.ts';
import { merge } from '../moments.ts';
import type { Scenario } from './scenario.ts';

const durationMs = 24 * 3_600_000;

export const normalDay: Scenario = {
  name: 'normal-day',
  title: { zh: '平常的一天：二十四小时读数，无报警', en: 'a day of readings in which nothing happens' },
  durationMs,
  defaultSpeed: 240,
  fleet: { gateways: 2, devices: 10 },
  play: (stage) => merge(livesOf(stage, { fromMs: 0, untilMs: durationMs })),
};
