/**
 * 演练 inside the real pipeline: what a drill plays goes the way of every alarm, marked and sealed. A real alarm ends it
 * at once; a drill that is not held becomes a hazard.
 */
import type { DrillActs } from '../acts/drills.ts';
import type { Drill, DrillForm } from '../contracts/drill.ts';
import { dayMs } from '../core/calendar.ts';
import { drillEveryMs, drillFault, endsBy, missedAfterMs, newDrill, playedSignal, startFault } from '../core/drills/drill.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { awaited, finish, keepDrill, noted } from './drill-end.ts';
import { drillReport } from './drill-report.ts';
import { plainOccasion, takeSignal } from './raise.ts';
import { reportHazard } from './report-hazard.ts';
import type { Service } from './service.ts';

const planDrill = (service: Service, actor: Actor, form: DrillForm): Result<Drill> => {
  const fault = drillFault(service.world(), form);
  if (fault !== null) return { ok: false, status: 400, code: fault, detail: 'this drill cannot be held as written' };
  const turn = newTurn(service.clock.now());
  const drill = newDrill(service.newId('drl'), form, actor.id);
  keepDrill(service, turn, drill);
  awaited(turn, 'drill_missed', drill, Math.max(drill.plannedAt, turn.at) + missedAfterMs);
  noted(turn, drill, actor.id, 'drill.planned', { plannedAt: drill.plannedAt, signals: drill.signals.length });
  service.commit(turn);
  return { ok: true, value: drill };
};

/** As it stands, also when it is over. */
const drillOf = (service: Service, id: string): Drill | null => service.world().drills.get(id) ?? service.facts.get('drill', id);

const missing = (id: string): Result<Drill> => ({ ok: false, status: 404, code: 'not_found', detail: `no drill ${id}` });
const stale = (drill: Drill): Result<Drill> => ({ ok: false, status: 412, code: 'stale', detail: `version ${drill.version} is current` });
const refused = (code: string): Result<Drill> => ({ ok: false, status: 409, code, detail: 'not possible now' });

const startDrill = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Drill> => {
  const drill = drillOf(service, id);
  if (!drill) return missing(id);
  if (ifMatch !== null && ifMatch !== drill.version) return stale(drill);
  const fault = startFault(service.world(), drill);
  if (fault !== null) return refused(fault);
  const turn = newTurn(service.clock.now());
  const running: Drill = { ...drill, version: drill.version + 1, state: 'running', startedAt: turn.at };
  keepDrill(service, turn, running);
  awaited(turn, 'drill_missed', running, null);
  awaited(turn, 'drill_end', running, endsBy(running));
  for (const [i, { afterSeconds }] of running.signals.entries()) {
    const key = `drill_signal:${id}:${i}`;
    turn.due.set(key, {
      key,
      kind: 'drill_signal',
      dueAt: turn.at + afterSeconds * 1000,
      subject: JSON.stringify({ drill: id, signal: i }),
    });
  }
  noted(turn, running, actor.id, 'drill.started');
  service.commit(turn);
  return { ok: true, value: running };
};

const endDrill = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Drill> => {
  const drill = drillOf(service, id);
  if (!drill) return missing(id);
  if (ifMatch !== null && ifMatch !== drill.version) return stale(drill);
  if (drill.state !== 'running') return refused('not_running');
  const turn = newTurn(service.clock.now());
  const over = finish(service, turn, drill, actor.id, 'ended', null);
  service.commit(turn);
  return { ok: true, value: over };
};

const cancelDrill = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Drill> => {
  const drill = drillOf(service, id);
  if (!drill) return missing(id);
  if (ifMatch !== null && ifMatch !== drill.version) return stale(drill);
  if (drill.state !== 'planned') return refused('not_planned');
  const turn = newTurn(service.clock.now());
  const over: Drill = { ...drill, version: drill.version + 1, state: 'cancelled', endedAt: turn.at };
  keepDrill(service, turn, over);
  awaited(turn, 'drill_missed', over, null);
  noted(turn, over, actor.id, 'drill.cancelled');
  service.commit(turn);
  return { ok: true, value: over };
};

export const drillSignalDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const { drill: id, signal } = JSON.parse(row.subject) as { drill: string; signal: number };
  const drill = service.world().drills.get(id);
  const played = drill?.signals[signal];
  const device = played && service.world().devices.get(played.device);
  if (drill?.state !== 'running' || !played || !device) return;
  takeSignal(service, turn, device, playedSignal(played, turn.at), { ...plainOccasion(turn.at), exercise: drill.id });
};

/** The window closes by itself: a forgotten drill may not go on. */
export const drillEndDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const drill = service.world().drills.get(row.subject);
  if (drill?.state === 'running') finish(service, turn, drill, 'system', 'ended', null);
};

const notHeld = (service: Service, turn: Turn, school: string, facts: Readonly<Record<string, string>>): string =>
  reportHazard(service, turn, {
    school,
    space: null,
    device: null,
    category: 'drill_missed',
    origin: 'control_missed',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '应急演练未按期开展，须补练',
    facts,
  }).id;

export const drillMissedDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const drill = service.world().drills.get(row.subject);
  if (drill?.state !== 'planned') return;
  const hazard = notHeld(service, turn, drill.school, { drill: drill.name });
  keepDrill(service, turn, { ...drill, version: drill.version + 1, state: 'missed', endedAt: turn.at, hazard });
  noted(turn, drill, 'system', 'drill.missed', { hazard });
};

/** Once a day: schools whose last drill is too long ago. Counted from the day this program first looked. */
export const drillsWatchDue = (service: Service, turn: Turn, row: DueRow): void => {
  const since = row.subject === '' ? turn.at : Number(row.subject);
  turn.due.set(row.key, { ...row, dueAt: turn.at + dayMs, subject: String(since) });
  for (const school of service.world().orgs.values()) {
    if (school.kind !== 'school') continue;
    const last = service.facts.list('drill', { where: { school: school.id, state: 'ended' }, schools: null, limit: 1 }).items[0];
    const from = Math.max(last?.endedAt ?? 0, since);
    if (turn.at - from > drillEveryMs(school)) notHeld(service, turn, school.id, { days: String(Math.floor((turn.at - from) / dayMs)) });
  }
};

export const drillActs = (service: Service): DrillActs => ({
  planDrill: (actor, form) => planDrill(service, actor, form),
  startDrill: (actor, id, ifMatch) => startDrill(service, actor, id, ifMatch),
  endDrill: (actor, id, ifMatch) => endDrill(service, actor, id, ifMatch),
  cancelDrill: (actor, id, ifMatch) => cancelDrill(service, actor, id, ifMatch),
  drillReport: (id) => drillReport(service, id),
});
