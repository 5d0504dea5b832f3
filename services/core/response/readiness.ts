/** Is the school ready for an emergency? Domain C4's plan check, row by row. */
import type { Responder } from '../../contracts/responder.ts';
import type { ResponsePlan, SchoolReadiness, Supply, Team } from '../../contracts/response.ts';
import type { Gap } from '../../contracts/rota.ts';
import { dayMs } from '../calendar.ts';
import type { ResponseRules } from './policy.ts';

export interface Preparations {
  readonly now: number;
  /** The plan that a fire would begin with; null = only the shipped tasks. */
  readonly plan: ResponsePlan | null;
  /** When the last drill was held. */
  readonly lastDrillAt: number | null;
  readonly drillEveryMs: number;
  readonly hasRota: boolean;
  /** Of the rota as far ahead as it must be filled. */
  readonly gaps: readonly Gap[];
  readonly onShift: readonly string[];
  readonly personsAShift: number;
  readonly responders: readonly Responder[];
  readonly supplies: readonly Supply[];
  readonly teams: readonly Team[];
}

type Check = SchoolReadiness['checks'][number];

/** Teams an emergency plan needs somebody to lead (domain C4: micro station, evacuation, medical). */
const neededTeams = ['micro_station', 'evacuation', 'medical'] as const;

/** A seat that nobody holds, or only somebody who will not be there. */
const unfilled: ReadonlySet<Gap['kind']> = new Set(['nobody', 'on_leave', 'inactive']);

const planChecks = ({ plan, now }: Preparations): Check[] => {
  const named = plan ? { plan: plan.name, edition: String(plan.edition) } : {};
  const due = plan?.reviewDueAt ?? null;
  return [
    { check: 'plan_in_force', ok: plan !== null, facts: named },
    {
      check: 'plan_reviewed',
      ok: plan !== null && (due === null || due > now),
      facts: { ...named, ...(due === null ? {} : { dueAt: String(due) }) },
    },
  ];
};

const responderCheck = ({ responders, now }: Preparations, days: number): Check => {
  const active = responders.filter(({ active }) => active);
  const stale = active.filter(({ verifiedAt }) => verifiedAt === null || now - verifiedAt > days * dayMs);
  return {
    check: 'responders_verified',
    ok: active.length > 0 && stale.length === 0,
    facts: { responders: String(active.length), unverified: String(stale.length), days: String(days) },
  };
};

const supplyCheck = ({ supplies, now }: Preparations): Check => {
  const expired = supplies.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
  return {
    check: 'supplies_current',
    ok: supplies.length > 0 && expired.length === 0,
    facts: { supplies: String(supplies.length), expired: String(expired.length) },
  };
};

const teamCheck = ({ teams }: Preparations): Check => {
  const lacking = neededTeams.filter(
    (kind) => !teams.some((team) => team.kind === kind && team.leader !== null && team.members.length > 0),
  );
  return { check: 'teams_named', ok: lacking.length === 0, facts: lacking.length === 0 ? {} : { lacking: lacking.join(',') } };
};

/** A school is ready when every row holds. */
export const readinessOf = ({ readiness }: ResponseRules, found: Preparations): SchoolReadiness => {
  const { now, lastDrillAt, drillEveryMs, hasRota, gaps, onShift, personsAShift } = found;
  const open = gaps.filter(({ kind }) => unfilled.has(kind));
  const [first] = open;
  const checks: Check[] = [
    ...planChecks(found),
    {
      check: 'drill_recent',
      ok: lastDrillAt !== null && now - lastDrillAt <= drillEveryMs,
      facts: { days: String(Math.round(drillEveryMs / dayMs)), ...(lastDrillAt === null ? {} : { lastAt: String(lastDrillAt) }) },
    },
    {
      check: 'rota_filled',
      ok: hasRota && open.length === 0,
      facts: { days: String(readiness.rotaDays.ahead), gaps: String(open.length), ...(first ? { firstAt: String(first.from) } : {}) },
    },
    {
      check: 'two_on_shift',
      ok: onShift.length >= personsAShift,
      facts: { onShift: String(onShift.length), needed: String(personsAShift) },
    },
    responderCheck(found, readiness.responderDays.within),
    supplyCheck(found),
    teamCheck(found),
  ];
  return { ready: checks.every(({ ok }) => ok), checks };
};
