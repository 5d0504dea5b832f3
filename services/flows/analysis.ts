/** The two lists, common problems and rates, as one person may see them. */
import type { AnalysisActs } from '../acts/risk.ts';
import type { Measure } from '../contracts/risk.ts';
import { orgsBelow, schoolsSeen } from '../core/access/policy.ts';
import { gapsIn, headingsOf } from '../core/analysis/gaps.ts';
import { closureOf, paretoOf } from '../core/analysis/rates.ts';
import { resultSheets } from '../core/analysis/results.ts';
import { dayMs } from '../core/calendar.ts';
import type { RiskTerms } from '../core/risk/policy.ts';
import { riskTermsFor } from '../core/risk/policy.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor } from '../ports.ts';
import { lookBackActs } from './look-back.ts';
import type { Service } from './service.ts';

const termsOf = (service: Service, actor: Actor): RiskTerms =>
  riskTermsFor(service.policies.riskRules, service.world(), actor.org, service.clock.now());

/** Every measure of these organisations; null = of all. */
const measuresOf = (service: Service, orgs: readonly string[] | null): Measure[] => {
  const all: Measure[] = [];
  let cursor: string | undefined;
  do {
    const page = service.facts.list('measure', { schools: orgs, limit: 500, cursor });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
};

const measures = (service: Service, actor: Actor, query: Parameters<AnalysisActs['measures']>[1]): ReturnType<AnalysisActs['measures']> => {
  const world = service.world();
  const now = service.clock.now();
  const { rootCause } = termsOf(service, actor);
  const mine = orgsBelow(world, actor.org);
  const seen = measuresOf(service, mine);
  // What an organisation above has decided answers a school's cause too, though its list shows it only to those above.
  const above = mine === null ? [] : measuresOf(service, branchAbove(world, actor.org).slice(1));
  const found = { schools: schoolsSeen(world, actor.org), from: now - rootCause.withinDays * dayMs, to: now + 1 };
  return {
    ...service.facts.list('measure', { ...query, schools: mine }),
    headings: headingsOf(seen),
    gaps: gapsIn(world, service.facts.analysis.recurring(found, rootCause.times), [...seen, ...above]),
  };
};

const problems = (service: Service, query: Parameters<AnalysisActs['problems']>[0]): ReturnType<AnalysisActs['problems']> => {
  const { items, next } = service.facts.analysis.problems(query);
  const links = service.facts.analysis.measuresOf(items.map(({ hazard }) => hazard.id));
  return {
    items: items.map(({ hazard: { id, school, space, category, description, facts, reportedAt }, state }) => ({
      id,
      school,
      space,
      category,
      state,
      description,
      facts,
      reportedAt,
      measures: [...(links.get(id) ?? [])],
    })),
    next,
  };
};

export const analysisActs = (service: Service): AnalysisActs => ({
  problems: (query) => problems(service, query),
  measures: (actor, query) => measures(service, actor, query),
  resultSheets: (actor) => resultSheets(service.world(), measuresOf(service, orgsBelow(service.world(), actor.org))),
  causes: (actor, found) => paretoOf(service.facts.analysis.causes(found), termsOf(service, actor), found),
  closure: (found) => closureOf(service.facts.analysis.states(found), found),
  ...lookBackActs(service),
});
