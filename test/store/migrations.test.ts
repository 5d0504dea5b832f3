/** A data folder as release 0.1.0 wrote it, opened by this program. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { alarmSchema } from '../../services/contracts/alarm.ts';
import { evidenceSchema } from '../../services/contracts/evidence.ts';
import { hazardSchema } from '../../services/contracts/hazard.ts';
import { incidentSchema } from '../../services/contracts/incident.ts';
import { orgSchema, spaceSchema } from '../../services/contracts/place.ts';
import { chainStart, seal, verifyChain } from '../../services/core/audit.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { Noun } from '../../services/ports.ts';
import { sha256 } from '../../services/store/ledger.ts';
import { migrate, steps } from '../../services/store/migrations.ts';
import { nounTables } from '../../services/store/nouns.ts';
import type { Store } from '../../services/store/open.ts';
import { databaseFile, openStore } from '../../services/store/open.ts';
import type { Sql } from '../../services/store/sqlite.ts';
import { openSqlite } from '../../services/store/sqlite.ts';
import { stepOne } from '../../services/store/steps/one.ts';
import { alarmOf } from '../api/documents.ts';

const day = 24 * 3600_000;
const then = Date.UTC(2026, 10, 1);

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-migration-'));
  folders.push(folder);
  return folder;
};

/** Documents with exactly the fields 0.1.0 gave them. */
const oldOrg = { id: 's1', kind: 'school', parent: 'bureau', name: '第一小学', schoolKind: 'primary', ownership: 'public' };
const oldBureau = { id: 'bureau', kind: 'bureau', parent: null, name: '教育局', schoolKind: null, ownership: null };
const oldSpace = { id: 'r1', school: 's1', parent: null, kind: 'room', name: '101', use: 'dormitory', outline: [[0, 0]], size: null };
const oldHazard = {
  id: 'haz-open',
  version: 3,
  school: 's1',
  space: 'r1',
  device: 'det-1',
  category: 'detector_silent',
  grade: 'major',
  suggestedGrade: 'major',
  state: 'rectifying',
  origin: 'sensor',
  alarm: null,
  incident: null,
  description: '探测设备长时间失联，须恢复或更换',
  facts: { device: '感烟 1', hours: '24' },
  reportedBy: 'system',
  reportedAt: then,
  deadline: then + 10 * day,
  overdue: true,
  listed: true,
  actors: { create: 'system', grade: 'head', start: 'mender' },
  forms: { grade: { grade: 'major', reason: '宿舍' }, start: {} },
  closedAt: null,
};
const oldHazards = [
  oldHazard,
  { ...oldHazard, id: 'haz-graded', state: 'graded', grade: 'general', deadline: null, overdue: false, listed: false, incident: 'inc-1' },
  { ...oldHazard, id: 'haz-timely', state: 'closed', overdue: false, listed: false, closedAt: then + 9 * day },
  { ...oldHazard, id: 'haz-late', state: 'closed', overdue: false, listed: false, closedAt: then + 11 * day },
  { ...oldHazard, id: 'haz-free', state: 'closed', overdue: false, listed: false, deadline: null, closedAt: then + 2 * day },
  { ...oldHazard, id: 'haz-rejected', state: 'rejected', grade: null, deadline: null, overdue: false, listed: false },
];
const oldEvidence = {
  id: 'ev-1',
  alarm: 's1-alarm',
  camera: 'cam-1',
  state: 'stored',
  reason: null,
  takenAt: then,
  sha256: 'ab',
  file: '2026-11/x.jpg',
  deleteAt: then + 30 * day,
};
/** Alarms and incidents of then had no drills, storms, windows, ladders, commanders. */
const { exercise: _e, storm: _s, maintenance: _m, escalation: _l, verifyBy: _v, returns: _r, ...oldAlarm } = alarmOf('s1');
const oldShelved = { ...oldAlarm, id: 's1-shelved', device: 's1-door', shelved: { until: then + day, reason: '施工', by: 'duty' } };
const oldIncident = {
  id: 'inc-1',
  version: 2,
  school: 's1',
  space: null,
  level: 'IV',
  state: 'open',
  kind: 'smoke',
  eventAt: then,
  openedAt: then + 1,
  closedAt: null,
  alarms: ['s1-alarm'],
  tasks: [
    { id: 'call_119', task: 'call_119', role: 'duty-officer', doneAt: then + 5, doneBy: 'duty' },
    { id: 'send_runner', task: 'send_runner', role: 'duty-officer', doneAt: null, doneBy: null },
  ],
  hazard: null,
};
const oldEvidences = [
  oldEvidence,
  { ...oldEvidence, id: 'ev-2', alarm: 'gone', state: 'failed', reason: 'timeout', sha256: null, file: null },
];

/** How 0.1.0 wrote a noun: its columns out of the document, and the document. */
const oldColumns: Readonly<Record<string, readonly string[]>> = {
  org: ['kind', 'parent'],
  space: ['school', 'parent', 'kind'],
  alarm: ['school', 'space', 'device', 'kind', 'level', 'severity', 'condition', 'verification', 'open', 'eventAt', 'incident'],
  hazard: ['school', 'space', 'device', 'category', 'grade', 'state', 'origin', 'reportedAt', 'deadline', 'alarm'],
  evidence: ['alarm', 'state', 'deleteAt'],
  incident: ['school', 'space', 'state', 'level', 'openedAt'],
};
const put = (sql: Sql, noun: string, document: object): void => {
  const fields = document as Record<string, unknown>;
  const columns = oldColumns[noun] ?? [];
  const cells = columns.map((name) =>
    typeof fields[name] === 'boolean' ? Number(fields[name]) : (fields[name] as string | number | null),
  );
  sql
    .prepare(`INSERT INTO ${noun} (id, ${columns.join(', ')}, doc) VALUES (?, ${columns.map(() => '?').join(', ')}, ?)`)
    .run(String(fields['id']), ...cells, JSON.stringify(document));
};

const writeOldFolder = (): string => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  const sql = openSqlite(databaseFile(folder));
  sql.exec(`${stepOne}; PRAGMA user_version = 1;`);
  for (const org of [oldBureau, oldOrg]) put(sql, 'org', org);
  put(sql, 'space', oldSpace);
  for (const alarm of [oldAlarm, oldShelved]) put(sql, 'alarm', alarm);
  put(sql, 'incident', oldIncident);
  for (const hazard of oldHazards) put(sql, 'hazard', hazard);
  for (const evidence of oldEvidences) put(sql, 'evidence', evidence);
  let prevHash = chainStart;
  for (let seq = 1; seq <= 3; seq++) {
    const detail = JSON.stringify({ form: {}, from: 'graded', to: 'rectifying' });
    const row = seal(
      { seq, at: then + seq, actor: 'head', act: 'hazard.start', subject: 'hazard', subjectId: 'haz-open', school: 's1', detail, prevHash },
      sha256,
    );
    sql
      .prepare(
        'INSERT INTO audit (seq, at, actor, act, subject, subjectId, school, detail, prevHash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(row.seq, row.at, row.actor, row.act, row.subject, row.subjectId, row.school, row.detail, row.prevHash, row.hash);
    prevHash = row.hash;
  }
  sql
    .prepare('INSERT INTO due (key, kind, dueAt, subject) VALUES (?, ?, ?, ?)')
    .run('overdue:haz-open', 'overdue', then + 10 * day + 1, 'haz-open');
  sql.close();
  return folder;
};

const openFolder = (folder: string): Store => {
  const opened = openStore({
    dataFolder: folder,
    use: 'real',
    clock: { now: () => then + 12 * day },
    seriesRetentionDays: 400,
    checkpoints: false,
  });
  if (!opened.ok) throw new Error(opened.detail);
  return opened.store;
};

describe('a data folder of release 0.1.0', () => {
  it('opens with every document whole and in the shapes of today', () => {
    const store = openFolder(writeOldFolder());
    for (const old of oldHazards) {
      const hazard = hazardSchema.parse(store.facts.get('hazard', old.id));
      expect(hazard).toMatchObject(old);
      expect(hazard).toMatchObject({
        open: !['closed', 'rejected'].includes(old.state),
        since: then,
        watched: false,
        rechecks: [],
        menders: [],
      });
    }
    expect(['haz-timely', 'haz-late', 'haz-free', 'haz-open'].map((id) => store.facts.get('hazard', id)?.onTime)).toEqual([
      true,
      false,
      null,
      null,
    ]);
    for (const old of oldEvidences) expect(evidenceSchema.parse(store.facts.get('evidence', old.id))).toMatchObject(old);
    expect(store.facts.get('evidence', 'ev-1')).toMatchObject({ school: 's1', hazard: null, flags: [] });
    expect(store.facts.get('evidence', 'ev-2')).toMatchObject({ school: null });
    for (const old of [oldBureau, oldOrg]) expect(orgSchema.parse(store.facts.get('org', old.id))).toEqual({ ...old, location: null });
    expect(spaceSchema.parse(store.facts.get('space', 'r1'))).toEqual({ ...oldSpace, owner: null, foodPrincipal: null });
    for (const old of [oldAlarm, oldShelved]) expect(alarmSchema.parse(store.facts.get('alarm', old.id))).toMatchObject(old);
    expect(store.facts.get('alarm', 's1-shelved')?.shelved).toMatchObject({ cosignedBy: null });
    expect(incidentSchema.parse(store.facts.get('incident', 'inc-1'))).toMatchObject(oldIncident);
    store.close();
  });

  it('has lists, counts and moments of its hazards, and an unbroken chain that goes on', () => {
    const folder = writeOldFolder();
    const store = openFolder(folder);
    const ids = (where: Record<string, string | boolean>): string[] =>
      store.facts.list('hazard', { where, schools: ['s1'], limit: 10 }).items.map(({ id }) => id);
    expect(ids({ open: true })).toEqual(['haz-open', 'haz-graded']);
    expect(ids({ overdue: true })).toEqual(['haz-open']);
    expect(ids({ listed: true })).toEqual(['haz-open']);
    expect(ids({ incident: 'inc-1' })).toEqual(['haz-graded']);
    expect(store.facts.hazardTally(null)).toEqual([
      { org: 's1', found: 5, open: 2, overdue: 1, major: 1, listed: 1, closed: 3, onTime: 1, late: 1, cleared: false },
    ]);
    expect(store.facts.list('evidence', { schools: ['s1'], limit: 10 }).items.map(({ id }) => id)).toEqual(['ev-1']);
    // Every open one is looked at by the first tick, which awaits whatever is due of it next.
    const ofHazards = (at: number) => store.facts.due(at, 10).filter(({ kind }) => kind === 'hazard');
    expect(ofHazards(then)).toEqual(
      ['haz-graded', 'haz-open'].map((id) => ({ key: `hazard:${id}`, kind: 'hazard', dueAt: then, subject: id })),
    );
    expect(ofHazards(then + 100 * day)).toHaveLength(2);
    const turn = newTurn(then + 12 * day);
    turn.audit.push({
      at: turn.at,
      actor: 'head',
      act: 'hazard.submit',
      subject: 'hazard',
      subjectId: 'haz-open',
      school: 's1',
      detail: {},
      said: { description: '已修好' },
    });
    store.commit(turn);
    expect(verifyChain(store.facts.chain(), sha256)).toMatchObject({ ok: true, entries: 4 });
    store.close();
  });

  it('is the same as one made anew', () => {
    const shape = (sql: Sql) =>
      sql
        .prepare("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
        .all()
        .map((row) => ({
          ...row,
          columns:
            row['type'] === 'table' ? sql.prepare(`SELECT name FROM pragma_table_info('${String(row['name'])}') ORDER BY name`).all() : [],
        }));
    const made = openSqlite(join(newFolder(), 'new.db'));
    migrate(made);
    const old = openSqlite(databaseFile(writeOldFolder()));
    migrate(old);
    expect(shape(old)).toEqual(shape(made));
    expect(old.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length });
    made.close();
    old.close();
  });
});

describe('the database', () => {
  it('has a column for each that the nouns list by', () => {
    const sql = openSqlite(':memory:');
    migrate(sql);
    for (const noun of Object.keys(nounTables) as Noun[]) {
      const columns = sql
        .prepare(`SELECT name FROM pragma_table_info('${noun}')`)
        .all()
        .map(({ name }) => String(name));
      expect(columns.sort(), noun).toEqual(['id', 'doc', ...Object.keys(nounTables[noun].columns)].sort());
    }
    sql.close();
  });

  it('of a newer program is refused and left as it was', () => {
    const sql = openSqlite(':memory:');
    sql.exec(`PRAGMA user_version = ${steps.length + 1}`);
    expect(() => migrate(sql)).toThrow(/newer version/);
    expect(sql.prepare('SELECT count(*) AS n FROM sqlite_master').get()).toEqual({ n: 0 });
    sql.close();
  });
});
