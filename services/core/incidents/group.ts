/** Incidents (突发事件): confirmed alarms of one building under one response. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';

/** The building an alarm stands in, or the largest space known. */
const placeOf = (world: World, space: string | null): string | null => {
  const chain = spacesAbove(world, space);
  return chain.find((id) => world.spaces.get(id)?.kind === 'building') ?? chain.at(-1) ?? null;
};

/** A building that burns again shortly after is the same event; long after, another one (`rekindle` of response.yaml). */
const isOver = (world: World, incident: Incident, at: number, rekindleMs: number): boolean =>
  incident.controlledAt !== null &&
  at - incident.controlledAt > rekindleMs &&
  ![...world.alarms.values()].some((alarm) => alarm.incident === incident.id);

/** The open incident this alarm belongs to with the alarm in it, or a new one of level IV (一般); its tasks come with the plan. */
export const joinIncident = (
  world: World,
  alarm: Alarm,
  id: string,
  at: number,
  rekindleMs: number,
): { incident: Incident; opened: boolean } => {
  const space = placeOf(world, alarm.space);
  for (const incident of world.incidents.values()) {
    // A drill and an emergency are never one incident.
    if (incident.school !== alarm.school || incident.space !== space || incident.exercise !== alarm.exercise) continue;
    if (isOver(world, incident, at, rekindleMs)) continue;
    return { incident: { ...incident, version: incident.version + 1, alarms: [...incident.alarms, alarm.id] }, opened: false };
  }
  return {
    opened: true,
    incident: {
      id,
      version: 1,
      school: alarm.school,
      space,
      level: 'IV',
      state: 'open',
      kind: alarm.kind,
      exercise: alarm.exercise,
      eventAt: alarm.eventAt,
      openedAt: at,
      closedAt: null,
      alarms: [alarm.id],
      commandRole: 'duty-leader',
      commander: null,
      plan: null,
      levels: [{ at, level: 'IV', by: 'system', reason: 'confirmed', automatic: true }],
      tasks: [],
      casualties: [],
      controlledAt: null,
      hazard: null,
    },
  };
};
