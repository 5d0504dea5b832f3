/** What people do about alarms. */
import type { Alarm, AlarmActionRequest, AllowedAction } from '../contracts/alarm.ts';
import type { Actor, Result } from '../ports.ts';

export interface AlarmActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly onAlarm: (actor: Actor, id: string, request: AlarmActionRequest, ifMatch: number | null) => Result<Alarm>;
  readonly allowedAlarmActions: (alarm: Alarm, actor: Actor) => AllowedAction[];
}
