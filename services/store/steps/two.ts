/**
 * Step 2: the closed loop of hazards. Documents of step 1 are given the fields that were not known then; what they
 * said stays as it was.
 */

const hazardFields = `
-- With rows' numbers: in a table without them a document of 2 kB takes a whole page of 4 kB more, and half the reads are of that.
ALTER TABLE hazard RENAME TO hazardBefore;
CREATE TABLE hazard (id TEXT PRIMARY KEY, school TEXT, space TEXT, device TEXT, category TEXT, grade TEXT, state TEXT, origin TEXT, reportedAt INTEGER,
  deadline INTEGER, alarm TEXT, incident TEXT, open INTEGER, overdue INTEGER, listed INTEGER, watched INTEGER, cause TEXT, responsible TEXT,
  closedAt INTEGER, onTime INTEGER, doc TEXT NOT NULL);
INSERT INTO hazard (id, school, space, device, category, grade, state, origin, reportedAt, deadline, alarm, doc)
  SELECT id, school, space, device, category, grade, state, origin, reportedAt, deadline, alarm, json_set(doc,
    '$.since', reportedAt, '$.rule', null, '$.criteria', json('[]'), '$.cause', null, '$.place', null, '$.responsible', null, '$.stopUse', json('false'),
    '$.watched', json('false'), '$.protection', json('[]'), '$.limit', null, '$.missedLimits', json('[]'), '$.ladder', json('[]'), '$.remindedAt', null,
    '$.rechecks', json('[]'), '$.menders', json('[]'), '$.reopened', 0,
    '$.onTime', CASE WHEN state = 'closed' THEN json(CASE WHEN json_extract(doc, '$.closedAt') <= deadline THEN 'true'
      WHEN json_extract(doc, '$.closedAt') > deadline THEN 'false' ELSE 'null' END) END,
    '$.open', json(CASE WHEN state IN ('closed', 'rejected', 'transferred') THEN 'false' ELSE 'true' END))
  FROM hazardBefore ORDER BY reportedAt, id;
DROP TABLE hazardBefore;
UPDATE hazard SET
  incident = json_extract(doc, '$.incident'), open = json_extract(doc, '$.open'), overdue = json_extract(doc, '$.overdue'),
  listed = json_extract(doc, '$.listed'), watched = 0, closedAt = json_extract(doc, '$.closedAt'), onTime = json_extract(doc, '$.onTime');
-- Deadlines had one moment then; now a hazard has one for whatever is due next, found at the first look.
DELETE FROM due WHERE kind = 'overdue';
INSERT INTO due (key, kind, dueAt, subject) SELECT 'hazard:' || id, 'hazard', reportedAt, id FROM hazard WHERE open = 1;
`;

/** Every filter of a list: an index that ends with them all says by itself which rows a page shows. */
const filters = ['school', 'open', 'overdue', 'listed', 'watched', 'state', 'grade', 'category', 'origin', 'cause'];

const listIndex = (name: string, first: readonly string[], where = '', more: readonly string[] = []): string =>
  `CREATE INDEX hazard_${name} ON hazard (${[...new Set([...first, 'reportedAt', 'id', ...filters, ...more])].join(', ')}) ${where};`;

/** Which of them serves a list is decided in `store/hazards.ts`. */
const hazardIndexes = `
${listIndex('newest', [], '', ['closedAt'])}
${listIndex('school', ['school'], '', ['closedAt', 'onTime'])}
${listIndex('category', ['category'])}
${listIndex('cause', ['cause'], 'WHERE cause IS NOT NULL')}
${listIndex('origin', ['origin'])}
${listIndex('responsible', ['responsible'], 'WHERE responsible IS NOT NULL')}
${listIndex('open', ['school'], 'WHERE open = 1', ['responsible', 'deadline'])}
${listIndex('major', [], "WHERE grade = 'major'")}
${listIndex('aside', [], "WHERE open = 0 AND state <> 'closed'")}
CREATE INDEX hazard_device ON hazard (device, category, closedAt) WHERE device IS NOT NULL;
CREATE INDEX hazard_space ON hazard (space, category, closedAt) WHERE space IS NOT NULL;
CREATE INDEX hazard_incident ON hazard (incident) WHERE incident IS NOT NULL;
CREATE INDEX hazard_alarm ON hazard (alarm) WHERE alarm IS NOT NULL;
`;

/** What a hazard adds to its school's counts; `hazards` = all there ever were, by which lists choose their index. */
const counts = (row: 'NEW' | 'OLD' | 'hazard'): Readonly<Record<string, string>> => ({
  hazards: '1',
  open: `(${row}.open IS 1)`,
  overdue: `(${row}.open IS 1 AND ${row}.overdue IS 1)`,
  major: `(${row}.open IS 1 AND ${row}.grade IS 'major')`,
  listed: `(${row}.open IS 1 AND ${row}.listed IS 1)`,
  closed: `(${row}.state IS 'closed')`,
  onTime: `(${row}.state IS 'closed' AND ${row}.onTime IS 1)`,
  late: `(${row}.state IS 'closed' AND ${row}.onTime IS 0)`,
});

const names = Object.keys(counts('NEW'));

const counted = (row: 'NEW' | 'OLD', sign: '+' | '-'): string =>
  `UPDATE hazardCount SET ${Object.entries(counts(row))
    .map(([name, term]) => `${name} = ${name} ${sign} ${term}`)
    .join(', ')} WHERE school = ${row}.school;`;

const begun = 'INSERT INTO hazardCount (school) SELECT NEW.school WHERE NOT EXISTS (SELECT 1 FROM hazardCount WHERE school = NEW.school);';

/** Kept by the database itself in the hazard's own transaction: a board of a million hazards is a few hundred rows. */
const hazardCounts = `
CREATE TABLE hazardCount (school TEXT PRIMARY KEY, ${names.map((name) => `${name} INTEGER NOT NULL DEFAULT 0`).join(', ')}) WITHOUT ROWID;
INSERT INTO hazardCount (school, ${names.join(', ')})
  SELECT school, ${Object.values(counts('hazard'))
    .map((term) => `sum(${term})`)
    .join(', ')} FROM hazard GROUP BY school;
CREATE TRIGGER hazard_counted AFTER INSERT ON hazard BEGIN ${begun} ${counted('NEW', '+')} END;
CREATE TRIGGER hazard_recounted AFTER UPDATE OF school, state, grade, open, overdue, listed, onTime ON hazard
  BEGIN ${counted('OLD', '-')} ${begun} ${counted('NEW', '+')} END;
CREATE TRIGGER hazard_uncounted AFTER DELETE ON hazard BEGIN ${counted('OLD', '-')} END;
`;

const hazards = [hazardFields, hazardIndexes, hazardCounts].join('\n');

const evidence = `
ALTER TABLE evidence ADD COLUMN school TEXT;
ALTER TABLE evidence ADD COLUMN hazard TEXT;
ALTER TABLE evidence ADD COLUMN flagged INTEGER;
UPDATE evidence SET
  doc = json_set(doc, '$.school', (SELECT school FROM alarm WHERE alarm.id = evidence.alarm), '$.hazard', null, '$.stage', null,
    '$.capture', null, '$.flags', json('[]'), '$.flagged', json('false')),
  school = (SELECT school FROM alarm WHERE alarm.id = evidence.alarm), flagged = 0;
CREATE INDEX evidence_hazard ON evidence (hazard) WHERE hazard IS NOT NULL;
CREATE INDEX evidence_school ON evidence (school, id);
CREATE INDEX evidence_flagged ON evidence (school, id) WHERE flagged = 1;
CREATE TABLE fingerprint (seq INTEGER PRIMARY KEY, evidence TEXT NOT NULL UNIQUE, original TEXT NOT NULL, print BLOB NOT NULL);
CREATE INDEX fingerprint_original ON fingerprint (original);
CREATE TABLE nonce (nonce TEXT PRIMARY KEY, evidence TEXT NOT NULL, usedAt INTEGER NOT NULL) WITHOUT ROWID;
`;

const places = `
UPDATE org SET doc = json_set(doc, '$.location', null);
UPDATE space SET doc = json_set(doc, '$.owner', null, '$.foodPrincipal', null);
`;

const nouns = `
CREATE TABLE post (id TEXT PRIMARY KEY, org TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX post_org ON post (org);
CREATE TABLE dutySheet (id TEXT PRIMARY KEY, org TEXT, post TEXT, issuedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX dutySheet_org ON dutySheet (org, issuedAt);
CREATE INDEX dutySheet_post ON dutySheet (post);
CREATE TABLE gridCell (id TEXT PRIMARY KEY, school TEXT, person TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX gridCell_school ON gridCell (school);
CREATE TABLE taskForce (id TEXT PRIMARY KEY, org TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX taskForce_org ON taskForce (org);
CREATE TABLE risk (id TEXT PRIMARY KEY, school TEXT, space TEXT, level TEXT, category TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX risk_school ON risk (school, id);
CREATE TABLE measure (id TEXT PRIMARY KEY, org TEXT, state TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX measure_org ON measure (org, id);
CREATE TABLE document (id TEXT PRIMARY KEY, school TEXT, hazard TEXT, kind TEXT, issuer TEXT, year INTEGER, number INTEGER, issuedAt INTEGER,
  deliveredAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX document_hazard ON document (hazard);
CREATE INDEX document_school ON document (school, issuedAt);
CREATE INDEX document_newest ON document (issuedAt, id);
-- Whatever the code above does, no number is given twice.
CREATE UNIQUE INDEX document_number ON document (issuer, kind, year, number);
CREATE TABLE incidentReport (id TEXT PRIMARY KEY, school TEXT, incident TEXT, kind TEXT, at INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX incidentReport_incident ON incidentReport (incident, at);
CREATE INDEX incidentReport_school ON incidentReport (school, at);
CREATE TABLE finding (id TEXT PRIMARY KEY, school TEXT, kind TEXT, subject TEXT, subjectId TEXT, reason TEXT, state TEXT, at INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX finding_school ON finding (school, at);
-- One finding for one reason about one thing, however often it is looked at.
CREATE UNIQUE INDEX finding_subject ON finding (subject, subjectId, kind, reason);
CREATE TABLE accountability (id TEXT PRIMARY KEY, org TEXT, state TEXT, openedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX accountability_org ON accountability (org, openedAt);
CREATE TABLE inboxItem (id TEXT PRIMARY KEY, person TEXT, school TEXT, kind TEXT, subject TEXT, subjectId TEXT, at INTEGER, readAt INTEGER,
  doc TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX inboxItem_person ON inboxItem (person, at, id);
CREATE INDEX inboxItem_subject ON inboxItem (subject, subjectId);
`;

/** What people typed: the chain holds only salted hashes of it, so that it can be erased without breaking the chain. */
const said = `
CREATE TABLE said (seq INTEGER NOT NULL, field TEXT NOT NULL, subject TEXT NOT NULL, subjectId TEXT NOT NULL, salt TEXT, value TEXT, erasedAt INTEGER,
  PRIMARY KEY (seq, field)) WITHOUT ROWID;
CREATE INDEX said_subject ON said (subject, subjectId);
-- Nothing may be done to what was said but to erase it.
CREATE TRIGGER said_no_delete BEFORE DELETE ON said BEGIN SELECT RAISE(ABORT, 'what was said can only be erased'); END;
CREATE TRIGGER said_only_erased BEFORE UPDATE ON said
WHEN NEW.value IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erasedAt IS NULL OR NEW.seq IS NOT OLD.seq OR NEW.field IS NOT OLD.field
  OR NEW.subject IS NOT OLD.subject OR NEW.subjectId IS NOT OLD.subjectId
BEGIN SELECT RAISE(ABORT, 'what was said can only be erased'); END;
`;

export const stepTwo: string = [hazards, evidence, places, nouns, said].join('\n');
