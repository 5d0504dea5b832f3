/** What people do about risks and institutional measures, and what they ask about causes and incidents. */
import type { Backtrace, ClosureReport, Mechanisms, Pareto, ProblemItem } from '../contracts/analysis.ts';
import type { Measure, MeasureDraft, MeasureList, Risk, RiskDraft } from '../contracts/risk.ts';
import type { Found, ProblemQuery } from '../core/analysis/facts.ts';
import type { SheetTable } from '../core/organisation/sheets.ts';
import type { Actor, ListQuery, Page, Result } from '../ports.ts';

export interface RiskActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly putRisk: (actor: Actor, id: string, draft: RiskDraft, ifMatch: number | null) => Result<Risk>;
  readonly checkControl: (actor: Actor, risk: string, control: string, note: string | null) => Result<Risk>;
  readonly putMeasure: (actor: Actor, id: string, draft: MeasureDraft, ifMatch: number | null) => Result<Measure>;
  readonly linkMeasure: (actor: Actor, id: string, hazard: string) => Result<Measure>;
}

export interface AnalysisActs {
  readonly problems: (query: ProblemQuery) => Page<ProblemItem>;
  readonly measures: (actor: Actor, query: Pick<ListQuery, 'where' | 'limit' | 'cursor'>) => MeasureList;
  /** All measures of the actor's branch, a sheet for each of the six headings. */
  readonly resultSheets: (actor: Actor) => SheetTable[];
  readonly causes: (actor: Actor, found: Found) => Pareto;
  readonly closure: (found: Found) => ClosureReport;
  readonly backtrace: (incident: string) => Result<Backtrace>;
  readonly mechanismsOfIncident: (incident: string) => Result<Mechanisms>;
  readonly mechanismsOfHazard: (hazard: string) => Result<Mechanisms>;
}
