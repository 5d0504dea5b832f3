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

/**
 * A text that a person typed for an entry of the chain. The chain holds only `saidHash` of it, so that the text and its
 * salt can be erased as the law demands and the chain stays whole; without the salt the hash tells nothing.
 */
export interface SaidRow {
  readonly seq: number;
  readonly field: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly salt: string | null;
  readonly value: string | null;
  /** null = it still stands. */
  readonly erasedAt: number | null;
}

/** Act of the entry that says what was erased, why and by whom. */
export const erasedAct = 'record.erased';

/** Salts are of one length, so that no other salt and text give the same string. */
export const saidHash = (salt: string, value: string, sha256: Sha256): string => sha256(salt + value);

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

/** Hashes of what was said with an entry, by field; entries of before that was kept apart have none. */
const saidIn = (detail: string): Readonly<Record<string, unknown>> => {
  if (!detail.includes('"said"')) return {};
  const parsed: unknown = JSON.parse(detail);
  const said: unknown = typeof parsed === 'object' && parsed !== null && 'said' in parsed ? parsed.said : null;
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
};

const saidFault = (row: ChainRow, told: readonly SaidRow[], sha256: Sha256): string | null => {
  const hashes = saidIn(row.detail);
  const lost = Object.keys(hashes).find((field) => !told.some((one) => one.field === field));
  if (lost !== undefined) return `what was said with it (${lost}) is missing`;
  for (const { field, subject, subjectId, salt, value, erasedAt } of told) {
    if (hashes[field] === undefined) return `it was told without anything said (${field})`;
    if (subject !== row.subject || subjectId !== row.subjectId) return `what was said with it (${field}) is put to something else`;
    if (erasedAt === null && (salt === null || value === null))
      return `what was said with it (${field}) is gone without having been erased`;
    if (salt !== null && value !== null && saidHash(salt, value, sha256) !== hashes[field])
      return `what was said with it (${field}) was changed after it was written`;
  }
  return null;
};

/**
 * The chain and what was said with its entries, both in order of `seq`. In a whole chain each erased text needs an entry
 * that says it was erased; a section may end before it.
 */
export const verifyRecord = (
  rows: Iterable<ChainRow>,
  said: Iterable<SaidRow>,
  sha256: Sha256,
  section?: { readonly anchor: { entries: number; head: string }; readonly after: ChainPlace },
): ChainVerdict => {
  const told = said[Symbol.iterator]();
  let next = told.next();
  let fault: { at: number; why: string } | null = null;
  /** Erased texts whose erasure the chain has not told of yet, by subject. */
  const unexplained = new Map<string, number>();
  const checkSaid = (row: ChainRow): void => {
    const own: SaidRow[] = [];
    for (; !next.done && next.value.seq <= row.seq; next = told.next()) {
      if (next.value.seq === row.seq) own.push(next.value);
      else fault ??= { at: next.value.seq, why: 'something was said with an entry that is not there' };
    }
    const why = saidFault(row, own, sha256);
    if (why !== null) fault ??= { at: row.seq, why };
    const key = `${row.subject}|${row.subjectId}`;
    if (own.some(({ erasedAt }) => erasedAt !== null) && !unexplained.has(key)) unexplained.set(key, row.seq);
    if (row.act === erasedAct) unexplained.delete(key);
  };
  function* checked(): Generator<ChainRow> {
    for (const row of rows) {
      if (fault === null) checkSaid(row);
      yield row;
    }
  }
  const verdict = verifyChain(checked(), sha256, section?.anchor, section?.after);
  if (!verdict.ok) return verdict;
  const [first] = section ? [] : unexplained.values();
  if (first !== undefined) fault ??= { at: first, why: 'what was said with it was taken away, and no entry says that it was erased' };
  if (!next.done) fault ??= { at: next.value.seq, why: 'something was said with an entry that is not there' };
  return fault === null ? verdict : brokenBy(verdict.entries, fault);
};

const brokenBy = (entries: number, { at, why }: { at: number; why: string }): ChainVerdict => ({ ok: false, entries, brokenAt: at, why });
