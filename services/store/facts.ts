/** Reading side of the facts, and what a start needs to know the world again. */

import type { Rejected } from '../contracts/place.ts';
import type { AnalysisFacts } from '../core/analysis/facts.ts';
import type { ChainRow, SaidRow } from '../core/audit.ts';
import { dayMs } from '../core/calendar.ts';
import type { StormFacts } from '../core/storms/facts.ts';
import type { World } from '../core/world.ts';
import { emptyWorld, placeAlarm, placeDevice } from '../core/world.ts';
import type { AuditEntry, ChangeRow, DueRow, EventRow, Facts, ListQuery, NoticeRow, Noun, NounTypes, Page } from '../ports.ts';
import { createAnalysis } from './analysis.ts';
import type { DocumentFacts } from './documents.ts';
import { createDocumentFacts } from './documents.ts';
import type { HazardFacts } from './hazards.ts';
import { createHazardFacts } from './hazards.ts';
import { nounTables } from './nouns.ts';
import { branch, decodeCursor, encodeCursor, filters } from './paging.ts';
import type { Row, Sql } from './sqlite.ts';
import { createStormFacts } from './storms.ts';

/** How many changes are kept for screens that were away. */
export const keptChanges = 50_000;

const doc = <T>(row: Row): T => JSON.parse(String(row['doc'])) as T;
const detailOf = (row: Row): Record<string, unknown> => JSON.parse(String(row['detail'])) as Record<string, unknown>;

/** The hashes on the chain are for its verifier; readers get the texts. */
const auditEntry = (row: Row, said: Readonly<Record<string, string | null>> | undefined): AuditEntry => {
  const entry: AuditEntry = { ...(row as unknown as AuditEntry), detail: detailOf(row) };
  if (!said) return entry;
  const { said: _, ...detail } = entry.detail;
  return { ...entry, detail, said };
};
const eventRow = (row: Row): EventRow => ({ ...(row as unknown as EventRow), late: row['late'] === 1, detail: detailOf(row) });
const changeRow = (row: Row): ChangeRow => ({ ...(row as unknown as ChangeRow), value: JSON.parse(String(row['value'])) as unknown });
const noticeRow = (row: Row): NoticeRow => ({
  ...(row as unknown as NoticeRow),
  told: row['told'] === 1,
  gates: JSON.parse(String(row['gates'])) as NoticeRow['gates'],
});

export interface FactsStore extends Facts, HazardFacts, DocumentFacts {
  readonly analysis: AnalysisFacts;
  readonly storms: StormFacts;
  loadWorld(): World;
  due(before: number, limit: number, kinds?: { readonly these: boolean; readonly kinds: readonly string[] }): DueRow[];
  moment(key: string): DueRow | null;
  /** Alarms of one source and kind whose time overlaps [from, to], open or not. */
  alarmsAround(device: string, kind: string, from: number, to: number): NounTypes['alarm'][];
  falseAlarms(device: string, since: number): number;
  /** Hazards of this school (null = of any) in which this person's id stands: a search through all of them. */
  hazardsNaming(person: string, school: string | null): NounTypes['hazard'][];
  seenAt(device: string, hash: number): number | null;
  chain(): Iterable<ChainRow>;
  /** What was said with the chain's entries, in their order. */
  said(): Iterable<SaidRow>;
  /** Bounded clean-up of what is kept for a time only. */
  forget(now: number): void;
}

/** @param now epoch ms */
export const createFacts = (sql: Sql, now: () => number = Date.now): FactsStore => {
  const get = <N extends Noun>(noun: N, id: string): NounTypes[N] | null => {
    const row = sql.prepare(`SELECT doc FROM ${noun} WHERE id = ?`).get(id);
    return row ? doc<NounTypes[N]>(row) : null;
  };

  const hazardFacts = createHazardFacts(sql);

  const list = <N extends Noun>(noun: N, query: ListQuery): Page<NounTypes[N]> => {
    if (noun === 'hazard') return hazardFacts.hazards(query) as Page<NounTypes[N]>;
    const { order, school } = nounTables[noun];
    const newestFirst = order !== 'id';
    const inBranch = branch(school, query.schools);
    const matching = filters(query.where);
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const text = [...matching.text, ...inBranch.text];
    const cells = [...matching.cells, ...inBranch.cells];
    if (after) {
      text.push(`(${order}, id) ${newestFirst ? '<' : '>'} (?, ?)`);
      cells.push(...after);
    }
    const direction = newestFirst ? 'DESC' : 'ASC';
    const rows = sql
      .prepare(
        `SELECT id, ${order} AS o, doc FROM ${noun} ${text.length ? `WHERE ${text.join(' AND ')}` : ''} ORDER BY ${order} ${direction}, id ${direction} LIMIT ?`,
      )
      .all(...cells, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => doc<NounTypes[N]>(row)),
      next: rows.length > query.limit && last ? encodeCursor(last['o'], last['id']) : null,
    };
  };

  const all = <N extends Noun>(noun: N, where = ''): NounTypes[N][] =>
    sql
      .prepare(`SELECT doc FROM ${noun} ${where}`)
      .all()
      .map((row) => doc<NounTypes[N]>(row));

  const rejected = (query: ListQuery): Page<Rejected> => {
    const inBranch = branch('school', query.schools);
    const matching = filters(query.where);
    const text = [...matching.text, ...inBranch.text];
    const cells = [...matching.cells, ...inBranch.cells];
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    if (after) {
      text.push('id < ?');
      cells.push(after[1]);
    }
    const rows = sql
      .prepare(
        `SELECT id, at, lastAt, count, topic, identity, school, reason, detail, bytes, copy FROM rejected ${text.length ? `WHERE ${text.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ?`,
      )
      .all(...cells, query.limit + 1);
    const page = rows.slice(0, query.limit) as unknown as Rejected[];
    const last = page.at(-1);
    return { items: page, next: rows.length > query.limit && last ? encodeCursor(0, last.id) : null };
  };

  const timeline: Facts['timeline'] = (subject, id) => {
    const said = new Map<number, Record<string, string | null>>();
    for (const row of sql
      .prepare('SELECT seq, field, value FROM said WHERE subject = ? AND subjectId = ? ORDER BY seq, field')
      .all(subject, id)) {
      const seq = Number(row['seq']);
      said.set(seq, { ...said.get(seq), [String(row['field'])]: row['value'] === null ? null : String(row['value']) });
    }
    return sql
      .prepare('SELECT * FROM audit WHERE subject = ? AND subjectId = ? ORDER BY seq')
      .all(subject, id)
      .map((row) => auditEntry(row, said.get(Number(row['seq']))));
  };

  const changesAfter: Facts['changesAfter'] = (since, schools, types, limit) => {
    const oldest = sql.prepare('SELECT min(seq) AS oldest FROM change').get()?.['oldest'];
    if (oldest !== null && oldest !== undefined && Number(oldest) > since + 1) return null;
    const inBranch = branch('school', schools);
    const rows = sql
      .prepare(
        `SELECT seq, at, type, id, school, value FROM change WHERE seq > ? AND type IN (SELECT value FROM json_each(?))
         ${inBranch.text.map((t) => `AND ${t}`).join('')} ORDER BY seq LIMIT ?`,
      )
      .all(since, JSON.stringify(types), ...inBranch.cells, limit + 1);
    return rows.length > limit ? null : rows.map(changeRow);
  };

  const lastChange: Facts['lastChange'] = (schools, types) => {
    const inBranch = branch('school', schools);
    const row = sql
      .prepare(
        `SELECT max(seq) AS seq FROM change WHERE type IN (SELECT value FROM json_each(?)) ${inBranch.text.map((t) => `AND ${t}`).join('')}`,
      )
      .get(JSON.stringify(types), ...inBranch.cells);
    return Number(row?.['seq'] ?? 0);
  };

  const loadWorld = (): World => {
    const world = emptyWorld();
    for (const org of all('org')) world.orgs.set(org.id, org);
    for (const space of all('space')) world.spaces.set(space.id, space);
    for (const person of all('person')) world.people.set(person.id, person);
    for (const device of all('device')) placeDevice(world, device);
    for (const alarm of all('alarm', 'WHERE open = 1')) placeAlarm(world, alarm);
    for (const incident of all('incident', "WHERE state = 'open'")) world.incidents.set(incident.id, incident);
    for (const post of all('post')) world.posts.set(post.id, post);
    for (const cell of all('gridCell')) world.gridCells.set(cell.id, cell);
    for (const force of all('taskForce')) world.taskForces.set(force.id, force);
    for (const seat of all('seat')) world.seats.set(seat.id, seat);
    // Long past shifts are no more asked for; a day's grace covers whoever stays on until relieved.
    for (const shift of all('shift', `WHERE endsAt > ${now() - dayMs}`)) world.shifts.set(shift.id, shift);
    for (const leave of all('leave', `WHERE endsAt > ${now() - dayMs}`)) world.leaves.set(leave.id, leave);
    for (const console of all('console')) world.consoles.set(console.id, console);
    for (const storm of all('storm', 'WHERE open = 1')) world.storms.set(storm.school, storm);
    for (const window of all('maintenance', "WHERE state IN ('planned', 'running')")) world.maintenances.set(window.id, window);
    for (const drill of all('drill', "WHERE state IN ('planned', 'running')")) world.drills.set(drill.id, drill);
    for (const responder of all('responder')) world.responders.set(responder.id, responder);
    for (const plan of all('responsePlan', "WHERE state = 'in_force'")) world.responsePlans.set(plan.id, plan);
    return world;
  };

  const forget = (now: number): void => {
    const newest = Number(sql.prepare('SELECT max(seq) AS seq FROM change').get()?.['seq'] ?? 0);
    sql.transaction(() => {
      sql
        .prepare('DELETE FROM change WHERE seq IN (SELECT seq FROM change WHERE seq <= ? ORDER BY seq LIMIT 5000)')
        .run(newest - keptChanges);
      sql.prepare('DELETE FROM seen WHERE (device, hash) IN (SELECT device, hash FROM seen WHERE at < ? LIMIT 5000)').run(now - 90 * dayMs);
      // A rejected message is kept 30 days to be looked at; a flood of them may not fill the disk.
      sql.prepare('DELETE FROM rejected WHERE id IN (SELECT id FROM rejected WHERE lastAt < ? LIMIT 5000)').run(now - 30 * dayMs);
      sql
        .prepare('DELETE FROM rejected WHERE id IN (SELECT id FROM rejected WHERE id < (SELECT max(id) FROM rejected) - 200000 LIMIT 5000)')
        .run();
    });
  };

  return {
    ...hazardFacts,
    ...createDocumentFacts(sql),
    get,
    list,
    rejected,
    changesAfter,
    lastChange,
    loadWorld,
    forget,
    timeline,
    analysis: createAnalysis(sql, timeline),
    storms: createStormFacts(sql),
    events: (device, query) => {
      const [at, id] = (query.cursor === undefined ? null : decodeCursor(query.cursor)) ?? [Number.MAX_SAFE_INTEGER, 0];
      const rows = sql
        .prepare('SELECT * FROM event WHERE device = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?')
        .all(device, at, id, query.limit + 1);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return { items: page.map(eventRow), next: rows.length > query.limit && last ? encodeCursor(last['at'], last['id']) : null };
    },
    notice: (alarm, person) => {
      const row = sql.prepare('SELECT * FROM notice WHERE alarm = ? AND person = ?').get(alarm, person);
      return row ? noticeRow(row) : null;
    },
    due: (before, limit, { these, kinds } = { these: false, kinds: [] }) =>
      sql
        .prepare(
          `SELECT key, kind, dueAt, subject FROM due WHERE dueAt <= ? AND kind ${these ? '' : 'NOT '}IN (SELECT value FROM json_each(?))
           ORDER BY dueAt, key LIMIT ?`,
        )
        .all(before, JSON.stringify(kinds), limit) as unknown as DueRow[],
    moment: (key) => (sql.prepare('SELECT key, kind, dueAt, subject FROM due WHERE key = ?').get(key) as DueRow | undefined) ?? null,
    alarmsAround: (device, kind, from, to) =>
      sql
        .prepare(
          "SELECT doc FROM alarm WHERE device = ? AND kind = ? AND exercise IS NULL AND eventAt <= ? AND (open = 1 OR coalesce(json_extract(doc, '$.clearedAt'), json_extract(doc, '$.lastAt')) >= ?)",
        )
        .all(device, kind, to, from)
        .map((row) => doc<NounTypes['alarm']>(row)),
    falseAlarms: (device, since) =>
      Number(
        sql
          .prepare("SELECT count(*) AS n FROM alarm WHERE device = ? AND exercise IS NULL AND verification = 'false' AND eventAt >= ?")
          .get(device, since)?.['n'] ?? 0,
      ),
    unread: (person) =>
      Number(sql.prepare('SELECT count(*) AS n FROM inboxItem WHERE person = ? AND readAt IS NULL').get(person)?.['n'] ?? 0),
    hazardsNaming: (person, school) =>
      sql
        .prepare(`SELECT doc FROM hazard WHERE instr(doc, ?) > 0 ${school === null ? '' : 'AND school = ?'}`)
        .all(JSON.stringify(person), ...(school === null ? [] : [school]))
        .map((row) => doc<NounTypes['hazard']>(row)),
    seenAt: (device, hash) => {
      const row = sql.prepare('SELECT at FROM seen WHERE device = ? AND hash = ?').get(device, hash);
      return row ? Number(row['at']) : null;
    },
    chain: () => sql.prepare('SELECT * FROM audit ORDER BY seq').all() as unknown as ChainRow[],
    said: () => sql.prepare('SELECT * FROM said ORDER BY seq, field').all() as unknown as SaidRow[],
  };
};
