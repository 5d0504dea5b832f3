/** Something of a hazard is due: its deadline, a step of the ladder, a time limit, a check, a look back. */
import type { Hazard } from '../contracts/hazard.ts';
import type { HazardEvent } from '../core/hazards/moments.ts';
import { advanceHazard } from '../core/hazards/moments.ts';
import type { HazardTerms, TellLink } from '../core/hazards/policy.ts';
import type { Turn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { keepHazard, termsAt } from './keep-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { tellAboutHazard } from './tell-about-hazard.ts';

const linksOf = (terms: HazardTerms, happened: HazardEvent): readonly TellLink[] => {
  if (happened.event === 'overdue') return [];
  if ('days' in happened) return terms.ladder.find(({ step, days }) => step === happened.event && days === happened.days)?.tells ?? [];
  return terms.tells[happened.event];
};

const factsOf = (hazard: Hazard, happened: HazardEvent): Record<string, string> => {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(happened)) if (name !== 'event') facts[name] = String(value);
  const measure = hazard.protection.find(({ id }) => id === facts['protection'])?.measure;
  return measure === undefined ? facts : { ...facts, measure };
};

export const hazardDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const hazard = turn.put.hazard.get(row.subject) ?? service.facts.get('hazard', row.subject);
  if (!hazard) return;
  const terms = termsAt(service, hazard.school, turn.at);
  const { hazard: next, events } = advanceHazard(hazard, terms, turn.at);
  for (const happened of events) {
    const { event, ...detail } = happened;
    audit(turn, {
      actor: 'system',
      act: `hazard.${event}`,
      subject: 'hazard',
      subjectId: next.id,
      school: next.school,
      detail: { ...detail, deadline: next.deadline },
    });
    tellAboutHazard(service, turn, next, event, linksOf(terms, happened), { facts: factsOf(next, happened) });
  }
  keepHazard(service, turn, next);
};
