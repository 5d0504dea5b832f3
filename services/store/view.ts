/** Looking at a data folder from beside the server: one moment of its database, and copies of it; never a write. */
import fs from 'node:fs';
import type { ChainRow, SaidRow } from '../core/audit.ts';
import type { AuditEntry, EventRow, Noun, NounTypes, RawPoints } from '../ports.ts';
import { createFacts } from './facts.ts';
import { databaseFile } from './open.ts';
import { createEmbeddedSeries } from './series/embedded.ts';
import { openSqlite, type Sql } from './sqlite.ts';

export interface View {
  chain(): Iterable<ChainRow>;
  /** What was said with the chain's entries, in their order. */
  said(): Iterable<SaidRow>;
  docs<N extends Noun>(noun: N): Iterable<NounTypes[N]>;
  /** Audit entries about one subject, oldest first. */
  timeline(subject: string, subjectId: string): AuditEntry[];
  /** Events with from ≤ at < to, in order of time. */
  events(from: number, to: number): Iterable<EventRow>;
  /** Every device's metrics that are for people. */
  series(): Iterable<{ readonly device: string; readonly metric: string }>;
  readings(device: string, metric: string, from: number, to: number): RawPoints;
  close(): void;
}

const pageSize = 1000;

const open = (folder: string): Sql => {
  const database = databaseFile(folder);
  if (!fs.existsSync(database)) throw new Error(`there is no database in ${folder}`);
  return openSqlite(database);
};

function* pages<T>(page: (cursor: string | undefined) => { readonly items: readonly T[]; readonly next: string | null }): Generator<T> {
  let cursor: string | undefined;
  do {
    const { items, next } = page(cursor);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

function* rowsAfter(sql: Sql, query: string, ...cells: number[]): Generator<Record<string, unknown>> {
  for (let last = 0, more = true; more; ) {
    const rows = sql.prepare(query).all(...cells, last, pageSize);
    yield* rows;
    more = rows.length === pageSize;
    last = Number(rows.at(-1)?.['key'] ?? 0);
  }
}

/** One unchanging moment of the database, whatever a running server goes on writing. */
export const openView = (folder: string): View => {
  const sql = open(folder);
  sql.exec('BEGIN');
  const facts = createFacts(sql);
  const series = createEmbeddedSeries(sql);
  return {
    chain: () =>
      rowsAfter(sql, 'SELECT *, seq AS key FROM audit WHERE seq > ? ORDER BY seq LIMIT ?') as Iterable<unknown> as Iterable<ChainRow>,
    *said() {
      const query = 'SELECT * FROM said WHERE (seq, field) > (?, ?) ORDER BY seq, field LIMIT ?';
      for (let last: SaidRow | undefined, more = true; more; ) {
        const rows = sql.prepare(query).all(last?.seq ?? 0, last?.field ?? '', pageSize) as unknown as SaidRow[];
        yield* rows;
        more = rows.length === pageSize;
        last = rows.at(-1);
      }
    },
    timeline: facts.timeline,
    docs: (noun) => pages((cursor) => facts.list(noun, { schools: null, limit: pageSize, cursor })),
    *events(from, to) {
      const query = 'SELECT *, id AS key FROM event WHERE at >= ? AND at < ? AND id > ? ORDER BY id LIMIT ?';
      for (const row of rowsAfter(sql, query, from, to)) {
        const { id: _, key: __, ...event } = row;
        yield {
          ...(event as unknown as EventRow),
          late: row['late'] === 1,
          detail: JSON.parse(String(row['detail'])) as EventRow['detail'],
        };
      }
    },
    *series() {
      for (const device of this.docs('device')) for (const metric of series.metricsOf(device.id)) yield { device: device.id, metric };
    },
    readings: (device, metric, from, to) => series.recent(device, metric, from, to),
    close: () => {
      sql.exec('ROLLBACK');
      sql.close();
    },
  };
};

/**
 * A whole copy of the database in a new file, taken while a server may be writing. Sessions and a set-up link stay out
 * of it: a restored installation must not let in who was signed in once.
 */
export const copyDatabase = (folder: string, file: string): void => {
  const sql = open(folder);
  sql.copyTo(file);
  sql.close();
  const copy = openSqlite(file);
  copy.exec('PRAGMA secure_delete=ON; DELETE FROM session; DELETE FROM setup;');
  copy.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;');
  copy.close();
};

/** How many devices and gateways sign in with a secret of their own. */
export const credentialCount = (folder: string): number => {
  const sql = open(folder);
  const count = Number(sql.prepare('SELECT count(*) AS n FROM credential').get()?.['n'] ?? 0);
  sql.close();
  return count;
};
