/** Graded response in the running house: levels, command and tasks; nothing falls or ends by itself. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentActionRequest } from '../../services/contracts/incident.ts';
import { minute } from './emergencies.ts';
import type { House } from './harness.ts';
import { actorOf } from './people.ts';
import { openSchool, responseIn } from './school.ts';

let house: House;
beforeEach(() => {
  house = openSchool();
});
afterEach(() => house.close());

const { acts, endResponse, incidentOf, does, refusal, timeline, fire, resetOf } = responseIn(() => house);
const actsOn = (id: string): string[] => timeline(id).map((entry) => entry.act);
/** Another day, another house. */
const anew = (): void => {
  house.close();
  house = openSchool();
};

const casualties = (fields: Partial<Record<'dead' | 'serious' | 'injured' | 'missing', number>>): IncidentActionRequest => ({
  action: 'casualties',
  dead: 0,
  serious: 0,
  injured: 0,
  missing: 0,
  ...fields,
});

describe('levels', () => {
  it('rise with the floors, each change recorded, the tasks of before untouched', () => {
    const one = fire('d1');
    expect(one).toMatchObject({ level: 'IV', commandRole: 'duty-leader', plan: null });
    expect(one.tasks.map(({ id, dueAt }) => `${id} ${((dueAt ?? 0) - house.now) / 1000}`)).toContain('call_119 60');
    const taken = does('duty-officer', one.id, { action: 'take_task', task: 'call_119' });
    house.now += 10_000;
    const two = fire('d2');
    expect(two).toMatchObject({ id: one.id, level: 'III', commandRole: 'principal' });
    expect(two.tasks.slice(0, taken.tasks.length)).toEqual(taken.tasks);
    expect(two.tasks.find(({ id }) => id === 'roll_call')).toMatchObject({ startedAt: house.now, dueAt: house.now + 600_000 });
    const three = fire('d3');
    expect(three).toMatchObject({ level: 'II', commandRole: 'bureau-leader' });
    expect(three.levels.map(({ level, reason, automatic }) => `${level} ${reason} ${automatic}`)).toEqual([
      'IV confirmed true',
      'III zones true',
      'II building_wide true',
    ]);
    expect(timeline(one.id).filter((entry) => entry.act === 'incident.raised')).toMatchObject([
      { actor: 'system', detail: { from: 'IV', level: 'III', trigger: 'zones' } },
      { actor: 'system', detail: { from: 'III', level: 'II', trigger: 'building_wide' } },
    ]);
    expect(house.changes.filter(({ type, id }) => type === 'incident' && id === one.id).at(-1)?.value).toMatchObject({ level: 'II' });
  });

  it('rise to the first when a second building burns, in both incidents; not half an hour later', () => {
    const first = fire('d1');
    house.now += 20 * minute;
    const second = fire('other');
    expect(second.id).not.toBe(first.id);
    expect([incidentOf(first.id), second]).toMatchObject([
      { level: 'I', space: 'b1' },
      { level: 'I', space: 'b2' },
    ]);
    expect(incidentOf(first.id).levels.at(-1)).toMatchObject({ reason: 'buildings', automatic: true });
    anew();
    fire('d1');
    house.now += 31 * minute;
    expect(fire('other').level).toBe('IV');
  });

  it('rise by casualties, which only append; the same numbers again are no news, fewer lower nothing', () => {
    const { id } = fire('d1');
    expect(does('duty-officer', id, casualties({ missing: 2 })).level).toBe('IV');
    expect(does('duty-officer', id, casualties({ injured: 1 })).level).toBe('III');
    const three = does('duty-officer', id, casualties({ injured: 1, serious: 3 }));
    expect(three).toMatchObject({ level: 'II', casualties: [{ missing: 2 }, { injured: 1 }, { serious: 3, by: 'duty-officer' }] });
    expect(does('duty-officer', id, casualties({ injured: 1, serious: 3 }))).toEqual(three);
    expect(does('duty-officer', id, casualties({ injured: 1 }))).toMatchObject({ level: 'II' });
    expect(does('duty-officer', id, casualties({ dead: 3 })).level).toBe('I');
    expect(incidentOf(id).casualties).toHaveLength(5);
  });

  it('rise by the clock: 5 minutes at IV, 10 more at III, to the second, across a restart', () => {
    const from = house.now;
    const { id } = fire('d1');
    house.wait(5 * minute - 1000, 60_000);
    expect(incidentOf(id).level).toBe('IV');
    house = house.reopen();
    house.wait(1000);
    expect(incidentOf(id)).toMatchObject({
      level: 'III',
      levels: [{}, { at: from + 5 * minute, reason: 'uncontrolled', automatic: true }],
    });
    house.wait(10 * minute - 1000, 60_000);
    expect(incidentOf(id).level).toBe('III');
    house.wait(1000);
    expect(incidentOf(id).level).toBe('II');
    house.wait(60 * minute, 60_000);
    expect(incidentOf(id).level).toBe('II');
  });

  it('do not rise by the clock once it is under control, or every alarm has been reset', () => {
    const { id } = fire('d1');
    does('duty-leader', id, { action: 'command' });
    does('duty-leader', id, { action: 'control' });
    house.wait(30 * minute, 60_000);
    expect(incidentOf(id).level).toBe('IV');
    anew();
    const other = fire('d1');
    resetOf('d1');
    house.wait(30 * minute, 60_000);
    expect(incidentOf(other.id)).toMatchObject({ level: 'IV', state: 'open' });
    expect(actsOn(other.id).filter((one) => one === 'incident.alarms_over')).toHaveLength(1);
  });

  it('fall one at a time, by the commander alone, with a reason; and rise again by new facts only', () => {
    const { id } = fire('d1');
    fire('d2');
    fire('d3');
    expect(refusal('principal', id, { action: 'lower', reason: '火势减弱' })).toBe('409 not_commander');
    does('principal', id, { action: 'command' });
    const lowered = does('principal', id, { action: 'lower', reason: '火势减弱' });
    expect(lowered).toMatchObject({ level: 'III', commandRole: 'principal' });
    expect(lowered.levels.at(-1)).toMatchObject({ by: 'principal', automatic: false });
    const entry = timeline(id).at(-1);
    expect(entry).toMatchObject({ act: 'incident.lowered', detail: { from: 'II', level: 'III' }, said: { reason: '火势减弱' } });
    expect(JSON.stringify(entry?.detail)).not.toContain('火势');
    expect(does('duty-officer', id, { action: 'take_task', task: 'roll_call' }).level).toBe('III');
    expect(fire('d4').level).toBe('II');
    expect(does('principal', id, { action: 'raise', level: 'I', reason: '火势蔓延' })).toMatchObject({
      level: 'I',
      commander: 'principal',
    });
    expect(refusal('principal', id, { action: 'raise', level: 'I', reason: '再次' })).toBe('409 highest_level');
  });
});

describe('command', () => {
  it('is taken by the duty officer at night, who is relieved by a leader and may not relieve one', () => {
    const { id } = fire('d1');
    expect(refusal('safety-officer', id, { action: 'command' })).toBe('409 cannot_command');
    expect(refusal('teacher', id, { action: 'command' })).toBe('403 role');
    does('duty-officer', id, { action: 'command' });
    expect(does('duty-leader', id, { action: 'command' }).commander).toBe('duty-leader');
    expect(refusal('duty-officer', id, { action: 'command' })).toBe('409 outranked');
    expect(refusal('duty-officer', id, { action: 'control' })).toBe('409 not_commander');
    expect(does('bureau-leader', id, { action: 'command' }).commander).toBe('bureau-leader');
    expect(actsOn(id).filter((one) => one === 'incident.commanded')).toHaveLength(3);
  });

  it('ends the response, nobody else does: control first, every alarm over, a typed report; reporting goes on', () => {
    const end: IncidentActionRequest = { action: 'end', cause: '充电器短路', course: '值班员断电扑灭', measures: '全校排查' };
    const { id } = fire('d1');
    does('duty-leader', id, { action: 'command' });
    expect(refusal('duty-leader', id, end)).toBe('409 not_controlled');
    does('duty-leader', id, { action: 'control' });
    expect(refusal('duty-leader', id, { action: 'control' })).toBe('409 already_controlled');
    expect(refusal('duty-leader', id, end)).toBe('409 alarms_open');
    resetOf('d1');
    expect(incidentOf(id).state).toBe('open');
    expect(refusal('principal', id, end)).toBe('409 not_commander');
    expect(does('duty-leader', id, end)).toMatchObject({ state: 'closed', closedAt: house.now });
    expect(house.store.world().incidents.size).toBe(0);
    expect(timeline(id).find((entry) => entry.act === 'incident.closed')).toMatchObject({
      said: { cause: '充电器短路', measures: '全校排查' },
    });
    expect(refusal('duty-leader', id, { action: 'command' })).toBe('409 closed');
    expect(acts().reportClocks(id).length).toBeGreaterThan(0);
    expect(house.store.facts.due(Number.MAX_SAFE_INTEGER, 500).some(({ key }) => key === `incident_task:${id}`)).toBe(false);
  });

  it('loses control with another alarm, whose clock begins anew; long after, it is another event', () => {
    const { id } = fire('d1');
    does('duty-leader', id, { action: 'command' });
    does('duty-leader', id, { action: 'control' });
    house.now += 4 * minute;
    resetOf('d1');
    house.now += 30 * minute;
    const again = fire('d1');
    expect(again).toMatchObject({ id, level: 'IV', controlledAt: null });
    expect(again.levels.at(-1)).toMatchObject({ level: 'IV', reason: 'rekindled' });
    house.wait(minute);
    expect(incidentOf(id).level).toBe('IV');
    does('duty-leader', id, { action: 'control' });
    resetOf('d1');
    house.now += 2 * 60 * minute;
    expect(fire('d1').id).not.toBe(id);
  });

  it('leaves a burnt detector out: what it said last keeps nothing open', () => {
    const { id } = fire('d1');
    house.wait(4 * minute, 30_000);
    expect(house.store.world().devices.get('d1')?.availability).toBe('silent');
    endResponse(id);
    expect(incidentOf(id).state).toBe('closed');
  });

  it('refuses a stale version', () => {
    const { id, version } = fire('d1');
    expect(acts().onIncident(actorOf(house, 'duty-leader'), id, { action: 'command' }, version - 1)).toMatchObject({
      ok: false,
      status: 412,
    });
    expect(acts().onIncident(actorOf(house, 'duty-leader'), id, { action: 'command' }, version)).toMatchObject({ ok: true });
  });
});

describe('tasks', () => {
  it('are taken, done, and late once: said in the time line and on the screens, across a restart', () => {
    const { id } = fire('d1');
    does('duty-officer', id, { action: 'take_task', task: 'call_119' });
    house.now += 40_000;
    expect(does('duty-officer', id, { action: 'finish_task', task: 'call_119' }).tasks[0]).toMatchObject({
      doneBy: 'duty-officer',
      doneAt: house.now,
      late: false,
    });
    house.wait(25_000);
    const late = () =>
      timeline(id)
        .filter((entry) => entry.act === 'incident.task_late')
        .map(({ detail }) => detail['task']);
    expect(late()).toEqual(['local_action']);
    expect(house.changes.filter(({ type }) => type === 'incident').at(-1)?.value).toMatchObject({ id });
    house = house.reopen();
    house.wait(3 * minute);
    expect(late()).toEqual(['local_action', 'broadcast_zone', 'send_runner']);
    expect(
      does('duty-officer', id, { action: 'finish_task', task: 'send_runner' }).tasks.find((task) => task.id === 'send_runner'),
    ).toMatchObject({
      late: true,
      doneAt: house.now,
    });
    expect(refusal('duty-leader', id, { action: 'take_task', task: 'send_runner' })).toBe('409 task_done');
  });

  it('calling 119 is one thing: done at the telephone it is done on the board, and the other way round', () => {
    const duty = actorOf(house, 'duty-officer');
    const call = (id: string) => house.store.facts.get('phoneTask', `tel-${id}-119`);
    const onBoard = (id: string) => incidentOf(id).tasks.find(({ task }) => task === 'call_119');
    const one = fire('d1');
    expect(acts().finishPhoneTask(duty, `tel-${one.id}-119`, 'not_reached')).toMatchObject({ ok: true });
    expect(onBoard(one.id)).toMatchObject({ doneAt: null });
    house.now += 20 * minute;
    const two = fire('other');
    expect(acts().finishPhoneTask(duty, `tel-${two.id}-119`, 'reached')).toMatchObject({ ok: true });
    expect(onBoard(two.id)).toMatchObject({ doneAt: house.now, doneBy: 'duty-officer' });
    expect(timeline(two.id)).toContainEqual(expect.objectContaining({ act: 'incident.task_done', actor: 'duty-officer' }));
    anew();
    const three = fire('d1');
    does('duty-officer', three.id, { action: 'finish_task', task: 'call_119' });
    expect(call(three.id)).toMatchObject({ open: false, outcome: 'reached', takenBy: 'duty-officer' });
    expect(refusal('duty-officer', three.id, { action: 'finish_task', task: 'call_119' })).toBe('409 task_done');
  });
});
