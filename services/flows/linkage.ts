/** What an incident sets in motion outside the house: responders asked, telephone tasks opened, CAP messages issued. */
import type { Incident } from '../contracts/incident.ts';
import { isHurt } from '../core/linkage/policy.ts';
import type { Turn } from '../core/turn.ts';
import { issueCap } from './cap.ts';
import { closePhoneTasks, openEmergencyTasks } from './phone-tasks.ts';
import { askResponders, kindsOf, releaseResponders, roomOf } from './requests.ts';
import type { Service } from './service.ts';

/** Does the change say something new to those outside? */
const tellsMore = (before: Incident, after: Incident): boolean => before.level !== after.level || isHurt(before) !== isHurt(after);

/**
 * Called at every change of an incident: opened (`before` null), an alarm more, its level, casualties, its end. Whatever
 * was asked or opened before is never asked or opened again.
 */
export const watchLinkage = (service: Service, turn: Turn, before: Incident | null, after: Incident): void => {
  if (after.state === 'closed') {
    if (before?.state === 'closed') return;
    releaseResponders(service, turn, after.id);
    closePhoneTasks(service, turn, after.id);
    issueCap(service, turn, after, 'Cancel');
    return;
  }
  // Telephone first: 119 is asked for before anything else is worked out (GB 25201 §5.3).
  const kinds = kindsOf(service, turn, after);
  // One alarm more of what is known already: those outside have nothing to learn, and a great fire has hundreds of them.
  if (before && !tellsMore(before, after) && kindsOf(service, turn, before).length === kinds.length) return;
  openEmergencyTasks(service, turn, after, kinds, roomOf(service, turn, after));
  if (before === null) issueCap(service, turn, after, 'Alert');
  else if (tellsMore(before, after)) issueCap(service, turn, after, 'Update');
  askResponders(service, turn, after);
};
