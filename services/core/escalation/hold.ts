/** What keeps an alarm's ladder from calling anybody: one named reason, or none. */
import type { Alarm } from '../../contracts/alarm.ts';
import { closesByItself, isChattering, isHigher } from '../alarms/kinds.ts';

/** Stable codes of why nobody (more) is called about an alarm. */
export const holds = [
  'closed',
  'dismissed',
  'shelved',
  'suppressed_by_design',
  'out_of_service',
  'storm',
  'explained_by_other_alarm',
  'late_backlog',
  'cleared',
  'acknowledged',
] as const;
export type Hold = (typeof holds)[number];

/**
 * 补传: a backlog says what was, not what is; it is on the board and in the record. What threatens life and holds as far as
 * anybody knows is called all the same, its text says when it happened.
 */
export const isBacklog = (alarm: Pick<Alarm, 'late' | 'severity' | 'condition'>): boolean =>
  alarm.late && !(alarm.severity === 'life_safety' && alarm.condition === 'active');

export const heldBy = (alarm: Alarm): Hold | null => {
  if (!alarm.open) return 'closed';
  if (alarm.verification === 'false' || alarm.verification === 'test') return 'dismissed';
  if (alarm.availability !== 'in_service') return alarm.availability;
  if (alarm.storm !== null) return 'storm';
  if (alarm.cause !== null) return 'explained_by_other_alarm';
  if (isBacklog(alarm)) return 'late_backlog';
  if (closesByItself(alarm) && alarm.condition === 'cleared') return 'cleared';
  return alarm.acknowledged ? 'acknowledged' : null;
};

/** Is it news that everybody due has to hear anew? Opened, graver, back again, or no longer only suspected. */
export const isNews = (before: Alarm | null, alarm: Alarm): boolean =>
  before === null ||
  isHigher(alarm.level, before.level) ||
  (alarm.severity !== before.severity && alarm.severity === 'life_safety') ||
  // One that chatters comes back every moment: that is no news, or a loose contact would ring every telephone.
  (alarm.condition === 'active' && before.condition !== 'active' && !isChattering(alarm)) ||
  (alarm.verification === 'unresolved' && before.verification !== 'unresolved');
