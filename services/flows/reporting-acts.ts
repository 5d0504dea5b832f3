/** The acts about reporting upward, findings, accountability and erasure. */
import type { ReportingActs } from '../acts/reporting.ts';
import { closeAccountability, openAccountability } from './accountability.ts';
import { erase } from './erase.ts';
import { decideFinding } from './findings.ts';
import { reportClocks, reportIncident } from './reports.ts';
import type { Service } from './service.ts';

export const reportingActs = (service: Service): ReportingActs => ({
  reportIncident: (actor, incident, draft) => reportIncident(service, actor, incident, draft),
  reportClocks: (incident) => reportClocks(service, incident),
  decideFinding: (actor, id, decision, ifMatch) => decideFinding(service, actor, id, decision, ifMatch),
  openAccountability: (actor, draft) => openAccountability(service, actor, draft),
  closeAccountability: (actor, id, outcome, ifMatch) => closeAccountability(service, actor, id, outcome, ifMatch),
  erase: (actor, request) => erase(service, actor, request),
});
