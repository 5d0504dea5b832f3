/** Whole, valid values for the dashboard's tests; each test overrides what it is about. */
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { Board } from '../../services/contracts/live.ts';
import type { DeviceView, Space } from '../../services/contracts/place.ts';
import { openHazard } from '../../services/core/hazards/open.ts';

export const alarm = (over: Partial<AlarmView> = {}): AlarmView => ({
  id: 'a',
  version: 1,
  school: 's',
  space: 'room',
  device: 'd',
  kind: 'smoke',
  level: 'alarm',
  ownLevel: 'alarm',
  severity: 'life_safety',
  condition: 'active',
  acknowledged: false,
  verification: 'unverified',
  availability: 'in_service',
  open: true,
  count: 1,
  eventAt: 1_000,
  raisedAt: 1_000,
  lastAt: 1_000,
  clearedAt: null,
  receivedAt: 1_000,
  committedAt: 1_001,
  late: false,
  incident: null,
  hazard: null,
  cause: null,
  symptoms: 0,
  rule: { id: 'smoke', version: 1 },
  because: [],
  activeRules: [],
  agreeing: [],
  acknowledgedBy: null,
  acknowledgedAt: null,
  verifiedBy: null,
  verifiedAt: null,
  dismissal: null,
  shelved: null,
  text: null,
  evidence: [],
  allowedActions: [],
  ...over,
});

export const device = (over: Partial<DeviceView> = {}): DeviceView => ({
  id: 'd',
  version: 2,
  school: 's',
  space: 'room',
  gateway: null,
  codec: 'native',
  source: 'd',
  name: '烟感',
  type: 'detector',
  model: null,
  reportIntervalSeconds: 60,
  position: [1, 1],
  snapshotUrl: null,
  prefixes: [],
  mapping: {},
  availability: 'in_service',
  availabilitySince: 0,
  lastSeenAt: 0,
  firmware: null,
  rssi: null,
  unacknowledged: false,
  clockAhead: false,
  lastTestAt: null,
  latest: {},
  alarms: [],
  ...over,
});

export const space = (over: Partial<Space> = {}): Space => ({
  id: 'room',
  school: 's',
  parent: null,
  kind: 'room',
  name: '101',
  use: 'classroom',
  outline: null,
  size: null,
  owner: null,
  foodPrincipal: null,
  ...over,
});

export const incident = (over: Partial<Incident> = {}): Incident => ({
  id: 'i',
  version: 1,
  school: 's',
  space: null,
  level: 'IV',
  state: 'open',
  kind: 'smoke',
  eventAt: 0,
  openedAt: 0,
  closedAt: null,
  alarms: [],
  tasks: [],
  hazard: null,
  ...over,
});

/** As the system opens one, in the very shape the server does. */
export const hazard = (over: Partial<HazardView> = {}): HazardView => ({
  ...openHazard({
    id: 'h',
    school: 's',
    space: null,
    device: 'd',
    category: 'detector_fault',
    origin: 'sensor',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '人工描述',
    facts: {},
    at: 0,
  }),
  allowedActions: [],
  ...over,
});

export const school = (): Board['schools'][number] => ({
  id: 's',
  name: '实验小学',
  township: null,
  devices: { in_service: 5, silent: 0, unknown: 0, out_of_service: 0 },
});
