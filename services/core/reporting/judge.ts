/**
 * 迟报 漏报 谎报 瞒报, computed from what sensors and the audit chain know (domain #100). The words are the ordinance's
 * (domain B9): late = beyond the limit; omitted = left out; false = untrue; concealed = ended unreported past the limit
 * though machines had confirmed it. Each verdict is a question with its evidence; people decide.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Incident } from '../../contracts/incident.ts';
import type { FindingKind, IncidentReport, ReportClock } from '../../contracts/reporting.ts';
import { isSignOfFire } from '../alarms/kinds.ts';
import type { World } from '../world.ts';
import { spacesAbove } from '../world.ts';
import { clocksOf, silentFrom } from './clocks.ts';
import type { ReportingTable } from './table.ts';

export interface Verdict {
  readonly kind: FindingKind;
  /** Stable code of the sentence. */
  readonly reason: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly evidence: readonly string[];
}

export interface Reporting {
  readonly incident: Incident;
  readonly alarms: readonly Alarm[];
  /** Oldest first. */
  readonly reports: readonly IncidentReport[];
  readonly table: ReportingTable;
}

const minuteMs = 60_000;

const nameOf = ({ kind, channel }: ReportClock): string => (kind === 'initial' ? channel : kind);

const missed = (clock: ReportClock, { incident }: Reporting): Verdict => {
  const facts = { dueAt: String(clock.dueAt) };
  const evidence = [`incident:${incident.id}`];
  return clock.missing.length > 0
    ? { kind: 'omitted', reason: `incomplete_${clock.kind}`, facts: { ...facts, missing: clock.missing.join(',') }, evidence }
    : { kind: 'late', reason: `late_${nameOf(clock)}`, facts, evidence };
};

/** Two sensors agreed and the system itself confirmed it: nobody at the school can say they did not know of a fire. */
const confirmedByMachines = (alarms: readonly Alarm[]): readonly Alarm[] =>
  alarms.filter((alarm) => isSignOfFire(alarm.kind) && alarm.verification === 'confirmed' && alarm.verifiedBy === 'system');

const unreported = (reporting: Reporting, finalDueAt: number, now: number): Verdict[] => {
  const { incident, alarms, table } = reporting;
  const silent = silentFrom(incident, table);
  const ended = silent !== null && now > silent;
  if (!ended && now <= finalDueAt) return [];
  const machines = confirmedByMachines(alarms);
  const evidence = [`incident:${incident.id}`, ...machines.map(({ id }) => `alarm:${id}`)];
  if (!ended) return [{ kind: 'omitted', reason: 'no_report', facts: { dueAt: String(finalDueAt) }, evidence }];
  const facts = { closedAt: String(incident.closedAt) };
  return machines.length > 0
    ? [
        {
          kind: 'concealed',
          reason: 'confirmed_fire_unreported',
          facts: { ...facts, devices: machines.map(({ device }) => device).join(',') },
          evidence,
        },
      ]
    : [{ kind: 'omitted', reason: 'closed_without_report', facts, evidence }];
};

/** Devices of the incident whose sign of fire nobody has called false. */
const witnesses = (alarms: readonly Alarm[]): Alarm[] =>
  alarms.filter(
    ({ kind, verification, level }) => isSignOfFire(kind) && level !== 'fault' && verification !== 'false' && verification !== 'test',
  );

const untrue = ({ incident, alarms, reports, table }: Reporting): Verdict[] => {
  const seen = witnesses(alarms);
  const devices = [...new Set(seen.flatMap(({ device, agreeing }) => [device, ...agreeing]))];
  const evidence = seen.map(({ id }) => `alarm:${id}`);
  return reports.flatMap((report): Verdict[] => {
    const rests = [`report:${report.id}`, ...evidence];
    const laterMinutes = Math.floor((report.happenedAt - incident.eventAt) / minuteMs);
    return [
      ...(report.nature === 'false_alarm' && devices.length >= 2
        ? [{ kind: 'false' as const, reason: 'false_alarm_contradicted', facts: { devices: devices.join(',') }, evidence: rests }]
        : []),
      ...(laterMinutes > table.timeToleranceMinutes
        ? [{ kind: 'false' as const, reason: 'time_contradicted', facts: { minutes: String(laterMinutes) }, evidence: rests }]
        : []),
    ];
  });
};

/** Everything to be asked about the reporting of one incident at `now`; one verdict a reason. */
export const judgeReporting = (reporting: Reporting, now: number): Verdict[] => {
  const { incident, reports, table } = reporting;
  const clocks = clocksOf(incident, reports, table, now);
  const finalDueAt = clocks.at(-1)?.dueAt ?? Number.POSITIVE_INFINITY;
  // With nothing reported at all the missing final report is not late, it is left out.
  const limits = reports.length === 0 ? clocks.filter(({ kind }) => kind !== 'final') : clocks;
  const verdicts = [
    ...limits.filter(({ late }) => late).map((clock) => missed(clock, reporting)),
    ...(reports.length === 0 ? unreported(reporting, finalDueAt, now) : untrue(reporting)),
  ];
  return verdicts.filter((one, i) => verdicts.findIndex(({ reason }) => reason === one.reason) === i);
};

/** Another device's sign in the same building this close in time is of the same event. */
const sameEventMs = 10 * minuteMs;

const buildingOf = (world: World, space: string | null): string | null => {
  const chain = spacesAbove(world, space);
  return chain.find((id) => world.spaces.get(id)?.kind === 'building') ?? chain.at(-1) ?? null;
};

/** What speaks against calling this alarm false: a device that agreed, or another alarm confirmed beside it. */
export const judgeDismissal = (world: World, alarm: Alarm, others: readonly Alarm[]): Verdict | null => {
  if (alarm.verification !== 'false' || !isSignOfFire(alarm.kind)) return null;
  const building = buildingOf(world, alarm.space);
  const beside = others.filter(
    (other) =>
      other.device !== alarm.device &&
      other.verification === 'confirmed' &&
      isSignOfFire(other.kind) &&
      building !== null &&
      buildingOf(world, other.space) === building &&
      Math.abs(other.eventAt - alarm.eventAt) <= sameEventMs,
  );
  const devices = [...new Set([...alarm.agreeing, ...beside.map(({ device }) => device)])];
  if (devices.length === 0) return null;
  return {
    kind: 'false',
    reason: 'dismissal_contradicted',
    facts: { devices: devices.join(','), cause: alarm.dismissal?.cause ?? '' },
    evidence: [`alarm:${alarm.id}`, ...beside.map(({ id }) => `alarm:${id}`)],
  };
};
