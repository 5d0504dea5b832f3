/**
 * What raises the level by itself (domain C4): each trigger is a measure with the number from which it holds. It raises
 * when its measure has just grown, so that what a commander has lowered with open eyes is raised again by new facts only.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Casualties, Incident, ResponseLevel } from '../../contracts/incident.ts';
import type { World } from '../world.ts';
import { branchAbove, spacesAbove } from '../world.ts';
import type { ResponseRules } from './policy.ts';
import { isGraver } from './policy.ts';

/** One moment of the emergencies: which incidents are open, and where their alarms stand. */
export interface Situation {
  readonly world: World;
  readonly open: readonly Incident[];
  readonly alarm: (id: string) => Pick<Alarm, 'kind' | 'space'> | null;
}

interface Trigger {
  /** Stable code of the level's reason. */
  readonly reason: string;
  readonly level: ResponseLevel;
  readonly measure: (incident: Incident, now: Situation) => number;
  readonly holds: (measure: number, incident: Incident, now: Situation) => boolean;
}

const minuteMs = 60_000;

const nobody: Pick<Casualties, 'dead' | 'serious' | 'injured'> = { dead: 0, serious: 0, injured: 0 };
const casualtiesOf = (incident: Incident): Pick<Casualties, 'dead' | 'serious' | 'injured'> => incident.casualties.at(-1) ?? nobody;

/** The floor a space lies on, or the space itself where the plan has no floors. */
const zoneOf = (world: World, space: string): string =>
  spacesAbove(world, space).find((id) => world.spaces.get(id)?.kind === 'floor') ?? space;

const spacesOf = (incident: Incident, { alarm }: Situation): string[] =>
  incident.alarms.flatMap((id) => alarm(id)?.space ?? incident.space ?? []);

export const zonesOf = (incident: Incident, now: Situation): string[] => [
  ...new Set(spacesOf(incident, now).map((space) => zoneOf(now.world, space))),
];

const floorsHit = (incident: Incident, now: Situation): number =>
  zonesOf(incident, now).filter((zone) => now.world.spaces.get(zone)?.kind === 'floor').length;

const floorsThere = (world: World, building: string | null): number =>
  building === null ? 0 : [...world.spaces.values()].filter(({ kind, parent }) => kind === 'floor' && parent === building).length;

/** Whoever is above the school: two schools of one authority may be one event. */
const authorityOf = (world: World, school: string): string => branchAbove(world, school).at(-1) ?? school;

/** Real events and each drill keep to themselves. */
const alike = (incident: Incident, other: Incident, windowMinutes: number): boolean =>
  other.state === 'open' &&
  other.exercise === incident.exercise &&
  Math.abs(other.openedAt - incident.openedAt) <= windowMinutes * minuteMs;

const atLeast =
  (number: number) =>
  (measure: number): boolean =>
    measure >= number;

/** All triggers, the gravest first. */
const listTriggers = ({ triggers }: ResponseRules): readonly Trigger[] => [
  {
    reason: 'buildings',
    level: 'I',
    measure: (incident, { open }) =>
      new Set(
        open
          .filter((other) => other.school === incident.school && alike(incident, other, triggers.buildings.withinMinutes))
          .map(({ space }) => space),
      ).size,
    holds: atLeast(triggers.buildings.atLeast),
  },
  {
    reason: 'schools',
    level: 'I',
    measure: (incident, { open, world }) =>
      isGraver(triggers.schools.fromLevel, incident.level)
        ? 0
        : new Set(
            open
              .filter(
                (other) =>
                  !isGraver(triggers.schools.fromLevel, other.level) &&
                  alike(incident, other, triggers.schools.withinMinutes) &&
                  authorityOf(world, other.school) === authorityOf(world, incident.school),
              )
              .map(({ school }) => school),
          ).size,
    holds: atLeast(triggers.schools.atLeast),
  },
  { reason: 'many_serious', level: 'I', measure: (i) => casualtiesOf(i).serious, holds: atLeast(triggers.manySerious.atLeast) },
  { reason: 'many_dead', level: 'I', measure: (i) => casualtiesOf(i).dead, holds: atLeast(triggers.manyDead.atLeast) },
  {
    reason: 'building_wide',
    level: 'II',
    measure: floorsHit,
    holds: (hit, incident, { world }) =>
      hit >= triggers.buildingWide.floors || (hit >= 2 && hit > triggers.buildingWide.overShare * floorsThere(world, incident.space)),
  },
  { reason: 'serious', level: 'II', measure: (i) => casualtiesOf(i).serious, holds: atLeast(triggers.serious.atLeast) },
  { reason: 'dead', level: 'II', measure: (i) => casualtiesOf(i).dead, holds: atLeast(triggers.dead.atLeast) },
  {
    reason: 'hazardous_chemicals',
    level: 'II',
    measure: ({ alarms }, { alarm, world }) =>
      alarms.filter((id) => {
        const one = alarm(id);
        const use = one?.space ? world.spaces.get(one.space)?.use : undefined;
        return (
          one !== null &&
          use !== undefined &&
          triggers.hazardous.kinds.some((kind) => kind === one.kind) &&
          triggers.hazardous.uses.includes(use)
        );
      }).length,
    holds: atLeast(1),
  },
  { reason: 'zones', level: 'III', measure: (incident, now) => zonesOf(incident, now).length, holds: atLeast(triggers.zones.atLeast) },
  {
    reason: 'injured',
    level: 'III',
    measure: (incident) => {
      const { dead, serious, injured } = casualtiesOf(incident);
      return dead + serious + injured;
    },
    holds: atLeast(triggers.injured.atLeast),
  },
];

const listed = new WeakMap<ResponseRules, readonly Trigger[]>();

const triggersOf = (rules: ResponseRules): readonly Trigger[] => {
  const known = listed.get(rules) ?? listTriggers(rules);
  listed.set(rules, known);
  return known;
};

export interface Raise {
  readonly level: ResponseLevel;
  readonly reason: string;
}

/**
 * The level this incident must be raised to by what has just changed; null = it stays.
 * @param before the situation before the change; in it the incident may not be there yet
 */
export const raiseBy = (rules: ResponseRules, incident: Incident, before: Situation, now: Situation): Raise | null => {
  const former = before.open.find(({ id }) => id === incident.id);
  const found = triggersOf(rules).find(({ level, measure, holds }) => {
    if (!isGraver(level, incident.level)) return false;
    const value = measure(incident, now);
    return holds(value, incident, now) && (!former || value > measure(former, before));
  });
  return found ? { level: found.level, reason: found.reason } : null;
};

/** When the level was last changed. */
export const levelSince = ({ levels, openedAt }: Incident): number => levels.at(-1)?.at ?? openedAt;

/** When an incident that is not under control must be raised; null = never. */
export const uncontrolledAt = (rules: ResponseRules, incident: Incident): number | null => {
  if (incident.controlledAt !== null || incident.state === 'closed') return null;
  const { IV, III } = rules.triggers.uncontrolled;
  const seconds = incident.level === 'IV' ? IV : incident.level === 'III' ? III : null;
  return seconds === null ? null : levelSince(incident) + seconds * 1000;
};
