/** Every route there is. A noun is one file and one line here. */
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { accountabilityRoutes } from './accountability.ts';
import { alarmRoutes } from './alarms.ts';
import { analysisRoutes } from './analysis.ts';
import { deviceRoutes } from './devices.ts';
import { documentRoutes } from './documents.ts';
import { erasureRoutes } from './erasures.ts';
import { evidenceRoutes } from './evidence.ts';
import { findingRoutes } from './findings.ts';
import { gridRoutes } from './grid.ts';
import { hazardTallyRoutes } from './hazard-tally.ts';
import { hazardRoutes } from './hazards.ts';
import { inboxRoutes } from './inbox.ts';
import { incidentRoutes } from './incidents.ts';
import { measureAndListRoutes } from './measures.ts';
import { organisationRoutes } from './organisation.ts';
import { placeRoutes } from './places.ts';
import { postRoutes } from './posts.ts';
import { publicReportRoutes } from './public-report.ts';
import { recordRoutes } from './records.ts';
import { reportRoutes } from './reports.ts';
import { riskRoutes } from './risks.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';
import { taskForceRoutes } from './task-forces.ts';

const nouns: readonly ((deps: ApiDeps) => Route[])[] = [
  serviceRoutes,
  sessionRoutes,
  placeRoutes,
  publicReportRoutes,
  deviceRoutes,
  alarmRoutes,
  incidentRoutes,
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
];

export const allRoutes = (deps: ApiDeps): Route[] => nouns.flatMap((noun) => noun(deps));
