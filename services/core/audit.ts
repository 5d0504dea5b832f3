/**
 * The audit chain: every act is a row whose hash covers the row and the hash before it, so that an edit, a deletion, a
 * reorder or a cut shows. The verifier needs the rows and a SHA-256, nothing else.
 */
export interface ChainRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly school: string | null;
  /** JSON text exactly as stored. */
  readonly detail: string;
  readonly prevHash: string;
  readonly hash: string;
}

export type Sha256 = (text: string) => string;

/** What the first row's `prevHash` holds. */
export const chainStart = '0'.repeat(64);

/** The text a row's hash is taken of. */
export const canonical = (row: Omit<ChainRow, 'hash'>): string =>
  JSON.stringify([row.seq, row.at, row.actor, row.act, row.subject, row.subjectId, row.school, row.detail, row.prevHash]);

export const seal = (row: Omit<ChainRow, 'hash'>, sha256: Sha256): ChainRow => ({ ...row, hash: sha256(canonical(row)) });

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly entries: number; readonly brokenAt: number; readonly why: string };

/** Where a chain, or a section of one, begins: the entry before its first. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Walks the rows in order. `head` is what an anchor kept elsewhere must equal; without one a cut tail cannot show.
 * `after` is the entry before the first row, for a section of a chain.
 */
export const verifyChain = (
  rows: Iterable<ChainRow>,
  sha256: Sha256,
  anchor?: { entries: number; head: string },
  after: ChainPlace = { seq: 0, hash: chainStart },
): ChainVerdict => {
  let entries = 0;
  let head = after.hash;
  for (const row of rows) {
    const broken = (why: string): ChainVerdict => ({ ok: false, entries, brokenAt: row.seq, why });
    const expected = after.seq + entries + 1;
    if (row.seq !== expected) return broken(`entry ${expected} is missing: found ${row.seq}`);
    if (row.prevHash !== head) return broken('does not follow from the entry before it');
    if (row.hash !== sha256(canonical(row))) return broken('was changed after it was written');
    entries += 1;
    head = row.hash;
  }
  if (anchor && (anchor.entries !== entries || anchor.head !== head)) {
    return { ok: false, entries, brokenAt: after.seq + entries + 1, why: `the chain is cut: ${anchor.entries} entries were written` };
  }
  return { ok: true, entries, head };
};
