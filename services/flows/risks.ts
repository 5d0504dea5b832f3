/** 双控: risks with their controls. A check that is missed becomes a hazard, once, whatever happens meanwhile. */
import type { RiskActs } from '../acts/risk.ts';
import type { Control, Risk, RiskDraft } from '../contracts/risk.ts';
import { responsibilityFor } from '../core/responsibility/chain.ts';
import { checkControl, missChecks, nextCheckOf, renewControls } from '../core/risk/checks.ts';
import { levelOf, riskTermsFor } from '../core/risk/policy.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { reportHazard } from './report-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

type Refused = Extract<Result<never>, { ok: false }>;
const refused = (status: 400 | 404 | 409 | 412, code: string, detail: string): Refused => ({ ok: false, status, code, detail });

/** The one way a risk is kept: put, and looked at again when a check of it is due next. */
const keepRisk = (turn: Turn, risk: Risk): void => {
  turn.put.risk.set(risk.id, risk);
  const key = `control:${risk.id}`;
  const dueAt = nextCheckOf(risk);
  turn.due.set(key, dueAt === null ? null : { key, kind: 'control', dueAt, subject: risk.id });
};

const fault = (service: Service, draft: RiskDraft, before: Risk | null): Refused | null => {
  const world = service.world();
  if (world.orgs.get(draft.school)?.kind !== 'school') return refused(400, 'unknown_school', `no school ${draft.school}`);
  if (before && before.school !== draft.school) return refused(409, 'school_fixed', 'a risk stays with its school');
  if (draft.space !== null && world.spaces.get(draft.space)?.school !== draft.school)
    return refused(400, 'unknown_space', `no space ${draft.space} in ${draft.school}`);
  const stranger = draft.controls.find(
    ({ owner }) => world.people.get(owner)?.active !== true || world.people.get(owner)?.org !== draft.school,
  );
  return stranger ? refused(400, 'unknown_person', `${stranger.owner} is no active person of the school`) : null;
};

const putRisk = (service: Service, actor: Actor, id: string, draft: RiskDraft, ifMatch: number | null): Result<Risk> => {
  const before = service.facts.get('risk', id);
  if (ifMatch !== null && ifMatch !== (before?.version ?? 0)) return refused(412, 'stale', `version ${before?.version ?? 0} is current`);
  const wrong = fault(service, draft, before);
  if (wrong) return wrong;
  const turn = newTurn(service.clock.now());
  const { retired, controls, ...said } = draft;
  const risk: Risk = {
    id,
    version: (before?.version ?? 0) + 1,
    ...said,
    level: levelOf(riskTermsFor(service.policies.riskRules, service.world(), draft.school, turn.at), draft.likelihood, draft.severity),
    controls: renewControls(before?.controls ?? [], controls, turn.at),
    retiredAt: retired ? (before?.retiredAt ?? turn.at) : null,
  };
  keepRisk(turn, risk);
  audit(turn, {
    actor: actor.id,
    act: before ? (retired && before.retiredAt === null ? 'risk.retired' : 'risk.changed') : 'risk.recorded',
    subject: 'risk',
    subjectId: id,
    school: risk.school,
    detail: {
      space: risk.space,
      category: risk.category,
      likelihood: risk.likelihood,
      severity: risk.severity,
      level: risk.level,
      controls: risk.controls.map(({ id: control, owner, everyDays }) => ({ control, owner, everyDays })),
    },
    said: { source: risk.source, ...Object.fromEntries(risk.controls.map(({ id: control, measure }) => [`measure ${control}`, measure])) },
  });
  service.commit(turn);
  return { ok: true, value: risk };
};

/** Leads the safety work of the school: by post, or as its safety officer. */
const leadsSafety = (service: Service, actor: Actor, school: string): boolean =>
  (actor.role === 'safety-officer' && actor.org === school) ||
  [...service.world().posts.values()].some((post) => post.org === school && post.headship === 'safety' && post.holders.includes(actor.id));

const check = (service: Service, actor: Actor, id: string, controlId: string, note: string | null): Result<Risk> => {
  const risk = service.facts.get('risk', id);
  const control = risk?.controls.find((one) => one.id === controlId);
  if (!risk || !control) return refused(404, 'not_found', `no control ${controlId} of risk ${id}`);
  if (risk.retiredAt !== null) return refused(409, 'retired', 'this risk is no longer kept');
  if (control.owner !== actor.id && !leadsSafety(service, actor, risk.school))
    return refused(409, 'not_yours', 'its owner checks it, or who leads the safety work of the school');
  const turn = newTurn(service.clock.now());
  const next = checkControl(risk, controlId, turn.at);
  keepRisk(turn, next);
  audit(turn, {
    actor: actor.id,
    act: 'control.checked',
    subject: 'risk',
    subjectId: id,
    school: risk.school,
    detail: { control: controlId, owner: control.owner, missedSince: control.missedSince },
    ...(note === null ? {} : { said: { note } }),
  });
  service.commit(turn);
  return { ok: true, value: next };
};

/** The owner is told; where there is none any more, who is accountable for the place. */
const tellOwner = (service: Service, turn: Turn, risk: Risk, control: Control): void => {
  const world = service.world();
  const owner = world.people.get(control.owner)?.active ? control.owner : null;
  const person = owner ?? responsibilityFor(world, { ...risk, responsible: null }).accountable?.person ?? null;
  if (person === null) return;
  const id = service.newId('inb');
  turn.put.inboxItem.set(id, {
    id,
    person,
    school: risk.school,
    at: turn.at,
    kind: 'control_missed',
    subject: 'risk',
    subjectId: risk.id,
    facts: { control: control.id, measure: control.measure },
    as: owner === null ? 'responsible' : 'control_owner',
    readAt: null,
  });
};

const missed = (service: Service, turn: Turn, risk: Risk, control: Control): void => {
  const hazard = reportHazard(service, turn, {
    school: risk.school,
    space: risk.space,
    device: null,
    category: 'control_missed',
    origin: 'control_missed',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: `管控措施未按期检查：${control.measure}`,
    facts: { risk: risk.id, control: control.id },
  });
  audit(turn, {
    actor: 'system',
    act: 'control.missed',
    subject: 'risk',
    subjectId: risk.id,
    school: risk.school,
    detail: { control: control.id, owner: control.owner, since: control.missedSince, hazard: hazard.id },
  });
  tellOwner(service, turn, risk, control);
};

/** The moment of a risk: controls whose check is missing by now. */
export const controlDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const risk = service.facts.get('risk', row.subject);
  if (!risk) return;
  const { risk: next, missed: missing } = missChecks(risk, turn.at);
  for (const control of missing) missed(service, turn, next, control);
  keepRisk(turn, next);
};

export const riskActs = (service: Service): Pick<RiskActs, 'putRisk' | 'checkControl'> => ({
  putRisk: (actor, id, draft, ifMatch) => putRisk(service, actor, id, draft, ifMatch),
  checkControl: (actor, risk, control, note) => check(service, actor, risk, control, note),
});
