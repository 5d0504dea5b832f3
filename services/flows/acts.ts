/** The acts of people, put together: a group is one file and one line. */
import type { Acts } from '../acts/acts.ts';
import type { AlarmAction } from '../contracts/alarm.ts';
import { may } from '../core/access/policy.ts';
import { allowedAlarmActions } from '../core/alarms/act.ts';
import type { Actor } from '../ports.ts';
import { actOnAlarm } from './act-on-alarm.ts';
import { analysisActs } from './analysis.ts';
import { documentActs } from './document-acts.ts';
import { evidenceActs } from './evidence-acts.ts';
import { hazardActs } from './hazard-acts.ts';
import { measureActs } from './measures.ts';
import type { Reorganised } from './organisation.ts';
import { organisationActs } from './organisation.ts';
import { reportingActs } from './reporting-acts.ts';
import { riskActs } from './risks.ts';
import type { Service } from './service.ts';

const mayAct =
  (actor: Actor) =>
  (action: AlarmAction): boolean =>
    may(actor.role, `alarm.${action}`);

const nobodyElse: Reorganised = { reorganised: () => undefined, rightsChanged: () => undefined };

/** `after`: who else has to know when the organisation has changed. */
export const actsOf = (service: Service, after: Reorganised = nobodyElse): Acts => ({
  onAlarm: (actor, id, request, ifMatch) => actOnAlarm(service, actor, id, request, ifMatch, mayAct(actor)),
  allowedAlarmActions: (alarm, actor) => allowedAlarmActions(alarm, mayAct(actor)),
  ...hazardActs(service),
  ...documentActs(service),
  ...evidenceActs(service),
  ...reportingActs(service),
  ...riskActs(service),
  ...measureActs(service),
  ...analysisActs(service),
  ...organisationActs(service, after),
});
