/** Hazards that sensors and alarms open: what must be put right. A person grades them. */
import type { Hazard } from '../../contracts/hazard.ts';
import type { World } from '../world.ts';

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

/** At most one open hazard per device and category (per incident for confirmed events). */
export const sameHazard = (world: World, cause: HazardCause): Hazard | null => {
  for (const hazard of world.hazards.values()) {
    if (hazard.category !== cause.category || hazard.school !== cause.school) continue;
    if (cause.incident !== null ? hazard.incident === cause.incident : hazard.device === cause.device) return hazard;
  }
  return null;
};

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
  state: 'reported',
  origin: cause.origin,
  alarm: cause.alarm,
  incident: cause.incident,
  description: cause.description,
  facts: { ...cause.facts },
  reportedBy: 'system',
  reportedAt: cause.at,
  deadline: null,
  overdue: false,
  listed: false,
  actors: { create: 'system' },
  forms: {},
  closedAt: null,
});
