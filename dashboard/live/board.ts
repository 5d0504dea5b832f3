/**
 * The board and how numbered changes alter it. Pure: the whole screen follows from a snapshot and the changes after it,
 * and a gap in the numbers is never papered over — the caller must ask for a new snapshot.
 */
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { IncidentView } from '../../services/contracts/incident.ts';
import type { Board, Change, Snapshot } from '../../services/contracts/live.ts';
import type { DeviceView } from '../../services/contracts/place.ts';
import type { DeviceAvailability } from '../../services/contracts/values.ts';

export type SchoolCounts = Board['schools'][number];
export type HazardCounts = Board['hazardCounts'];

export interface BoardState {
  /** Number of the last change that is in here. */
  readonly seq: number;
  readonly at: number;
  readonly alarms: ReadonlyMap<string, AlarmView>;
  readonly incidents: ReadonlyMap<string, IncidentView>;
  /** Open hazards that press most; `hazardCounts` counts all of them. */
  readonly hazards: ReadonlyMap<string, HazardView>;
  readonly hazardCounts: HazardCounts;
  readonly schools: ReadonlyMap<string, SchoolCounts>;
  /** Devices not in service. */
  readonly blind: ReadonlyMap<string, DeviceView>;
  /** What else stands open, by list of the board: consoles, storms, drills, requests … */
  readonly open: OpenWork;
}

/** Lists of the board that are simply what is open now. */
type OpenList =
  | 'consoles'
  | 'storms'
  | 'maintenances'
  | 'drills'
  | 'requests'
  | 'phoneTasks'
  | 'runnerTasks'
  | 'musters'
  | 'dutyChecks'
  | 'warnings';
export type OpenWork = { readonly [L in OpenList]: ReadonlyMap<string, Board[L][number]> };

const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]));

export const boardFrom = ({ seq, at, board }: Snapshot): BoardState => ({
  seq,
  at,
  alarms: byId(board.alarms),
  incidents: byId(board.incidents),
  hazards: byId(board.hazards),
  hazardCounts: board.hazardCounts,
  schools: byId(board.schools),
  blind: byId(board.blind),
  open: {
    consoles: byId(board.consoles),
    storms: byId(board.storms),
    maintenances: byId(board.maintenances),
    drills: byId(board.drills),
    requests: byId(board.requests),
    phoneTasks: byId(board.phoneTasks),
    runnerTasks: byId(board.runnerTasks),
    musters: byId(board.musters),
    dutyChecks: byId(board.dutyChecks),
    warnings: byId(board.warnings),
  },
});

type OpenType = Exclude<Change['type'], 'alarm' | 'incident' | 'hazard' | 'device' | 'notice'>;

/** Which list a type of change belongs to, and what keeps it there: one line a type. */
const openTable: {
  readonly [T in OpenType]: { readonly list: OpenList; readonly stays: (value: Readonly<Record<string, unknown>>) => boolean };
} = {
  console: { list: 'consoles', stays: () => true },
  storm: { list: 'storms', stays: ({ open }) => open === true },
  maintenance: { list: 'maintenances', stays: ({ state }) => state === 'planned' || state === 'running' },
  drill: { list: 'drills', stays: ({ state }) => state === 'running' },
  request: { list: 'requests', stays: ({ open }) => open === true },
  phoneTask: { list: 'phoneTasks', stays: ({ open }) => open === true },
  runnerTask: { list: 'runnerTasks', stays: ({ open }) => open === true },
  muster: { list: 'musters', stays: ({ open }) => open === true },
  dutyCheck: { list: 'dutyChecks', stays: ({ open }) => open === true },
  capMessage: { list: 'warnings', stays: ({ direction, msgType }) => direction === 'in' && msgType !== 'Cancel' },
};

/** A copy that is made at the first write and then written on: one copy a frame, however many changes came. */
class Draft {
  readonly #from: BoardState;
  readonly #copies = new Map<keyof BoardState, Map<string, unknown>>();
  seq: number;
  at: number;
  hazardCounts: HazardCounts;
  open: OpenWork;

  constructor(from: BoardState) {
    this.#from = from;
    this.open = from.open;
    this.hazardCounts = from.hazardCounts;
    this.seq = from.seq;
    this.at = from.at;
  }

  map<K extends 'alarms' | 'incidents' | 'hazards' | 'schools' | 'blind'>(
    name: K,
  ): BoardState[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : never {
    let copy = this.#copies.get(name);
    if (copy === undefined) {
      copy = new Map<string, unknown>(this.#from[name]);
      this.#copies.set(name, copy);
    }
    return copy as BoardState[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : never;
  }

  read<K extends 'alarms' | 'blind' | 'hazards'>(name: K): BoardState[K] {
    return (this.#copies.get(name) as BoardState[K] | undefined) ?? this.#from[name];
  }

  done(): BoardState {
    return {
      ...this.#from,
      ...Object.fromEntries(this.#copies),
      hazardCounts: this.hazardCounts,
      open: this.open,
      seq: this.seq,
      at: this.at,
    };
  }
}

const putDevice = (draft: Draft, device: DeviceView): void => {
  const held = draft.read('blind').get(device.id);
  const before: DeviceAvailability | null = held?.availability ?? (device.version <= 1 ? null : 'in_service');
  if (device.availability !== 'in_service') draft.map('blind').set(device.id, device);
  else if (held !== undefined) draft.map('blind').delete(device.id);
  if (before === device.availability) return;
  const schools = draft.map('schools');
  const school = schools.get(device.school);
  if (school === undefined) return;
  const devices = { ...school.devices };
  if (before !== null) devices[before] = Math.max(0, devices[before] - 1);
  devices[device.availability] += 1;
  schools.set(school.id, { ...school, devices });
};

type Counted = Pick<HazardView, 'open' | 'overdue' | 'grade' | 'listed'>;
const none: Counted = { open: false, overdue: false, grade: null, listed: false };

/**
 * How a hazard that is not held was counted before it changed. One that begins now was not counted, one that ends now
 * was open, any other pressed less than those held. Where all open ones are held this is exact; beyond their number it
 * is near, and each snapshot sets it right.
 */
const countedBefore = (hazard: HazardView, at: number): Counted => {
  if (hazard.open) return hazard.version <= 1 || hazard.since === at ? none : { ...hazard, overdue: false };
  return hazard.closedAt === null || hazard.closedAt === at ? { ...none, open: true, grade: hazard.grade } : none;
};

const putHazard = (draft: Draft, hazard: HazardView, at: number): void => {
  const held = draft.read('hazards').get(hazard.id);
  if (held !== undefined && held.version > hazard.version) return;
  const before = held ?? countedBefore(hazard, at);
  const by = (counts: (one: Counted) => boolean): number => Number(counts(hazard)) - Number(counts(before));
  const { open, overdue, major, listed } = draft.hazardCounts;
  draft.hazardCounts = {
    open: open + by((one) => one.open),
    overdue: overdue + by((one) => one.open && one.overdue),
    major: major + by((one) => one.open && one.grade === 'major'),
    listed: listed + by((one) => one.open && one.listed),
  };
  if (hazard.open) draft.map('hazards').set(hazard.id, hazard);
  else if (held !== undefined) draft.map('hazards').delete(hazard.id);
};

const putOpen = (draft: Draft, type: OpenType, id: string, value: Readonly<Record<string, unknown>>): void => {
  const { list, stays } = openTable[type];
  const next = new Map<string, unknown>(draft.open[list]);
  if (stays(value)) next.set(id, value);
  else next.delete(id);
  draft.open = { ...draft.open, [list]: next };
};

const apply = (draft: Draft, change: Change): void => {
  switch (change.type) {
    case 'alarm': {
      const alarm = change.value as AlarmView;
      const held = draft.read('alarms').get(alarm.id);
      if (held !== undefined && held.version > alarm.version) return;
      if (alarm.open) draft.map('alarms').set(alarm.id, alarm);
      else if (held !== undefined) draft.map('alarms').delete(alarm.id);
      return;
    }
    case 'incident': {
      const incident = change.value as IncidentView;
      if (incident.state === 'open') draft.map('incidents').set(incident.id, incident);
      else draft.map('incidents').delete(incident.id);
      return;
    }
    case 'hazard':
      putHazard(draft, change.value as HazardView, change.at);
      return;
    case 'device':
      putDevice(draft, change.value as DeviceView);
      return;
    case 'notice':
      return;
    default:
      putOpen(draft, change.type, change.id, change.value as Readonly<Record<string, unknown>>);
      return;
  }
};

export interface Applied {
  readonly board: BoardState;
  /** True when a change was missed: everything from the gap on was left out and a new snapshot is needed. */
  readonly resync: boolean;
  /** Alarms that were not on the board before. */
  readonly fresh: readonly string[];
}

/**
 * Applies changes in order. One already contained (its number is not newer) is skipped; one whose `prev` is not the
 * number held stops everything with `resync`.
 */
export const applyChanges = (board: BoardState, changes: readonly Change[]): Applied => {
  const draft = new Draft(board);
  const fresh: string[] = [];
  let resync = false;
  for (const change of changes) {
    if (change.seq <= draft.seq) continue;
    if (change.prev !== draft.seq) {
      resync = true;
      break;
    }
    const isNew = change.type === 'alarm' && !draft.read('alarms').has(change.id);
    apply(draft, change);
    if (isNew && draft.read('alarms').has(change.id)) fresh.push(change.id);
    draft.seq = change.seq;
    draft.at = change.at;
  }
  return { board: draft.seq === board.seq ? board : draft.done(), resync, fresh };
};

export const applyChange = (board: BoardState, change: Change): Applied => applyChanges(board, [change]);

/** Takes over the answer to one's own action if it is newer than what is held; the numbered change still follows. */
export const adoptAlarm = (board: BoardState, alarm: AlarmView): BoardState => {
  const held = board.alarms.get(alarm.id);
  if (held === undefined || held.version >= alarm.version) return board;
  const alarms = new Map(board.alarms);
  if (alarm.open) alarms.set(alarm.id, alarm);
  else alarms.delete(alarm.id);
  return { ...board, alarms };
};
