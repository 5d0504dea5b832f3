/**
 * Graded response (domain C4): what an incident's level, tasks and clocks become whenever something about it changes.
 *
 * Each building has an incident of its own, with its own tasks and commander. When a second building of a school has a
 * confirmed event within the window, both rise to level I (`buildings`); incidents of several schools likewise
 * (`schools`). A level is raised by what is new, and lowered by its commander alone.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Incident } from '../contracts/incident.ts';
import { responseLevels } from '../contracts/incident.ts';
import { gravity } from '../core/response/policy.ts';
import { lateTasks, nextTaskAt, planFor, tasksAt } from '../core/response/tasks.ts';
import type { Raise, Situation } from '../core/response/triggers.ts';
import { raiseBy, uncontrolledAt } from '../core/response/triggers.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import type { DueRow } from '../ports.ts';
import { watchLinkage } from './linkage.ts';
import { closeMusters } from './musters.ts';
import { watchReporting } from './reports.ts';
import type { Service } from './service.ts';
import { alarmNow, audit } from './service.ts';
import { soundSirens } from './sirens.ts';

const openAlarmsOf = (world: World, { id }: Pick<Incident, 'id'>): Alarm[] =>
  [...world.alarms.values()].filter((alarm) => alarm.incident === id && alarm.condition !== 'cleared');

/** Does an alarm of it still hold, or wait for its reset? A detector that burnt cannot keep the response open for ever. */
export const mayNotEnd = (world: World, incident: Pick<Incident, 'id'>): boolean =>
  openAlarmsOf(world, incident).some(
    ({ condition, device }) => condition === 'latched' || world.devices.get(device)?.availability === 'in_service',
  );

/** The emergencies with one of them as it was, or is to be; null = it is not there. */
const situationWith = (service: Service, turn: Turn, id: string, incident: Incident | null): Situation => {
  const world = service.world();
  const others = [...world.incidents.values()].filter((other) => other.id !== id);
  return {
    world,
    open: incident?.state === 'open' ? [...others, incident] : others,
    alarm: (alarm) => alarmNow(service, turn, alarm),
  };
};

const awaitMoment = (turn: Turn, incident: Incident, moments: readonly (number | null)[]): void => {
  const key = `incident_task:${incident.id}`;
  const ahead = moments.filter((moment) => moment !== null);
  const dueAt = incident.state === 'closed' || ahead.length === 0 ? null : Math.min(...ahead);
  turn.due.set(key, dueAt === null ? null : { key, kind: 'incident_task', dueAt, subject: incident.id });
};

const keepIncident = (service: Service, turn: Turn, incident: Incident): Incident => {
  const { incidents } = service.world();
  if (incident.state === 'open') incidents.set(incident.id, incident);
  else incidents.delete(incident.id);
  turn.put.incident.set(incident.id, incident);
  noteChange(turn, 'incident', incident);
  awaitMoment(turn, incident, [nextTaskAt(incident), uncontrolledAt(service.policies.response, incident)]);
  return incident;
};

/** What follows from its level: who commands, and the tasks that begin. */
const withLevel = (service: Service, turn: Turn, incident: Incident): Incident => {
  const rules = service.policies.response;
  const plan = incident.plan && service.facts.get('responsePlan', incident.plan.id);
  return {
    ...incident,
    commandRole: rules.levels[incident.level].commander,
    tasks: tasksAt(rules, plan, incident, turn.at),
  };
};

const raised = (turn: Turn, incident: Incident, { level, reason }: Raise): Incident => {
  audit(turn, {
    actor: 'system',
    act: 'incident.raised',
    subject: 'incident',
    subjectId: incident.id,
    school: incident.school,
    detail: { from: incident.level, level, automatic: true, trigger: reason },
  });
  return {
    ...incident,
    version: incident.version + 1,
    level,
    levels: [...incident.levels, { at: turn.at, level, by: 'system', reason, automatic: true }],
  };
};

/** The plan in force when it begins is its plan to the end. */
const begun = (service: Service, incident: Incident): Incident => {
  const plan = planFor(service.world(), incident.school, incident.kind);
  return { ...incident, plan: plan && { id: plan.id, edition: plan.edition } };
};

/** An alarm more: what was under control is so no longer, and its clock begins anew. */
const joined = (turn: Turn, before: Incident, after: Incident): Incident => {
  if (after.controlledAt === null || after.alarms.length === before.alarms.length) return after;
  audit(turn, {
    actor: 'system',
    act: 'incident.control_lost',
    subject: 'incident',
    subjectId: after.id,
    school: after.school,
    detail: { controlledAt: after.controlledAt },
  });
  const again = { at: turn.at, level: after.level, by: 'system', reason: 'rekindled', automatic: true };
  return { ...after, controlledAt: null, levels: [...after.levels, again] };
};

/** Linkage needs a person's word or two independent devices (GB 50116-2013 4.1.6); time alone sounds no siren. */
const isCertain = (turn: Turn, { alarms }: Incident): boolean =>
  alarms.some((id) => {
    const alarm = turn.put.alarm.get(id);
    return alarm?.verification === 'confirmed' && (alarm.agreeing.length > 0 || alarm.verifiedBy !== 'system');
  });

const told = (service: Service, turn: Turn, before: Incident | null, after: Incident): void => {
  if (after.exercise === null) watchReporting(service, turn, after);
  watchLinkage(service, turn, before, after);
};

/**
 * Raises whatever this change raises: the incident itself, and others that are one event with it. Levels only rise here,
 * so it comes to an end.
 */
const raiseAll = (service: Service, turn: Turn, before: Incident | null, after: Incident): void => {
  const changes: { id: string; before: Incident | null; after: Incident }[] = [{ id: after.id, before, after }];
  for (const change of changes) {
    const former = situationWith(service, turn, change.id, change.before);
    const now = situationWith(service, turn, change.id, change.after);
    for (const incident of now.open) {
      const raise = raiseBy(service.policies.response, incident, former, now);
      if (!raise) continue;
      const next = keepIncident(service, turn, withLevel(service, turn, raised(turn, incident, raise)));
      if (incident.id !== after.id) told(service, turn, incident, next);
      changes.push({ id: incident.id, before: incident, after: next });
    }
  }
};

/**
 * To be called with every change of an incident: begun (`before` null), joined by an alarm, acted upon, ended. Keeps it
 * and what follows from it, and answers what it has become.
 */
export const respond = (service: Service, turn: Turn, before: Incident | null, after: Incident): Incident => {
  const { incidents } = service.world();
  if (after.state === 'closed') {
    const kept = keepIncident(service, turn, after);
    closeMusters(service, turn, kept);
    soundSirens(service, turn, kept, false);
    told(service, turn, before, kept);
    return kept;
  }
  const known = before === null ? begun(service, after) : joined(turn, before, after);
  keepIncident(service, turn, withLevel(service, turn, known));
  raiseAll(service, turn, before, incidents.get(after.id) ?? known);
  const kept = incidents.get(after.id) ?? known;
  if (before === null && isCertain(turn, kept)) soundSirens(service, turn, kept, true);
  told(service, turn, before, kept);
  return kept;
};

/**
 * The response to alarms that begin or join an incident, once for all that one turn brings: a great fire's hundreds of
 * detectors arrive many to a turn.
 * @param before as it stood before the first of them; null = it begins
 */
export const respondAtEnd = (service: Service, turn: Turn, before: Incident | null, id: string): void => {
  const key = `incident:${id}`;
  if (turn.endings.has(key)) return;
  turn.endings.set(key, () => {
    const incident = service.world().incidents.get(id);
    if (incident) respond(service, turn, before, incident);
  });
};

/** The moment of an incident: a task ran out of time, or it has not been under control for too long. */
export const incidentTaskDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const world = service.world();
  const incident = world.incidents.get(row.subject);
  if (!incident) return;
  const late = lateTasks(incident, turn.at);
  for (const { id, role, person, dueAt } of late)
    audit(turn, {
      actor: 'system',
      act: 'incident.task_late',
      subject: 'incident',
      subjectId: incident.id,
      school: incident.school,
      detail: { task: id, role, person, dueAt },
    });
  const marked: Incident =
    late.length === 0
      ? incident
      : {
          ...incident,
          version: incident.version + 1,
          tasks: incident.tasks.map((task) => (late.includes(task) ? { ...task, late: true } : task)),
        };
  const limit = uncontrolledAt(service.policies.response, marked);
  const next = responseLevels[gravity(marked.level) + 1];
  // Where every alarm has been reset by a leader nothing burns any more, though nobody has said so yet.
  const out = limit !== null && limit <= turn.at && next !== undefined && openAlarmsOf(world, marked).length > 0;
  const after = out ? raised(turn, marked, { level: next, reason: 'uncontrolled' }) : marked;
  if (after !== incident) respond(service, turn, incident, after);
  if (limit !== null && limit <= turn.at && !out) awaitMoment(turn, after, [nextTaskAt(after)]);
};
