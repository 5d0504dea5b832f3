/** Delivery of documents: it starts the clock. */
import type { DocumentActs } from '../acts/documents.ts';
import type { Delivery, FormalDocument } from '../contracts/document.ts';
import type { Hazard } from '../contracts/hazard.ts';
import { dayMs } from '../core/calendar.ts';
import { freshLadder } from '../core/hazards/moments.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor, Result } from '../ports.ts';
import { draftDocument } from './issue-document.ts';
import { hazardNow, keepHazard, termsAt } from './keep-hazard.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** A notice's days run from delivery, where the hazard of this round has no deadline yet: nothing else moves one. */
const deadlineBy = ({ kind, days, issuedAt }: FormalDocument, hazard: Hazard, deliveredAt: number): number | null =>
  kind === 'rectification_notice' && days !== null && hazard.open && hazard.deadline === null && issuedAt >= hazard.since
    ? deliveredAt + days * dayMs
    : null;

const startClock = (service: Service, turn: Turn, document: FormalDocument): number | null => {
  const hazard = hazardNow(service, turn, document.hazard);
  if (!hazard) return null;
  const deadline = deadlineBy(document, hazard, turn.at);
  if (deadline === null) return null;
  const ladder = freshLadder(termsAt(service, hazard.school, turn.at), deadline, turn.at);
  keepHazard(service, turn, { ...hazard, version: hazard.version + 1, deadline, overdue: false, ladder });
  return deadline;
};

const deliver = (service: Service, actor: Actor, id: string, delivery: Delivery, ifMatch: number | null): Result<FormalDocument> => {
  const document = service.facts.get('document', id);
  if (!document) return { ok: false, status: 404, code: 'not_found', detail: `no document ${id}` };
  if (ifMatch !== null && ifMatch !== document.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${document.version} is current` };
  if (document.deliveredAt !== null)
    return { ok: false, status: 409, code: 'already_delivered', detail: 'this document has been delivered' };
  const { opinion, signature } = delivery;
  if ('typed' in signature && signature.typed !== actor.name)
    return { ok: false, status: 400, code: 'signature_not_yours', detail: 'the name typed is not your own' };
  const turn = newTurn(service.clock.now());
  const delivered: FormalDocument = {
    ...document,
    version: document.version + 1,
    deliveredAt: turn.at,
    deliveredTo: actor.id,
    opinion,
    signature,
  };
  turn.put.document.set(id, delivered);
  const deadline = startClock(service, turn, delivered);
  audit(turn, {
    actor: actor.id,
    act: 'document.delivered',
    subject: 'hazard',
    subjectId: document.hazard,
    school: document.school,
    detail: { document: id, kind: document.kind, year: document.year, number: document.number, deadline },
    said: { opinion },
  });
  service.commit(turn);
  return { ok: true, value: delivered };
};

export const documentActs = (service: Service): DocumentActs => ({
  onDelivery: (actor, id, delivery, ifMatch) => deliver(service, actor, id, delivery, ifMatch),
  draftNotice: (actor, hazard) => {
    const world = service.world();
    const bureau = branchAbove(world, hazard.school).find((org) => world.orgs.get(org)?.kind === 'bureau');
    const issuer = { ...actor, name: '', org: bureau ?? actor.org };
    return draftDocument(service, service.clock.now(), 'rectification_notice', hazard, issuer, {});
  },
});
