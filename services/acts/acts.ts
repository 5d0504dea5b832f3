/** Everything people can do, by noun: the flows do it, the API's routes ask for it. A group is one file and one line. */
import type { AlarmActs } from './alarms.ts';
import type { CallActs } from './calls.ts';
import type { ChannelActs } from './channels.ts';
import type { ConsoleActs } from './consoles.ts';
import type { DocumentActs } from './documents.ts';
import type { DrillActs, SightActs } from './drills.ts';
import type { EvidenceActs } from './evidence.ts';
import type { HazardActs } from './hazards.ts';
import type { IncidentActs } from './incidents.ts';
import type { LinkageActs } from './linkage.ts';
import type { LoadActs } from './load.ts';
import type { MaintenanceActs } from './maintenances.ts';
import type { OrganisationActs } from './organisation.ts';
import type { ReportingActs } from './reporting.ts';
import type { ResponseActs } from './response.ts';
import type { AnalysisActs, RiskActs } from './risk.ts';
import type { RotaActs } from './rota.ts';
import type { StormActs } from './storms.ts';

export interface Acts
  extends AlarmActs,
    CallActs,
    ChannelActs,
    ConsoleActs,
    DocumentActs,
    DrillActs,
    SightActs,
    EvidenceActs,
    HazardActs,
    IncidentActs,
    LoadActs,
    MaintenanceActs,
    StormActs,
    LinkageActs,
    OrganisationActs,
    ReportingActs,
    ResponseActs,
    RiskActs,
    RotaActs,
    AnalysisActs {}
