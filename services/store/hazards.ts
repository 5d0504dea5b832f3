/**
 * Reading hazards where there are a million of them: lists by any filters, counts, and what presses most. Which index
 * serves a list is decided here and not by the planner, whose guess is off by thousands of times where filters go together
 * (`detector_silent` found on a `patrol`: none). Each index holds every filter, so that a row is fetched only when it is shown.
 */
import type { Hazard, Tally } from '../contracts/hazard.ts';
import type { HazardState } from '../contracts/values.ts';
import { endStates } from '../core/hazards/transitions.ts';
import type { Facts, ListQuery, Page } from '../ports.ts';
import { branch, decodeCursor, encodeCursor, filters } from './paging.ts';
import type { Cell, Row, Sql } from './sqlite.ts';

/** What makes a hazard of the system one and the same. */
export interface HazardLikeness {
  readonly school: string;
  readonly category: string;
  readonly incident: string | null;
  readonly device: string | null;
  readonly space: string | null;
}

export interface HazardFacts extends Pick<Facts, 'hazardTally' | 'pressingHazards'> {
  /** Newest first, by any columns. */
  hazards(query: ListQuery): Page<Hazard>;
  /** Hazards of the same cause that are open or were closed since. */
  hazardsLike(cause: HazardLikeness, closedSince: number): Hazard[];
}

type Where = NonNullable<ListQuery['where']>;

/** An index, and the terms that a query of a partial index must repeat. */
interface Way {
  readonly index: string;
  readonly terms?: readonly string[];
}

/** So many rows of the asked schools are gone through and sorted; of more, the newest are looked through for these schools. */
const fewRows = 50_000;

const hazardOf = (row: Row): Hazard => JSON.parse(String(row['doc'])) as Hazard;

const narrow = ['alarm', 'incident', 'device', 'space', 'responsible'] as const;
const wide = ['category', 'cause', 'origin'] as const;

const onlyOpen = ({ open, overdue, listed, watched, state }: Where): boolean =>
  open === true || overdue === true || listed === true || watched === true || (state !== undefined && !endStates.has(state as HazardState));

/** The way that leaves the fewest rows to go through; `rows` = hazards of the asked schools. */
const wayFor = (where: Where, rows: number): Way => {
  const exact = narrow.find((column) => where[column] !== undefined);
  if (exact) return { index: `hazard_${exact}` };
  if (onlyOpen(where)) return { index: 'hazard_open', terms: ['open = 1'] };
  if (where['school'] !== undefined || rows <= fewRows) return { index: 'hazard_school' };
  if (where['state'] === 'rejected' || where['state'] === 'transferred')
    return { index: 'hazard_aside', terms: ['open = 0', "state <> 'closed'"] };
  if (where['grade'] === 'major') return { index: 'hazard_major', terms: ["grade = 'major'"] };
  const column = wide.find((name) => where[name] !== undefined);
  return { index: column ? `hazard_${column}` : 'hazard_newest' };
};

export const createHazardFacts = (sql: Sql): HazardFacts => {
  const count = (schools: readonly string[] | null): number => {
    const mine = branch('school', schools);
    const where = mine.text.length > 0 ? `WHERE ${mine.text.join()}` : '';
    return Number(sql.prepare(`SELECT coalesce(sum(hazards), 0) AS n FROM hazardCount ${where}`).get(...mine.cells)?.['n']);
  };

  const hazards = ({ where = {}, schools, limit, cursor }: ListQuery): Page<Hazard> => {
    const rows = count(schools);
    const { index, terms = [] } = wayFor(where, rows);
    const matching = filters(where);
    // Whoever sees the schools of all hazards need not be asked about each.
    const mine = branch('school', schools !== null && rows === count(null) ? null : schools);
    const text = [...terms, ...matching.text, ...mine.text];
    const cells: Cell[] = [...matching.cells, ...mine.cells];
    const after = cursor === undefined ? null : decodeCursor(cursor);
    if (after) {
      text.push('(reportedAt, id) < (?, ?)');
      cells.push(...after);
    }
    const found = sql
      .prepare(
        `SELECT page.id, page.reportedAt, hazard.doc FROM
           (SELECT id, reportedAt FROM hazard INDEXED BY ${index} ${text.length > 0 ? `WHERE ${text.join(' AND ')}` : ''} ORDER BY reportedAt DESC, id DESC LIMIT ?) page
           CROSS JOIN hazard ON hazard.id = page.id ORDER BY page.reportedAt DESC, page.id DESC`,
      )
      .all(...cells, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { items: page.map(hazardOf), next: found.length > limit && last ? encodeCursor(last['reportedAt'], last['id']) : null };
  };

  const hazardTally = (schools: readonly string[] | null): Tally[] => {
    const mine = branch('school', schools);
    return sql
      .prepare(
        `SELECT school AS org, open + closed AS found, open, overdue, major, listed, closed, onTime, late FROM hazardCount
         ${mine.text.length > 0 ? `WHERE ${mine.text.join()}` : ''} ORDER BY school`,
      )
      .all(...mine.cells)
      .map((row) => ({ ...(row as unknown as Omit<Tally, 'cleared'>), cleared: row['overdue'] === 0 }));
  };

  const pressingHazards = (schools: readonly string[] | null, limit: number): Hazard[] => {
    const mine = branch('school', schools);
    return sql
      .prepare(
        `SELECT hazard.doc FROM
           (SELECT id, overdue, listed, grade, deadline, reportedAt FROM hazard INDEXED BY hazard_open
            WHERE ${['open = 1', ...mine.text].join(' AND ')}
            ORDER BY overdue DESC, listed DESC, grade IS 'major' DESC, deadline IS NULL, deadline, reportedAt DESC, id LIMIT ?) page
           CROSS JOIN hazard ON hazard.id = page.id
           ORDER BY page.overdue DESC, page.listed DESC, page.grade IS 'major' DESC, page.deadline IS NULL, page.deadline, page.reportedAt DESC, page.id`,
      )
      .all(...mine.cells, limit)
      .map(hazardOf);
  };

  const hazardsLike: HazardFacts['hazardsLike'] = ({ school, category, incident, device, space }, closedSince) => {
    const same = 'school = ? AND category = ? AND (open = 1 OR closedAt >= ?)';
    const alone = 'AND device IS NULL AND incident IS NULL';
    const asked = (index: string, terms: string, ...cells: Cell[]): Hazard[] =>
      sql
        .prepare(`SELECT doc FROM hazard INDEXED BY ${index} WHERE ${same} ${terms}`)
        .all(school, category, closedSince, ...cells)
        .map(hazardOf);
    if (incident !== null) return asked('hazard_incident', 'AND incident = ?', incident);
    if (device !== null) return asked('hazard_device', 'AND device = ?', device);
    return space === null ? asked('hazard_school', `AND space IS NULL ${alone}`) : asked('hazard_space', `AND space = ? ${alone}`, space);
  };

  return { hazards, hazardTally, pressingHazards, hazardsLike };
};
