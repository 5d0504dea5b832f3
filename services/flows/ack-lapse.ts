/** An acknowledgement after which nothing is done lapses: the alarm is everybody's again. */
import type { Turn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { callAgain } from './calls.ts';
import { keepAlarm } from './keep-alarm.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const ackLapseDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || row.key !== `ack_lapse:${alarm.id}` || !alarm.acknowledged || alarm.verification !== 'unverified') return;
  const lapse = service.policies.escalation.alarms[alarm.severity].ackLapseSeconds;
  if (lapse === null) return;
  const lapsesAt = (alarm.acknowledgedAt ?? 0) + lapse.value * 1000;
  // Acknowledged anew since this moment was set.
  if (lapsesAt > turn.at) return void turn.due.set(row.key, { ...row, dueAt: lapsesAt });
  const free = keepAlarm(service, turn, { ...alarm, version: alarm.version + 1, acknowledged: false }, [], 'system');
  callAgain(service, turn, free);
  audit(turn, {
    actor: 'system',
    act: 'alarm.ack_lapsed',
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { acknowledgedBy: alarm.acknowledgedBy },
  });
};
