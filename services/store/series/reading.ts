/** Reading what the embedded series hold, chunks and heads together. */
import type { RawPoints } from '../../ports.ts';
import type { Row } from '../sqlite.ts';
import { addRaw, addSummary, type Buckets, type Found, type Grid, newBuckets } from './buckets.ts';
import { type Columns, chunkSpanMs, decodeChunk } from './chunk.ts';
import { firstFrom, holds, mergeRange } from './head.ts';
import type { Line, State } from './state.ts';

/** Widest range of JavaScript times; keeps ±Infinity out of SQL. */
const widest = 8.64e15;
const bounded = (time: number): number => Math.max(-widest, Math.min(widest, time));

const decodeRow = (state: State, row: Row): Columns | null => {
  const points = decodeChunk(row['points'] as Uint8Array, Number(row['n']), Number(row['tMin']));
  if (!points) state.limits.onDamage(`chunk ${String(row['id'])}`);
  return points;
};

const overlapping = 'series = ? AND tMax >= ? AND tMax < ? AND tMin < ?';
const overlap = (line: Line, from: number, to: number): [number, number, number, number] => [
  line.id,
  bounded(from),
  bounded(to) + chunkSpanMs,
  bounded(to),
];

const chunkedTo = (state: State, line: Line): number => {
  if (line.chunkedTo === undefined) {
    const row = state.sql.prepare('SELECT max(tMax) AS last FROM chunk WHERE series = ?').get(line.id);
    line.chunkedTo = row?.['last'] == null ? Number.NEGATIVE_INFINITY : Number(row['last']);
  }
  return line.chunkedTo;
};

/** At most `limit` newest readings with from ≤ time < to, sorted. */
export const recentPoints = (state: State, line: Line, from: number, to: number, limit: number): RawPoints => {
  const chunks: { id: number; points: Columns }[] = [];
  const newerThan = (time: number): number =>
    [line.head, ...chunks.map((chunk) => chunk.points)].reduce(
      (sum, list) => sum + Math.max(0, firstFrom(list, to) - Math.max(firstFrom(list, time + 1), firstFrom(list, from))),
      0,
    );
  let before: [number, number] = [2 * widest, 0];
  let goOn = from <= chunkedTo(state, line);
  for (let page = Math.min(512, Math.ceil(limit / state.limits.chunkPoints) + 1); goOn; page = Math.min(512, page * 2)) {
    const rows = state.sql
      .prepare(
        `SELECT id, tMin, tMax, n, points FROM chunk WHERE ${overlapping} AND (tMax, id) < (?, ?) ORDER BY tMax DESC, id DESC LIMIT ?`,
      )
      .all(...overlap(line, from, to), ...before, page);
    for (const row of rows) {
      const points = decodeRow(state, row);
      if (points) chunks.push({ id: Number(row['id']), points });
    }
    const last = rows.at(-1);
    if (last) before = [Number(last['tMax']), Number(last['id'])];
    // Chunks not read yet hold nothing newer than the last one's end.
    goOn = rows.length === page && (limit === Number.POSITIVE_INFINITY || newerThan(before[0]) < limit);
  }
  chunks.sort((a, b) => a.id - b.id);
  const merged = mergeRange([...chunks.map((chunk) => chunk.points), line.head], from, to);
  if (merged.at.length <= limit) return merged;
  const skip = merged.at.length - limit;
  return { at: merged.at.slice(skip), value: merged.value.slice(skip) };
};

export const hasPoint = (state: State, line: Line, at: number, value: number): boolean => {
  if (holds(line.head, at, value)) return true;
  if (at > chunkedTo(state, line)) return false;
  return state.sql
    .prepare(`SELECT id, tMin, n, points FROM chunk WHERE ${overlapping}`)
    .all(...overlap(line, at, at + 1))
    .some((row) => {
      const points = decodeRow(state, row);
      return points !== null && holds(points, at, value);
    });
};

export const latestPoint = (state: State, line: Line): { at: number; value: number } | null => {
  if (line.latest !== undefined) return line.latest && { ...line.latest };
  const { at, value } = recentPoints(state, line, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1);
  line.latest = at.length > 0 ? { at: at[0] as number, value: value[0] as number } : null;
  return line.latest && { ...line.latest };
};

/** Chunks a long read takes before it gives way to the ingest: about 2 ms. */
const slice = 256;

const addChunk = (state: State, into: Buckets, row: Row, from: number, to: number): void => {
  if (row['points'] === null) {
    const [lowest, total, highest] = new Float64Array((row['summary'] as Uint8Array).slice().buffer);
    addSummary(into, Number(row['tMin']), Number(row['n']), total as number, lowest as number, highest as number);
    return;
  }
  const points = decodeRow(state, row);
  if (points) addRaw(into, points.at, points.value, firstFrom(points, from), firstFrom(points, to));
};

/** Chunks that lie in one bucket are taken by their summary; of the others the points are decoded. */
const bucketQuery = `
  SELECT id, tMin, tMax, n, summary,
    CASE WHEN tMin >= ? AND tMax < ? AND (tMin - ?) / ? = (tMax - ?) / ? THEN NULL ELSE points END AS points
  FROM chunk WHERE ${overlapping} AND (tMax, id) > (?, ?) ORDER BY tMax, id LIMIT ?`;

const bucketed = async (state: State, line: Line, grid: Grid, from: number, to: number, mayYield: boolean): Promise<Buckets | null> => {
  const { version } = line;
  const buckets = newBuckets(grid);
  const { head } = line;
  addRaw(buckets, head.at, head.value, firstFrom(head, from), firstFrom(head, to));
  const size = BigInt(grid.stepMs);
  const start = BigInt(grid.from);
  for (let after: [number, number] = [-2 * widest, 0]; ; ) {
    const rows = state.sql
      .prepare(bucketQuery)
      .all(bounded(from), bounded(to), start, size, start, size, ...overlap(line, from, to), ...after, slice);
    for (const row of rows) addChunk(state, buckets, row, from, to);
    const last = rows.at(-1);
    if (!last || rows.length < slice) return buckets;
    after = [Number(last['tMax']), Number(last['id'])];
    if (!mayYield) continue;
    await new Promise((resume) => setImmediate(resume));
    if (line.version !== version) return null;
  }
};

/** More than `points` readings in chunks that lie wholly inside? A few chunks are mostly enough to tell. */
const isMany = (state: State, line: Line, from: number, to: number, points: number): boolean =>
  [8, points + 1].some((chunks) => {
    const row = state.sql
      .prepare(`SELECT sum(n) AS n FROM (SELECT n FROM chunk WHERE ${overlapping} AND tMin >= ? AND tMax < ? LIMIT ?)`)
      .get(...overlap(line, from, to), bounded(from), bounded(to), chunks);
    return Number(row?.['n'] ?? 0) > points;
  });

/** Readings with from ≤ time < to: themselves when no more than the grid's points, else in the grid's buckets. */
export const findPoints = async (state: State, line: Line, grid: Grid, from: number, to: number): Promise<Found> => {
  if (!isMany(state, line, from, to, grid.points)) {
    const raw = recentPoints(state, line, from, to, Number.POSITIVE_INFINITY);
    if (raw.at.length <= grid.points) return { raw };
  }
  // A chunk cut while the read gave way would show its readings twice or not at all: read again, at last in one go.
  const buckets = (await bucketed(state, line, grid, from, to, true)) ?? (await bucketed(state, line, grid, from, to, true));
  return { buckets: buckets ?? ((await bucketed(state, line, grid, from, to, false)) as Buckets) };
};
