/** Hazards as they begin: opened by sensors and alarms, or reported by people. A person grades them. */
import type { Hazard } from '../../contracts/hazard.ts';

export interface HazardCause {
  readonly id: string;
  readonly school: string;
  readonly space: string | null;
  readonly device: string | null;
  readonly category: Hazard['category'];
  readonly origin: Hazard['origin'];
  readonly alarm: string | null;
  readonly incident: string | null;
  readonly suggestedGrade: Hazard['suggestedGrade'];
  readonly description: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly at: number;
}

/** Born reported: a system source needs no draft. Its reporter is the system, so any person may check it. */
export const openHazard = (cause: HazardCause): Hazard => ({
  id: cause.id,
  version: 1,
  school: cause.school,
  space: cause.space,
  device: cause.device,
  category: cause.category,
  grade: null,
  suggestedGrade: cause.suggestedGrade,
  rule: null,
  criteria: [],
  cause: null,
  state: 'reported',
  open: true,
  origin: cause.origin,
  alarm: cause.alarm,
  incident: cause.incident,
  description: cause.description,
  facts: { ...cause.facts },
  reportedBy: 'system',
  reportedAt: cause.at,
  since: cause.at,
  place: null,
  responsible: null,
  deadline: null,
  overdue: false,
  listed: false,
  stopUse: false,
  watched: false,
  protection: [],
  limit: null,
  missedLimits: [],
  ladder: [],
  remindedAt: null,
  rechecks: [],
  actors: { create: 'system' },
  menders: [],
  forms: {},
  reopened: 0,
  closedAt: null,
  onTime: null,
});

/** Two controls of one room are two things that nobody looked after, and so are two supplies of one school. */
const toldApartBy: Partial<Record<Hazard['category'], readonly string[]>> = { control_missed: ['risk', 'control'], supply_expired: ['id'] };

/** The key under which a hazard of the system is one and the same: per incident, else per device, else per place. */
export const isSame = (
  hazard: Hazard,
  cause: Pick<HazardCause, 'school' | 'category' | 'incident' | 'device' | 'space' | 'facts'>,
): boolean => {
  if (hazard.category !== cause.category || hazard.school !== cause.school) return false;
  if (toldApartBy[cause.category]?.some((name) => hazard.facts[name] !== cause.facts[name])) return false;
  if (cause.incident !== null) return hazard.incident === cause.incident;
  if (cause.device !== null) return hazard.device === cause.device;
  return hazard.device === null && hazard.incident === null && hazard.space === cause.space;
};
