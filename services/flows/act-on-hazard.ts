/** A person takes a hazard one step further on its way. */
import type { Hazard } from '../contracts/hazard.ts';
import type { HazardActor } from '../core/hazards/act.ts';
import { actOnHazard as applyAct, isOverdue } from '../core/hazards/act.ts';
import { endStates } from '../core/hazards/transitions.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export const hazardActor = (service: Service, actor: Actor): HazardActor => ({
  id: actor.id,
  role: actor.role,
  fromOutside: service.world().orgs.get(actor.org)?.kind !== 'school',
});

const statusOf = (code: string): 400 | 403 | 409 =>
  code === 'role' ? 403 : code === 'unknown_action' || code === 'form_incomplete' ? 400 : 409;

export const actOnHazard = (
  service: Service,
  actor: Actor,
  id: string,
  request: { action: string; [field: string]: unknown },
  ifMatch: number | null,
): Result<Hazard> => {
  const hazard = service.world().hazards.get(id) ?? service.facts.get('hazard', id);
  if (!hazard) return { ok: false, status: 404, code: 'not_found', detail: `no hazard ${id}` };
  if (ifMatch !== null && ifMatch !== hazard.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${hazard.version} is current` };
  const turn = newTurn(service.clock.now());
  const { action, ...form } = request;
  const outcome = applyAct(hazard, action, form, hazardActor(service, actor), turn.at);
  if (!outcome.ok) {
    const detail = outcome.missing ? `missing: ${outcome.missing.join(', ')}` : `${action} is not possible now`;
    return { ok: false, status: statusOf(outcome.code), code: outcome.code, detail };
  }
  const next: Hazard = { ...outcome.hazard, overdue: isOverdue(outcome.hazard, turn.at) };
  if (endStates.has(next.state)) service.world().hazards.delete(id);
  else service.world().hazards.set(id, next);
  turn.put.hazard.set(id, next);
  noteChange(turn, 'hazard', next);
  audit(turn, {
    actor: actor.id,
    act: outcome.act,
    subject: 'hazard',
    subjectId: id,
    school: next.school,
    detail: { form: outcome.form, from: hazard.state, to: next.state },
  });
  const key = `overdue:${id}`;
  const awaited = next.deadline !== null && !endStates.has(next.state);
  turn.due.set(key, awaited && next.deadline !== null ? { key, kind: 'overdue', dueAt: next.deadline + 1, subject: id } : null);
  service.commit(turn);
  return { ok: true, value: next };
};
