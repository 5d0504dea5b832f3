/** A county in memory: two schools of one bureau, buildings with floors, and incidents in them. */
import type { Alarm } from '../../../services/contracts/alarm.ts';
import type { Casualties, Incident } from '../../../services/contracts/incident.ts';
import type { Org, Space } from '../../../services/contracts/place.ts';
import type { Situation } from '../../../services/core/response/triggers.ts';
import type { World } from '../../../services/core/world.ts';
import { emptyWorld } from '../../../services/core/world.ts';
import { responseRulesOf } from '../../flows/harness.ts';

export const rules = responseRulesOf();
export const begin = Date.UTC(2026, 10, 21, 3);

const org = (id: string, kind: Org['kind'], parent: string | null): Org => ({
  id,
  kind,
  parent,
  name: id,
  schoolKind: null,
  ownership: null,
  location: null,
});

const space = (school: string, id: string, kind: Space['kind'], parent: string | null, use: Space['use'] = 'classroom'): Space => ({
  id,
  school,
  parent,
  kind,
  name: id,
  use,
  outline: null,
  size: null,
  owner: null,
  foodPrincipal: null,
});

/** Schools `s1` and `s2` of bureau `county`; buildings `<school>-b1` (4 floors) and `<school>-b2` (2 floors); a room and a laboratory each floor. */
export const county = (): World => {
  const world = emptyWorld();
  world.orgs.set('county', org('county', 'bureau', null));
  for (const school of ['s1', 's2']) {
    world.orgs.set(school, org(school, 'school', 'county'));
    for (const [building, floors] of [
      ['b1', 4],
      ['b2', 2],
    ] as const) {
      const house = `${school}-${building}`;
      world.spaces.set(house, space(school, house, 'building', null));
      for (let floor = 1; floor <= floors; floor++) {
        const storey = `${house}-${floor}`;
        world.spaces.set(storey, space(school, storey, 'floor', house));
        world.spaces.set(`${storey}-room`, space(school, `${storey}-room`, 'room', storey));
        world.spaces.set(`${storey}-lab`, space(school, `${storey}-lab`, 'room', storey, 'laboratory'));
      }
    }
  }
  return world;
};

export const incidentAt = (fields: Partial<Incident> = {}): Incident => ({
  id: 'i1',
  version: 1,
  school: 's1',
  space: 's1-b1',
  level: 'IV',
  state: 'open',
  kind: 'smoke',
  exercise: null,
  eventAt: begin,
  openedAt: begin,
  closedAt: null,
  alarms: ['smoke@s1-b1-1-room'],
  commandRole: 'duty-leader',
  commander: null,
  plan: null,
  levels: [{ at: begin, level: 'IV', by: 'system', reason: 'confirmed', automatic: true }],
  tasks: [],
  casualties: [],
  controlledAt: null,
  hazard: null,
  ...fields,
});

export const hurt = (fields: Partial<Casualties>): Casualties => ({
  at: begin,
  by: 'somebody',
  dead: 0,
  serious: 0,
  injured: 0,
  missing: 0,
  ...fields,
});

/** Alarms are called `<kind>@<space>`. */
export const situation = (world: World, ...open: Incident[]): Situation => ({
  world,
  open,
  alarm: (id) => {
    const [kind, place] = id.split('@');
    return { kind: kind as Alarm['kind'], space: place ?? null };
  },
});
