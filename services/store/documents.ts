/** What only the numbering of documents asks for. */
import type { Sql } from './sqlite.ts';

export interface DocumentFacts {
  /** The highest number given so far; 0 = none. */
  highestNumber(issuer: string, kind: string, year: number): number;
}

export const createDocumentFacts = (sql: Sql): DocumentFacts => ({
  highestNumber: (issuer, kind, year) =>
    Number(
      sql.prepare('SELECT max(number) AS highest FROM document WHERE issuer = ? AND kind = ? AND year = ?').get(issuer, kind, year)?.[
        'highest'
      ] ?? 0,
    ),
});
