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

/** The first steps of response level IV (domain C4); the full plans with their clocks come with graded response. */
const firstTasks = [
  { task: 'call_119', role: 'duty-officer' },
  { task: 'send_runner', role: 'duty-officer' },
  { task: 'broadcast_zone', role: 'duty-officer' },
  { task: 'inform_principal', role: 'duty-leader' },
] as const;

/** The open incident this alarm belongs to with the alarm in it, or a new one of level IV (一般). */
export const joinIncident = (world: World, alarm: Alarm, id: string, at: number): { incident: Incident; opened: boolean } => {
  const space = placeOf(world, alarm.space);
  for (const incident of world.incidents.values()) {
    if (incident.school !== alarm.school || incident.space !== space) continue;
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
      eventAt: alarm.eventAt,
      openedAt: at,
      closedAt: null,
      alarms: [alarm.id],
      tasks: firstTasks.map((task) => ({ id: task.task, ...task, doneAt: null, doneBy: null })),
      hazard: null,
    },
  };
};
