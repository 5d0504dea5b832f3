/** What people do about reporting upward, findings, accountability, and the erasure of personal data. */
import type { Erasure, ErasureRequest } from '../contracts/erasure.ts';
import type {
  Accountability,
  AccountabilityDraft,
  Finding,
  FindingDecision,
  IncidentReport,
  ReportClock,
  ReportDraft,
} from '../contracts/reporting.ts';
import type { Actor, Result } from '../ports.ts';

export interface ReportingActs {
  readonly reportIncident: (actor: Actor, incident: string, draft: ReportDraft) => Result<IncidentReport>;
  /** The time limits of one incident as they stand now. */
  readonly reportClocks: (incident: string) => ReportClock[];
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly decideFinding: (actor: Actor, id: string, decision: FindingDecision, ifMatch: number | null) => Result<Finding>;
  readonly openAccountability: (actor: Actor, draft: AccountabilityDraft) => Result<Accountability>;
  readonly closeAccountability: (actor: Actor, id: string, outcome: string, ifMatch: number | null) => Result<Accountability>;
  readonly erase: (actor: Actor, request: ErasureRequest) => Result<Erasure>;
}
