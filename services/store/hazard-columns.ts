/**
 * Every hazard as two numbers, when it was reported and what it is, school by school: sums over a million of them take
 * milliseconds, where the database would hold up the alarms for seconds. Read from the database once; what changes
 * afterwards, the database itself notes in the transaction that changes it.
 */
import type { HazardCategory, RootCause } from '../contracts/hazard.ts';
import { hazardCategories, rootCauses } from '../contracts/hazard.ts';
import type { HazardState } from '../contracts/values.ts';
import { hazardStates } from '../contracts/values.ts';
import type { Row, Sql } from './sqlite.ts';

const causes: readonly (RootCause | null)[] = [null, ...rootCauses];
const inTimes: readonly (boolean | null)[] = [null, false, true];

/** What is counted apart. */
export interface Sort {
  readonly category: HazardCategory;
  readonly cause: RootCause | null;
  readonly state: HazardState;
  readonly onTime: boolean | null;
}

/** All sorts there are; a hazard is the number of its sort. */
export const sorts: readonly Sort[] = hazardCategories.flatMap((category) =>
  causes.flatMap((cause) => hazardStates.flatMap((state) => inTimes.map((onTime) => ({ category, cause, state, onTime })))),
);

const place = <T>(list: readonly T[], value: unknown): number => list.indexOf(value as T);

const sortOf = ({ category, cause, state, onTime }: Row): number => {
  const inTime = place(inTimes, onTime === null ? null : onTime === 1);
  return (
    ((place(hazardCategories, category) * causes.length + place(causes, cause)) * hazardStates.length + place(hazardStates, state)) *
      inTimes.length +
    inTime
  );
};

interface Columns {
  readonly at: Float64Array;
  readonly sort: Uint16Array;
  /** What changed since: a hazard that was so goes (-1), one that is so comes (1). */
  readonly moved: { at: number; sort: number; weight: number }[];
}

const fields = ['school', 'reportedAt', 'category', 'cause', 'state', 'onTime'] as const;
const noted = (row: 'OLD' | 'NEW', weight: 1 | -1): string =>
  `INSERT INTO hazardMoved VALUES (${fields.map((name) => `${row}.${name}`).join(', ')}, ${weight});`;

/** Of this connection only, which is the one that writes; rolled back with what it notes. */
const watch = `
CREATE TEMP TABLE hazardMoved (${fields.join(', ')}, weight);
CREATE TEMP TRIGGER hazardMoved_in AFTER INSERT ON main.hazard BEGIN ${noted('NEW', 1)} END;
CREATE TEMP TRIGGER hazardMoved_on AFTER UPDATE ON main.hazard WHEN ${fields.map((name) => `OLD.${name} IS NOT NEW.${name}`).join(' OR ')}
  BEGIN ${noted('OLD', -1)} ${noted('NEW', 1)} END;
CREATE TEMP TRIGGER hazardMoved_out AFTER DELETE ON main.hazard BEGIN ${noted('OLD', -1)} END;
`;

export interface HazardColumns {
  /** Schools that have hazards. */
  schools(): string[];
  /** How many hazards of each sort (`sorts`) the school reported with from ≤ reportedAt < to. */
  count(school: string, from: number, to: number): Int32Array;
  /** Reads one school more, so that nobody has to wait for all of them; cheap when there is none. */
  warm(): void;
}

export const createHazardColumns = (sql: Sql): HazardColumns => {
  const known = new Map<string, Columns>();
  let watching = false;
  let warmed: string | null = '';

  const catchUp = (): void => {
    if (!watching) sql.exec(watch);
    watching = true;
    const moved = sql.prepare('SELECT * FROM temp.hazardMoved').all();
    if (moved.length === 0) return;
    for (const row of moved)
      known.get(String(row['school']))?.moved.push({ at: Number(row['reportedAt']), sort: sortOf(row), weight: Number(row['weight']) });
    sql.exec('DELETE FROM temp.hazardMoved');
  };

  const read = (school: string): Columns => {
    const rows = sql
      .prepare('SELECT reportedAt, category, cause, state, onTime FROM hazard INDEXED BY hazard_school WHERE school = ?')
      .all(school);
    const columns = { at: Float64Array.from(rows, (row) => Number(row['reportedAt'])), sort: Uint16Array.from(rows, sortOf), moved: [] };
    known.set(school, columns);
    return columns;
  };

  return {
    schools: () =>
      sql
        .prepare('SELECT school FROM hazardCount ORDER BY school')
        .all()
        .map((row) => String(row['school'])),
    count: (school, from, to) => {
      catchUp();
      const { at, sort, moved } = known.get(school) ?? read(school);
      const counts = new Int32Array(sorts.length);
      for (let i = 0; i < at.length; i += 1) {
        const when = at[i] as number;
        if (when >= from && when < to) counts[sort[i] as number] = (counts[sort[i] as number] as number) + 1;
      }
      for (const change of moved)
        if (change.at >= from && change.at < to) counts[change.sort] = (counts[change.sort] as number) + change.weight;
      return counts;
    },
    warm: () => {
      if (warmed === null) return;
      const next = sql.prepare('SELECT min(school) AS school FROM hazardCount WHERE school > ?').get(warmed)?.['school'];
      warmed = typeof next === 'string' ? next : null;
      if (warmed === null) return;
      catchUp();
      if (!known.has(warmed)) read(warmed);
    },
  };
};
