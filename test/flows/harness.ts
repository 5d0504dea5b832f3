/** The real store, the real rules and every flow, with a hand-turned clock and no sockets. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Device, Org, Space } from '../../services/contracts/place.ts';
import type { SeatProof } from '../../services/core/consoles/judge.ts';
import { unwatched } from '../../services/core/consoles/judge.ts';
import { consolePolicySchema } from '../../services/core/consoles/policy.ts';
import { newDevice } from '../../services/core/enrol.ts';
import { escalationPolicySchema } from '../../services/core/escalation/policy.ts';
import { hazardRulesSchema } from '../../services/core/hazards/policy.ts';
import { linkageRulesSchema } from '../../services/core/linkage/policy.ts';
import { reportingSchema } from '../../services/core/reporting/table.ts';
import { responseRulesSchema } from '../../services/core/response/policy.ts';
import { riskRulesSchema } from '../../services/core/risk/policy.ts';
import { dutyPolicySchema } from '../../services/core/rota/policy.ts';
import { parseRules } from '../../services/core/rules/index.ts';
import { stormPolicySchema } from '../../services/core/storms/policy.ts';
import { newTurn } from '../../services/core/turn.ts';
import { placeDevice } from '../../services/core/world.ts';
import { armLease } from '../../services/flows/availability.ts';
import { createIngest } from '../../services/flows/ingest.ts';
import type { Policies, Service } from '../../services/flows/service.ts';
import { createService } from '../../services/flows/service.ts';
import { tick } from '../../services/flows/tick.ts';
import type { ChangeRow } from '../../services/ports.ts';
import type { Store } from '../../services/store/open.ts';
import { databaseFile, openStore } from '../../services/store/open.ts';
import { picturesIn } from './pictures.ts';

export const riskRulesOf = (file = 'config/risks.yaml') => riskRulesSchema.parse(parse(readFileSync(file, 'utf8')));

export const responseRulesOf = (file = 'config/response.yaml') => responseRulesSchema.parse(parse(readFileSync(file, 'utf8')));

export const linkageRulesOf = (file = 'config/linkage.yaml') => linkageRulesSchema.parse(parse(readFileSync(file, 'utf8')));

export const hazardRulesOf = (file = 'config/hazards.yaml') => hazardRulesSchema.parse(parse(readFileSync(file, 'utf8')));

export const reportingOf = (file = 'config/reporting.yaml') => reportingSchema.parse(parse(readFileSync(file, 'utf8'))).tables;

export const stormPolicyOf = (file = 'config/storm.yaml') => stormPolicySchema.parse(parse(readFileSync(file, 'utf8')));

export const dutyPolicyOf = (file = 'config/duty.yaml') => dutyPolicySchema.parse(parse(readFileSync(file, 'utf8')));

export const consolePolicyOf = (file = 'config/console.yaml') => consolePolicySchema.parse(parse(readFileSync(file, 'utf8')));

export const escalationPolicyOf = (file = 'config/escalation.yaml') => escalationPolicySchema.parse(parse(readFileSync(file, 'utf8')));

export const testPolicies: Policies = {
  escalation: escalationPolicyOf(),
  notices: { 'duty-officer': ['life_safety', 'urgent', 'advisory'], 'duty-leader': ['life_safety', 'urgent'], principal: ['life_safety'] },
  hazardRules: hazardRulesOf(),
  consoles: consolePolicyOf(),
  riskRules: riskRulesOf(),
  linkage: linkageRulesOf(),
  response: responseRulesOf(),
  duty: dutyPolicyOf(),
  storm: stormPolicyOf(),
  reporting: reportingOf(),
  hazards: { silentHours: 24, falseAlarms: { count: 3, days: 30 } },
  evidenceDays: 30,
  hazardEvidenceYears: 3,
  quietCloseMinutes: 30,
  gatewayGraceSeconds: 40,
  unreadDays: 7,
  streamUrl: null,
};

export const rulesOf = (file = 'config/rules.yaml') => {
  const parsed = parseRules(parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.ruleSet;
};

const school: Org = {
  id: 's1',
  kind: 'school',
  parent: null,
  name: '第一小学',
  schoolKind: 'primary',
  ownership: 'public',
  location: null,
};
const room = (id: string, use: Space['use'] = 'classroom'): Space => ({
  id,
  school: 's1',
  parent: 'b1',
  kind: 'room',
  name: id,
  use,
  outline: null,
  size: null,
  owner: null,
  foodPrincipal: null,
});
const building: Space = {
  id: 'b1',
  school: 's1',
  parent: null,
  kind: 'building',
  name: '教学楼',
  use: 'other',
  outline: null,
  size: null,
  owner: null,
  foodPrincipal: null,
};

const blankDevice = (id: string, at: number, fields: Partial<Device>): Device => ({
  ...newDevice(
    {
      id,
      school: 's1',
      space: 'r1',
      gateway: null,
      codec: 'native',
      source: id,
      name: id,
      type: 'sensor',
      model: null,
      reportIntervalSeconds: 60,
      position: null,
      snapshotUrl: null,
      prefixes: [],
      mapping: {},
    },
    at,
  ),
  ...fields,
});

export interface House {
  readonly service: Service;
  readonly store: Store;
  readonly folder: string;
  now: number;
  readonly changes: ChangeRow[];
  readonly connected: Set<string>;
  /** What the screens of each seat prove; nothing where it says nothing. */
  readonly proofs: Map<string, SeatProof>;
  addDevice(id: string, fields?: Partial<Device>): void;
  publish(device: string, leaf: string, body: unknown, options?: { identity?: string; qos?: number }): void;
  publishRaw(identity: string, topic: string, payload: string | Uint8Array, qos?: number): void;
  tick(): void;
  /** Moves the clock on, second by second where something may be due. */
  wait(ms: number, stepMs?: number): void;
  alarms(): Alarm[];
  allAlarms(): Alarm[];
  /** Open ones. */
  hazards(): Hazard[];
  reopen(): House;
  close(): void;
}

/** A school `s1` with building `b1` and rooms `r1`, `r2`, `dorm`. */
export const openHouse = (options: { folder?: string; now?: number } = {}): House => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'campus-house-'));
  const house = { now: options.now ?? Date.UTC(2026, 10, 21, 3, 0, 0) } as House;
  const clock = { now: () => house.now };
  const opened = openStore({ dataFolder: folder, use: 'real', clock, seriesRetentionDays: 400, checkpoints: false });
  if (!opened.ok) throw new Error(opened.detail);
  const { store } = opened;
  const connected = new Set<string>();
  const proofs = new Map<string, SeatProof>();
  const changes: ChangeRow[] = [];
  const service = createService({
    clock,
    pictures: picturesIn(folder, databaseFile(folder), store.sql, clock),
    facts: store.facts,
    series: store.series,
    rules: rulesOf(),
    policies: testPolicies,
    world: store.world,
    commit: store.commit,
    connected: (identity) => connected.has(identity),
    consoleProof: (seat) => proofs.get(seat) ?? unwatched,
  });
  store.listen({ committed: (rows) => changes.push(...rows), reread: () => service.runtimes.clear() });
  const ingest = createIngest(service);
  if (store.world().orgs.size === 0) {
    const turn = newTurn(house.now);
    store.world().orgs.set(school.id, school);
    turn.put.org.set(school.id, school);
    for (const space of [building, room('r1'), room('r2'), room('dorm', 'dormitory')]) {
      store.world().spaces.set(space.id, space);
      turn.put.space.set(space.id, space);
    }
    store.commit(turn);
  }
  const publishRaw: House['publishRaw'] = (identity, topic, payload, qos = 1) => {
    ingest.take([{ identity, topic, payload: typeof payload === 'string' ? Buffer.from(payload) : payload, qos, receivedAt: house.now }]);
  };
  return Object.assign(house, {
    service,
    store,
    folder,
    changes,
    connected,
    proofs,
    publishRaw,
    addDevice: (id: string, fields: Partial<Device> = {}) => {
      const turn = newTurn(house.now);
      const device = blankDevice(id, house.now, fields);
      placeDevice(store.world(), device);
      turn.put.device.set(id, device);
      armLease(service, turn, device, house.now);
      store.commit(turn);
      ingest.forgetRoutes();
    },
    publish: (device: string, leaf: string, body: unknown, o: { identity?: string; qos?: number } = {}) => {
      const known = store.world().devices.get(device);
      publishRaw(
        o.identity ?? known?.gateway ?? device,
        `campus/v1/${known?.school ?? 's1'}/${device}/${leaf}`,
        JSON.stringify(body),
        o.qos ?? 1,
      );
    },
    tick: () => void tick(service),
    wait: (ms: number, stepMs = 1000) => {
      for (const end = house.now + ms; house.now < end; ) {
        house.now = Math.min(house.now + stepMs, end);
        tick(service);
      }
    },
    alarms: () => [...store.world().alarms.values()],
    allAlarms: () => store.facts.list('alarm', { schools: null, limit: 500 }).items,
    hazards: () => store.facts.list('hazard', { where: { open: true }, schools: null, limit: 500 }).items,
    reopen: () => {
      store.close();
      return openHouse({ folder, now: house.now });
    },
    close: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  } satisfies Omit<House, 'now'>);
};
