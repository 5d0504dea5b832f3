/** A county with as many hazards as it finds in years, written straight into the database: their documents, not their histories. */
import { operatorRoot } from '../../services/app.ts';
import type { Evidence } from '../../services/contracts/evidence.ts';
import type { Hazard, HazardCategory } from '../../services/contracts/hazard.ts';
import { hazardCategories, hazardOrigins, rootCauses } from '../../services/contracts/hazard.ts';
import type { HazardState, Role } from '../../services/contracts/values.ts';
import { addOrg, addPerson, ensureRoot } from '../../services/core/enrol.ts';
import { openHazard } from '../../services/core/hazards/open.ts';
import { newTurn } from '../../services/core/turn.ts';
import { nounTables } from '../../services/store/nouns.ts';
import { databaseFile } from '../../services/store/open.ts';
import type { Sql } from '../../services/store/sqlite.ts';
import { openSqlite } from '../../services/store/sqlite.ts';
import { ownConfig } from './ground.ts';

export const schoolCount = 200;
/** The first township is large, the others share the rest. */
const townships = [60, 35, 35, 35, 35];
export const township = 'town-0';
export const schoolOf = (i: number): string => `school-${String(i).padStart(3, '0')}`;

const dayMs = 24 * 3600_000;
/** Hazards are found over so many days before now. */
const days = 3 * 365;

const openStates: readonly HazardState[] = [
  'graded',
  'plan_required',
  'plan_approved',
  'listed',
  'rectifying',
  'escalated',
  'submitted',
  'verifying',
  'rework',
];
const staff: readonly Role[] = ['principal', 'safety-officer', 'repairer', 'grid-person', 'duty-officer'];

/** The same numbers each run: mulberry32. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Common ones come often: the k-th value with a share that falls as 1/k. */
const skewed = <T>(values: readonly T[], random: () => number): T =>
  values[Math.min(values.length - 1, Math.floor(values.length ** random()) - 1)] as T;

const text = '二层走廊灭火器压力不足，须更换并复查同层器材。';

const layOutCounty = (folder: string): void => {
  const opened = operatorRoot.openAlone(ownConfig(folder));
  if (!opened.ok) throw new Error(opened.detail);
  const { context } = opened;
  const world = context.world();
  const turn = newTurn(context.clock.now());
  const root = ensureRoot(world, turn, 'operator').id;
  const org = { schoolKind: null, ownership: null, location: null };
  let next = 0;
  townships.forEach((size, t) => {
    const place = `town-${t}`;
    addOrg(world, turn, 'operator', { ...org, id: place, kind: 'township', parent: root, name: place });
    for (let i = 0; i < size; i++, next++) {
      const id = schoolOf(next);
      addOrg(world, turn, 'operator', {
        id,
        kind: 'school',
        parent: place,
        name: id,
        schoolKind: 'primary',
        ownership: 'public',
        location: null,
      });
      for (const role of staff)
        addPerson(world, turn, 'operator', { id: `${id}-${role}`, name: `${id} ${role}`, role, org: id, phone: null, active: true });
    }
  });
  context.commit(turn);
  opened.close();
};

/** One of a school, `at` when it was found; of the newest some are just reported, 3 % are open, one in fifty was no hazard. */
const hazardAt = (id: string, school: string, at: number, now: number, random: () => number): Hazard => {
  const category: HazardCategory = skewed(hazardCategories.slice(5), random);
  const roll = random();
  const state: HazardState =
    roll < 0.005
      ? 'reported'
      : roll < 0.03
        ? (openStates[Math.floor(random() * openStates.length)] ?? 'graded')
        : roll < 0.05
          ? 'rejected'
          : roll < 0.06
            ? 'transferred'
            : 'closed';
  const open = roll < 0.03;
  const grade = state === 'reported' || state === 'rejected' ? null : state === 'listed' || random() < 0.03 ? 'major' : 'general';
  const responsible = grade === null ? null : `${school}-${staff[Math.floor(random() * 3)]}`;
  const deadline = grade === null || state === 'graded' ? null : open ? now + (random() * 60 - 15) * dayMs : at + 30 * dayMs;
  const closedAt = state === 'closed' ? at + random() * 35 * dayMs : null;
  const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));
  return {
    ...openHazard({
      id,
      school,
      category,
      at,
      device: null,
      alarm: null,
      incident: null,
      suggestedGrade: 'general',
      description: text,
      space: `${school}-room-${Math.floor(random() * 80)}`,
      origin: skewed(hazardOrigins.slice(2), random),
      facts: { place: '二层走廊' },
    }),
    version: open ? 4 : 9,
    state,
    open,
    grade,
    responsible,
    cause: grade === null ? null : skewed(rootCauses, random),
    reportedBy: `${school}-grid-person`,
    deadline: whole(deadline),
    closedAt: whole(closedAt),
    listed: state === 'listed',
    overdue: open && deadline !== null && deadline < now,
    onTime: closedAt === null || deadline === null ? null : closedAt <= deadline,
    actors: {
      create: `${school}-grid-person`,
      grade: `${school}-safety-officer`,
      submit: `${school}-repairer`,
      close: `${school}-principal`,
    },
    menders: [`${school}-repairer`],
    forms: {
      grade: { grade, reason: text, cause: 'maintenance' },
      approve_plan: { responsible, measures: text, funds: 1200, deadline: whole(deadline), contingency: text },
      ...(open
        ? {}
        : {
            submit: { description: text, photos_after: [`ev-${id}-1`, `ev-${id}-2`], cost: 860 },
            close: { finding: text, photos_site: [`ev-${id}-3`] },
          }),
    },
  };
};

const cellOf = (value: string | number | boolean | null | undefined): string | number | null =>
  typeof value === 'boolean' ? Number(value) : (value ?? null);

/** Rows without their indexes first: a sixth of the time. The counts are kept by the triggers all the while. */
const writeHazards = (sql: Sql, perSchool: number, now: number): void => {
  const indexes = sql.prepare("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'hazard' AND type = 'index' AND sql IS NOT NULL").all();
  const columns = Object.keys(nounTables.hazard.columns);
  const insert = sql.prepare(`INSERT INTO hazard (id, ${columns.join(', ')}, doc) VALUES (?, ${columns.map(() => '?').join(', ')}, ?)`);
  const due = sql.prepare('INSERT INTO due (key, kind, dueAt, subject) VALUES (?, ?, ?, ?)');
  const random = randomOf(1);
  const total = perSchool * schoolCount;
  sql.exec('PRAGMA synchronous=OFF');
  sql.transaction(() => {
    for (const { name } of indexes) sql.exec(`DROP INDEX ${String(name)}`);
    for (let n = 0; n < total; n++) {
      const at = Math.floor(now - days * dayMs + (n / total) * days * dayMs);
      const id = `haz-${at.toString(36)}-${n.toString(36).padStart(6, '0')}`;
      const hazard = hazardAt(id, schoolOf(Math.floor(random() * schoolCount)), at, now, random);
      const fields = hazard as unknown as Record<string, string | number | boolean | null>;
      const cells = columns.map((name) => cellOf(fields[name]));
      insert.run(id, ...cells, JSON.stringify(hazard));
      if (hazard.open) due.run(`hazard:${id}`, 'hazard', now + (1 + random()) * dayMs, id);
    }
    for (const index of indexes) sql.exec(String(index['sql']));
  });
  sql.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL');
};

export const picturesOf = (hazard: string): Record<'protection' | 'after' | 'site', string> => ({
  protection: `pic-${hazard}-protection`,
  after: `pic-${hazard}-after`,
  site: `pic-${hazard}-site`,
});

/** The newest `count` reported hazards are ready to be taken through every step: their pictures are there. */
const writePictures = (sql: Sql, count: number, now: number): void => {
  const columns = Object.keys(nounTables.evidence.columns);
  const insert = sql.prepare(`INSERT INTO evidence (id, ${columns.join(', ')}, doc) VALUES (?, ${columns.map(() => '?').join(', ')}, ?)`);
  const reported = sql
    .prepare("SELECT id, school FROM hazard WHERE open = 1 AND state = 'reported' ORDER BY reportedAt DESC LIMIT ?")
    .all(count);
  sql.transaction(() => {
    for (const { id, school } of reported)
      for (const [stage, picture] of Object.entries(picturesOf(String(id)))) {
        const evidence: Evidence = {
          id: picture,
          school: String(school),
          alarm: null,
          hazard: String(id),
          stage: stage as 'after',
          camera: null,
          state: 'stored',
          reason: null,
          takenAt: now,
          sha256: null,
          file: null,
          capture: null,
          flags: [],
          flagged: false,
          deleteAt: now + 365 * dayMs,
        };
        const fields = evidence as unknown as Record<string, string | number | boolean | null>;
        insert.run(picture, ...columns.map((name) => cellOf(fields[name])), JSON.stringify(evidence));
      }
  });
};

/** Lays out the county in an empty folder; returns how long the hazards took, milliseconds. */
export const layOutHazards = (folder: string, perSchool: number, ready: number): number => {
  layOutCounty(folder);
  const started = performance.now();
  const now = Date.now();
  const sql = openSqlite(databaseFile(folder));
  writeHazards(sql, perSchool, now);
  writePictures(sql, ready, now);
  sql.close();
  return performance.now() - started;
};
