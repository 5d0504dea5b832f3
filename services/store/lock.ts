/**
 * One process at a time on a data folder. The lock is SQLite's own lock on `lock.db`, held by an open transaction: the
 * kernel releases it when the process ends, however it ends, so neither a pid nor a time is ever asked.
 */
import fs from 'node:fs';
import path from 'node:path';
import { openSqlite, type Sql } from './sqlite.ts';

export type FolderUse = 'real' | 'demo';

export interface FolderLock {
  release(): void;
}

export type LockOutcome =
  | { readonly ok: true; readonly lock: FolderLock }
  | { readonly ok: false; readonly reason: 'in_use' | 'other_use'; readonly detail: string };

const markFile = (folder: string): string => path.join(folder, 'used-as');

/** Whose the folder is; null = nobody's yet. */
export const folderUse = (folder: string): FolderUse | null => {
  const file = markFile(folder);
  return fs.existsSync(file) ? (fs.readFileSync(file, 'utf8').trim() as FolderUse) : null;
};

/** Says for whom the folder is; a demo's invented county and a real one never share a folder. */
const claim = (folder: string, use: FolderUse): string | null => {
  const used = folderUse(folder);
  if (used === null) fs.writeFileSync(markFile(folder), `${use}\n`);
  return used === null || used === use
    ? null
    : `the data folder ${folder} belongs to ${used === 'demo' ? 'the demo' : 'a real installation'}; use another one`;
};

const isBusy = (error: unknown): boolean => error instanceof Error && /locked|busy/i.test(error.message);

/** Takes the data folder for this process, making it when it is missing (readable by its owner alone). */
export const acquireLock = (folder: string, use: FolderUse): LockOutcome => {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  let sql: Sql | null = null;
  try {
    sql = openSqlite(path.join(folder, 'lock.db'));
    sql.exec('PRAGMA busy_timeout=0; BEGIN EXCLUSIVE');
  } catch (error) {
    sql?.close();
    if (!isBusy(error)) throw error;
    return { ok: false, reason: 'in_use', detail: `the data folder ${folder} is in use by another running server or command` };
  }
  const held = sql;
  const release = (): void => {
    // Closing alone would not do: the connection lives on until its statements have been collected.
    held.exec('ROLLBACK');
    held.close();
  };
  const refusal = claim(folder, use);
  if (refusal === null) return { ok: true, lock: { release } };
  release();
  return { ok: false, reason: 'other_use', detail: refusal };
};
