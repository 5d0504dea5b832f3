/**
 * The database's history, one step a row; a step once released is never edited. A newer database than this program
 * knows is refused, never touched.
 */
import { accountsSchema } from './accounts.ts';
import { nounTables } from './nouns.ts';
import { seriesSchema } from './series/embedded.ts';
import type { Sql } from './sqlite.ts';

const nounsSchema = Object.entries(nounTables)
  .map(([noun, table]) => {
    const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${type}`);
    const indexes = table.indexes.map((index, i) => {
      const unique = index.startsWith('UNIQUE ');
      return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${noun}_${i} ON ${noun} ${unique ? index.slice(7) : index};`;
    });
    return `CREATE TABLE ${noun} (id TEXT PRIMARY KEY, ${columns.join(', ')}, doc TEXT NOT NULL) WITHOUT ROWID;\n${indexes.join('\n')}`;
  })
  .join('\n');

const factsSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event (
  id INTEGER PRIMARY KEY, device TEXT NOT NULL, school TEXT NOT NULL, at INTEGER NOT NULL, receivedAt INTEGER NOT NULL,
  event TEXT NOT NULL, state TEXT NOT NULL, late INTEGER NOT NULL, detail TEXT NOT NULL);
CREATE INDEX event_device ON event (device, at);
CREATE TABLE rejected (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, lastAt INTEGER NOT NULL, count INTEGER NOT NULL,
  topic TEXT NOT NULL, identity TEXT NOT NULL, school TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL, bytes INTEGER NOT NULL, copy TEXT NOT NULL);
CREATE INDEX rejected_identity ON rejected (identity, id);
CREATE INDEX rejected_school ON rejected (school, id);
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, subjectId TEXT NOT NULL,
  school TEXT, detail TEXT NOT NULL, prevHash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_subject ON audit (subject, subjectId);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, school TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX change_school ON change (school, seq);
CREATE TABLE due (key TEXT PRIMARY KEY, kind TEXT NOT NULL, dueAt INTEGER NOT NULL, subject TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX due_at ON due (dueAt);
CREATE TABLE notice (alarm TEXT NOT NULL, person TEXT NOT NULL, at INTEGER NOT NULL, channel TEXT NOT NULL, told INTEGER NOT NULL, gates TEXT NOT NULL,
  PRIMARY KEY (alarm, person)) WITHOUT ROWID;
CREATE TABLE seen (device TEXT NOT NULL, hash INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (device, hash)) WITHOUT ROWID;
CREATE INDEX seen_at ON seen (at);
CREATE TABLE credential (identity TEXT PRIMARY KEY, hmac BLOB NOT NULL, createdAt INTEGER NOT NULL) WITHOUT ROWID;
`;

const steps: readonly string[] = [[factsSchema, nounsSchema, seriesSchema, accountsSchema].join('\n')];

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
