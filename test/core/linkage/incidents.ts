/** Incidents and responders for tests of linkage and CAP. */
import type { Incident } from '../../../services/contracts/incident.ts';
import type { AssistanceRequest, Responder } from '../../../services/contracts/responder.ts';

export const campus = { latitude: 30.25, longitude: 120.17, radiusMetres: 150 };
export const began = Date.UTC(2026, 10, 21, 3);

export const fireAt = (school: string, fields: Partial<Incident> = {}): Incident => ({
  id: 'inc-1',
  version: 1,
  school,
  space: null,
  level: 'IV',
  state: 'open',
  kind: 'smoke',
  exercise: null,
  eventAt: began,
  openedAt: began,
  closedAt: null,
  alarms: [],
  commandRole: 'duty-leader',
  commander: null,
  plan: null,
  levels: [],
  tasks: [],
  casualties: [],
  controlledAt: null,
  hazard: null,
  ...fields,
});

export const responderOf = (id: string, fields: Partial<Responder> = {}): Responder => ({
  id,
  version: 1,
  school: 's1',
  name: `${id} 站`,
  kind: 'micro_station',
  capabilities: ['fire'],
  location: { latitude: campus.latitude, longitude: campus.longitude },
  channels: [{ channel: 'webhook', address: `https://${id}.example/hook` }],
  sandbox: null,
  contact: '',
  verifiedAt: null,
  changedBy: null,
  active: true,
  ...fields,
});

export const requestOf = (id: string, fields: Partial<AssistanceRequest> = {}): AssistanceRequest => ({
  id,
  version: 1,
  open: true,
  school: 's1',
  incident: 'inc-1',
  responder: id,
  line: 'on_site_station',
  wave: 1,
  need: 'fire',
  exercise: null,
  state: 'draft',
  attempts: [],
  times: { draft: began },
  distanceMetres: 100,
  answerDueAt: began + 60_000,
  arrivalDueAt: null,
  reason: null,
  ...fields,
});
