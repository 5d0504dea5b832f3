/** Opens a data folder: the lock, the database, and everything that stands on it. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { World } from '../core/world.ts';
import type { ChangeRow, Clock, Commit, Credentials } from '../ports.ts';
import type { Accounts } from './accounts.ts';
import { createAccounts } from './accounts.ts';
import { createCredentials, installationKey } from './credentials.ts';
import type { FactsStore } from './facts.ts';
import { createFacts } from './facts.ts';
import { createLedger } from './ledger.ts';
import type { FolderLock, FolderUse } from './lock.ts';
import { acquireLock } from './lock.ts';
import { migrate } from './migrations.ts';
import type { EmbeddedSeries } from './series/embedded.ts';
import { createEmbeddedSeries } from './series/embedded.ts';
import type { Sql } from './sqlite.ts';
import { openSqlite, sqliteModule } from './sqlite.ts';

export interface Store {
  readonly sql: Sql;
  readonly facts: FactsStore;
  readonly series: EmbeddedSeries;
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly key: Buffer;
  world(): World;
  readonly commit: Commit;
  /** Called with the changes of each commit, and after a failed one once the world has been read again. */
  listen(listener: { committed(rows: readonly ChangeRow[]): void; reread(): void }): void;
  /** Moves a log that has grown large out of the way; cheap when there is nothing to do. */
  trimLog(): void;
  /** To be awaited before `close` where there is a checkpoint thread. */
  endCheckpoints(): Promise<void>;
  close(): void;
}

export interface StoreOptions {
  readonly dataFolder: string;
  readonly use: FolderUse;
  readonly clock: Clock;
  readonly seriesRetentionDays: number;
  /** The checkpoint thread is for a server; a command that ends at once checkpoints at its close. */
  readonly checkpoints: boolean;
  /** Told of each stored piece whose checksum fails. */
  readonly onDamage?: (what: string) => void;
}

/** Not oftener: the first commit after a finished checkpoint starts the log over and pays a second sync. */
const checkpointEveryMs = 1000;

/** With writers busy without pause the log never starts over by itself; beyond this it is made to. */
const largeLogBytes = 64 * 1024 * 1024;

export const databaseFile = (dataFolder: string): string => join(dataFolder, 'campus.db');

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

/** The thread must have let go of the database before the process ends: torn down in the middle of a call, it aborts it. */
const ended = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.postMessage('stop');
  });

const openUnderLock = (options: StoreOptions, lock: FolderLock): Store => {
  const file = databaseFile(options.dataFolder);
  const sql = openSqlite(file);
  migrate(sql);
  const facts = createFacts(sql, () => options.clock.now());
  const series = createEmbeddedSeries(sql, {
    days: options.seriesRetentionDays,
    ...(options.onDamage ? { onDamage: options.onDamage } : {}),
  });
  const ledger = createLedger(sql, series);
  const key = installationKey(join(options.dataFolder, 'installation.key'));
  let world = facts.loadWorld();
  const accounts = createAccounts({ sql, clock: options.clock, personOf: (id) => world.people.get(id) ?? null });
  const listeners: Parameters<Store['listen']>[0][] = [];
  const worker = options.checkpoints
    ? new Worker(new URL('./checkpoint.js', import.meta.url), { workerData: { file, module: sqliteModule, everyMs: checkpointEveryMs } })
    : null;
  worker?.unref();
  // Checkpoints are a comfort: without them the log grows and `trimLog` moves it now and then.
  worker?.on('error', (error) => options.onDamage?.(`checkpoint thread: ${error.message}`));
  return {
    sql,
    facts,
    series,
    accounts,
    credentials: createCredentials(sql, key, () => options.clock.now()),
    key,
    world: () => world,
    commit: (turn) => {
      let rows: ChangeRow[];
      try {
        rows = ledger.write(turn);
      } catch (error) {
        world = facts.loadWorld();
        for (const listener of listeners) listener.reread();
        throw error;
      }
      for (const listener of listeners) listener.committed(rows);
    },
    listen: (listener) => void listeners.push(listener),
    trimLog: () => {
      if (sizeOf(`${file}-wal`) > largeLogBytes) sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    endCheckpoints: async () => {
      if (worker) await ended(worker);
    },
    close: () => {
      sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      sql.close();
      lock.release();
    },
  };
};

export type StoreOutcome = { readonly ok: true; readonly store: Store } | { readonly ok: false; readonly detail: string };

/** Refuses, with a plain sentence, a folder that another process holds or that is for another use. */
export const openStore = (options: StoreOptions): StoreOutcome => {
  const locked = acquireLock(options.dataFolder, options.use);
  if (!locked.ok) return { ok: false, detail: locked.detail };
  try {
    return { ok: true, store: openUnderLock(options, locked.lock) };
  } catch (error) {
    locked.lock.release();
    throw error;
  }
};
