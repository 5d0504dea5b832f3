import type { Hazard } from '../contracts/hazard.ts';
import type { HazardCause } from '../core/hazards/open.ts';
import { openHazard, sameHazard } from '../core/hazards/open.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** Reports a hazard that the system itself found; the same one still open is not reported twice. */
export const reportHazard = (service: Service, turn: Turn, cause: Omit<HazardCause, 'id' | 'at'>): Hazard => {
  const whole: HazardCause = { ...cause, id: service.newId('haz'), at: turn.at };
  const known = sameHazard(service.world(), whole);
  if (known) return known;
  const hazard = openHazard(whole);
  service.world().hazards.set(hazard.id, hazard);
  turn.put.hazard.set(hazard.id, hazard);
  noteChange(turn, 'hazard', hazard);
  audit(turn, {
    actor: 'system',
    act: 'hazard.reported',
    subject: 'hazard',
    subjectId: hazard.id,
    school: hazard.school,
    detail: { category: hazard.category, alarm: hazard.alarm, device: hazard.device, facts: hazard.facts },
  });
  return hazard;
};
