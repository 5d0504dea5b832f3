/** Pictures people send, and what people decide about them. */
import type { EvidenceActs } from '../acts/evidence.ts';
import type { Evidence, FlagDecision } from '../contracts/evidence.ts';
import { isOpen } from '../core/evidence/flags.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { openFinding } from './findings.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { createUpload } from './upload.ts';

const refused = (status: 403 | 404 | 409, code: string, detail: string): Result<never> => ({ ok: false, status, code, detail });

/** A person says whether a doubted picture is genuine; a fake one is a question for the leaders. */
const decideFlag = (service: Service, actor: Actor, id: string, { flag, other, verdict, note }: FlagDecision): Result<Evidence> => {
  const evidence = service.facts.get('evidence', id);
  if (!evidence) return refused(404, 'not_found', `no evidence ${id}`);
  if (evidence.capture?.by === actor.id) return refused(403, 'own_picture', 'one does not judge one’s own picture');
  const doubted = evidence.flags.filter((each) => each.flag === flag && each.other === other);
  if (doubted.length === 0) return refused(404, 'not_found', 'the picture has no such flag');
  if (!doubted.some(isOpen)) return refused(409, 'already_decided', 'the flag is decided already');
  const turn = newTurn(service.clock.now());
  const decided = { by: actor.id, at: turn.at, verdict, note };
  const flags = evidence.flags.map((each) => (doubted.includes(each) && isOpen(each) ? { ...each, decided } : each));
  const next: Evidence = { ...evidence, flags, flagged: flags.some(isOpen) };
  turn.put.evidence.set(id, next);
  audit(turn, {
    actor: actor.id,
    act: 'evidence.judged',
    subject: 'evidence',
    subjectId: id,
    school: evidence.school,
    detail: { flag, other, verdict, hazard: evidence.hazard },
    said: { note },
  });
  if (verdict === 'fake' && evidence.school !== null)
    openFinding(service, turn, {
      school: evidence.school,
      kind: 'fake_evidence',
      subject: 'evidence',
      subjectId: id,
      reason: 'judged_fake',
      facts: { flag, ...(evidence.hazard === null ? {} : { hazard: evidence.hazard }) },
      evidence: [id, ...(other === null ? [] : [other])].map((each) => `evidence:${each}`),
    });
  service.commit(turn);
  return { ok: true, value: next };
};

export const evidenceActs = (service: Service): EvidenceActs => ({
  newCaptures: (actor, count) => Array.from({ length: count }, () => service.pictures.newNonce(actor.id, service.clock.now())),
  addEvidence: createUpload(service),
  decideFlag: (actor, id, decision) => decideFlag(service, actor, id, decision),
});
