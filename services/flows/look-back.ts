/** Looks back from an incident or a hazard: what was known of the spot, who had looked, which stages it went through. */
import type { AnalysisActs } from '../acts/risk.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Trace } from '../contracts/analysis.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Incident } from '../contracts/incident.ts';
import type { GridCell } from '../contracts/responsibility.ts';
import type { Risk } from '../contracts/risk.ts';
import { backtraceOf, isRelated, roomsOf, spotOf } from '../core/analysis/backtrace.ts';
import { isProblem, stateAt } from '../core/analysis/history.ts';
import { mechanismsOf } from '../core/analysis/mechanisms.ts';
import { riskTermsFor } from '../core/risk/policy.ts';
import type { AuditEntry, Result } from '../ports.ts';
import type { Service } from './service.ts';

/** Hazards of one spot that are looked at, the newest first. */
const mostHazards = 500;

const alarmsOf = (service: Service, { alarms }: Incident): Alarm[] => alarms.flatMap((id) => service.facts.get('alarm', id) ?? []);

const risksAt = (service: Service, school: string, spot: ReadonlySet<string>): Risk[] => {
  const at: Risk[] = [];
  let cursor: string | undefined;
  do {
    const page = service.facts.list('risk', { where: { school }, schools: null, limit: 500, cursor });
    at.push(...page.items.filter(({ space }) => space === null || spot.has(space)));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return at;
};

/** What is asked of each thing at the spot. */
interface Look {
  readonly service: Service;
  readonly incident: Incident;
}

const entriesBefore = ({ service, incident }: Look, subject: string, id: string): AuditEntry[] =>
  service.facts.timeline(subject, id).filter(({ at }) => at < incident.eventAt);

const tracesOfRisk = (look: Look, risk: Risk): Trace[] => {
  const entries = entriesBefore(look, 'risk', risk.id);
  const [recorded] = entries;
  if (!recorded || (risk.retiredAt !== null && risk.retiredAt < look.incident.eventAt)) return [];
  const of = { subject: 'risk', id: risk.id, related: isRelated(look.incident.kind, risk.category), open: null };
  const kinds = { 'control.checked': 'control_check', 'control.missed': 'missed_check' } as const;
  return [
    { kind: 'risk', ...of, at: recorded.at, by: recorded.actor },
    ...entries.flatMap(({ act, at, actor }) => (act in kinds ? [{ kind: kinds[act as keyof typeof kinds], ...of, at, by: actor }] : [])),
  ];
};

/** Steps at which somebody stood at the spot and found it in order. */
const acceptances: ReadonlySet<string> = new Set(['hazard.close', 'hazard.delist', 'hazard.spot_check', 'hazard.recheck']);

const tracesOfHazard = (look: Look, hazard: Hazard): Trace[] => {
  const { service, incident } = look;
  const entries = entriesBefore(look, 'hazard', hazard.id);
  const related = isRelated(incident.kind, hazard.category);
  const of = { subject: 'hazard', id: hazard.id };
  const notices = service.facts.list('document', { where: { hazard: hazard.id }, schools: null, limit: 100 }).items;
  return [
    { kind: 'hazard', ...of, at: hazard.reportedAt, by: hazard.reportedBy, related, open: isProblem(stateAt(entries, incident.eventAt)) },
    ...entries
      .filter(({ act }) => acceptances.has(act))
      .map(({ at, actor }) => ({ kind: 'acceptance' as const, ...of, at, by: actor, related, open: null })),
    // Whoever found something else there was there, and did not see this.
    ...(!related && (hazard.origin === 'inspection' || hazard.origin === 'agency')
      ? [{ kind: 'inspection' as const, ...of, at: hazard.reportedAt, by: hazard.reportedBy, related: true, open: null }]
      : []),
    ...notices
      .filter(({ kind }) => kind === 'rectification_notice' || kind === 'supervision_letter')
      .map(({ id, issuedAt, issuedBy }) => ({
        kind: 'notice' as const,
        subject: 'document',
        id,
        at: issuedAt,
        by: issuedBy,
        related,
        open: null,
      })),
  ];
};

const tracesOfCell = (look: Look, cell: GridCell): Trace[] => {
  const related = cell.topics.length === 0 || cell.topics.some((topic) => isRelated(look.incident.kind, topic));
  return entriesBefore(look, 'gridCell', cell.id)
    .filter(({ act }) => act === 'grid_cell.patrolled')
    .map(({ at, actor }) => ({ kind: 'patrol', subject: 'gridCell', id: cell.id, at, by: actor, related, open: null }));
};

const missing = (noun: string, id: string): Extract<Result<never>, { ok: false }> => ({
  ok: false,
  status: 404,
  code: 'not_found',
  detail: `no ${noun} ${id}`,
});

const backtrace = (service: Service, id: string): ReturnType<AnalysisActs['backtrace']> => {
  const incident = service.facts.get('incident', id);
  if (!incident) return missing('incident', id);
  const world = service.world();
  const look: Look = { service, incident };
  const spot = spotOf(world, incident.school, roomsOf(incident, alarmsOf(service, incident)));
  // A missed check is told by its risk; the hazard it became is the same thing again.
  const hazards = service.facts.analysis
    .hazardsIn([...spot], incident.eventAt, mostHazards)
    .filter((hazard) => hazard.school === incident.school && hazard.incident !== id && hazard.category !== 'control_missed');
  const cells = [...world.gridCells.values()].filter(
    (cell) => cell.school === incident.school && cell.spaces.some((space) => spot.has(space)),
  );
  const traces = [
    ...risksAt(service, incident.school, spot).flatMap((risk) => tracesOfRisk(look, risk)),
    ...hazards.flatMap((hazard) => tracesOfHazard(look, hazard)),
    ...cells.flatMap((cell) => tracesOfCell(look, cell)),
  ];
  const { lookBack } = riskTermsFor(service.policies.riskRules, world, incident.school, incident.eventAt);
  return { ok: true, value: backtraceOf(incident, traces, lookBack.days) };
};

const byTime = (entries: readonly AuditEntry[]): AuditEntry[] => entries.toSorted((a, b) => a.at - b.at);

const checksAt = (service: Service, school: string, rooms: readonly string[]): AuditEntry[] =>
  byTime(
    risksAt(service, school, spotOf(service.world(), school, rooms))
      .flatMap(({ id }) => service.facts.timeline('risk', id))
      .filter(({ act }) => act === 'control.checked'),
  );

const mechanismsOfIncident = (service: Service, id: string): ReturnType<AnalysisActs['mechanismsOfIncident']> => {
  const incident = service.facts.get('incident', id);
  if (!incident) return missing('incident', id);
  const alarms = alarmsOf(service, incident);
  const { timeline, analysis } = service.facts;
  const entries = byTime([
    ...alarms.flatMap((alarm) => timeline('alarm', alarm.id)),
    ...timeline('incident', id),
    ...(incident.hazard === null ? [] : timeline('hazard', incident.hazard)),
  ]);
  const sources = {
    at: incident.eventAt,
    alarms,
    entries,
    checks: checksAt(service, incident.school, roomsOf(incident, alarms)),
    notice: analysis.firstNotice(incident.alarms),
    told: incident.hazard === null ? null : analysis.firstTold('hazard', incident.hazard),
  };
  return { ok: true, value: mechanismsOf(sources) };
};

const mechanismsOfHazard = (service: Service, id: string): ReturnType<AnalysisActs['mechanismsOfHazard']> => {
  const hazard = service.facts.get('hazard', id);
  if (!hazard) return missing('hazard', id);
  const sources = {
    at: hazard.reportedAt,
    alarms: [],
    entries: service.facts.timeline('hazard', id),
    checks: checksAt(service, hazard.school, hazard.space === null ? [] : [hazard.space]),
    notice: hazard.alarm === null ? null : service.facts.analysis.firstNotice([hazard.alarm]),
    told: service.facts.analysis.firstTold('hazard', id),
  };
  return { ok: true, value: mechanismsOf(sources) };
};

export const lookBackActs = (service: Service): Pick<AnalysisActs, 'backtrace' | 'mechanismsOfIncident' | 'mechanismsOfHazard'> => ({
  backtrace: (id) => backtrace(service, id),
  mechanismsOfIncident: (id) => mechanismsOfIncident(service, id),
  mechanismsOfHazard: (id) => mechanismsOfHazard(service, id),
});
