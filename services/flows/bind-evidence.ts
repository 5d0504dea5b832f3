/** Pictures sent ahead of what they belong to are bound to it when it names them. */
import type { Evidence } from '../contracts/evidence.ts';
import { isOpen, settled } from '../core/evidence/flags.ts';
import { keptAtLeastUntil } from '../core/evidence/retention.ts';
import type { Turn } from '../core/turn.ts';
import type { Service } from './service.ts';

const bound = (service: Service, turn: Turn, evidence: Evidence, hazard: string): Evidence => {
  const reportedAt = (turn.put.hazard.get(hazard) ?? service.facts.get('hazard', hazard))?.reportedAt ?? turn.at;
  const own: Evidence = { ...evidence, hazard };
  const flags = settled(own, reportedAt, (id) => turn.put.evidence.get(id) ?? service.facts.get('evidence', id));
  const deleteAt = keptAtLeastUntil(evidence.capture?.uploadedAt ?? turn.at, service.policies.hazardEvidenceYears);
  return { ...own, flags, flagged: flags.some(isOpen), deleteAt };
};

/**
 * Binds one's own pictures of this school to the hazard; those bound to it already stay. A picture that is not there,
 * of somebody else or of another hazard is `unknown`, and nothing is bound.
 */
export const bindEvidence = (
  service: Service,
  turn: Turn,
  hazard: string,
  ids: readonly string[],
  by: string,
  school: string,
): 'ok' | 'unknown' => {
  const found = ids.map((id) => turn.put.evidence.get(id) ?? service.facts.get('evidence', id));
  const mayBind = found.every(
    (evidence) =>
      evidence?.state === 'stored' &&
      evidence.school === school &&
      (evidence.hazard === hazard || (evidence.hazard === null && evidence.alarm === null && evidence.capture?.by === by)),
  );
  if (!mayBind) return 'unknown';
  const fresh = found.flatMap((evidence) => (evidence && evidence.hazard === null ? [evidence] : []));
  // All of them first: two of one report that resemble each other must both be known to belong to it.
  for (const evidence of fresh) turn.put.evidence.set(evidence.id, { ...evidence, hazard });
  for (const evidence of fresh) {
    const next = bound(service, turn, evidence, hazard);
    turn.put.evidence.set(next.id, next);
    turn.due.set(`forget:${next.id}`, { key: `forget:${next.id}`, kind: 'forget', dueAt: next.deleteAt, subject: next.id });
  }
  return 'ok';
};
