/** The documents the tests' county is made of: one school the tests look from, one they must never see. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { Device, Org, Person, Space } from '../../services/contracts/place.ts';
import type { Role } from '../../services/contracts/values.ts';

export const startOfTest = Date.UTC(2026, 10, 21, 8);

export const orgOf = (id: string, kind: Org['kind'], parent: string | null): Org => ({
  id,
  kind,
  parent,
  name: `${id} name`,
  schoolKind: kind === 'school' ? 'primary' : null,
  ownership: null,
});

/** Everything of the school nobody in the tests may see bears this word. */
export const foreignMark = 'foreign';
export const own = { school: 'oak', township: 'hill', gateway: 'oak-gw' };
export const other = { school: 'foreign-elm', township: 'foreign-dale' };

export const deviceOf = (school: string, id = `${school}-smoke`): Device => ({
  id,
  version: 1,
  school,
  space: `${school}-room`,
  gateway: null,
  codec: 'native',
  source: '',
  name: `${id} name`,
  type: 'detector',
  model: null,
  reportIntervalSeconds: 300,
  position: null,
  snapshotUrl: 'http://viewer:secret@camera.local/still.jpg',
  prefixes: [],
  mapping: {},
  availability: 'in_service',
  availabilitySince: startOfTest,
  lastSeenAt: null,
  firmware: null,
  rssi: null,
  unacknowledged: false,
  clockAhead: false,
  lastTestAt: null,
});

export const alarmOf = (school: string, id = `${school}-alarm`, device = `${school}-smoke`): Alarm => ({
  id,
  version: 1,
  school,
  space: `${school}-room`,
  device,
  kind: 'smoke',
  level: 'alarm',
  severity: 'life_safety',
  condition: 'active',
  acknowledged: false,
  verification: 'unverified',
  availability: 'in_service',
  open: true,
  count: 1,
  eventAt: startOfTest,
  raisedAt: startOfTest,
  lastAt: startOfTest,
  clearedAt: null,
  receivedAt: startOfTest,
  committedAt: startOfTest,
  late: false,
  incident: null,
  hazard: null,
  cause: null,
  symptoms: 0,
  rule: { id: 'smoke', version: 1 },
  activeRules: ['smoke'],
  ownLevel: 'alarm',
  because: [
    {
      rule: 'smoke',
      ruleVersion: 1,
      at: startOfTest,
      condition: 'smoke ≥ 1 dB/m',
      values: { smoke: '2 dB/m' },
      cites: { zh: '依据', en: 'source' },
    },
  ],
  agreeing: [],
  acknowledgedBy: null,
  acknowledgedAt: null,
  verifiedBy: null,
  verifiedAt: null,
  dismissal: null,
  shelved: null,
  text: null,
  evidence: [],
});

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
  tasks: [],
  hazard: null,
});

export const hazardOf = (school: string, id = `${school}-hazard`): Hazard => ({
  id,
  version: 1,
  school,
  space: null,
  device: `${school}-smoke`,
  category: 'detector_fault',
  grade: null,
  suggestedGrade: 'general',
  state: 'reported',
  origin: 'sensor',
  alarm: null,
  incident: null,
  description: '探测器故障',
  facts: {},
  reportedBy: 'system',
  reportedAt: startOfTest,
  deadline: null,
  overdue: false,
  listed: false,
  actors: {},
  forms: {},
  closedAt: null,
});

export const spaceOf = (school: string): Space => ({
  id: `${school}-room`,
  school,
  parent: null,
  kind: 'room',
  name: `${school} room`,
  use: 'dormitory',
  outline: null,
  size: null,
});

export const personOf = (id: string, role: Role, place: string): Person => ({
  id,
  name: `${id} name`,
  role,
  org: place,
  phone: '13800000000',
  active: true,
});
