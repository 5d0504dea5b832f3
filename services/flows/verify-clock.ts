/** 核实时限: in life-safety rooms an alarm is verified in time, or treated as real. What follows then is in `unresolved.ts`. */
import type { Alarm } from '../contracts/alarm.ts';
import { verifyByOf } from '../core/escalation/verify.ts';
import type { Turn } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { Service } from './service.ts';

/** Starts, keeps or stops the clock; called with the alarm's new state before the world knows it. */
export const watchVerification = (service: Service, turn: Turn, alarm: Alarm): Alarm => {
  const known = service.world().alarms.get(alarmKeyOf(alarm));
  const before = known?.id === alarm.id ? known : null;
  const verifyBy = verifyByOf(service.world(), service.policies.escalation.verify, before, alarm, turn.at);
  if (verifyBy === alarm.verifyBy) return alarm;
  const key = `verify:${alarm.id}`;
  turn.due.set(key, verifyBy === null ? null : { key, kind: 'verify', dueAt: verifyBy, subject: alarmKeyOf(alarm) });
  return { ...alarm, verifyBy };
};
