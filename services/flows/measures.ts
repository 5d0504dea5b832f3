/** List two of the 两个清单: institutional measures, linked to the hazards they answer. */
import type { RiskActs } from '../acts/risk.ts';
import type { Measure, MeasureDraft } from '../contracts/risk.ts';
import { sees } from '../core/access/policy.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

type Refused = Extract<Result<never>, { ok: false }>;
const refused = (status: 400 | 404 | 409 | 412, code: string, detail: string): Refused => ({ ok: false, status, code, detail });

const fault = (service: Service, draft: MeasureDraft, before: Measure | null): Refused | null => {
  const world = service.world();
  if (!world.orgs.has(draft.org)) return refused(400, 'unknown_org', `no organisation ${draft.org}`);
  if (before && before.org !== draft.org) return refused(409, 'org_fixed', 'a measure stays with its organisation');
  const owner = world.people.get(draft.owner);
  if (owner?.active !== true || !(sees(world, owner.org, draft.org) || sees(world, draft.org, owner.org)))
    return refused(400, 'unknown_person', `${draft.owner} is no active person of the organisation's branch`);
  if (draft.state === 'done' && draft.progressPercent < 100) return refused(400, 'not_finished', 'a measure is done at 100 percent');
  return null;
};

const put = (service: Service, actor: Actor, id: string, draft: MeasureDraft, ifMatch: number | null): Result<Measure> => {
  const before = service.facts.get('measure', id);
  if (ifMatch !== null && ifMatch !== (before?.version ?? 0)) return refused(412, 'stale', `version ${before?.version ?? 0} is current`);
  const wrong = fault(service, draft, before);
  if (wrong) return wrong;
  const turn = newTurn(service.clock.now());
  const measure: Measure = { id, version: (before?.version ?? 0) + 1, ...draft, hazards: before?.hazards ?? [] };
  turn.put.measure.set(id, measure);
  const { title, ...detail } = draft;
  audit(turn, {
    actor: actor.id,
    act: before ? 'measure.changed' : 'measure.added',
    subject: 'measure',
    subjectId: id,
    school: draft.org,
    detail,
    said: { title },
  });
  service.commit(turn);
  return { ok: true, value: measure };
};

/** Both lists say it: the measure names the hazard, the hazard's history names the measure. */
const link = (service: Service, actor: Actor, id: string, hazardId: string): Result<Measure> => {
  const measure = service.facts.get('measure', id);
  if (!measure) return refused(404, 'not_found', `no measure ${id}`);
  const hazard = service.facts.get('hazard', hazardId);
  if (!hazard || !sees(service.world(), measure.org, hazard.school))
    return refused(400, 'unknown_hazard', `no hazard ${hazardId} at or below ${measure.org}`);
  if (measure.hazards.includes(hazardId)) return { ok: true, value: measure };
  const turn = newTurn(service.clock.now());
  const next: Measure = { ...measure, version: measure.version + 1, hazards: [...measure.hazards, hazardId] };
  turn.put.measure.set(id, next);
  const by = { actor: actor.id, school: hazard.school };
  audit(turn, { ...by, act: 'measure.linked', subject: 'measure', subjectId: id, detail: { hazard: hazardId } });
  audit(turn, { ...by, act: 'hazard.measure_linked', subject: 'hazard', subjectId: hazardId, detail: { measure: id } });
  service.commit(turn);
  return { ok: true, value: next };
};

export const measureActs = (service: Service): Pick<RiskActs, 'putMeasure' | 'linkMeasure'> => ({
  putMeasure: (actor, id, draft, ifMatch) => put(service, actor, id, draft, ifMatch),
  linkMeasure: (actor, id, hazard) => link(service, actor, id, hazard),
});
