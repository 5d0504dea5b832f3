/**
 * Every trigger is counted twice: when it comes in at the door, and where it ends, as an alarm's or dropped for a reason.
 * The two sides meet in a storm's balance sheet.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Device } from '../contracts/place.ts';
import type { SuppressionReason } from '../core/storms/balance.ts';
import { bucketOf } from '../core/storms/balance.ts';
import type { Turn } from '../core/turn.ts';

interface Place {
  readonly device: string;
  readonly school: string;
  readonly kind: string;
}

const add = (
  turn: Turn,
  { device, school, kind }: Place,
  alarm: string,
  reason: string,
  severity: string,
  count: number,
  heard: number,
): void => {
  const at = bucketOf(turn.at);
  const key = `${at}|${device}|${kind}|${alarm}|${reason}`;
  const known = turn.arrivals.get(key);
  turn.arrivals.set(key, {
    school,
    at,
    device,
    kind,
    alarm,
    reason,
    severity,
    count: (known?.count ?? 0) + count,
    heard: (known?.heard ?? 0) + heard,
  });
};

const placeOf = ({ id, school }: Device, kind: string): Place => ({ device: id, school, kind });

/** It came in at the door. */
export const triggerArrived = (turn: Turn, device: Device, kind: string): void => add(turn, placeOf(device, kind), '', 'arrived', '', 1, 0);

/** It ended there: nobody is shown anything for it. */
export const triggerDropped = (turn: Turn, device: Device, kind: string, reason: SuppressionReason): void =>
  add(turn, placeOf(device, kind), '', reason, '', 1, 0);

const hiddenAs = ({ availability, cause }: Alarm): SuppressionReason | null => {
  if (availability === 'out_of_service') return 'maintenance';
  if (availability === 'shelved') return 'shelved';
  return cause === null ? null : 'explained';
};

/** It became an alarm's trigger, or that of one nobody is shown now. */
export const triggerTaken = (turn: Turn, device: Device, kind: string, alarm: Alarm): void => {
  const hidden = hiddenAs(alarm);
  if (hidden) triggerDropped(turn, device, kind, hidden);
  else add(turn, placeOf(device, kind), alarm.id, '', alarm.severity, 1, 0);
};

/** The alarm made itself heard: it opened, became graver, or came back. */
export const alarmHeard = (turn: Turn, alarm: Alarm): void => add(turn, alarm, alarm.id, '', alarm.severity, 0, 1);
