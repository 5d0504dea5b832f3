/** How much a school's duty room has to bear, now and in the days before. */
import type { LoadActs } from '../acts/load.ts';
import { loadFigures } from '../core/storms/load.ts';
import type { Service } from './service.ts';

const dayMs = 24 * 3600_000;

export const loadActs = (service: Service): LoadActs => ({
  loadOf: (school, days) => {
    const world = service.world();
    const policy = service.policies.storm;
    const to = service.clock.now();
    const from = to - days * dayMs;
    const heard = service.facts.storms.heard(school, from, to + 1, policy.load.chattering);
    const open = [...world.alarms.values()].filter((alarm) => alarm.school === school);
    return loadFigures(policy, { from, to }, heard, open, (id) => world.maintenances.get(id)?.state === 'running');
  },
});
