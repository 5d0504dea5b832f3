/** 应急预案: drafted by one, put in force by another; an edition is never changed, the next one takes its place. */
import type { ResponsePlan, ResponsePlanForm } from '../contracts/response.ts';
import { dayMs } from '../core/calendar.ts';
import { planFault, replacedBy } from '../core/response/plan.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { putRefusal, refused, safetyOf, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** More editions than an organisation ever writes. */
const mostPlans = 1000;

const plansOf = (service: Service, school: string): ResponsePlan[] =>
  service.facts.list('responsePlan', { where: { school }, schools: null, limit: mostPlans }).items;

const keepPlan = (service: Service, turn: Turn, plan: ResponsePlan): void => {
  const { responsePlans } = service.world();
  if (plan.state === 'in_force') responsePlans.set(plan.id, plan);
  else responsePlans.delete(plan.id);
  turn.put.responsePlan.set(plan.id, plan);
  const key = `plan_review:${plan.id}`;
  const dueAt = plan.state === 'in_force' ? plan.reviewDueAt : null;
  turn.due.set(key, dueAt === null ? null : { key, kind: 'plan_review', dueAt, subject: plan.id });
};

const noted = (
  service: Service,
  turn: Turn,
  plan: ResponsePlan,
  actor: string,
  act: string,
  detail: Readonly<Record<string, unknown>>,
): void =>
  audit(turn, { actor, act, subject: 'responsePlan', subjectId: plan.id, school: schoolOrNull(service.world(), plan.school), detail });

const nextEdition = (plans: readonly ResponsePlan[], id: string): number =>
  1 + Math.max(0, ...plans.filter((plan) => plan.id !== id && plan.state !== 'draft').map(({ edition }) => edition));

export const putResponsePlan = (
  service: Service,
  actor: Actor,
  id: string,
  form: ResponsePlanForm,
  ifMatch: number | null,
): Result<ResponsePlan> => {
  const known = service.facts.get('responsePlan', id);
  const place = known && { org: known.school, version: known.version };
  const refusal = putRefusal(service, actor, id, form.school, place ?? undefined, ifMatch);
  if (refusal) return refusal;
  if (known && known.state !== 'draft') return refused(409, 'plan_in_force', 'an edition is never changed: write the next one');
  if (known && known.school !== form.school) return refused(409, 'org_fixed', 'a plan stays where it is: make a new one');
  const fault = planFault(form);
  if (fault !== null) return refused(400, fault, 'a task needs its own words, and stands once on its level');
  const turn = newTurn(service.clock.now());
  const plan: ResponsePlan = {
    id,
    version: (known?.version ?? 0) + 1,
    ...form,
    edition: nextEdition(plansOf(service, form.school), id),
    state: 'draft',
    by: actor.id,
    inForceAt: null,
    approvedBy: null,
    reviewDueAt: null,
  };
  keepPlan(service, turn, plan);
  const tasks = Object.values(plan.levels).reduce((sum, list) => sum + list.length, 0);
  noted(service, turn, plan, actor.id, 'response_plan.drafted', { kinds: plan.kinds, edition: plan.edition, tasks });
  service.commit(turn);
  return { ok: true, value: plan };
};

export const approveResponsePlan = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<ResponsePlan> => {
  const plan = service.facts.get('responsePlan', id);
  if (!plan) return refused(404, 'not_found', `no plan ${id}`);
  if (ifMatch !== null && ifMatch !== plan.version) return refused(412, 'stale', `version ${plan.version} is current`);
  if (plan.state !== 'draft') return refused(409, 'plan_in_force', 'it is in force, or was');
  if (plan.by === actor.id) return refused(409, 'second_person', 'somebody else than its author puts a plan in force');
  const turn = newTurn(service.clock.now());
  const plans = plansOf(service, plan.school);
  for (const older of replacedBy(plan, plans)) {
    keepPlan(service, turn, { ...older, version: older.version + 1, state: 'superseded' });
    noted(service, turn, older, actor.id, 'response_plan.superseded', { by: plan.id });
  }
  const inForce: ResponsePlan = {
    ...plan,
    version: plan.version + 1,
    edition: nextEdition(plans, id),
    state: 'in_force',
    inForceAt: turn.at,
    approvedBy: actor.id,
    reviewDueAt: turn.at + service.policies.response.plans.reviewDays * dayMs,
  };
  keepPlan(service, turn, inForce);
  noted(service, turn, inForce, actor.id, 'response_plan.in_force', {
    edition: inForce.edition,
    author: plan.by,
    reviewDueAt: inForce.reviewDueAt,
  });
  service.commit(turn);
  return { ok: true, value: inForce };
};

export const responsePlansFor = (service: Service, school: string): ResponsePlan[] =>
  branchAbove(service.world(), school).flatMap((org) => plansOf(service, org));

/** A plan is to be reviewed: told once; the plan stays in force. */
export const planReviewDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const plan = service.facts.get('responsePlan', row.subject);
  if (plan?.state !== 'in_force') return;
  for (const person of safetyOf(service.world(), plan.school)) {
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: plan.school,
      at: turn.at,
      kind: 'plan_review_due',
      subject: 'responsePlan',
      subjectId: plan.id,
      facts: { plan: plan.name },
      as: 'safety_officer',
      readAt: null,
    });
  }
};
