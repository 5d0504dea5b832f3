/**
 * What a person may do about an incident: one table that the API's check, the buttons and their disabled reasons come
 * from (domain C4).
 */
import type { AllowedAction } from '../../contracts/alarm.ts';
import type { Casualties, Incident, IncidentAction, IncidentActionRequest, IncidentTask } from '../../contracts/incident.ts';
import { incidentActions } from '../../contracts/incident.ts';
import type { Role } from '../../contracts/values.ts';
import type { ResponseRules } from './policy.ts';
import { isGraver, lowerOf } from './policy.ts';

/** Who asks, and what of the world the answer depends on. */
export interface Asker {
  readonly id: string;
  readonly role: Role;
  /** Somebody with a name: a token commands nothing. */
  readonly person: boolean;
  /** Role of whoever commands now; null = nobody, or somebody who is gone. */
  readonly commanderRole: Role | null;
  /** An alarm of the incident still holds or waits for its reset. */
  readonly alarmsOpen: boolean;
}

interface ActionRow {
  /** Stable code of why not, or null. */
  readonly refused: (incident: Incident, asker: Asker, rules: ResponseRules) => string | null;
  readonly form: readonly string[];
}

const rankOf = ({ chain }: ResponseRules, role: Role | null): number => (role === null ? -1 : chain.indexOf(role));

/** May this role command at the incident's level, properly or until a proper commander comes? */
export const mayCommand = (rules: ResponseRules, incident: Pick<Incident, 'level'>, role: Role): boolean => {
  const { commander, acting } = rules.levels[incident.level];
  const rank = rankOf(rules, role);
  return rank >= 0 && (rank >= rankOf(rules, commander) || acting.includes(role));
};

const commandRefused = (incident: Incident, asker: Asker, rules: ResponseRules): string | null => {
  if (!asker.person) return 'only_people';
  if (incident.commander === asker.id) return 'already_commander';
  if (!mayCommand(rules, incident, asker.role)) return 'cannot_command';
  return rankOf(rules, asker.commanderRole) > rankOf(rules, asker.role) ? 'outranked' : null;
};

const commands = (incident: Incident, { id }: Asker): string | null => (incident.commander === id ? null : 'not_commander');
const waiting = ({ doneAt }: IncidentTask): boolean => doneAt === null;

export const incidentActionTable: Readonly<Record<IncidentAction, ActionRow>> = {
  command: { refused: commandRefused, form: [] },
  raise: {
    refused: (incident, { role }, rules) => (incident.level === 'I' ? 'highest_level' : rankOf(rules, role) < 0 ? 'cannot_command' : null),
    form: ['level', 'reason'],
  },
  lower: {
    refused: (incident, asker) => commands(incident, asker) ?? (lowerOf(incident.level) === null ? 'lowest_level' : null),
    form: ['reason'],
  },
  take_task: {
    refused: ({ tasks }, { person }) =>
      person ? (tasks.some((task) => waiting(task) && task.person === null) ? null : 'no_task_open') : 'only_people',
    form: ['task'],
  },
  finish_task: { refused: ({ tasks }) => (tasks.some(waiting) ? null : 'no_task_open'), form: ['task'] },
  casualties: { refused: () => null, form: ['dead', 'serious', 'injured', 'missing'] },
  control: {
    refused: (incident, asker) => commands(incident, asker) ?? (incident.controlledAt === null ? null : 'already_controlled'),
    form: [],
  },
  end: {
    refused: (incident, asker) =>
      commands(incident, asker) ?? (incident.controlledAt === null ? 'not_controlled' : asker.alarmsOpen ? 'alarms_open' : null),
    form: ['cause', 'course', 'measures'],
  },
};

/** @param may whether the asker's role takes part in responses at all */
export const allowedIncidentActions = (incident: Incident, asker: Asker, rules: ResponseRules, may: boolean): AllowedAction[] =>
  incidentActions.map((action) => {
    const row = incidentActionTable[action];
    const reason = may ? (incident.state === 'closed' ? 'closed' : row.refused(incident, asker, rules)) : 'role';
    return { action, allowed: reason === null, reason, form: [...row.form] };
  });

/** What the request itself gets wrong where its action is possible; null = nothing. */
export const requestFault = (incident: Incident, request: IncidentActionRequest, asker: Asker): string | null => {
  if (request.action === 'raise') return isGraver(request.level, incident.level) ? null : 'not_higher';
  if (request.action !== 'take_task' && request.action !== 'finish_task') return null;
  const task = incident.tasks.find(({ id }) => id === request.task);
  if (!task) return 'unknown_task';
  if (task.doneAt !== null) return 'task_done';
  if (task.person === null || task.person === asker.id) return null;
  if (request.action === 'take_task') return 'task_taken';
  // Who commands answers for the whole board.
  return incident.commander === asker.id ? null : 'task_taken';
};

export interface IncidentAct {
  readonly incident: Incident;
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** What the person typed: kept apart, so that it can be erased. */
  readonly said: Readonly<Record<string, string | null>>;
}

const withTask = (incident: Incident, id: string, change: Partial<IncidentTask>): Incident => ({
  ...incident,
  tasks: incident.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
});

const acted = (incident: Incident, act: string, detail: IncidentAct['detail'] = {}, said: IncidentAct['said'] = {}): IncidentAct => ({
  incident,
  act,
  detail,
  said,
});

const levelled = (incident: Incident, level: Incident['level'], by: string, reason: string, at: number): Incident => ({
  ...incident,
  level,
  levels: [...incident.levels, { at, level, by, reason, automatic: false }],
});

const applied = (incident: Incident, request: IncidentActionRequest, by: string, at: number): IncidentAct => {
  switch (request.action) {
    case 'command':
      return acted({ ...incident, commander: by }, 'incident.commanded', { before: incident.commander, level: incident.level });
    case 'raise': {
      const { level, reason } = request;
      return acted(
        levelled(incident, level, by, reason, at),
        'incident.raised',
        { from: incident.level, level, automatic: false },
        { reason },
      );
    }
    case 'lower': {
      const level = lowerOf(incident.level) ?? incident.level;
      const { reason } = request;
      return acted(levelled(incident, level, by, reason, at), 'incident.lowered', { from: incident.level, level }, { reason });
    }
    case 'take_task':
      return acted(withTask(incident, request.task, { person: by }), 'incident.task_taken', { task: request.task });
    case 'finish_task':
      return acted(withTask(incident, request.task, { doneAt: at, doneBy: by }), 'incident.task_done', {
        task: request.task,
        late: (incident.tasks.find(({ id }) => id === request.task)?.dueAt ?? at) < at,
      });
    case 'casualties': {
      const { dead, serious, injured, missing } = request;
      const known: Casualties = { at, by, dead, serious, injured, missing };
      return acted({ ...incident, casualties: [...incident.casualties, known] }, 'incident.casualties', {
        dead,
        serious,
        injured,
        missing,
      });
    }
    case 'control':
      return acted({ ...incident, controlledAt: at }, 'incident.controlled');
    case 'end': {
      const { cause, course, measures } = request;
      return acted(
        { ...incident, state: 'closed', closedAt: at },
        'incident.closed',
        { level: incident.level },
        { cause, course, measures },
      );
    }
  }
};

/** Applies an allowed action; the caller has asked `allowedIncidentActions` and `requestFault` first. */
export const actOnIncident = (incident: Incident, request: IncidentActionRequest, by: string, at: number): IncidentAct => {
  const act = applied(incident, request, by, at);
  return { ...act, incident: { ...act.incident, version: incident.version + 1 } };
};
