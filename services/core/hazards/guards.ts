/** Conditions of the steps beyond state and role: a stable code each, put into words by the screens. */
import type { Evidence } from '../../contracts/evidence.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import type { Org } from '../../contracts/place.ts';
import type { Role } from '../../contracts/values.ts';
import { dayMs, workdaysBetween } from '../calendar.ts';
import type { HazardTerms } from './policy.ts';

/** Who asks, as far as the table cares. */
export interface HazardActor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Placed above the school, so that a check by this person is a check from outside. */
  readonly fromOutside: boolean;
}

/** How the detector does that a sensor-born hazard is about. */
export interface DetectorHealth {
  /** In service and without a fault since; null = it is not healthy now. */
  readonly healthySince: number | null;
  readonly lastTestAt: number | null;
}

/** What the steps look at beside the hazard; asked for only by the rows that need it. */
export interface HazardContext {
  readonly at: number;
  readonly terms: HazardTerms;
  readonly fence: Org['location'];
  /** null = the hazard is about no device. */
  readonly detector: () => DetectorHealth | null;
  /** Pictures of this hazard by id. */
  readonly evidence: () => ReadonlyMap<string, Evidence>;
}

type Check = (hazard: Hazard, actor: HazardActor, context: HazardContext) => boolean;

const isMajor = (hazard: Hazard): boolean => hazard.grade === 'major' || hazard.listed;

export const guards = {
  /** Nobody closes their own hazard: neither who had a hand in putting it right nor who is responsible for it. */
  not_own_case: (hazard, actor) => !hazard.menders.includes(actor.id) && hazard.responsible !== actor.id,
  from_outside_if_major: (hazard, actor) => !isMajor(hazard) || actor.fromOutside,
  general_only: (hazard) => hazard.grade === 'general',
  major_only: (hazard) => hazard.grade === 'major',
  not_listed: (hazard) => !hazard.listed,
  listed_only: (hazard) => hazard.listed,
  /** What inspectors found, inspectors alone may dismiss. */
  inspection_by_bureau: (hazard, actor) => hazard.origin !== 'inspection' || actor.fromOutside,
  /** The plan of a major hazard is the bureau's to accept, of a general one the principal's. */
  major_by_bureau: (hazard, actor) => hazard.grade !== 'major' || actor.fromOutside,
  major_confirmed: (hazard) =>
    hazard.grade !== 'major' || (hazard.actors['confirm_school'] !== undefined && hazard.actors['confirm_bureau'] !== undefined),
  not_yet_confirmed: (hazard, actor) => hazard.actors[actor.fromOutside ? 'confirm_bureau' : 'confirm_school'] === undefined,
  has_protection: (hazard) => hazard.protection.length > 0,
  before_deadline: (hazard, _actor, { at }) => hazard.deadline !== null && at <= hazard.deadline,
  /** A listed hazard's extension is asked for early enough to be decided before its deadline. */
  asked_in_time: (hazard, _actor, { at, terms }) =>
    !hazard.listed || (hazard.deadline !== null && workdaysBetween(at, hazard.deadline) >= terms.listing.askExtensionWorkdays),
  past_deadline: (hazard, _actor, { at }) => hazard.deadline !== null && at > hazard.deadline,
  criticism_due: (hazard) => hazard.ladder.some(({ step }) => step === 'criticism'),
  /** Sensor-proved closure: paper alone closes nothing that a detector reported. */
  detector_healthy: (_hazard, _actor, { at, terms, detector }) => {
    const health = detector();
    return health === null || (health.healthySince !== null && at - health.healthySince >= terms.healthyHours * 3600_000);
  },
  /** A functional test after the hazard was reported (and after it was reopened). */
  detector_tested: (hazard, _actor, { detector }) => {
    const health = detector();
    return health === null || (health.lastTestAt !== null && health.lastTestAt >= hazard.since);
  },
  recheck_due: (hazard, _actor, { at }) => hazard.rechecks.some((r) => r.doneAt === null && at >= r.dueAt - dayMs),
  not_watched: (hazard) => !hazard.watched,
  watched_only: (hazard) => hazard.watched,
} as const satisfies Readonly<Record<string, Check>>;

export type Guard = keyof typeof guards;

export const holds = (guard: Guard, hazard: Hazard, actor: HazardActor, context: HazardContext): boolean =>
  (guards[guard] as Check)(hazard, actor, context);
