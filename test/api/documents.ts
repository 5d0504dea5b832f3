/** The documents the tests' county is made of: one school the tests look from, one they must never see. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { FormalDocument } from '../../services/contracts/document.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Device, Org, Person, Space } from '../../services/contracts/place.ts';
import type { Accountability, Finding } from '../../services/contracts/reporting.ts';
import type { DutySheet, GridCell, Post, TaskForce } from '../../services/contracts/responsibility.ts';
import type { Measure, Risk } from '../../services/contracts/risk.ts';
import type { Role } from '../../services/contracts/values.ts';
import { openHazard } from '../../services/core/hazards/open.ts';

export const startOfTest = Date.UTC(2026, 10, 21, 8);

export const orgOf = (id: string, kind: Org['kind'], parent: string | null): Org => ({
  id,
  kind,
  parent,
  name: `${id} name`,
  schoolKind: kind === 'school' ? 'primary' : null,
  ownership: null,
  location: null,
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
  returns: 0,
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
  exercise: null,
  storm: null,
  maintenance: null,
  escalation: null,
  verifyBy: null,
  evidence: [],
});

export const hazardOf = (school: string, id = `${school}-hazard`): Hazard =>
  openHazard({
    id,
    school,
    space: null,
    device: `${school}-smoke`,
    category: 'detector_fault',
    origin: 'sensor',
    alarm: null,
    incident: null,
    suggestedGrade: 'general',
    description: '探测器故障',
    facts: {},
    at: startOfTest,
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
  owner: null,
  foodPrincipal: null,
});

export const personOf = (id: string, role: Role, place: string): Person => ({
  id,
  name: `${id} name`,
  role,
  org: place,
  phone: '13800000000',
  active: true,
});

export const documentOf = (school: string): FormalDocument => ({
  id: `${school}-document`,
  version: 1,
  kind: 'rectification_notice',
  school,
  hazard: `${school}-hazard`,
  issuer: school,
  year: 2026,
  number: 1,
  issuedAt: startOfTest,
  issuedBy: 'bureau-inspector-1',
  issuerSignature: null,
  content: {},
  times: {},
  days: 10,
  deliveredAt: null,
  deliveredTo: null,
  opinion: null,
  signature: null,
});

export const riskOf = (school: string): Risk => ({
  id: `${school}-risk`,
  version: 1,
  school,
  space: `${school}-room`,
  category: 'fire_safety',
  source: `${school} stove`,
  likelihood: 3,
  severity: 4,
  level: 'considerable',
  controls: [
    {
      id: 'stove',
      measure: `${school} tap`,
      owner: `${school}-teacher`,
      everyDays: 7,
      lastCheckedAt: null,
      nextDueAt: startOfTest + 7 * 86_400_000,
      missedSince: null,
    },
  ],
  retiredAt: null,
});

export const measureOf = (org: string): Measure => ({
  id: `${org}-measure`,
  version: 1,
  org,
  title: `${org} rule`,
  heading: 'institution',
  causes: ['ageing'],
  hazards: [],
  owner: `${org}-teacher`,
  dueAt: null,
  progressPercent: 0,
  state: 'open',
});

export const findingOf = (school: string): Finding => ({
  id: `${school}-finding`,
  version: 1,
  school,
  kind: 'late',
  subject: 'incident',
  subjectId: `${school}-incident`,
  at: startOfTest,
  reason: 'late_oral',
  facts: {},
  evidence: [`incident:${school}-incident`],
  state: 'open',
  decidedBy: null,
  decidedAt: null,
  decision: null,
});

export const caseOf = (school: string): Accountability => ({
  id: `${school}-case`,
  version: 1,
  org: school,
  person: null,
  sheet: `${school}-sheet`,
  item: 0,
  findings: [`${school}-earlier`],
  openedAt: startOfTest,
  openedBy: 'bureau-leader-1',
  reason: '未按时报告',
  state: 'open',
  outcome: null,
  closedAt: null,
});

export const postOf = (org: string): Post => ({
  id: `${org}-post`,
  version: 1,
  org,
  title: `${org} post`,
  headship: null,
  holders: [`${org}-teacher`],
  businessDuty: 'teaching',
  sheet: `${org}-sheet`,
});

export const sheetOf = (org: string): DutySheet => ({
  id: `${org}-sheet`,
  org,
  post: `${org}-post`,
  edition: 1,
  items: ['look after the room'],
  issuedAt: startOfTest,
  issuedBy: 'principal-1',
  supersededAt: null,
  asked: [{ person: `${org}-teacher`, at: startOfTest }],
  receipts: [],
  performed: [],
});

export const cellOf = (school: string): GridCell => ({
  id: `${school}-cell`,
  version: 1,
  school,
  name: `${school} cell`,
  spaces: [`${school}-room`],
  topics: [],
  person: `${school}-teacher`,
  everyDays: 7,
  lastPatrolAt: null,
});

export const forceOf = (org: string): TaskForce => ({
  id: `${org}-force`,
  version: 1,
  org,
  name: `${org} force`,
  topics: [],
  members: [`${org}-teacher`],
  closedAt: null,
  tasks: [{ id: 'survey', task: 'look at everything', person: `${org}-teacher`, dueAt: startOfTest, doneAt: null }],
});
