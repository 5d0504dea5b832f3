/** Drills go the way of every alarm, sealed: they never meet what is real, and what is real ends them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drill } from '../../services/contracts/drill.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let house: House;
beforeEach(() => {
  house = openHouse();
  settle(house);
  house.addDevice('smoke1', { type: 'detector' });
  house.addDevice('heat1', { type: 'detector' });
  house.addDevice('smoke2', { type: 'detector', space: 'r2' });
});
afterEach(() => house.close());

const acts = () => actsOf(house.service);
const plan = (over: Partial<Drill> = {}): Drill => {
  const result = acts().planDrill(actorOf(house, 'safety-officer'), {
    school: 's1',
    name: '十一月疏散演练',
    signals: [
      { device: 'smoke1', kind: 'smoke', afterSeconds: 0 },
      { device: 'heat1', kind: 'heat', afterSeconds: 20 },
    ],
    plannedAt: house.now,
    maximumMinutes: 30,
    ...over,
  });
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const start = (id: string) => acts().startDrill(actorOf(house, 'safety-officer'), id, null);
const incidents = () => house.store.facts.list('incident', { schools: null, limit: 100 }).items;
const drillOf = (id: string) => house.store.facts.get('drill', id);
const real = (device: string) => house.publish(device, 'event', { ts: house.now, type: 'smoke_alarm', state: 'active' });

describe('a drill', () => {
  it('plays two signals through the real pipeline: two alarms agree, an incident of the drill opens, all of it marked', () => {
    const drill = plan();
    expect(start(drill.id).ok).toBe(true);
    house.wait(25_000);
    const alarms = house.alarms();
    expect(alarms.map(({ exercise, verification, level }) => ({ exercise, verification, level }))).toEqual([
      { exercise: drill.id, verification: 'confirmed', level: 'alarm' },
      { exercise: drill.id, verification: 'confirmed', level: 'alarm' },
    ]);
    expect(incidents()).toMatchObject([{ exercise: drill.id, state: 'open', hazard: null }]);
    expect(house.hazards()).toEqual([]);
    expect(house.store.facts.list('finding', { schools: null, limit: 10 }).items).toEqual([]);
    // Nobody owes a report upward about it.
    house.wait(2 * 60 * minute, minute);
    expect(house.store.facts.list('finding', { schools: null, limit: 10 }).items).toEqual([]);
    // Its window closed by itself.
    expect(drillOf(drill.id)).toMatchObject({ state: 'ended', incident: incidents()[0]?.id });
    expect(house.alarms().filter(({ exercise }) => exercise !== null)).toEqual([]);
    expect(incidents()).toMatchObject([{ state: 'closed' }]);
  });

  it('never meets a real signal: the same detector alarms beside it, is not confirmed by it, and ends it', () => {
    const drill = plan();
    start(drill.id);
    house.wait(1_000);
    expect(house.alarms()).toHaveLength(1);
    real('heat1');
    expect(drillOf(drill.id)).toMatchObject({ state: 'preempted', endedAt: house.now });
    const [alarm, ...others] = house.alarms();
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ device: 'heat1', exercise: null, verification: 'unverified' });
    expect(drillOf(drill.id)?.preemptedBy).toBe(alarm?.id);
    expect(incidents()).toEqual([]);
    // What it had still to play is not played.
    house.wait(minute);
    expect(house.allAlarms().filter(({ exercise }) => exercise !== null)).toHaveLength(1);
    expect(house.alarms().every(({ exercise }) => exercise === null)).toBe(true);
  });

  it('of the very same detector: the real smoke is a real alarm of its own', () => {
    const drill = plan();
    start(drill.id);
    house.wait(1_000);
    real('smoke1');
    expect(house.allAlarms().map(({ device, exercise, open }) => ({ device, exercise, open }))).toEqual(
      expect.arrayContaining([
        { device: 'smoke1', exercise: null, open: true },
        { device: 'smoke1', exercise: drill.id, open: false },
      ]),
    );
  });

  it('does not begin while a real alarm threatens life, nor beside another one', () => {
    const first = plan();
    const second = plan();
    real('smoke2');
    expect(start(first.id)).toMatchObject({ ok: false, code: 'real_alarm' });
    const [alarm] = house.alarms();
    const leader = actorOf(house, 'duty-leader');
    acts().onAlarm(leader, alarm?.id ?? '', { action: 'dismiss', cause: 'cooking' }, null);
    house.publish('smoke2', 'event', { ts: house.now + 1, type: 'smoke_alarm', state: 'cleared' });
    acts().onAlarm(leader, alarm?.id ?? '', { action: 'reset', reason: '已查看' }, null);
    expect(start(first.id).ok).toBe(true);
    expect(start(second.id)).toMatchObject({ ok: false, code: 'other_drill' });
  });

  it('survives a restart in the middle: the second signal comes at its time, once', () => {
    const drill = plan();
    start(drill.id);
    house.wait(5_000);
    house = house.reopen();
    house.wait(30_000);
    expect(house.alarms()).toHaveLength(2);
    expect(house.alarms().every(({ count }) => count === 1)).toBe(true);
    expect(incidents()).toHaveLength(1);
    expect(incidents()[0]?.exercise).toBe(drill.id);
  });

  it('that is not held becomes a hazard, and so does a school without any for a month', () => {
    const drill = plan();
    house.wait(day + 2 * 60 * minute, 60 * minute);
    expect(drillOf(drill.id)).toMatchObject({ state: 'missed' });
    const missed = house.hazards().filter(({ category }) => category === 'drill_missed');
    expect(missed).toMatchObject([{ id: drillOf(drill.id)?.hazard }]);
  });

  it('is counted from the last one held: 31 days later a hazard, not before', () => {
    house.tick();
    house.wait(31 * day, 12 * 60 * minute);
    expect(house.hazards().filter(({ category }) => category === 'drill_missed')).toEqual([]);
    house.wait(2 * day, 12 * 60 * minute);
    expect(house.hazards().filter(({ category }) => category === 'drill_missed')).toHaveLength(1);
  });

  it('counts in no statistic of false alarms', () => {
    for (let i = 0; i < 4; i += 1) {
      const drill = plan();
      start(drill.id);
      house.wait(1_000);
      const [alarm] = house.alarms();
      acts().onAlarm(actorOf(house, 'duty-leader'), alarm?.id ?? '', { action: 'dismiss', cause: 'cooking' }, null);
      acts().endDrill(actorOf(house, 'safety-officer'), drill.id, null);
      house.wait(minute);
    }
    expect(house.hazards().filter(({ category }) => category === 'false_alarms')).toEqual([]);
  });

  it('is reported by its steps, each beside its limit', () => {
    const drill = plan();
    start(drill.id);
    house.wait(2_000);
    const [alarm] = house.alarms();
    const officer = actorOf(house, 'duty-officer');
    acts().onAlarm(officer, alarm?.id ?? '', { action: 'acknowledge' }, null);
    const sent = acts().sendRunner(officer, alarm?.id ?? '', 'teacher');
    if (!sent.ok) throw new Error(sent.code);
    house.wait(60_000);
    const there = acts().runnerArrived(actorOf(house, 'teacher'), sent.value.id, 'r1');
    expect(there).toMatchObject({ ok: true, value: { arrivedBy: 'code', late: false } });
    acts().endDrill(actorOf(house, 'safety-officer'), drill.id, null);
    const steps = new Map(
      acts()
        .drillReport(drill.id)
        ?.steps.map((step) => [step.step, step]),
    );
    expect(steps.get('acknowledged')).toMatchObject({ late: false, limitMs: 30_000 });
    expect(steps.get('runner_on_scene')).toMatchObject({ afterMs: 60_000, late: false, limitMs: 180_000 });
    expect(steps.get('responder_accepted')).toMatchObject({ at: null });
  });
});

describe('a runner', () => {
  const open = (): string => {
    real('smoke1');
    return house.alarms()[0]?.id ?? '';
  };
  const send = (alarm: string, person = 'teacher') => acts().sendRunner(actorOf(house, 'duty-officer'), alarm, person);

  it('begins the verification, is late after three minutes, and what is real is confirmed on their word', () => {
    const alarm = open();
    const sent = send(alarm);
    if (!sent.ok) throw new Error(sent.code);
    expect(house.alarms()[0]?.verification).toBe('verifying');
    expect(send(alarm)).toMatchObject({ ok: false, code: 'already_sent' });
    house.wait(181_000);
    expect(house.store.facts.get('runnerTask', sent.value.id)).toMatchObject({ late: true, open: true });
    const teacher = actorOf(house, 'teacher');
    expect(acts().runnerArrived(teacher, sent.value.id, 'r2')).toMatchObject({ ok: false, code: 'wrong_place' });
    expect(acts().runnerArrived(teacher, sent.value.id, 'b1')).toMatchObject({ ok: true, value: { late: true, arrivedBy: 'code' } });
    expect(acts().runnerFound(actorOf(house, 'duty-officer'), sent.value.id, 'real')).toMatchObject({ ok: false, code: 'not_yours' });
    expect(acts().runnerFound(teacher, sent.value.id, 'real').ok).toBe(true);
    expect(house.alarms()[0]).toMatchObject({ verification: 'confirmed', verifiedBy: 'teacher' });
    expect(incidents()).toHaveLength(1);
  });

  it('who finds nothing leaves the judgement to the duty room', () => {
    const alarm = open();
    const sent = send(alarm);
    if (!sent.ok) throw new Error(sent.code);
    expect(acts().runnerFound(actorOf(house, 'teacher'), sent.value.id, 'false').ok).toBe(true);
    expect(house.alarms()[0]?.verification).toBe('verifying');
    expect(house.store.facts.timeline('alarm', alarm).map(({ act }) => act)).toEqual(
      expect.arrayContaining(['runner.sent', 'runner.found']),
    );
  });
});
