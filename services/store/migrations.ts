/**
 * The database's history, one step a row; a step once released is never edited. A newer database than this program
 * knows is refused, never touched.
 */
import type { Sql } from './sqlite.ts';
import { stepOne } from './steps/one.ts';
import { stepThree } from './steps/three.ts';
import { stepTwo } from './steps/two.ts';

export const steps: readonly string[] = [stepOne, stepTwo, stepThree];

/** Brings the database up to this program's version; each step and its number are one transaction. */
export const migrate = (sql: Sql): void => {
  const version = Number(sql.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new Error(
      `the data folder was written by a newer version (schema ${version}, this program knows ${steps.length}); nothing was changed`,
    );
  }
  steps.slice(version).forEach((step, i) => {
    sql.transaction(() => sql.exec(`${step}; PRAGMA user_version = ${version + i + 1};`));
  });
};
