/** Step 1, as released with 0.1.0: never edited. The series and the accounts came with their own tables. */
import { accountsSchema } from '../accounts.ts';
import { seriesSchema } from '../series/embedded.ts';

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

const nounsSchema = `
CREATE TABLE org (id TEXT PRIMARY KEY, kind TEXT, parent TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE space (id TEXT PRIMARY KEY, school TEXT, parent TEXT, kind TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX space_0 ON space (school);
CREATE TABLE device (id TEXT PRIMARY KEY, school TEXT, space TEXT, gateway TEXT, availability TEXT, type TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX device_0 ON device (school, id);
CREATE INDEX device_1 ON device (gateway);
CREATE TABLE person (id TEXT PRIMARY KEY, role TEXT, org TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX person_0 ON person (org);
CREATE TABLE alarm (id TEXT PRIMARY KEY, school TEXT, space TEXT, device TEXT, kind TEXT, level TEXT, severity TEXT, condition TEXT, verification TEXT, open INTEGER, eventAt INTEGER, incident TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX alarm_0 ON alarm (eventAt, id);
CREATE INDEX alarm_1 ON alarm (school, eventAt);
CREATE INDEX alarm_2 ON alarm (device, kind, eventAt);
CREATE UNIQUE INDEX alarm_3 ON alarm (device, kind) WHERE open = 1;
CREATE TABLE incident (id TEXT PRIMARY KEY, school TEXT, space TEXT, state TEXT, level TEXT, openedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX incident_0 ON incident (school, openedAt);
CREATE INDEX incident_1 ON incident (state);
CREATE TABLE hazard (id TEXT PRIMARY KEY, school TEXT, space TEXT, device TEXT, category TEXT, grade TEXT, state TEXT, origin TEXT, reportedAt INTEGER, deadline INTEGER, alarm TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX hazard_0 ON hazard (school, reportedAt);
CREATE INDEX hazard_1 ON hazard (state, deadline);
CREATE INDEX hazard_2 ON hazard (device, category);
CREATE TABLE evidence (id TEXT PRIMARY KEY, alarm TEXT, state TEXT, deleteAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX evidence_0 ON evidence (alarm);
CREATE INDEX evidence_1 ON evidence (deleteAt);
`;

export const stepOne: string = [factsSchema, nounsSchema, seriesSchema, accountsSchema].join('\n');
