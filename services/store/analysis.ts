/** Sums over every hazard there is, list one at any time, and looks back by place. */
import type { Hazard, RootCause } from '../contracts/hazard.ts';
import type { InboxItem } from '../contracts/inbox.ts';
import type { AnalysisFacts, CauseCount, Found, ProblemQuery, Recurring, StateCount } from '../core/analysis/facts.ts';
import { isProblem, stateAt } from '../core/analysis/history.ts';
import type { AuditEntry, NoticeRow } from '../ports.ts';
import type { Sort } from './hazard-columns.ts';
import { createHazardColumns, sorts } from './hazard-columns.ts';
import { branch, decodeCursor, encodeCursor } from './paging.ts';
import type { Cell, Row, Sql } from './sqlite.ts';

/** A draft is not yet reported, a rejected one was no hazard. */
const isReal = ({ state }: Sort): boolean => state !== 'draft' && state !== 'rejected';

/** How many rows are looked at in one go for a page of list one. */
const chunk = 500;

/** The hazards of so many schools are gone through and sorted; of more, the newest are looked through for these schools. */
const fewSchools = 10;

const hazardOf = (row: Row): Hazard => JSON.parse(String(row['doc'])) as Hazard;

/** What it was at a time follows from the row alone, unless it was submitted late, ended without closing, or came back. */
const isPlain = ({ state, reopened, actors }: Hazard): boolean =>
  reopened === 0 && actors['submit_report'] === undefined && state !== 'draft' && state !== 'rejected' && state !== 'transferred';

export const createAnalysis = (sql: Sql, timeline: (subject: string, id: string) => AuditEntry[]): AnalysisFacts => {
  const columns = createHazardColumns(sql);

  /** Every sort of hazard that each school found, with how many. */
  function* found({ schools, from, to }: Found): Generator<{ readonly school: string; readonly sort: Sort; readonly count: number }> {
    for (const school of schools ?? columns.schools()) {
      const counts = columns.count(school, from, to);
      for (let i = 0; i < counts.length; i += 1) {
        const [sort, count] = [sorts[i] as Sort, counts[i] as number];
        if (count > 0 && isReal(sort)) yield { school, sort, count };
      }
    }
  }

  const causes = (asked: Found): CauseCount[] => {
    const rows = new Map<string, { category: Sort['category']; cause: Sort['cause']; count: number; in: Set<string> }>();
    for (const { school, sort, count } of found(asked)) {
      const key = `${sort.category} ${sort.cause}`;
      const row = rows.get(key) ?? { category: sort.category, cause: sort.cause, count: 0, in: new Set() };
      rows.set(key, row);
      row.count += count;
      row.in.add(school);
    }
    return [...rows.values()].map(({ category, cause, count, in: { size } }) => ({ category, cause, count, schools: size }));
  };

  const states = (asked: Found): StateCount[] => {
    const rows = new Map<string, { school: string; state: Sort['state']; onTime: Sort['onTime']; count: number }>();
    for (const { school, sort, count } of found(asked)) {
      const key = `${school} ${sort.state} ${sort.onTime}`;
      const row = rows.get(key) ?? { school, state: sort.state, onTime: sort.onTime, count: 0 };
      rows.set(key, row);
      row.count += count;
    }
    return [...rows.values()];
  };

  const recurring = (asked: Found, times: number): Recurring[] => {
    const rows = new Map<string, { school: string; cause: RootCause; count: number }>();
    for (const { school, sort, count } of found(asked)) {
      const { cause } = sort;
      if (cause === null || cause === 'unknown') continue;
      const key = `${school} ${cause}`;
      const row = rows.get(key) ?? { school, cause, count: 0 };
      rows.set(key, row);
      row.count += count;
    }
    return [...rows.values()].filter(({ count }) => count >= times);
  };

  /** Rows after the cursor, newest first, that may have been open at `asOf` (null = now): all but what was closed for good before. */
  const candidates = (schools: ProblemQuery['schools'], asOf: number | null, after: [Cell, Cell] | null): Hazard[] => {
    const mine = branch('school', schools);
    const text = [
      asOf === null ? "open = 1 AND state <> 'draft'" : "reportedAt <= ? AND NOT (state = 'closed' AND closedAt <= ?)",
      ...mine.text,
    ];
    const cells: Cell[] = [...(asOf === null ? [] : [asOf, asOf]), ...mine.cells];
    if (after) {
      text.push('(reportedAt, id) < (?, ?)');
      cells.push(...after);
    }
    const index = asOf === null ? 'hazard_open' : schools !== null && schools.length <= fewSchools ? 'hazard_school' : 'hazard_newest';
    return sql
      .prepare(
        `SELECT hazard.doc FROM
           (SELECT id, reportedAt FROM hazard INDEXED BY ${index} WHERE ${text.join(' AND ')} ORDER BY reportedAt DESC, id DESC LIMIT ${chunk}) page
           CROSS JOIN hazard ON hazard.id = page.id ORDER BY page.reportedAt DESC, page.id DESC`,
      )
      .all(...cells)
      .map(hazardOf);
  };

  const problems: AnalysisFacts['problems'] = ({ schools, asOf, limit, cursor }) => {
    const found: { hazard: Hazard; state: Hazard['state'] }[] = [];
    let after = cursor === undefined ? null : decodeCursor(cursor);
    for (let more = true; more && found.length <= limit; ) {
      const rows = candidates(schools, asOf, after);
      for (const hazard of rows) {
        if (found.length > limit) break;
        // A plain one that the index let through was open then; which state it had, its history says.
        const state = asOf === null ? hazard.state : stateAt(timeline('hazard', hazard.id), asOf);
        if (isProblem(state)) found.push({ hazard, state: state as Hazard['state'] });
        else if (state === null && isPlain(hazard)) found.push({ hazard, state: 'reported' });
      }
      const last = rows.at(-1);
      after = last ? [last.reportedAt, last.id] : null;
      more = rows.length === chunk;
    }
    const items = found.slice(0, limit);
    const last = items.at(-1)?.hazard;
    return { items, next: found.length > limit && last ? encodeCursor(last.reportedAt, last.id) : null };
  };

  const measuresOf = (hazards: readonly string[]): ReadonlyMap<string, readonly string[]> => {
    const links = new Map<string, string[]>();
    const rows = sql
      .prepare(
        `SELECT link.value AS hazard, measure.id AS id FROM measure, json_each(measure.doc, '$.hazards') AS link
         WHERE link.value IN (SELECT value FROM json_each(?)) ORDER BY measure.id`,
      )
      .all(JSON.stringify(hazards));
    for (const { hazard, id } of rows) links.set(String(hazard), [...(links.get(String(hazard)) ?? []), String(id)]);
    return links;
  };

  return {
    warm: () => columns.warm(),
    causes,
    states,
    recurring,
    problems,
    measuresOf,
    hazardsIn: (spaces, before, limit) =>
      sql
        .prepare(
          'SELECT doc FROM hazard WHERE space IN (SELECT value FROM json_each(?)) AND reportedAt < ? ORDER BY reportedAt DESC, id DESC LIMIT ?',
        )
        .all(JSON.stringify(spaces), before, limit)
        .map(hazardOf),
    firstTold: (subject, subjectId) => {
      const row = sql
        .prepare('SELECT doc FROM inboxItem WHERE subject = ? AND subjectId = ? ORDER BY at, id LIMIT 1')
        .get(subject, subjectId);
      return row ? (JSON.parse(String(row['doc'])) as InboxItem) : null;
    },
    firstNotice: (alarms) => {
      const row = sql
        .prepare(
          'SELECT alarm, person, at, channel FROM notice WHERE alarm IN (SELECT value FROM json_each(?)) AND told = 1 ORDER BY at, person LIMIT 1',
        )
        .get(JSON.stringify(alarms));
      return row ? { ...(row as unknown as Omit<NoticeRow, 'told' | 'gates'>), told: true, gates: [] } : null;
    },
  };
};
