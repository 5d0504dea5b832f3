/** 首报 / 续报 / 终报: the time limits of one incident, computed from what was reported. Nothing of them is stored. */
import type { Incident } from '../../contracts/incident.ts';
import type { IncidentReport, ReportClock, ReportField } from '../../contracts/reporting.ts';
import type { ReportingTable } from './table.ts';

const minuteMs = 60_000;
const dayMs = 24 * 3600_000;

/** What a report leaves open that it must not. On the telephone one says what one knows. */
export const missingIn = (report: IncidentReport, table: ReportingTable): ReportField[] =>
  report.channel === 'oral' || report.kind === 'follow_up'
    ? []
    : table.mandatory[report.kind].filter((field) => report[field] === null || report[field] === '');

type Limit = Pick<ReportClock, 'kind' | 'channel' | 'dueAt'>;

const clockOf = (limit: Limit, answers: readonly IncidentReport[], table: ReportingTable, now: number): ReportClock => {
  const done = answers.find((report) => missingIn(report, table).length === 0);
  const tried = answers.at(-1);
  const doneAt = done?.at ?? null;
  return {
    ...limit,
    doneAt,
    late: (doneAt ?? now) > limit.dueAt,
    missing: done || !tried ? [] : missingIn(tried, table),
    cites: table.cites,
  };
};

/** From each report to the next, until the incident is closed or its final report is there. */
const followUps = (incident: Incident, reports: readonly IncidentReport[], table: ReportingTable, now: number): ReportClock[] => {
  const finalAt = reports.find(({ kind }) => kind === 'final')?.at ?? Number.POSITIVE_INFINITY;
  const overAt = Math.min(incident.closedAt ?? Number.POSITIVE_INFINITY, finalAt);
  return reports.flatMap((report, i) => {
    const dueAt = report.at + table.followUpMinutes * minuteMs;
    const next = reports[i + 1];
    const answered = next !== undefined && next.at <= overAt;
    if (report.at >= overAt || (!answered && overAt <= dueAt)) return [];
    return [clockOf({ kind: 'follow_up', channel: 'any', dueAt }, next ? [{ ...next, kind: 'follow_up' }] : [], table, now)];
  });
};

/** @param reports of this incident, oldest first */
export const clocksOf = (incident: Incident, reports: readonly IncidentReport[], table: ReportingTable, now: number): ReportClock[] => {
  const initial = reports.filter(({ kind }) => kind === 'initial');
  const written = (kind: IncidentReport['kind']) => reports.filter((report) => report.kind === kind && report.channel === 'written');
  const from = incident.openedAt;
  return [
    // Who writes within the time for telephoning has reported.
    clockOf(
      { kind: 'initial', channel: 'oral', dueAt: from + table.oralMinutes * minuteMs },
      initial,
      { ...table, mandatory: { ...table.mandatory, initial: [] } },
      now,
    ),
    clockOf({ kind: 'initial', channel: 'written', dueAt: from + table.writtenMinutes * minuteMs }, written('initial'), table, now),
    ...followUps(incident, reports, table, now),
    clockOf({ kind: 'final', channel: 'written', dueAt: from + table.finalDays * dayMs }, written('final'), table, now),
  ];
};

/** When an incident that ended without any report has been silent for too long. */
export const silentFrom = (incident: Incident, table: ReportingTable): number | null =>
  incident.closedAt === null ? null : Math.max(incident.closedAt, incident.openedAt + table.writtenMinutes * minuteMs);

/** When something about its reporting must be looked at next; null = never again. */
export const nextReportMoment = (
  incident: Incident,
  reports: readonly IncidentReport[],
  table: ReportingTable,
  now: number,
): number | null => {
  const limits = clocksOf(incident, reports, table, now).flatMap((clock) => (clock.doneAt === null ? [clock.dueAt] : []));
  const silent = reports.length === 0 ? silentFrom(incident, table) : null;
  const ahead = [...limits, ...(silent === null ? [] : [silent])].map((moment) => moment + 1).filter((moment) => moment > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
};
