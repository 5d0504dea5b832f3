/** The whole board of one audience, from what the running service knows by heart. */
import type { AlarmView } from '../contracts/alarm.ts';
import type { HazardView, Tally } from '../contracts/hazard.ts';
import type { IncidentView } from '../contracts/incident.ts';
import type { Board } from '../contracts/live.ts';
import type { CapMessage } from '../contracts/responder.ts';
import { may, schoolsSeen, sees } from '../core/access/policy.ts';
import { deviceView } from '../core/access/views.ts';
import type { World } from '../core/world.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, NounTypes } from '../ports.ts';
import type { LiveDeps } from './deps.ts';

type Counts = Board['schools'][number]['devices'];

const townshipOf = (world: World, school: string): string | null =>
  branchAbove(world, school).find((id) => world.orgs.get(id)?.kind === 'township') ?? null;

const countDevices = (world: World): Map<string, Counts> => {
  const bySchool = new Map<string, Counts>();
  for (const device of world.devices.values()) {
    let counts = bySchool.get(device.school);
    if (!counts) bySchool.set(device.school, (counts = { in_service: 0, silent: 0, unknown: 0, out_of_service: 0 }));
    counts[device.availability] += 1;
  }
  return bySchool;
};

/** A county may have thousands of open hazards: the board holds those that press, the hazard pages all. */
const shownHazards = 200;

/** Work of emergencies under way: more than this is never on one board. */
const shownWork = 200;
type OpenWork = 'request' | 'phoneTask' | 'runnerTask' | 'muster' | 'dutyCheck';

/** Warnings of others that still hold. */
const warningsFor = (deps: LiveDeps, actor: Actor, schools: readonly string[] | null): CapMessage[] =>
  may(actor.role, 'capMessage.read')
    ? deps.facts
        .list('capMessage', { where: { direction: 'in' }, schools, limit: 50 })
        .items.filter(({ expiresAt, msgType }) => msgType !== 'Cancel' && expiresAt !== null && expiresAt > deps.clock.now())
    : [];

const countHazards = (tallies: readonly Tally[]): Board['hazardCounts'] => {
  const counts = { open: 0, overdue: 0, major: 0, listed: 0 };
  for (const tally of tallies) for (const name of ['open', 'overdue', 'major', 'listed'] as const) counts[name] += tally[name];
  return counts;
};

export const buildBoard = (deps: LiveDeps, actor: Actor): Board => {
  const world = deps.world();
  const seen = schoolsSeen(world, actor.org);
  const mine = seen && new Set(seen);
  const within = <T extends { readonly school: string }>(all: Iterable<T>, shown: boolean): T[] =>
    shown ? [...all].filter(({ school }) => mine?.has(school) ?? true) : [];

  const opened = <N extends OpenWork>(noun: N): NounTypes[N][] =>
    may(actor.role, `${noun}.read`) ? deps.facts.list(noun, { where: { open: true }, schools: seen, limit: shownWork }).items : [];

  const showsHazards = may(actor.role, 'hazard.read');
  const showsDevices = may(actor.role, 'device.read');
  const counts = showsDevices ? countDevices(world) : new Map<string, Counts>();
  const schools = [...world.orgs.values()].filter((org) => org.kind === 'school' && (mine?.has(org.id) ?? true));
  return {
    alarms: within(world.alarms.values(), may(actor.role, 'alarm.read')).map(
      (alarm): AlarmView => ({ ...alarm, allowedActions: deps.allowedAlarmActions(alarm, actor) }),
    ),
    incidents: within(world.incidents.values(), may(actor.role, 'incident.read')).map(
      (incident): IncidentView => ({ ...incident, allowedActions: deps.allowedIncidentActions(incident, actor) }),
    ),
    hazards: (showsHazards ? deps.facts.pressingHazards(seen, shownHazards) : []).map(
      (hazard): HazardView => ({ ...hazard, allowedActions: deps.allowedHazardActions(hazard, actor) }),
    ),
    hazardCounts: countHazards(showsHazards ? deps.facts.hazardTally(seen) : []),
    schools: schools.map(({ id, name }) => ({
      id,
      name,
      township: townshipOf(world, id),
      devices: counts.get(id) ?? { in_service: 0, silent: 0, unknown: 0, out_of_service: 0 },
    })),
    blind: within(world.devices.values(), showsDevices)
      .filter((device) => device.availability !== 'in_service')
      .map((device) => deviceView(world, device, deps.latest(device.id))),
    // Not by schools: a bureau has a duty room of its own.
    consoles: may(actor.role, 'console.read') ? [...world.consoles.values()].filter(({ school }) => sees(world, actor.org, school)) : [],
    storms: within(world.storms.values(), may(actor.role, 'storm.read')),
    maintenances: within(world.maintenances.values(), may(actor.role, 'maintenance.read')),
    drills: within(world.drills.values(), may(actor.role, 'drill.read')).filter(({ state }) => state === 'running'),
    requests: opened('request'),
    phoneTasks: opened('phoneTask'),
    runnerTasks: opened('runnerTask'),
    musters: opened('muster'),
    dutyChecks: opened('dutyCheck'),
    warnings: warningsFor(deps, actor, seen),
  };
};
