/** Being ready for an emergency: the acts of plans, musters, supplies and teams, and the plan check of a school. */
import type { ResponseActs } from '../acts/response.ts';
import type { SchoolReadiness } from '../contracts/response.ts';
import { dayMs } from '../core/calendar.ts';
import { drillEveryMs } from '../core/drills/drill.ts';
import { readinessOf } from '../core/response/readiness.ts';
import { planFor } from '../core/response/tasks.ts';
import { findGaps } from '../core/rota/gaps.ts';
import { hasRota, onSeat } from '../core/rota/on-duty.ts';
import { branchAbove } from '../core/world.ts';
import { gapTermsOf } from './hold-seats.ts';
import { countHeads, endMuster, startMuster } from './musters.ts';
import { approveResponsePlan, putResponsePlan, responsePlansFor } from './plans.ts';
import type { Service } from './service.ts';
import { checkSupply, putSupply, putTeam } from './supplies.ts';

/** More supplies or teams than a school has. */
const most = 2000;

const readiness = (service: Service, school: string): SchoolReadiness => {
  const world = service.world();
  const now = service.clock.now();
  const rules = service.policies.response;
  const org = world.orgs.get(school);
  const { items: drills } = service.facts.list('drill', { where: { school, state: 'ended' }, schools: null, limit: 50 });
  const drillsEndedAt = drills.flatMap(({ endedAt }) => endedAt ?? []);
  const above = branchAbove(world, school);
  const inDutyRoom = (['first', 'second'] as const).flatMap((role) => onSeat(world, school, role, now));
  return readinessOf(rules, {
    now,
    plan: planFor(world, school, 'smoke'),
    lastDrillAt: drillsEndedAt.length === 0 ? null : Math.max(...drillsEndedAt),
    drillEveryMs: org ? drillEveryMs(org) : 0,
    hasRota: hasRota(world, school),
    gaps: findGaps(world, school, now, now + rules.readiness.rotaDays.ahead * dayMs, gapTermsOf(service)),
    onShift: [...new Set(inDutyRoom.map(({ id }) => id))],
    personsAShift: service.policies.duty.crew.personsAShift,
    responders: [...world.responders.values()].filter((responder) => above.includes(responder.school)),
    supplies: service.facts.list('supply', { where: { school }, schools: null, limit: most }).items,
    teams: service.facts.list('team', { where: { school }, schools: null, limit: most }).items,
  });
};

export const responseActs = (service: Service): ResponseActs => ({
  putResponsePlan: (actor, id, form, ifMatch) => putResponsePlan(service, actor, id, form, ifMatch),
  approveResponsePlan: (actor, id, ifMatch) => approveResponsePlan(service, actor, id, ifMatch),
  responsePlansFor: (school) => responsePlansFor(service, school),
  startMuster: (actor, incident) => startMuster(service, actor, incident),
  countHeads: (actor, muster, count) => countHeads(service, actor, muster, count),
  endMuster: (actor, muster) => endMuster(service, actor, muster),
  putSupply: (actor, id, form, ifMatch) => putSupply(service, actor, id, form, ifMatch),
  checkSupply: (actor, id) => checkSupply(service, actor, id),
  putTeam: (actor, id, form, ifMatch) => putTeam(service, actor, id, form, ifMatch),
  readiness: (school) => readiness(service, school),
});
