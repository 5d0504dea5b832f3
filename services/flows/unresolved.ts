/** Nobody said in time whether an alarm where people sleep is real: it is treated as real, and everybody is called anew. */
import type { Alarm } from '../contracts/alarm.ts';
import { awaitsVerification } from '../core/escalation/verify.ts';
import type { Turn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { keepAlarm } from './keep-alarm.ts';
import { confirmedAlarm, tellPeople } from './raise.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const verifyDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const alarm = service.world().alarms.get(row.subject);
  if (!alarm || row.key !== `verify:${alarm.id}` || !awaitsVerification(alarm) || alarm.verifyBy === null) return;
  if (alarm.verifyBy > turn.at) return void turn.due.set(row.key, { ...row, dueAt: alarm.verifyBy });
  // Who took it on has not come back with an answer: the acknowledgement does not cover an emergency.
  const unresolved: Alarm = {
    ...alarm,
    version: alarm.version + 1,
    verification: 'unresolved',
    verifiedAt: turn.at,
    verifiedBy: 'system',
    acknowledged: false,
  };
  audit(turn, {
    actor: 'system',
    act: 'alarm.unresolved',
    subject: 'alarm',
    subjectId: alarm.id,
    school: alarm.school,
    detail: { verifyBy: alarm.verifyBy, verification: alarm.verification, acknowledgedBy: alarm.acknowledgedBy },
  });
  tellPeople(service, turn, keepAlarm(service, turn, confirmedAlarm(service, turn, unresolved, 'system'), [], 'system'));
};
