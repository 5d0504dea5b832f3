/** Every route there is. A noun is one file and one line here. */
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { accountabilityRoutes } from './accountability.ts';
import { alarmSightRoutes } from './alarm-sight.ts';
import { alarmRoutes } from './alarms.ts';
import { analysisRoutes } from './analysis.ts';
import { callRoutes } from './calls.ts';
import { capRoutes } from './cap.ts';
import { channelRoutes } from './channels.ts';
import { claimRoutes } from './claim.ts';
import { consoleRoutes } from './consoles.ts';
import { deviceRoutes } from './devices.ts';
import { documentRoutes } from './documents.ts';
import { drillRoutes } from './drills.ts';
import { dutyCheckRoutes } from './duty-checks.ts';
import { erasureRoutes } from './erasures.ts';
import { evidenceRoutes } from './evidence.ts';
import { findingRoutes } from './findings.ts';
import { gridRoutes } from './grid.ts';
import { handoverRoutes } from './handovers.ts';
import { hazardTallyRoutes } from './hazard-tally.ts';
import { hazardRoutes } from './hazards.ts';
import { inboxRoutes } from './inbox.ts';
import { incidentRoutes } from './incidents.ts';
import { loadRoutes } from './load.ts';
import { logRoutes } from './log.ts';
import { maintenanceRoutes } from './maintenances.ts';
import { measureAndListRoutes } from './measures.ts';
import { musterRoutes } from './musters.ts';
import { organisationRoutes } from './organisation.ts';
import { phoneTaskRoutes } from './phone-tasks.ts';
import { placeRoutes } from './places.ts';
import { postRoutes } from './posts.ts';
import { publicReportRoutes } from './public-report.ts';
import { receiptRoutes } from './receipts.ts';
import { recordRoutes } from './records.ts';
import { reportRoutes } from './reports.ts';
import { requestRoutes } from './requests.ts';
import { responderRoutes } from './responders.ts';
import { responsePlanRoutes } from './response-plans.ts';
import { riskRoutes } from './risks.ts';
import { runnerTaskRoutes } from './runner-tasks.ts';
import { seatRoutes } from './seats.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';
import { shiftRoutes } from './shifts.ts';
import { signedLinkRoutes } from './signed-link.ts';
import { stormRoutes } from './storms.ts';
import { supplyRoutes, teamRoutes } from './supplies.ts';
import { taskForceRoutes } from './task-forces.ts';

const nouns: readonly ((deps: ApiDeps) => Route[])[] = [
  serviceRoutes,
  sessionRoutes,
  placeRoutes,
  publicReportRoutes,
  deviceRoutes,
  channelRoutes,
  receiptRoutes,
  alarmRoutes,
  callRoutes,
  claimRoutes,
  alarmSightRoutes,
  consoleRoutes,
  runnerTaskRoutes,
  drillRoutes,
  incidentRoutes,
  responsePlanRoutes,
  musterRoutes,
  supplyRoutes,
  teamRoutes,
  stormRoutes,
  maintenanceRoutes,
  loadRoutes,
  hazardRoutes,
  hazardTallyRoutes,
  documentRoutes,
  inboxRoutes,
  recordRoutes,
  evidenceRoutes,
  riskRoutes,
  measureAndListRoutes,
  analysisRoutes,
  reportRoutes,
  findingRoutes,
  accountabilityRoutes,
  erasureRoutes,
  postRoutes,
  gridRoutes,
  taskForceRoutes,
  organisationRoutes,
  responderRoutes,
  requestRoutes,
  signedLinkRoutes,
  phoneTaskRoutes,
  capRoutes,
  seatRoutes,
  shiftRoutes,
  handoverRoutes,
  dutyCheckRoutes,
  logRoutes,
];

export const allRoutes = (deps: ApiDeps): Route[] => nouns.flatMap((noun) => noun(deps));
