/** 信息报告: what was reported upward about an incident, the time limits that run, and what they find. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Incident } from '../contracts/incident.ts';
import type { IncidentReport, ReportClock, ReportDraft } from '../contracts/reporting.ts';
import { clocksOf, nextReportMoment } from '../core/reporting/clocks.ts';
import { judgeReporting, type Reporting } from '../core/reporting/judge.ts';
import { tableFor } from '../core/reporting/table.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { openFinding } from './findings.ts';
import type { Service } from './service.ts';
import { alarmNow, audit } from './service.ts';

/** More reports of one incident than anyone writes. */
const reportsOfOne = 1000;

const reportsOf = (service: Service, turn: Turn | null, incident: string): IncidentReport[] => {
  const stored = service.facts.list('incidentReport', { where: { incident }, schools: null, limit: reportsOfOne }).items;
  const fresh = [...(turn?.put.incidentReport.values() ?? [])].filter((report) => report.incident === incident);
  return [...stored, ...fresh].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
};

const alarmsOf = (service: Service, turn: Turn | null, incident: Incident): Alarm[] =>
  incident.alarms.flatMap((id) => alarmNow(service, turn, id) ?? []);

/** null = no table was in force when it was confirmed, or it is a drill: whatever is written down then, nothing is owed. */
const reportingOf = (service: Service, turn: Turn | null, incident: Incident): Reporting | null => {
  if (incident.exercise !== null) return null;
  const table = tableFor(service.policies.reporting, branchAbove(service.world(), incident.school), incident.openedAt);
  return table && { incident, table, alarms: alarmsOf(service, turn, incident), reports: reportsOf(service, turn, incident.id) };
};

/**
 * Opens what is to be asked about the incident's reporting now, and awaits the next time limit. To be called whenever the
 * incident is opened, reported on or closed; the moments in between come by themselves.
 */
export const watchReporting = (service: Service, turn: Turn, incident: Incident): void => {
  const reporting = reportingOf(service, turn, incident);
  if (!reporting) return;
  for (const verdict of judgeReporting(reporting, turn.at))
    openFinding(service, turn, { ...verdict, school: incident.school, subject: 'incident', subjectId: incident.id });
  const key = `report_clock:${incident.id}`;
  const dueAt = nextReportMoment(incident, reporting.reports, reporting.table, turn.at);
  turn.due.set(key, dueAt === null ? null : { key, kind: 'report_clock', dueAt, subject: incident.id });
};

export const reportClockDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const incident = turn.put.incident.get(row.subject) ?? service.facts.get('incident', row.subject);
  if (incident) watchReporting(service, turn, incident);
};

/** The time limits of one incident as they stand now. */
export const reportClocks = (service: Service, id: string): ReportClock[] => {
  const incident = service.facts.get('incident', id);
  const reporting = incident && reportingOf(service, null, incident);
  return reporting ? clocksOf(reporting.incident, reporting.reports, reporting.table, service.clock.now()) : [];
};

const refused = (code: string, detail: string): Result<IncidentReport> => ({ ok: false, status: 409, code, detail });

/** One report upward. Nothing of it is ever changed: a correction is the next report. */
export const reportIncident = (service: Service, actor: Actor, id: string, draft: ReportDraft): Result<IncidentReport> => {
  const incident = service.facts.get('incident', id);
  if (!incident) return { ok: false, status: 404, code: 'not_found', detail: `no incident ${id}` };
  const turn = newTurn(service.clock.now());
  if (draft.happenedAt > turn.at) return refused('not_yet_happened', 'what is reported cannot happen later than the report');
  const before = reportsOf(service, null, id);
  if (draft.kind !== 'initial' && before.length === 0) return refused('no_initial_report', 'the first report comes first');
  const report: IncidentReport = { ...draft, id: service.newId('rep'), school: incident.school, incident: id, by: actor.id, at: turn.at };
  turn.put.incidentReport.set(report.id, report);
  const { kind, channel, nature, deaths, injured, happenedAt, text, measures } = report;
  audit(turn, {
    actor: actor.id,
    act: `incident.reported_${kind}`,
    subject: 'incident',
    subjectId: id,
    school: incident.school,
    detail: { report: report.id, channel, nature, deaths, injured, happenedAt },
    said: { text, measures },
  });
  watchReporting(service, turn, incident);
  service.commit(turn);
  return { ok: true, value: report };
};
