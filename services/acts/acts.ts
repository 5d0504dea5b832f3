/** Everything people can do, by noun: the flows do it, the API's routes ask for it. A group is one file and one line. */
import type { AlarmActs } from './alarms.ts';
import type { DocumentActs } from './documents.ts';
import type { EvidenceActs } from './evidence.ts';
import type { HazardActs } from './hazards.ts';
import type { OrganisationActs } from './organisation.ts';
import type { ReportingActs } from './reporting.ts';
import type { AnalysisActs, RiskActs } from './risk.ts';

export interface Acts extends AlarmActs, DocumentActs, EvidenceActs, HazardActs, OrganisationActs, ReportingActs, RiskActs, AnalysisActs {}
