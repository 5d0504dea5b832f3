/** Plans, their tasks and clocks; the shipped rules; whether a school is ready. */
import { describe, expect, it } from 'vitest';
import type { ResponsePlan } from '../../../services/contracts/response.ts';
import { dayMs } from '../../../services/core/calendar.ts';
import { countGroup, openMuster, totalsOf } from '../../../services/core/response/muster.ts';
import { planFault, replacedBy } from '../../../services/core/response/plan.ts';
import { responseRulesSchema } from '../../../services/core/response/policy.ts';
import type { Preparations } from '../../../services/core/response/readiness.ts';
import { readinessOf } from '../../../services/core/response/readiness.ts';
import { lateTasks, nextTaskAt, planFor, tasksAt } from '../../../services/core/response/tasks.ts';
import { begin, county, incidentAt, rules } from './ground.ts';

const plan = (fields: Partial<ResponsePlan> = {}): ResponsePlan => ({
  id: 'p1',
  version: 2,
  school: 's1',
  name: '火灾应急预案',
  kinds: [],
  edition: 1,
  state: 'in_force',
  levels: { IV: [{ task: 'own', text: '关闭食堂燃气总阀', role: 'duty-officer', withinSeconds: 30 }] },
  by: 'safety-officer',
  inForceAt: begin,
  approvedBy: 'principal',
  reviewDueAt: begin + 365 * dayMs,
  ...fields,
});

describe('the plan in force', () => {
  it('is the nearest organisation’s, for the kind rather than for all', () => {
    const world = county();
    const put = (...plans: ResponsePlan[]) => {
      for (const one of plans) world.responsePlans.set(one.id, one);
    };
    expect(planFor(world, 's1', 'smoke')).toBeNull();
    put(plan({ id: 'county', school: 'county' }));
    expect(planFor(world, 's1', 'smoke')?.id).toBe('county');
    put(plan({ id: 'all' }), plan({ id: 'gas', kinds: ['gas'] }), plan({ id: 'newer', inForceAt: begin + 1 }));
    expect(planFor(world, 's1', 'smoke')?.id).toBe('newer');
    expect(planFor(world, 's1', 'gas')?.id).toBe('gas');
    expect(planFor(world, 's2', 'gas')?.id).toBe('county');
  });

  it('takes the place of the one for the same kinds only', () => {
    const older = [
      plan({ id: 'a', kinds: ['smoke', 'heat'] }),
      plan({ id: 'b', kinds: ['smoke'] }),
      plan({ id: 'c', kinds: ['heat', 'smoke'], state: 'superseded' }),
      plan({ id: 'd', kinds: ['smoke', 'heat'], school: 's2' }),
    ];
    expect(replacedBy(plan({ id: 'n', kinds: ['heat', 'smoke'] }), older).map(({ id }) => id)).toEqual(['a']);
  });

  it('needs words for tasks of its own, and each task once', () => {
    const task = (name: string, text: string | null) => ({ task: name, text, role: 'principal' as const, withinSeconds: null });
    expect(planFault({ levels: { IV: [task('own', null)] } })).toBe('own_needs_text');
    expect(planFault({ levels: { III: [task('roll_call', null), task('roll_call', null)] } })).toBe('task_twice');
    expect(planFault({ levels: { III: [task('own', 'a'), task('own', 'b'), task('roll_call', null)] } })).toBeNull();
  });
});

describe('tasks', () => {
  it('of a level begin when it is reached, the plan’s instead of the shipped ones, with their clocks', () => {
    const first = { ...incidentAt(), tasks: tasksAt(rules, plan(), incidentAt(), begin) };
    expect(first.tasks).toMatchObject([
      { id: 'IV-own-1', task: 'own', text: '关闭食堂燃气总阀', startedAt: begin, dueAt: begin + 30_000, person: null, late: false },
    ]);
    const later = tasksAt(rules, plan(), { ...first, level: 'II' }, begin + 60_000);
    expect(later[0]).toEqual(first.tasks[0]);
    expect(new Set(later.slice(1).map(({ level }) => level))).toEqual(new Set(['III', 'II']));
    expect(later.find(({ id }) => id === 'roll_call')).toMatchObject({ startedAt: begin + 60_000, dueAt: begin + 660_000 });
  });

  it('are late a moment after their time, once, and not when done', () => {
    const incident = { ...incidentAt(), tasks: tasksAt(rules, plan(), incidentAt(), begin) };
    expect(nextTaskAt(incident)).toBe(begin + 30_001);
    expect(lateTasks(incident, begin + 30_000)).toEqual([]);
    expect(lateTasks(incident, begin + 30_001)).toHaveLength(1);
    const marked = { ...incident, tasks: incident.tasks.map((task) => ({ ...task, late: true })) };
    expect([nextTaskAt(marked), lateTasks(marked, begin + 60_000)]).toEqual([null, []]);
    const done = { ...incident, tasks: incident.tasks.map((task) => ({ ...task, doneAt: begin })) };
    expect([nextTaskAt(done), lateTasks(done, begin + 60_000)]).toEqual([null, []]);
  });
});

describe('config/response.yaml', () => {
  it('says where each number comes from, in both languages', () => {
    const cites: unknown[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const numbers = Object.values(value).some((one) => typeof one === 'number');
      if (numbers) cites.push((value as { cites?: unknown }).cites);
      for (const one of Object.values(value)) walk(one);
    };
    walk(rules);
    expect(cites.length).toBeGreaterThan(20);
    for (const one of cites) expect(one).toMatchObject({ zh: expect.stringMatching(/.{4}/), en: expect.stringMatching(/.{4}/) });
  });

  it('refuses an unknown key, a commander outside the chain, and a task that stands twice', () => {
    const refused = (change: object) => responseRulesSchema.safeParse({ ...rules, ...change }).success;
    expect(responseRulesSchema.safeParse(rules).success).toBe(true);
    expect(refused({ more: 1 })).toBe(false);
    expect(refused({ chain: ['duty-officer'] })).toBe(false);
    const [task] = rules.levels.IV.tasks;
    expect(refused({ levels: { ...rules.levels, IV: { ...rules.levels.IV, tasks: [task, task] } } })).toBe(false);
  });
});

describe('muster', () => {
  it('keeps the latest count of each group and what is not counted yet', () => {
    const team = (id: string, heads: number) => ({
      id,
      version: 1,
      school: 's1',
      name: id,
      kind: 'class' as const,
      leader: null,
      members: [],
      heads,
      place: '操场',
    });
    const open = openMuster('m', incidentAt(), [team('c1', 40), team('c2', 38)], begin);
    expect(totalsOf(open)).toEqual({ expected: 78, present: 0, missing: 0, uncounted: 2 });
    const once = countGroup(open, { group: 'c1', present: 38, missing: 2 }, 'teacher', begin);
    expect(totalsOf(once)).toEqual({ expected: 78, present: 38, missing: 2, uncounted: 1 });
    const again = countGroup(once, { group: 'c1', present: 40, missing: 0 }, 'teacher', begin + 1);
    expect(totalsOf(again)).toEqual({ expected: 78, present: 40, missing: 0, uncounted: 1 });
  });
});

describe('readiness (domain C4, plan check)', () => {
  const responder = (verifiedAt: number | null, active = true) => ({ verifiedAt, active }) as Preparations['responders'][number];
  const team = (kind: string, leader: string | null = 'a') =>
    ({ kind, leader, members: ['b'] }) as unknown as Preparations['teams'][number];
  const ready: Preparations = {
    now: begin,
    plan: plan(),
    lastDrillAt: begin - 31 * dayMs,
    drillEveryMs: 31 * dayMs,
    hasRota: true,
    gaps: [],
    onShift: ['a', 'b'],
    personsAShift: 2,
    responders: [responder(begin - 90 * dayMs), responder(null, false)],
    supplies: [{ expiresAt: begin + 1 } as Preparations['supplies'][number]],
    teams: [team('micro_station'), team('evacuation'), team('medical')],
  };
  const gap = (kind: Preparations['gaps'][number]['kind']) => ({ from: begin, to: begin + 1, kind, seat: 'x', severity: null, people: [] });

  it('holds when every row holds', () => {
    expect(readinessOf(rules, ready)).toMatchObject({ ready: true });
    expect(readinessOf(rules, { ...ready, gaps: [gap('two_posts')] }).ready).toBe(true);
  });

  it.each<[check: string, change: Partial<Preparations>]>([
    ['plan_in_force,plan_reviewed', { plan: null }],
    ['plan_reviewed', { plan: plan({ reviewDueAt: begin }) }],
    ['drill_recent', { lastDrillAt: begin - 31 * dayMs - 1 }],
    ['drill_recent', { lastDrillAt: null }],
    ['rota_filled', { gaps: [gap('nobody')] }],
    ['rota_filled', { hasRota: false }],
    ['two_on_shift', { onShift: ['a'] }],
    ['responders_verified', { responders: [responder(begin - 90 * dayMs - 1)] }],
    ['responders_verified', { responders: [responder(null)] }],
    ['responders_verified', { responders: [] }],
    ['supplies_current', { supplies: [{ expiresAt: begin } as Preparations['supplies'][number]] }],
    ['supplies_current', { supplies: [] }],
    ['teams_named', { teams: [team('micro_station'), team('evacuation'), team('medical', null)] }],
  ])('%s fails alone', (expected, change) => {
    const found = readinessOf(rules, { ...ready, ...change });
    expect(found.ready).toBe(false);
    expect(
      found.checks
        .filter(({ ok }) => !ok)
        .map(({ check }) => check)
        .join(','),
    ).toBe(expected);
  });
});
