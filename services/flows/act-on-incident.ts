/** A person does something about a confirmed emergency. */
import type { IncidentActs } from '../acts/incidents.ts';
import type { Incident, IncidentActionRequest } from '../contracts/incident.ts';
import { may } from '../core/access/policy.ts';
import type { Asker } from '../core/response/act.ts';
import { actOnIncident, allowedIncidentActions, requestFault } from '../core/response/act.ts';
import { calledNumberOf } from '../core/response/tasks.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { emergencyCalled } from './phone-tasks.ts';
import { mayNotEnd, respond } from './response.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const askerOf = (service: Service, incident: Incident, actor: Actor): Asker => {
  const world = service.world();
  const commander = incident.commander === null ? undefined : world.people.get(incident.commander);
  return {
    id: actor.id,
    role: actor.role,
    person: world.people.get(actor.id)?.active === true,
    commanderRole: commander?.active ? commander.role : null,
    alarmsOpen: mayNotEnd(world, incident),
  };
};

const allowed = (service: Service, incident: Incident, actor: Actor) =>
  allowedIncidentActions(incident, askerOf(service, incident, actor), service.policies.response, may(actor.role, 'incident.act'));

/** The same numbers again are no news. */
const saysNothingNew = ({ casualties }: Incident, request: IncidentActionRequest): boolean => {
  const known = casualties.at(-1);
  if (request.action !== 'casualties' || !known) return false;
  return (['dead', 'serious', 'injured', 'missing'] as const).every((field) => known[field] === request[field]);
};

const onIncident = (
  service: Service,
  actor: Actor,
  id: string,
  request: IncidentActionRequest,
  ifMatch: number | null,
): Result<Incident> => {
  const incident = service.world().incidents.get(id) ?? service.facts.get('incident', id);
  if (!incident) return { ok: false, status: 404, code: 'not_found', detail: `no incident ${id}` };
  if (ifMatch !== null && ifMatch !== incident.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${incident.version} is current` };
  const verdict = allowed(service, incident, actor).find(({ action }) => action === request.action);
  const code = verdict?.allowed
    ? requestFault(incident, request, askerOf(service, incident, actor))
    : (verdict?.reason ?? 'unknown_action');
  if (code !== null) return { ok: false, status: code === 'role' ? 403 : 409, code, detail: `${request.action} is not possible now` };
  if (saysNothingNew(incident, request)) return { ok: true, value: incident };
  const turn = newTurn(service.clock.now());
  const { incident: after, act, detail, said } = actOnIncident(incident, request, actor.id, turn.at);
  audit(turn, { actor: actor.id, act, subject: 'incident', subjectId: id, school: incident.school, detail, said });
  // Ticked off on the board is ticked off at the telephone.
  const called = request.action === 'finish_task' ? calledNumberOf(incident, request.task) : null;
  if (called !== null) emergencyCalled(service, turn, id, called, actor.id);
  const kept = respond(service, turn, incident, after);
  service.commit(turn);
  return { ok: true, value: kept };
};

export const incidentActs = (service: Service): IncidentActs => ({
  onIncident: (actor, id, request, ifMatch) => onIncident(service, actor, id, request, ifMatch),
  allowedIncidentActions: (incident, actor) => allowed(service, incident, actor),
});
