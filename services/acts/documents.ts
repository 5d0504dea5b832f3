/** What people do with formal documents. */
import type { Delivery, FormalDocument } from '../contracts/document.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Printable } from '../core/documents/paper.ts';
import type { Actor, Result } from '../ports.ts';

export interface DocumentActs {
  /** The school's leader takes delivery: from now the days of a notice run. `ifMatch` null = the version seen was not said. */
  readonly onDelivery: (actor: Actor, id: string, delivery: Delivery, ifMatch: number | null) => Result<FormalDocument>;
  /** What a rectification notice would say if it were issued now; it has no number. */
  readonly draftNotice: (actor: Actor, hazard: Hazard) => Printable;
}

/** Printing of documents. */
export interface DocumentOffice {
  /** `origin`: where people reach the server, for the code that opens the live case. */
  readonly pdf: (document: Printable, origin: string) => Promise<Uint8Array>;
  readonly docx: (document: Printable, origin: string) => Promise<Uint8Array>;
}
