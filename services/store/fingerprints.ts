/** What pictures are recognised by, and the proofs of capture that were used. Private to the looking at pictures. */
import type { Sql } from './sqlite.ts';

export interface Fingerprints {
  /** The same evidence again replaces what was kept of it. */
  put(evidence: string, original: string, print: Uint8Array): void;
  /** A deleted picture is not compared with any more. */
  forget(evidence: string): void;
  /** Evidence made from the very same file, whenever it was sent. */
  ofFile(original: string): string[];
  /** The evidence this nonce was used for first: the one given, unless another came before. */
  useNonce(nonce: string, evidence: string, at: number): string;
}

/** Nonces are long out of date by then (they live three days) and flagged without being looked up. */
const nonceKeptMs = 30 * 24 * 3600_000;

export const createFingerprints = (sql: Sql): Fingerprints => ({
  put: (evidence, original, print) => {
    sql
      .prepare(
        'INSERT INTO fingerprint (evidence, original, print) VALUES (?, ?, ?) ON CONFLICT (evidence) DO UPDATE SET original = excluded.original, print = excluded.print',
      )
      .run(evidence, original, print);
  },
  forget: (evidence) => {
    sql.prepare('DELETE FROM fingerprint WHERE evidence = ?').run(evidence);
  },
  ofFile: (original) =>
    sql
      .prepare('SELECT evidence FROM fingerprint WHERE original = ? ORDER BY seq LIMIT 20')
      .all(original)
      .map((row) => String(row['evidence'])),
  useNonce: (nonce, evidence, at) => {
    sql.prepare('DELETE FROM nonce WHERE nonce IN (SELECT nonce FROM nonce WHERE usedAt < ? LIMIT 100)').run(at - nonceKeptMs);
    sql.prepare('INSERT OR IGNORE INTO nonce (nonce, evidence, usedAt) VALUES (?, ?, ?)').run(nonce, evidence, at);
    return String(sql.prepare('SELECT evidence FROM nonce WHERE nonce = ?').get(nonce)?.['evidence'] ?? evidence);
  },
});
