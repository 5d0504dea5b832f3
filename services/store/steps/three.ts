/**
 * Step 3: the duty room and the emergency. Documents of before are given the fields that were not known then; what they
 * said stays as it was.
 */

const fields = `
UPDATE alarm SET doc = json_set(doc, '$.exercise', null, '$.storm', null, '$.maintenance', null, '$.escalation', null, '$.verifyBy', null, '$.returns', 0);
UPDATE alarm SET doc = json_set(doc, '$.shelved.cosignedBy', null) WHERE json_type(doc, '$.shelved') = 'object';
ALTER TABLE alarm ADD COLUMN exercise TEXT;
ALTER TABLE alarm ADD COLUMN storm TEXT;
-- A drill's alarm stands beside the real one of the same device and kind.
DROP INDEX alarm_3;
CREATE UNIQUE INDEX alarm_one_open ON alarm (device, kind, coalesce(exercise, '')) WHERE open = 1;
CREATE INDEX alarm_verified ON alarm (school, verification, eventAt);
CREATE INDEX due_kind ON due (kind, dueAt);
CREATE INDEX alarm_storm ON alarm (storm) WHERE storm IS NOT NULL;
ALTER TABLE incident ADD COLUMN exercise TEXT;
UPDATE incident SET doc = json_set(doc, '$.exercise', null, '$.commandRole', 'duty-leader', '$.commander', null, '$.plan', null,
  '$.levels', json_array(json_object('at', openedAt, 'level', level, 'by', 'system', 'reason', 'confirmed', 'automatic', json('true'))),
  '$.casualties', json('[]'), '$.controlledAt', null,
  '$.tasks', (SELECT json_group_array(json_object('id', value ->> 'id', 'task', value ->> 'task', 'text', null, 'role', value ->> 'role', 'person', null,
    'level', incident.level, 'startedAt', incident.openedAt, 'dueAt', null, 'late', json('false'), 'doneAt', value ->> 'doneAt', 'doneBy', value ->> 'doneBy'))
    FROM json_each(incident.doc, '$.tasks')));
`;

const nouns = `
CREATE TABLE seat (id TEXT PRIMARY KEY, school TEXT, role TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shift (id TEXT PRIMARY KEY, school TEXT, seat TEXT, person TEXT, startsAt INTEGER, endsAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE leave (id TEXT PRIMARY KEY, school TEXT, person TEXT, startsAt INTEGER, endsAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE handover (id TEXT PRIMARY KEY, school TEXT, seat TEXT, state TEXT, at INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE dutyCheck (id TEXT PRIMARY KEY, school TEXT, seat TEXT, issuedAt INTEGER, open INTEGER, missed INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logEntry (id TEXT PRIMARY KEY, school TEXT, at INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE console (id TEXT PRIMARY KEY, school TEXT, state TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE call (id TEXT PRIMARY KEY, school TEXT, subject TEXT, subjectId TEXT, person TEXT, channel TEXT, state TEXT, plannedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE storm (id TEXT PRIMARY KEY, school TEXT, open INTEGER, openedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE maintenance (id TEXT PRIMARY KEY, school TEXT, state TEXT, startsAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE responsePlan (id TEXT PRIMARY KEY, school TEXT, state TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE muster (id TEXT PRIMARY KEY, school TEXT, incident TEXT, open INTEGER, openedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE supply (id TEXT PRIMARY KEY, school TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE team (id TEXT PRIMARY KEY, school TEXT, kind TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE responder (id TEXT PRIMARY KEY, school TEXT, kind TEXT, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE request (id TEXT PRIMARY KEY, school TEXT, incident TEXT, responder TEXT, state TEXT, open INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE phoneTask (id TEXT PRIMARY KEY, school TEXT, incident TEXT, open INTEGER, openedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE capMessage (id TEXT PRIMARY KEY, school TEXT, incident TEXT, direction TEXT, identifier TEXT, sent INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE drill (id TEXT PRIMARY KEY, school TEXT, state TEXT, plannedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runnerTask (id TEXT PRIMARY KEY, school TEXT, alarm TEXT, person TEXT, open INTEGER, assignedAt INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
-- Triggers by what became of them, in steps of ten seconds; before this step each alarm counts at its receipt.
CREATE TABLE arrival (school TEXT NOT NULL, at INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL, alarm TEXT NOT NULL, reason TEXT NOT NULL,
  severity TEXT NOT NULL, count INTEGER NOT NULL, heard INTEGER NOT NULL, PRIMARY KEY (school, at, device, kind, alarm, reason)) WITHOUT ROWID;
CREATE INDEX arrival_heard ON arrival (school, at, alarm, heard) WHERE heard > 0;
CREATE INDEX arrival_heard_of ON arrival (school, device, kind, severity, at, heard) WHERE heard > 0;
INSERT INTO arrival SELECT school, doc ->> 'receivedAt' / 10000 * 10000, device, kind, id, '', severity, doc ->> 'count', 1 FROM alarm;
INSERT INTO arrival SELECT school, at, device, kind, '', 'arrived', max(severity), sum(count), 0 FROM arrival GROUP BY school, at, device, kind;
CREATE INDEX seat_school ON seat (school);
CREATE INDEX shift_school ON shift (school, startsAt);
CREATE INDEX shift_to ON shift (endsAt);
CREATE INDEX leave_school ON leave (school, startsAt);
CREATE INDEX handover_school ON handover (school, at);
CREATE INDEX dutyCheck_school ON dutyCheck (school, issuedAt);
CREATE INDEX logEntry_school ON logEntry (school, at);
CREATE INDEX call_subject ON call (subject, subjectId, person);
CREATE INDEX call_school ON call (school, plannedAt);
CREATE INDEX storm_school ON storm (school, openedAt);
CREATE INDEX maintenance_school ON maintenance (school, startsAt);
CREATE INDEX responsePlan_school ON responsePlan (school);
CREATE INDEX muster_incident ON muster (incident);
CREATE INDEX supply_school ON supply (school);
CREATE INDEX team_school ON team (school);
CREATE INDEX responder_school ON responder (school);
CREATE INDEX request_incident ON request (incident);
CREATE INDEX phoneTask_incident ON phoneTask (incident);
CREATE INDEX request_open ON request (school) WHERE open = 1;
CREATE INDEX phoneTask_open ON phoneTask (school) WHERE open = 1;
CREATE INDEX muster_open ON muster (school) WHERE open = 1;
CREATE INDEX runnerTask_open ON runnerTask (school) WHERE open = 1;
CREATE INDEX dutyCheck_open ON dutyCheck (school) WHERE open = 1;
CREATE INDEX capMessage_school ON capMessage (school, sent);
CREATE INDEX capMessage_incident ON capMessage (incident);
-- Once a day it is looked whether drills are held; the first look begins the count.
INSERT INTO due (key, kind, dueAt, subject) VALUES ('drills_watch', 'drills_watch', 0, '');
CREATE INDEX drill_school ON drill (school, plannedAt);
CREATE INDEX runnerTask_alarm ON runnerTask (alarm);
CREATE INDEX runnerTask_person ON runnerTask (person, assignedAt);
`;

export const stepThree: string = [fields, nouns].join('\n');
