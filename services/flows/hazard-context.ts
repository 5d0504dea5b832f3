/** What the steps of a hazard look at beside the hazard itself; asked of the store only by the steps that need it. */
import type { Evidence } from '../contracts/evidence.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { DetectorHealth, HazardActor, HazardContext } from '../core/hazards/guards.ts';
import type { Turn } from '../core/turn.ts';
import type { Actor } from '../ports.ts';
import { termsAt } from './keep-hazard.ts';
import type { Service } from './service.ts';

export const hazardActor = (service: Service, actor: Actor): HazardActor => ({
  id: actor.id,
  name: actor.name,
  role: actor.role,
  fromOutside: service.world().orgs.get(actor.org)?.kind !== 'school',
});

/** Since when the detector is in service and without a fault: a fault that cleared counts from its clearing. */
const healthOf = (service: Service, device: string): DetectorHealth => {
  const known = service.world().devices.get(device);
  if (known?.availability !== 'in_service') return { healthySince: null, lastTestAt: known?.lastTestAt ?? null };
  const faults = service.facts.list('alarm', { where: { device, level: 'fault' }, schools: null, limit: 20 }).items;
  const unwell = faults.some(({ open, condition }) => open && condition === 'active');
  const since = Math.max(known.availabilitySince, ...faults.map(({ clearedAt, lastAt }) => clearedAt ?? lastAt));
  return { healthySince: unwell ? null : since, lastTestAt: known.lastTestAt };
};

const evidenceOf = (service: Service, turn: Turn | null, hazard: string): ReadonlyMap<string, Evidence> => {
  const stored = service.facts.list('evidence', { where: { hazard }, schools: null, limit: 500 }).items;
  const bound = [...(turn?.put.evidence.values() ?? [])].filter((evidence) => evidence.hazard === hazard);
  return new Map([...stored, ...bound].map((evidence) => [evidence.id, evidence]));
};

/** `turn`: the one that pictures were bound in just now; null = only asking. */
export const hazardContext = (service: Service, hazard: Hazard, at: number, turn: Turn | null = null): HazardContext => {
  const { device } = hazard;
  return {
    at,
    terms: termsAt(service, hazard.school, at),
    fence: service.world().orgs.get(hazard.school)?.location ?? null,
    detector: () => (hazard.origin === 'sensor' && device !== null ? healthOf(service, device) : null),
    evidence: () => evidenceOf(service, turn, hazard.id),
  };
};
