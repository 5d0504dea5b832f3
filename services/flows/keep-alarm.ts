/** Puts an alarm's new state where it belongs: the world, the turn, the audit chain, the moments awaited. */
import type { Alarm } from '../contracts/alarm.ts';
import type { AlarmAct } from '../core/alarms/advance.ts';
import { closesByItself } from '../core/alarms/kinds.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { alarmKeyOf, placeAlarm } from '../core/world.ts';
import { watchEscalation } from './escalate.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { watchVerification } from './verify-clock.ts';

/** Returns the alarm as it is kept: with its clocks. */
export const keepAlarm = (service: Service, turn: Turn, next: Alarm, acts: readonly AlarmAct[], actor = `device:${next.device}`): Alarm => {
  const world = service.world();
  const alarm = watchEscalation(service, turn, watchVerification(service, turn, next));
  const key = alarmKeyOf(alarm);
  placeAlarm(world, alarm);
  turn.put.alarm.set(alarm.id, alarm);
  noteChange(turn, 'alarm', alarm);
  const because = alarm.because.at(-1);
  const detail = {
    kind: alarm.kind,
    level: alarm.level,
    eventAt: alarm.eventAt,
    condition: because?.condition ?? null,
    values: because?.values ?? {},
    late: alarm.late,
  };
  for (const act of acts) audit(turn, { actor, act, subject: 'alarm', subjectId: alarm.id, school: alarm.school, detail });
  const quietKey = `quiet:${alarm.id}`;
  if (alarm.open && alarm.condition === 'cleared' && closesByItself(alarm)) {
    turn.due.set(quietKey, { key: quietKey, kind: 'quiet', dueAt: turn.at + service.policies.quietCloseMinutes * 60_000, subject: key });
  } else if (!alarm.open || acts.length > 0) {
    turn.due.set(quietKey, null);
  }
  return alarm;
};
