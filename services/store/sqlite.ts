/**
 * The one small file behind which SQLite stands: Node's `sqlite` API, built in from Node 22.13 on, before that by
 * @photostructure/sqlite. Nothing else imports either.
 */
import { createRequire } from 'node:module';
import { DatabaseSync } from '@photostructure/sqlite';

export type Cell = string | number | bigint | Uint8Array | null;
export type Row = Record<string, Cell>;

export interface Statement {
  run(...cells: Cell[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...cells: Cell[]): Row | undefined;
  all(...cells: Cell[]): Row[];
}

export interface Sql {
  /** Prepared once per text and kept. */
  prepare(sql: string): Statement;
  exec(sql: string): void;
  /** Runs `work` in one transaction; rolls back and rethrows when it throws. Not nestable. */
  transaction<T>(work: () => T): T;
  /** Online copy into a new file. */
  copyTo(file: string): void;
  close(): void;
}

/** Where the package's entry stands, for the checkpoint thread. */
export const sqliteModule = createRequire(import.meta.url).resolve('@photostructure/sqlite');

/**
 * Opens a database that survives power cuts: WAL with `synchronous=FULL` (NORMAL loses acknowledged rows), both
 * asserted. Checkpoints are left to the checkpoint thread, so that they never stall the broker.
 */
export const openSqlite = (file: string): Sql => {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;');
  db.exec('PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0;');
  const pragma = (name: string): unknown => Object.values((db.prepare(`PRAGMA ${name}`).get() ?? {}) as Row)[0];
  if (file !== ':memory:' && (pragma('journal_mode') !== 'wal' || pragma('synchronous') !== 2)) {
    throw new Error('the database does not run with journal_mode=WAL and synchronous=FULL; refusing to acknowledge anything on it');
  }
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = db.prepare(sql) as unknown as Statement));
    return statement;
  };
  return {
    prepare,
    exec: (sql) => db.exec(sql),
    transaction: (work) => {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        try {
          db.exec('ROLLBACK');
        } catch {
          // SQLite has already rolled back (disk full, I/O error); the first error is the one that tells.
        }
        throw error;
      }
    },
    copyTo: (file) => prepareOnce(db, 'VACUUM INTO ?', file),
    close: () => db.close(),
  };
};

const prepareOnce = (db: InstanceType<typeof DatabaseSync>, sql: string, cell: string): void => {
  db.prepare(sql).run(cell);
};
