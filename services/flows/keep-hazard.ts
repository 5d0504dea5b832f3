/** The one way a hazard is kept: put, shown, and looked at again when something of it is due next. */
import type { Hazard } from '../contracts/hazard.ts';
import { nextMoment } from '../core/hazards/moments.ts';
import type { HazardTerms } from '../core/hazards/policy.ts';
import { termsFor } from '../core/hazards/policy.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { Service } from './service.ts';

/** Time limits and ladder that hold at a school now. */
export const termsAt = (service: Service, school: string, at: number): HazardTerms =>
  termsFor(service.policies.hazardRules, service.world(), school, at);

/** The hazard as this turn leaves it so far, else as it is stored. */
export const hazardNow = (service: Service, turn: Turn, id: string): Hazard | null =>
  turn.put.hazard.get(id) ?? service.facts.get('hazard', id);

export const keepHazard = (service: Service, turn: Turn, hazard: Hazard): void => {
  turn.put.hazard.set(hazard.id, hazard);
  noteChange(turn, 'hazard', hazard);
  const key = `hazard:${hazard.id}`;
  const dueAt = nextMoment(hazard, termsAt(service, hazard.school, turn.at));
  turn.due.set(key, dueAt === null ? null : { key, kind: 'hazard', dueAt, subject: hazard.id });
};
