/** How a drill ends, and that a real alarm ends it at once. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Drill } from '../contracts/drill.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { keepAlarm } from './keep-alarm.ts';
import { respond } from './response.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const keepDrill = (service: Service, turn: Turn, drill: Drill): void => {
  const { drills } = service.world();
  if (drill.state === 'planned' || drill.state === 'running') drills.set(drill.id, drill);
  else drills.delete(drill.id);
  turn.put.drill.set(drill.id, drill);
  noteChange(turn, 'drill', drill);
};

/** One line of the drill's own time line. */
export const noted = (turn: Turn, drill: Drill, actor: string, act: string, detail: Readonly<Record<string, unknown>> = {}): void =>
  audit(turn, { actor, act, subject: 'drill', subjectId: drill.id, school: drill.school, detail });

/** The drill's own moments; null = no longer awaited. */
export const awaited = (turn: Turn, kind: 'drill_missed' | 'drill_end', drill: Drill, dueAt: number | null): void => {
  const key = `${kind}:${drill.id}`;
  turn.due.set(key, dueAt === null ? null : { key, kind, dueAt, subject: drill.id });
};

/** Everything the drill set in motion stands still: its alarms, its incident and with it all who were asked to come. */
const endEverything = (service: Service, turn: Turn, drill: Drill, actor: string): void => {
  const world = service.world();
  const mine = [...world.alarms.values()].filter(({ exercise }) => exercise === drill.id);
  for (const alarm of mine) {
    const over: Alarm = { ...alarm, version: alarm.version + 1, open: false, condition: 'cleared', clearedAt: turn.at, escalation: null };
    keepAlarm(service, turn, over, ['alarm.closed'], actor);
  }
  for (const incident of [...world.incidents.values()].filter(({ exercise }) => exercise === drill.id)) {
    const over: Incident = { ...incident, version: incident.version + 1, state: 'closed', closedAt: turn.at };
    const kept = respond(service, turn, incident, over);
    world.incidents.delete(kept.id);
    turn.put.incident.set(kept.id, kept);
    noteChange(turn, 'incident', kept);
    audit(turn, {
      actor,
      act: 'incident.closed',
      subject: 'incident',
      subjectId: kept.id,
      school: kept.school,
      detail: { exercise: drill.id },
    });
  }
  for (const task of service.facts.list('runnerTask', { where: { school: drill.school, open: true }, schools: null, limit: 200 }).items) {
    if (task.exercise !== drill.id) continue;
    const over = { ...task, version: task.version + 1, open: false };
    turn.put.runnerTask.set(task.id, over);
    turn.due.set(`runner:${task.id}`, null);
    noteChange(turn, 'runnerTask', over);
  }
};

/** The drill is over: by a person, by its window's end, or because a real alarm came. */
export const finish = (
  service: Service,
  turn: Turn,
  drill: Drill,
  actor: string,
  state: 'ended' | 'preempted',
  by: string | null,
): Drill => {
  const incident = [...service.world().incidents.values()].find(({ exercise }) => exercise === drill.id);
  const over: Drill = {
    ...drill,
    version: drill.version + 1,
    state,
    endedAt: turn.at,
    preemptedBy: by,
    incident: incident?.id ?? drill.incident,
  };
  endEverything(service, turn, drill, actor);
  keepDrill(service, turn, over);
  awaited(turn, 'drill_end', drill, null);
  for (const i of drill.signals.keys()) turn.due.set(`drill_signal:${drill.id}:${i}`, null);
  noted(turn, over, actor, `drill.${state}`, by === null ? {} : { alarm: by });
  return over;
};

/** A real alarm that threatens life ends the drill of its school, in its own transaction: nobody may take it for a part of it. */
export const watchDrills = (service: Service, turn: Turn, alarm: Alarm): void => {
  if (alarm.exercise !== null || alarm.severity !== 'life_safety' || alarm.level !== 'alarm') return;
  for (const drill of service.world().drills.values())
    if (drill.school === alarm.school && drill.state === 'running') finish(service, turn, drill, 'system', 'preempted', alarm.id);
};
