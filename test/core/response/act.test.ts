/** Every action × role × commander: who may do what at which level, and that the level never falls by itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident, IncidentActionRequest, ResponseLevel } from '../../../services/contracts/incident.ts';
import { incidentActions, responseLevels } from '../../../services/contracts/incident.ts';
import type { Role } from '../../../services/contracts/values.ts';
import { roles } from '../../../services/contracts/values.ts';
import type { Asker } from '../../../services/core/response/act.ts';
import {
  actOnIncident,
  allowedIncidentActions,
  incidentActionTable,
  mayCommand,
  requestFault,
} from '../../../services/core/response/act.ts';
import { gravity } from '../../../services/core/response/policy.ts';
import { tasksAt } from '../../../services/core/response/tasks.ts';
import { begin, incidentAt, rules } from './ground.ts';

const asker = (role: Role, fields: Partial<Asker> = {}): Asker => ({
  id: role,
  role,
  person: true,
  commanderRole: null,
  alarmsOpen: false,
  ...fields,
});

const reasons = (incident: Incident, who: Asker, may = true): Record<string, string | null> =>
  Object.fromEntries(allowedIncidentActions(incident, who, rules, may).map(({ action, reason }) => [action, reason]));

const withTasks = (incident: Incident): Incident => ({ ...incident, tasks: tasksAt(rules, null, incident, begin) });

describe('who commands (domain C4)', () => {
  const expected: Readonly<Record<ResponseLevel, readonly Role[]>> = {
    IV: ['bureau-leader', 'principal', 'duty-leader', 'duty-officer'],
    III: ['bureau-leader', 'principal', 'duty-leader', 'duty-officer'],
    II: ['bureau-leader', 'principal', 'duty-leader', 'duty-officer'],
    I: ['bureau-leader', 'principal', 'duty-leader', 'duty-officer'],
  };

  it.each(responseLevels)('%s: its commander and those who stand in until one comes', (level) => {
    expect(roles.filter((role) => mayCommand(rules, { level }, role))).toEqual(expect.arrayContaining([...expected[level]]));
    expect(roles.filter((role) => mayCommand(rules, { level }, role))).toHaveLength(expected[level].length);
  });

  it('nobody takes command from a higher one; equals relieve each other', () => {
    const commanded = incidentAt({ commander: 'head' });
    for (const [role, by, reason] of [
      ['duty-officer', 'duty-leader', 'outranked'],
      ['duty-leader', 'duty-leader', null],
      ['duty-leader', 'duty-officer', null],
      ['principal', 'duty-leader', null],
      ['duty-leader', 'principal', 'outranked'],
      ['bureau-leader', 'principal', null],
      ['safety-officer', 'duty-officer', 'cannot_command'],
    ] as const)
      expect(`${role} ${by} ${reasons(commanded, asker(role, { commanderRole: by }))['command']}`).toBe(`${role} ${by} ${reason}`);
    expect(reasons(incidentAt({ commander: 'duty-leader' }), asker('duty-leader'))['command']).toBe('already_commander');
    expect(reasons(incidentAt(), asker('duty-leader', { person: false }))['command']).toBe('only_people');
  });
});

describe('the action table', () => {
  it.each(responseLevels)('%s × every role: all is refused where it must be, and says why', (level) => {
    for (const role of roles) {
      for (const mine of [false, true]) {
        for (const controlledAt of [null, begin]) {
          for (const alarmsOpen of [false, true]) {
            const incident = withTasks(incidentAt({ level, commander: mine ? role : 'somebody', controlledAt }));
            const found = reasons(incident, asker(role, { alarmsOpen, commanderRole: 'duty-officer' }));
            const name = `${level} ${role} ${mine} ${controlledAt} ${alarmsOpen}`;
            const commander = mine ? null : 'not_commander';
            expect([name, found['lower']]).toEqual([name, commander ?? (level === 'IV' ? 'lowest_level' : null)]);
            expect([name, found['control']]).toEqual([name, commander ?? (controlledAt === null ? null : 'already_controlled')]);
            expect([name, found['end']]).toEqual([
              name,
              commander ?? (controlledAt === null ? 'not_controlled' : alarmsOpen ? 'alarms_open' : null),
            ]);
            const chain = rules.chain.includes(role);
            expect([name, found['raise']]).toEqual([name, level === 'I' ? 'highest_level' : chain ? null : 'cannot_command']);
            expect([name, found['casualties'], found['take_task'], found['finish_task']]).toEqual([name, null, null, null]);
          }
        }
      }
    }
  });

  it('refuses everything of what is over, and everything to whom takes no part', () => {
    const over = incidentAt({ state: 'closed', closedAt: begin, commander: 'principal' });
    expect(new Set(Object.values(reasons(over, asker('principal'))))).toEqual(new Set(['closed']));
    expect(new Set(Object.values(reasons(incidentAt(), asker('teacher'), false)))).toEqual(new Set(['role']));
    expect(Object.keys(incidentActionTable)).toEqual([...incidentActions]);
  });

  it('finds what a request itself gets wrong', () => {
    const incident = withTasks(incidentAt({ level: 'III', commander: 'duty-leader' }));
    const taken = actOnIncident(incident, { action: 'take_task', task: 'call_119' }, 'duty-officer', begin).incident;
    const done = actOnIncident(taken, { action: 'finish_task', task: 'call_119' }, 'duty-officer', begin).incident;
    const fault = (one: Incident, request: IncidentActionRequest, role: Role) => requestFault(one, request, asker(role));
    expect(fault(incident, { action: 'raise', level: 'III', reason: 'x' }, 'principal')).toBe('not_higher');
    expect(fault(incident, { action: 'raise', level: 'IV', reason: 'x' }, 'principal')).toBe('not_higher');
    expect(fault(incident, { action: 'raise', level: 'I', reason: 'x' }, 'principal')).toBeNull();
    expect(fault(incident, { action: 'take_task', task: 'nothing' }, 'principal')).toBe('unknown_task');
    expect(fault(taken, { action: 'take_task', task: 'call_119' }, 'principal')).toBe('task_taken');
    expect(fault(taken, { action: 'finish_task', task: 'call_119' }, 'principal')).toBe('task_taken');
    expect(fault(taken, { action: 'finish_task', task: 'call_119' }, 'duty-leader')).toBeNull();
    expect(fault(done, { action: 'finish_task', task: 'call_119' }, 'duty-officer')).toBe('task_done');
  });
});

describe('whatever people do', () => {
  const request: fc.Arbitrary<IncidentActionRequest> = fc.oneof(
    fc.constant<IncidentActionRequest>({ action: 'command' }),
    fc.constantFrom(...responseLevels).map((level): IncidentActionRequest => ({ action: 'raise', level, reason: 'r' })),
    fc.constant<IncidentActionRequest>({ action: 'lower', reason: 'r' }),
    fc
      .constantFrom('call_119', 'send_runner', 'roll_call', 'evacuate_campus', 'one_voice')
      .chain((task) => fc.constantFrom<IncidentActionRequest>({ action: 'take_task', task }, { action: 'finish_task', task })),
    fc
      .tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20))
      .map(([dead, serious, injured, missing]): IncidentActionRequest => ({ action: 'casualties', dead, serious, injured, missing })),
    fc.constant<IncidentActionRequest>({ action: 'control' }),
    fc.constant<IncidentActionRequest>({ action: 'end', cause: 'c', course: 'c', measures: 'm' }),
  );

  it('levels fall by one and by the commander alone, tasks are never restarted or lost, casualties only append', () => {
    let lowered = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...rules.chain), request), { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
        let now = withTasks(incidentAt());
        steps.forEach(([role, asked], i) => {
          const who = asker(role, { commanderRole: now.commander as Role | null });
          const row = allowedIncidentActions(now, who, rules, true).find(({ action }) => action === asked.action);
          if (!row?.allowed || requestFault(now, asked, who) !== null) return;
          const at = begin + i * 1000;
          const before = now;
          const act = actOnIncident(now, asked, role, at);
          now = { ...act.incident, tasks: tasksAt(rules, null, act.incident, at) };
          const fall = gravity(before.level) - gravity(now.level);
          if (fall > 0) {
            lowered += 1;
            expect([fall, asked.action, before.commander]).toEqual([1, 'lower', role]);
          }
          expect(now.levels.length - before.levels.length).toBe(before.level === now.level ? 0 : 1);
          expect(now.levels.at(-1)?.level).toBe(now.level);
          expect(now.casualties.slice(0, before.casualties.length)).toEqual(before.casualties);
          for (const task of before.tasks) {
            const kept = now.tasks.find(({ id }) => id === task.id);
            expect(kept).toMatchObject({ startedAt: task.startedAt, dueAt: task.dueAt, level: task.level });
            if (task.doneAt !== null) expect(kept?.doneAt).toBe(task.doneAt);
          }
          expect(new Set(now.tasks.map(({ id }) => id)).size).toBe(now.tasks.length);
          if (before.state === 'closed') expect(now).toEqual(before);
        });
      }),
      { numRuns: 500 },
    );
    expect(lowered).toBeGreaterThan(20);
  });
});
