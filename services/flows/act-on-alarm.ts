/** A person does something about an alarm. */
import type { Alarm, AlarmAction, AlarmActionRequest } from '../contracts/alarm.ts';
import { allowedAlarmActions, actOnAlarm as applyAct } from '../core/alarms/act.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { Actor, Result } from '../ports.ts';
import { watchDismissed } from './findings.ts';
import { keepAlarm } from './keep-alarm.ts';
import { confirmedAlarm, tellPeople } from './raise.ts';
import { reportHazard } from './report-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { awaitShelf } from './shelving.ts';
import { seenInStorm } from './storms.ts';

const dayMs = 24 * 3600_000;

/** The same detector called false again and again must be looked at. */
const countFalse = (service: Service, turn: Turn, alarm: Alarm): void => {
  const { count, days } = service.policies.hazards.falseAlarms;
  const before = service.facts.falseAlarms(alarm.device, turn.at - days * dayMs);
  if (before + 1 < count) return;
  reportHazard(service, turn, {
    school: alarm.school,
    space: alarm.space,
    device: alarm.device,
    category: 'false_alarms',
    origin: 'alarm',
    alarm: alarm.id,
    incident: null,
    suggestedGrade: null,
    description: '同一探测设备反复误报，须查明原因',
    facts: { device: alarm.device, count: String(before + 1), days: String(days) },
  });
};

/** The last alarm of an incident is over: its commander may end the response now. Only they do. */
const settleIncident = (service: Service, turn: Turn, alarm: Alarm, actor: string): void => {
  const world = service.world();
  const incident = alarm.incident === null ? undefined : world.incidents.get(alarm.incident);
  if (!incident || alarm.open || [...world.alarms.values()].some((other) => other.incident === incident.id)) return;
  noteChange(turn, 'incident', incident);
  audit(turn, {
    actor,
    act: 'incident.alarms_over',
    subject: 'incident',
    subjectId: incident.id,
    school: incident.school,
    detail: { alarms: incident.alarms.length },
  });
};

/**
 * @param may whether the actor's role permits an action on alarms
 * @param ifMatch version the actor saw; null = not said
 */
export const actOnAlarm = (
  service: Service,
  actor: Actor,
  id: string,
  request: AlarmActionRequest,
  ifMatch: number | null,
  may: (action: AlarmAction) => boolean,
): Result<Alarm> => {
  const stored = service.facts.get('alarm', id);
  if (!stored) return { ok: false, status: 404, code: 'not_found', detail: `no alarm ${id}` };
  const current = service.world().alarms.get(alarmKeyOf(stored));
  const alarm = current?.id === id ? current : stored;
  if (ifMatch !== null && ifMatch !== alarm.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${alarm.version} is current` };
  const verdict = allowedAlarmActions(alarm, may, actor.id).find((row) => row.action === request.action);
  if (!verdict?.allowed) {
    const code = verdict?.reason ?? 'unknown_action';
    return { ok: false, status: code === 'role' ? 403 : 409, code, detail: `${request.action} is not possible now` };
  }
  const turn = newTurn(service.clock.now());
  const act = applyAct(alarm, request, actor.id, turn.at);
  const acted = seenInStorm(turn, request.action === 'confirm' ? confirmedAlarm(service, turn, act.alarm, actor.id) : act.alarm);
  const next = keepAlarm(service, turn, acted, [], actor.id);
  audit(turn, { actor: actor.id, act: act.act, subject: 'alarm', subjectId: id, school: alarm.school, detail: act.detail, said: act.said });
  if (request.action === 'confirm') tellPeople(service, turn, next);
  if (request.action === 'dismiss' && next.verification === 'false' && next.exercise === null) {
    countFalse(service, turn, next);
    watchDismissed(service, turn, next);
  }
  if (request.action === 'shelve' || request.action === 'cosign') awaitShelf(service, turn, next);
  if (!next.open) {
    turn.put.alarm.set(next.id, next);
    settleIncident(service, turn, next, actor.id);
  }
  service.commit(turn);
  return { ok: true, value: next };
};
