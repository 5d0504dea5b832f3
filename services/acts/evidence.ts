/** What people do with pictures, and what looks at the pictures for them. */
import type { Capture, Evidence, FlagDecision, Nonce, UploadFields } from '../contracts/evidence.ts';
import type { Likeness } from '../core/evidence/compare.ts';
import type { Actor, Result } from '../ports.ts';

/** What a file says of itself and what it looks like. */
export interface SeenPicture {
  readonly original: Capture['original'];
  /** The kept, re-encoded picture. */
  readonly file: string;
  readonly sha256: string;
  readonly exifAt: number | null;
  /** Program the file says it was made by, where that is one for editing. */
  readonly editor: string | null;
  /** Why it looks like a picture of a screen; null = it does not. */
  readonly screenshot: 'said_by_file' | 'bars' | null;
  /** Kept evidence whose very file this is. */
  readonly sameFile: readonly string[];
  /** Kept evidence that shows the same picture, the likeliest first. */
  readonly alike: readonly { readonly id: string; readonly likeness: Likeness }[];
}

/** The picture side of the office. */
export interface Pictures {
  /** Checks, re-encodes, keeps and compares a file that was sent. Looking twice at one `id` is as good as once. */
  see(id: string, bytes: Uint8Array): Promise<Result<SeenPicture>>;
  newNonce(person: string, now: number): Nonce;
  /** When it was given to this person; null = never. */
  nonceGivenAt(person: string, nonce: string): number | null;
  /** The evidence a nonce was used for first. */
  useNonce(nonce: string, evidence: string, now: number): string;
  /** Deletes a kept picture and all it is recognised by. */
  forget(id: string, file: string | null): Promise<void>;
}

export interface EvidenceActs {
  readonly newCaptures: (actor: Actor, count: number) => Nonce[];
  /** `by`: a person's id, or `public`. The same key of the same person again answers the same evidence. */
  readonly addEvidence: (by: string, fields: UploadFields, bytes: Uint8Array) => Promise<Result<Evidence>>;
  readonly decideFlag: (actor: Actor, id: string, decision: FlagDecision) => Result<Evidence>;
}
