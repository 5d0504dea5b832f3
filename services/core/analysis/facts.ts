/** What analysis asks of the store: aggregates over every hazard there is, and looks back by place. */
import type { Hazard, RootCause } from '../../contracts/hazard.ts';
import type { InboxItem } from '../../contracts/inbox.ts';
import type { HazardState } from '../../contracts/values.ts';
import type { NoticeRow, Page } from '../../ports.ts';

/** Hazards found with from ≤ reportedAt < to, in these schools; null = all. */
export interface Found {
  readonly schools: readonly string[] | null;
  readonly from: number;
  readonly to: number;
}

export interface CauseCount {
  readonly category: Hazard['category'];
  readonly cause: RootCause | null;
  readonly count: number;
  readonly schools: number;
}

export interface StateCount {
  readonly school: string;
  readonly state: HazardState;
  readonly onTime: boolean | null;
  readonly count: number;
}

export interface Recurring {
  readonly school: string;
  readonly cause: RootCause;
  readonly count: number;
}

export interface ProblemQuery {
  readonly schools: readonly string[] | null;
  /** null = now. */
  readonly asOf: number | null;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface AnalysisFacts {
  /** Gets ready for the sums below, a little at a time. */
  warm(): void;
  /** By category and cause; drafts and rejected ones are no hazards. */
  causes(found: Found): CauseCount[];
  states(found: Found): StateCount[];
  /** Known causes that at least `times` hazards of one school have. */
  recurring(found: Found, times: number): Recurring[];
  /** Which were open then, newest first, each in the state it had then. */
  problems(query: ProblemQuery): Page<{ readonly hazard: Hazard; readonly state: HazardState }>;
  /** Ids of measures that are linked to these hazards. */
  measuresOf(hazards: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /** Hazards of these spaces reported before, newest first. */
  hazardsIn(spaces: readonly string[], before: number, limit: number): Hazard[];
  /** The first person told of one of these alarms. */
  firstNotice(alarms: readonly string[]): NoticeRow | null;
  /** The first thing anybody was told about it. */
  firstTold(subject: string, subjectId: string): InboxItem | null;
}
