/** What every flow works with. One value, made once by `app.ts`; nothing here does anything by itself. */
import { randomUUID } from 'node:crypto';
import type { Pictures } from '../acts/evidence.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { EventType } from '../contracts/values.ts';
import type { AnalysisFacts } from '../core/analysis/facts.ts';
import type { SeatProof } from '../core/consoles/judge.ts';
import type { ConsolePolicy } from '../core/consoles/policy.ts';
import type { EscalationPolicy } from '../core/escalation/policy.ts';
import type { HazardCause } from '../core/hazards/open.ts';
import type { HazardRules } from '../core/hazards/policy.ts';
import type { LinkageRules } from '../core/linkage/policy.ts';
import type { NoticePolicy } from '../core/notices/plan.ts';
import type { ReportingTables } from '../core/reporting/table.ts';
import type { ResponseRules } from '../core/response/policy.ts';
import type { RiskRules } from '../core/risk/policy.ts';
import type { DutyPolicy } from '../core/rota/policy.ts';
import type { DeviceRuleState, DeviceRules, RuleSet } from '../core/rules/index.ts';
import type { StormFacts } from '../core/storms/facts.ts';
import type { StormPolicy } from '../core/storms/policy.ts';
import type { Turn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import { openAlarm } from '../core/world.ts';
import type { AuditEntry, Clock, Commit, DueRow, Facts, SeriesStore } from '../ports.ts';

/** Facts that only flows ask for. */
export interface FlowFacts extends Facts {
  readonly analysis: AnalysisFacts;
  readonly storms: StormFacts;
  /** Moments that have come, oldest first; `kinds` = of these kinds alone, or of all but these. */
  due(before: number, limit: number, kinds?: { readonly these: boolean; readonly kinds: readonly string[] }): DueRow[];
  /** One awaited moment by its key. */
  moment(key: string): DueRow | null;
  alarmsAround(device: string, kind: string, from: number, to: number): Alarm[];
  falseAlarms(device: string, since: number): number;
  seenAt(device: string, hash: number): number | null;
  /** Hazards of this school (null = of any) in which this person's id stands. */
  hazardsNaming(person: string, school: string | null): Hazard[];
  /** The highest number given to documents of this series; 0 = none. */
  highestNumber(issuer: string, kind: string, year: number): number;
  /** Hazards of the same key, open ones and those closed since. */
  hazardsLike(cause: Pick<HazardCause, 'school' | 'category' | 'incident' | 'device' | 'space'>, closedSince: number): Hazard[];
}

/** What is remembered of a device between its messages; derived from the store, droppable at any moment. */
export interface Runtime {
  readonly rules: DeviceRules;
  readonly state: DeviceRuleState;
  /** Event time of the newest reading judged in order. */
  judgedAt: number;
  /** The same by metric. */
  readonly judged: Map<string, number>;
  /** Numbers of its series by metric. */
  readonly series: Map<string, number>;
  /** A second state for a backlog that fills a gap behind `judgedAt`. */
  late: { readonly state: DeviceRuleState; at: number } | null;
  /** Last known state of what the device keeps repeating. */
  readonly said: Map<EventType, { state: 'active' | 'cleared'; at: number }>;
  /** Newest device time claimed by a message that was believed. */
  newestTs: number;
}

export interface HazardPolicy {
  readonly silentHours: number;
  readonly falseAlarms: { readonly count: number; readonly days: number };
}

export interface Policies {
  /** `config/escalation.yaml`. */
  readonly escalation: EscalationPolicy;
  readonly notices: NoticePolicy;
  readonly hazards: HazardPolicy;
  /** `config/hazards.yaml`. */
  readonly hazardRules: HazardRules;
  /** `config/reporting.yaml`. */
  readonly reporting: ReportingTables;
  /** `config/linkage.yaml`. */
  readonly linkage: LinkageRules;
  /** `config/risks.yaml`. */
  readonly riskRules: RiskRules;
  /** `config/console.yaml`. */
  readonly consoles: ConsolePolicy;
  /** `config/response.yaml`. */
  readonly response: ResponseRules;
  /** `config/duty.yaml`. */
  readonly duty: DutyPolicy;
  /** `config/storm.yaml`. */
  readonly storm: StormPolicy;
  /** Camera pictures of alarms, and pictures of reports that were never sent, live this long, days. */
  readonly evidenceDays: number;
  /** Pictures of a hazard live this long after its closure, years. */
  readonly hazardEvidenceYears: number;
  /** Quiet early warnings and faults put themselves away after this, minutes. */
  readonly quietCloseMinutes: number;
  /** A gateway that lost its connection is lost after this, seconds. */
  readonly gatewayGraceSeconds: number;
  /** Where the site's media server shows a camera, with `{source}` or `{device}`; null = nowhere. */
  readonly streamUrl: string | null;
  /** A duty sheet not signed after this is told to the safety officer, days. */
  readonly unreadDays: number;
}

export interface Service {
  readonly clock: Clock;
  readonly pictures: Pictures;
  readonly facts: FlowFacts;
  readonly series: SeriesStore;
  readonly rules: RuleSet;
  readonly policies: Policies;
  readonly world: () => World;
  readonly runtimes: Map<string, Runtime>;
  readonly commit: Commit;
  /** Alarms that screens have painted since the last tick, with whose screens: one commit for all of them. */
  readonly shown: Map<string, Set<string>>;
  readonly newId: (prefix: string) => string;
  /** Is a client of this identity connected now? */
  readonly connected: (identity: string) => boolean;
  /** What the screens of a seat's console prove now. */
  readonly consoleProof: (seat: string) => SeatProof;
  /** When this process began to listen: nobody can be called silent for the time before. */
  readonly startedAt: number;
}

/** An alarm as it stands now: in this turn, in memory, or in the store when it is over. */
export const alarmNow = (service: Service, turn: Turn | null, id: string): Alarm | null =>
  turn?.put.alarm.get(id) ?? openAlarm(service.world(), id) ?? service.facts.get('alarm', id);

export const audit = (turn: Turn, entry: Omit<AuditEntry, 'at'>): void => {
  turn.audit.push({ at: turn.at, ...entry });
};

/** Ids in order of time, unique across restarts: base-36 milliseconds and 40 random bits (the last of an RFC 9562 v4 UUID). */
export const newId = (now: number, prefix: string): string => `${prefix}-${now.toString(36)}-${randomUUID().slice(-10)}`;

/** The one value all flows share, from the parts `app.ts` has opened. */
export const createService = (parts: Omit<Service, 'runtimes' | 'shown' | 'newId' | 'startedAt'>): Service => ({
  ...parts,
  commit: (turn) => {
    for (const ending of turn.endings.values()) ending();
    parts.commit(turn);
  },
  runtimes: new Map(),
  shown: new Map(),
  newId: (prefix) => newId(parts.clock.now(), prefix),
  startedAt: parts.clock.now(),
});
