/** The acts of people, put together: a group is one file and one line. */
import type { Acts } from '../acts/acts.ts';
import type { AlarmAction } from '../contracts/alarm.ts';
import { may } from '../core/access/policy.ts';
import { allowedAlarmActions } from '../core/alarms/act.ts';
import type { Actor } from '../ports.ts';
import { actOnAlarm } from './act-on-alarm.ts';
import { incidentActs } from './act-on-incident.ts';
import { analysisActs } from './analysis.ts';
import { capActs } from './cap.ts';
import { callActs } from './claims.ts';
import { consoleActs } from './consoles.ts';
import { documentActs } from './document-acts.ts';
import { drillActs } from './drills.ts';
import { evidenceActs } from './evidence-acts.ts';
import { hazardActs } from './hazard-acts.ts';
import { loadActs } from './load.ts';
import { maintenanceActs } from './maintenance-windows.ts';
import { measureActs } from './measures.ts';
import type { Reorganised } from './organisation.ts';
import { organisationActs } from './organisation.ts';
import { phoneTaskActs } from './phone-acts.ts';
import { channelActs } from './receipts.ts';
import { reportingActs } from './reporting-acts.ts';
import { requestActs } from './requests.ts';
import { responderActs } from './responders.ts';
import { responseActs } from './response-acts.ts';
import { riskActs } from './risks.ts';
import { rotaActs } from './rota-acts.ts';
import type { Service } from './service.ts';
import { sightActs } from './sight.ts';
import { stormActs } from './storm-card.ts';

const mayAct =
  (actor: Actor) =>
  (action: AlarmAction): boolean =>
    may(actor.role, `alarm.${action}`);

const nobodyElse: Reorganised = { reorganised: () => undefined, rightsChanged: () => undefined };

/** `after`: who else has to know when the organisation has changed. */
export const actsOf = (service: Service, after: Reorganised = nobodyElse): Acts => {
  const calls = callActs(service, (actor, alarm) => actOnAlarm(service, actor, alarm, { action: 'acknowledge' }, null, mayAct(actor)));
  return {
    onAlarm: (actor, id, request, ifMatch) => actOnAlarm(service, actor, id, request, ifMatch, mayAct(actor)),
    allowedAlarmActions: (alarm, actor) => allowedAlarmActions(alarm, mayAct(actor), actor.id),
    ...calls,
    ...channelActs(service, calls.claim),
    ...consoleActs(service),
    ...incidentActs(service),
    ...responseActs(service),
    ...drillActs(service),
    ...sightActs(service),
    ...hazardActs(service),
    ...documentActs(service),
    ...evidenceActs(service),
    ...reportingActs(service),
    ...riskActs(service),
    ...rotaActs(service),
    ...measureActs(service),
    ...responderActs(service),
    ...requestActs(service),
    ...phoneTaskActs(service),
    ...capActs(service),
    ...stormActs(service),
    ...maintenanceActs(service),
    ...loadActs(service),
    ...analysisActs(service),
    ...organisationActs(service, after),
  };
};
