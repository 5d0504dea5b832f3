/** Every route there is. A noun is one file and one line here. */
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { alarmRoutes } from './alarms.ts';
import { deviceRoutes } from './devices.ts';
import { evidenceRoutes } from './evidence.ts';
import { hazardRoutes } from './hazards.ts';
import { incidentRoutes } from './incidents.ts';
import { placeRoutes } from './places.ts';
import { recordRoutes } from './records.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';

const nouns: readonly ((deps: ApiDeps) => Route[])[] = [
  serviceRoutes,
  sessionRoutes,
  placeRoutes,
  deviceRoutes,
  alarmRoutes,
  incidentRoutes,
  hazardRoutes,
  recordRoutes,
  evidenceRoutes,
];

export const allRoutes = (deps: ApiDeps): Route[] => nouns.flatMap((noun) => noun(deps));
