/** 维护窗口 from plan to end: what it holds back is let go the moment it ends, and told from then on. */
import type { MaintenanceActs } from '../acts/maintenances.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Maintenance, MaintenanceForm } from '../contracts/storm.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { keepAlarm } from './keep-alarm.ts';
import { holdBack, keepMaintenance } from './maintenance.ts';
import { answers, refused } from './posts.ts';
import { tellPeople } from './raise.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { joinStorm } from './storms.ts';

const note = (turn: Turn, window: Maintenance, act: string, actor: string, detail: Readonly<Record<string, unknown>> = {}): void =>
  audit(turn, { actor, act, subject: 'maintenance', subjectId: window.id, school: window.school, detail });

const awaitMoment = (turn: Turn, window: Maintenance, dueAt: number): void => {
  const key = `maintenance:${window.id}`;
  turn.due.set(key, { key, kind: 'maintenance', dueAt, subject: window.id });
};

const alarmsOf = (service: Service, holds: (alarm: Alarm) => boolean): Alarm[] => [...service.world().alarms.values()].filter(holds);

/** It begins: what its devices have said already and may wait is held from now on, too. */
const start = (service: Service, turn: Turn, window: Maintenance): void => {
  keepMaintenance(service, turn, { ...window, version: window.version + 1, state: 'running' });
  note(turn, window, 'maintenance.started', 'system', { devices: window.devices.length });
  awaitMoment(turn, window, window.endsAt);
  for (const alarm of alarmsOf(service, ({ device, exercise }) => exercise === null && window.devices.includes(device))) {
    const held = holdBack(service, turn, alarm, ['alarm.again']);
    if (held !== alarm) keepAlarm(service, turn, { ...held, version: alarm.version + 1 }, []);
  }
};

/** One that still stands is told and called for as if it had come now; the others go back to the list. */
const release = (service: Service, turn: Turn, alarm: Alarm): boolean => {
  const held = alarm.availability === 'out_of_service';
  const free: Alarm = { ...alarm, version: alarm.version + 1, maintenance: null, availability: held ? 'in_service' : alarm.availability };
  const stands = held && alarm.condition !== 'cleared';
  const next = keepAlarm(service, turn, stands ? joinStorm(service, turn, free, ['alarm.again']) : free, []);
  if (!held) return false;
  audit(turn, {
    actor: 'system',
    act: 'alarm.released',
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { maintenance: alarm.maintenance, stands },
  });
  if (stands) tellPeople(service, turn, next);
  return stands;
};

/** The window is closed first, so that what is let go is not held again. */
const finish = (service: Service, turn: Turn, window: Maintenance, state: 'ended' | 'cancelled', actor: string): Maintenance => {
  const closed = keepMaintenance(service, turn, { ...window, version: window.version + 1, state });
  const released = alarmsOf(service, (alarm) => alarm.maintenance === window.id).filter((alarm) => release(service, turn, alarm)).length;
  turn.due.set(`maintenance:${window.id}`, null);
  note(turn, window, state === 'ended' ? 'maintenance.ended' : 'maintenance.cancelled', actor, { held: window.held, released });
  return keepMaintenance(service, turn, { ...closed, released });
};

/** Its beginning or its end has come; both at once after a long standstill. */
export const maintenanceDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const window = service.world().maintenances.get(row.subject);
  if (!window) return;
  if (turn.at >= window.endsAt) finish(service, turn, window, 'ended', 'system');
  else if (turn.at < window.startsAt) awaitMoment(turn, window, window.startsAt);
  else if (window.state === 'planned') start(service, turn, window);
  else awaitMoment(turn, window, window.endsAt);
};

const flawOf = (service: Service, form: MaintenanceForm, at: number): Result<never> | null => {
  const world = service.world();
  const { maximumHours } = service.policies.storm.maintenance;
  if (world.orgs.get(form.school)?.kind !== 'school') return refused(400, 'unknown_school', `no school ${form.school}`);
  const foreign = form.devices.find((device) => world.devices.get(device)?.school !== form.school);
  if (foreign !== undefined) return refused(400, 'unknown_device', `no device ${foreign} in ${form.school}`);
  if (form.endsAt <= form.startsAt || form.endsAt <= at) return refused(400, 'ends_too_early', 'it would be over before it begins');
  if (form.endsAt - Math.max(form.startsAt, at) > maximumHours * 3600_000)
    return refused(400, 'window_too_long', `at most ${maximumHours} hours`);
  if (!answers(world, form.substitute, form.school, true))
    return refused(400, 'unknown_person', `nobody active ${form.substitute} at ${form.school}`);
  const clash = [...world.maintenances.values()].find(
    (other) =>
      other.startsAt < form.endsAt && form.startsAt < other.endsAt && other.devices.some((device) => form.devices.includes(device)),
  );
  return clash ? refused(409, 'windows_overlap', `maintenance ${clash.id} has one of the devices at that time`) : null;
};

const planMaintenance = (service: Service, actor: Actor, form: MaintenanceForm): Result<Maintenance> => {
  const turn = newTurn(service.clock.now());
  const flaw = flawOf(service, form, turn.at);
  if (flaw) return flaw;
  const { reason, workOrder, ...rest } = form;
  const window = keepMaintenance(service, turn, {
    ...rest,
    reason,
    workOrder,
    devices: [...new Set(form.devices)],
    // What begins in the past begins now: nothing is hidden afterwards.
    startsAt: Math.max(form.startsAt, turn.at),
    id: service.newId('mnt'),
    version: 1,
    by: actor.id,
    state: 'planned',
    held: 0,
    released: 0,
  });
  audit(turn, {
    actor: actor.id,
    act: 'maintenance.planned',
    subject: 'maintenance',
    subjectId: window.id,
    school: window.school,
    detail: { devices: window.devices.length, startsAt: window.startsAt, endsAt: window.endsAt, substitute: window.substitute },
    said: { reason, workOrder },
  });
  if (window.startsAt <= turn.at) start(service, turn, window);
  else awaitMoment(turn, window, window.startsAt);
  service.commit(turn);
  return { ok: true, value: service.world().maintenances.get(window.id) ?? window };
};

const cancelMaintenance = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Maintenance> => {
  const window = service.world().maintenances.get(id) ?? service.facts.get('maintenance', id);
  if (!window) return refused(404, 'not_found', `no maintenance ${id}`);
  if (ifMatch !== null && ifMatch !== window.version) return refused(412, 'stale', `version ${window.version} is current`);
  if (window.state !== 'planned' && window.state !== 'running') return refused(409, 'closed', `maintenance ${id} is over`);
  const turn = newTurn(service.clock.now());
  const cancelled = finish(service, turn, window, 'cancelled', actor.id);
  service.commit(turn);
  return { ok: true, value: cancelled };
};

export const maintenanceActs = (service: Service): MaintenanceActs => ({
  planMaintenance: (actor, form) => planMaintenance(service, actor, form),
  cancelMaintenance: (actor, id, ifMatch) => cancelMaintenance(service, actor, id, ifMatch),
});
