/** A document is issued: numbered and frozen in the same transaction as the step that calls for it. */
import type { DocumentKind, FormalDocument } from '../contracts/document.ts';
import { signatureSchema } from '../contracts/document.ts';
import type { Hazard } from '../contracts/hazard.ts';
import { freeze } from '../core/documents/content.ts';
import { yearOf } from '../core/documents/dates.ts';
import { nextNumber, numberText } from '../core/documents/number.ts';
import type { Printable } from '../core/documents/paper.ts';
import type { Turn } from '../core/turn.ts';
import { branchAbove } from '../core/world.ts';
import type { Actor } from '../ports.ts';
import type { Service } from './service.ts';

/** The organisation of who issues it; for a token of the whole installation, the one above all. */
const issuerOf = (service: Service, actor: Actor, school: string): string =>
  service.world().orgs.has(actor.org) ? actor.org : (branchAbove(service.world(), school).at(-1) ?? school);

/** The hazard's newest rectification notice, as it is stored. */
export const noticeOf = (service: Pick<Service, 'facts'>, hazard: string): FormalDocument | null =>
  service.facts.list('document', { where: { hazard, kind: 'rectification_notice' }, schools: null, limit: 1 }).items[0] ?? null;

/** What a document of this kind says about the case now. */
export const draftDocument = (
  service: Service,
  at: number,
  kind: DocumentKind,
  hazard: Hazard,
  actor: Actor,
  form: Readonly<Record<string, unknown>>,
): Printable => {
  const issuer = issuerOf(service, actor, hazard.school);
  const earlier = noticeOf(service, hazard.id);
  // A notice of the round before the hazard was reopened says nothing about this one.
  const notice = earlier !== null && earlier.issuedAt >= hazard.since ? numberText(earlier.kind, earlier.year, earlier.number) : null;
  const signature = signatureSchema.safeParse(form['signature']);
  return {
    id: service.newId('doc'),
    version: 1,
    kind,
    school: hazard.school,
    hazard: hazard.id,
    issuer,
    year: yearOf(at),
    number: null,
    issuedAt: at,
    issuedBy: actor.id,
    ...freeze(kind, { world: service.world(), hazard, form, at, issuer, issuedBy: actor.name, notice }),
    days: typeof form['days'] === 'number' ? form['days'] : null,
    deliveredAt: null,
    deliveredTo: null,
    opinion: null,
    signature: null,
    issuerSignature: signature.success ? signature.data : null,
  };
};

/**
 * Issues a document about a hazard as the step leaves it. The number is the next after what is committed and what this
 * turn gives itself, so a turn that is never committed leaves no gap.
 */
export const issueDocument = (
  service: Service,
  turn: Turn,
  kind: DocumentKind,
  hazard: Hazard,
  actor: Actor,
  form: Readonly<Record<string, unknown>>,
): FormalDocument => {
  const draft = draftDocument(service, turn.at, kind, hazard, actor, form);
  const committed = service.facts.highestNumber(draft.issuer, kind, draft.year);
  const document: FormalDocument = { ...draft, number: nextNumber(draft, committed, turn.put.document.values()) };
  turn.put.document.set(document.id, document);
  return document;
};
