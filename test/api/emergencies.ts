/** Documents of the duty room and the emergency, one of each kind a school, for the tests' county. */
import type { Drill, RunnerTask } from '../../services/contracts/drill.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { AssistanceRequest, CapMessage, PhoneTask, Responder } from '../../services/contracts/responder.ts';
import type { Muster, ResponsePlan, Supply, Team } from '../../services/contracts/response.ts';
import type { Maintenance, Storm } from '../../services/contracts/storm.ts';
import type { Turn } from '../../services/core/turn.ts';
import { startOfTest } from './documents.ts';

export const incidentOf = (school: string): Incident => ({
  id: `${school}-incident`,
  version: 1,
  school,
  space: null,
  level: 'IV',
  state: 'open',
  kind: 'smoke',
  eventAt: startOfTest,
  openedAt: startOfTest,
  closedAt: null,
  alarms: [`${school}-alarm`],
  exercise: null,
  commandRole: 'duty-leader',
  commander: null,
  plan: null,
  levels: [],
  casualties: [],
  controlledAt: null,
  tasks: [],
  hazard: null,
});

export const drillOf = (school: string): Drill => ({
  id: `${school}-drill`,
  version: 1,
  school,
  name: `${school} drill`,
  signals: [{ device: `${school}-smoke`, kind: 'smoke', afterSeconds: 0 }],
  plannedAt: startOfTest,
  maximumMinutes: 30,
  state: 'planned',
  startedAt: null,
  endedAt: null,
  by: `${school}-teacher`,
  preemptedBy: null,
  incident: null,
  hazard: null,
});

export const runnerOf = (school: string): RunnerTask => ({
  id: `${school}-runner`,
  version: 1,
  open: true,
  school,
  alarm: `${school}-alarm`,
  space: `${school}-room`,
  person: `${school}-teacher`,
  exercise: null,
  assignedBy: 'system',
  assignedAt: startOfTest,
  dueAt: startOfTest + 180_000,
  arrivedAt: null,
  arrivedBy: null,
  finding: null,
  foundAt: null,
  late: false,
});

export const planOf = (school: string): ResponsePlan => ({
  id: `${school}-plan`,
  version: 1,
  school,
  name: `${school} plan`,
  kinds: [],
  edition: 1,
  state: 'draft',
  levels: {},
  by: `${school}-teacher`,
  inForceAt: null,
  approvedBy: null,
  reviewDueAt: null,
});

export const musterOf = (school: string): Muster => ({
  id: `${school}-muster`,
  version: 1,
  open: true,
  school,
  incident: `${school}-incident`,
  exercise: null,
  openedAt: startOfTest,
  closedAt: null,
  groups: [
    {
      id: 'class-1',
      name: `${school} class`,
      place: 'yard',
      expected: 40,
      present: null,
      missing: null,
      countedAt: null,
      countedBy: null,
    },
  ],
});

export const supplyOf = (school: string): Supply => ({
  id: `${school}-supply`,
  version: 1,
  school,
  name: `${school} blankets`,
  quantity: 4,
  unit: '条',
  place: 'gate',
  expiresAt: null,
  checkedAt: null,
});

export const teamOf = (school: string): Team => ({
  id: `${school}-team`,
  version: 1,
  school,
  name: `${school} class`,
  kind: 'class',
  leader: null,
  members: [],
  heads: 40,
  place: 'yard',
});

export const responderOf = (school: string): Responder => ({
  id: `${school}-responder`,
  version: 1,
  school,
  name: `${school} station`,
  kind: 'micro_station',
  capabilities: ['fire'],
  location: { latitude: 30, longitude: 120 },
  channels: [{ channel: 'phone', address: '0571-0000' }],
  sandbox: null,
  contact: '',
  verifiedAt: null,
  changedBy: null,
  active: true,
});

export const requestOf = (school: string): AssistanceRequest => ({
  id: `${school}-request`,
  version: 1,
  open: true,
  school,
  incident: `${school}-incident`,
  responder: `${school}-responder`,
  line: 'on_site_station',
  wave: 1,
  need: 'fire',
  exercise: null,
  state: 'delivered',
  attempts: [],
  times: { draft: startOfTest, delivered: startOfTest },
  distanceMetres: 300,
  answerDueAt: startOfTest + 60_000,
  arrivalDueAt: null,
  reason: null,
});

export const phoneTaskOf = (school: string): PhoneTask => ({
  id: `${school}-phone`,
  version: 1,
  open: true,
  school,
  incident: `${school}-incident`,
  request: null,
  number: '119',
  exercise: null,
  script: [{ item: 'address', text: { zh: `${school} 地址`, en: `${school} address` } }],
  openedAt: startOfTest,
  dueAt: startOfTest + 60_000,
  takenBy: null,
  takenAt: null,
  doneAt: null,
  outcome: null,
  late: false,
});

export const capOf = (school: string): CapMessage => ({
  id: `${school}-cap`,
  version: 1,
  school,
  incident: `${school}-incident`,
  direction: 'out',
  identifier: `${school}-incident-1`,
  sender: 'campus-watch.invalid',
  sent: startOfTest,
  status: 'Actual',
  msgType: 'Alert',
  references: '',
  expiresAt: startOfTest + 7_200_000,
  headline: { zh: `${school} 火情`, en: `${school} fire` },
  state: 'issued',
  fault: null,
  signed: true,
  signature: 'holds',
  xml: `<alert>${school}</alert>`,
});

export const stormOf = (school: string): Storm => ({
  id: `${school}-storm`,
  version: 1,
  school,
  open: true,
  from: startOfTest - 600_000,
  openedAt: startOfTest,
  lastAt: startOfTest,
  calmAt: null,
  closedAt: null,
  alarms: 12,
  devices: 12,
  places: { '': 12 },
  kinds: { tamper: 12 },
  balance: { raw: 12, members: 12, singles: 0, suppressed: {}, difference: 0 },
  speaker: { alarm: `${school}-alarm`, severity: 'urgent', at: startOfTest },
  acknowledgedBy: null,
  acknowledgedAt: null,
});

export const maintenanceOf = (school: string): Maintenance => ({
  id: `${school}-maintenance`,
  version: 1,
  school,
  devices: [`${school}-smoke`],
  startsAt: startOfTest + 3_600_000,
  endsAt: startOfTest + 7_200_000,
  reason: `${school} new batteries`,
  workOrder: 'WO-1',
  substitute: `${school}-teacher`,
  by: `${school}-teacher`,
  state: 'planned',
  held: 0,
  released: 0,
});

export const putEmergencies = (turn: Turn, school: string): void => {
  turn.put.drill.set(`${school}-drill`, drillOf(school));
  turn.put.storm.set(`${school}-storm`, stormOf(school));
  turn.put.maintenance.set(`${school}-maintenance`, maintenanceOf(school));
  turn.put.responder.set(`${school}-responder`, responderOf(school));
  turn.put.request.set(`${school}-request`, requestOf(school));
  turn.put.phoneTask.set(`${school}-phone`, phoneTaskOf(school));
  turn.put.capMessage.set(`${school}-cap`, capOf(school));
  turn.put.responsePlan.set(`${school}-plan`, planOf(school));
  turn.put.muster.set(`${school}-muster`, musterOf(school));
  turn.put.supply.set(`${school}-supply`, supplyOf(school));
  turn.put.team.set(`${school}-team`, teamOf(school));
  turn.put.runnerTask.set(`${school}-runner`, runnerOf(school));
};
