/**
 * 搁置: an alarm is set aside for a time, with a reason; a life-safety one only when a second person agrees. What lapses
 * comes back by itself, and nothing but a person hides it again.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { AlarmAct } from '../core/alarms/advance.ts';
import type { Turn } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { DueRow } from '../ports.ts';
import { keepAlarm } from './keep-alarm.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** When it comes back by itself, and how long a second person has to agree. */
export const awaitShelf = (service: Service, turn: Turn, alarm: Alarm): void => {
  if (!alarm.shelved) return;
  const subject = alarmKeyOf(alarm);
  const shelf = `shelf:${alarm.id}`;
  const cosign = `cosign:${alarm.id}`;
  turn.due.set(shelf, { key: shelf, kind: 'shelf', dueAt: alarm.shelved.until, subject });
  const dueAt = turn.at + service.policies.storm.shelving.cosignMinutes * 60_000;
  turn.due.set(cosign, alarm.availability === 'shelved' ? null : { key: cosign, kind: 'cosign', dueAt, subject });
};

/** Nobody else agreed in time: it is not set aside, and must be asked for again. */
export const cosignDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm?.shelved || row.key !== `cosign:${alarm.id}` || alarm.availability === 'shelved') return;
  keepAlarm(service, turn, { ...alarm, version: alarm.version + 1, shelved: null }, [], 'system');
  audit(turn, { actor: 'system', act: 'alarm.shelving_lapsed', subject: 'alarm', subjectId: alarm.id, school: alarm.school, detail: {} });
};

/** What was set aside was the lesser alarm: one that has become graver is shown again. */
export const unhiddenWhenGraver = (alarm: Alarm, acts: readonly AlarmAct[]): Alarm =>
  alarm.shelved !== null && (acts.includes('alarm.raised') || acts.includes('alarm.confirmed'))
    ? { ...alarm, availability: alarm.availability === 'shelved' ? 'in_service' : alarm.availability, shelved: null }
    : alarm;
