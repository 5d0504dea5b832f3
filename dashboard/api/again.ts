/**
 * An alarm changes while somebody looks at it: its picture arrives, the detector repeats itself. What the person
 * decided still holds as long as nothing they judged by has changed; only then may the act be sent again.
 */
import type { AlarmAction, AlarmView } from '../../services/contracts/alarm.ts';
import type { IncidentActionRequest, IncidentView } from '../../services/contracts/incident.ts';

/** Acts that judge nothing: "I have seen it" and "I am looking at it". A judgement is never repeated unseen. */
const repeatable: ReadonlySet<AlarmAction> = new Set(['acknowledge', 'verify']);

/** May the act a person took on `seen` be sent again, now that the alarm is `current`? */
export const sameToThePerson = (action: AlarmAction, seen: AlarmView, current: AlarmView): boolean =>
  repeatable.has(action) &&
  current.id === seen.id &&
  current.kind === seen.kind &&
  current.level === seen.level &&
  current.severity === seen.severity &&
  current.verification === seen.verification &&
  current.acknowledged === seen.acknowledged &&
  current.allowedActions.some((a) => a.action === action && a.allowed);

/**
 * May the act on an emergency be sent again? Several people work on one board at once, and what one of them does must
 * not undo the key another has pressed. The level, who commands and its end are judgements: seen again first.
 */
export const sameResponse = (action: IncidentActionRequest, seen: IncidentView, current: IncidentView): boolean => {
  if (current.id !== seen.id || current.state !== 'open') return false;
  if (action.action === 'casualties') return true;
  if (action.action !== 'take_task' && action.action !== 'finish_task') return false;
  const [before, now] = [seen, current].map(({ tasks }) => tasks.find(({ id }) => id === action.task));
  return before !== undefined && now !== undefined && now.doneAt === null && now.person === before.person;
};
