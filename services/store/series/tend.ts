/** The house-keeping of the embedded series: cut chunks, trim the journal, let the oldest go. Short, bounded, atomic. */
import { type Columns, decodeChunk, encodeChunk, partPoints } from './chunk.ts';
import { type Head, insert, newHead } from './head.ts';
import { floorOf, type Line, type State } from './state.ts';

const dayMs = 86_400_000;
/** Journal rows trimmed by one statement. */
const trimRows = 64;
/** Chunks removed by one `tend`: ten times what 5,000 readings/s make. */
const removeChunks = 200;

interface Undo {
  readonly line: Line;
  readonly head: Head;
  readonly open: number | null;
  readonly chunkedTo: number | undefined;
}

/** The open chunk's readings before the head's, where both fit together; else null: the open chunk stays as it is. */
const openChunk = (state: State, line: Line): Columns | null => {
  if (line.open === null) return null;
  const row = state.sql.prepare('SELECT n, tMin, points FROM chunk WHERE id = ?').get(line.open);
  if (!row) return null;
  const tMin = Number(row['tMin']);
  const first = line.head.at[0] as number;
  if (first < tMin || first > tMin + dayMs) return null;
  return decodeChunk(row['points'] as Uint8Array, Number(row['n']), tMin);
};

const withHead = (open: Columns, head: Head): Head => {
  const all: Head = { n: open.n, at: new Float64Array(open.n + head.n), value: new Float64Array(open.n + head.n) };
  all.at.set(open.at);
  all.value.set(open.value);
  for (let i = 0; i < head.n; i++) insert(all, head.at[i] as number, head.value[i] as number);
  return all;
};

const writeChunk = (state: State, line: Line, points: Columns, start: number, end: number): number => {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let i = start; i < end; i++) {
    const v = points.value[i] as number;
    total += v;
    if (v < lowest) lowest = v;
    if (v > highest) highest = v;
  }
  const { lastInsertRowid } = state.sql
    .prepare('INSERT INTO chunk (series, internal, tMin, tMax, n, summary, points) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(
      line.id,
      line.internal ? 1 : 0,
      points.at[start] as number,
      points.at[end - 1] as number,
      end - start,
      new Uint8Array(Float64Array.of(lowest, total, highest).buffer),
      encodeChunk(points, start, end),
    );
  return Number(lastInsertRowid);
};

/**
 * Moves a line's whole head into chunks. Chunks are never changed: an open one is written anew together with the head,
 * under a higher number, so that numbers follow arrival and followers see every reading at a number not seen before.
 */
const cut = (state: State, line: Line, undo: Undo[]): void => {
  const { head } = line;
  const open = openChunk(state, line);
  const points = open ? withHead(open, head) : head;
  undo.push({ line, head, open: line.open, chunkedTo: line.chunkedTo });
  let last = 0;
  let lastSize = 0;
  for (const [start, end] of partPoints(points, state.limits.chunkPoints)) {
    last = writeChunk(state, line, points, start, end);
    lastSize = end - start;
  }
  if (open) state.sql.prepare('DELETE FROM chunk WHERE id = ?').run(line.open);
  line.open = lastSize < state.limits.chunkPoints ? last : null;
  state.sql.prepare('UPDATE series SET done = ?, open = ? WHERE id = ?').run(state.journal.last, line.open, line.id);
  if (line.chunkedTo !== undefined) line.chunkedTo = Math.max(line.chunkedTo, points.at[points.n - 1] as number);
  line.head = newHead();
  line.version++;
  state.full.delete(line);
  state.lastChunk = last;
};

/** Some of the rows up to `limit`. */
const trim = (state: State, limit: number): void => {
  const { journal, sql } = state;
  const upTo = Math.min(limit, journal.first + trimRows - 1);
  const row = sql.prepare('SELECT sum(length(points)) AS bytes FROM journal WHERE seq <= ?').get(upTo);
  sql.prepare('DELETE FROM journal WHERE seq <= ?').run(upTo);
  journal.bytes -= Number(row?.['bytes'] ?? 0);
  journal.first = upTo + 1;
};

const beyondBounds = (state: State, now: number): boolean => {
  const { journal, limits } = state;
  if (journal.first > journal.last) return false;
  if (journal.bytes > limits.journalBytes || journal.last - journal.first >= limits.journalRows) return true;
  const first = state.sql.prepare('SELECT at FROM journal WHERE seq = ?').get(journal.first);
  return first !== undefined && now - Number(first['at']) > limits.journalMs;
};

/** What may go: chunks of this kind that end before a time and are numbered up to `upTo`. */
interface Expiry {
  readonly internal: 0 | 1;
  readonly before: number;
  readonly upTo: number;
  readonly forAge: boolean;
}

const expiries = ({ limits, follower }: State, now: number): Expiry[] => {
  const before = now - limits.days * dayMs;
  const upTo = Number.MAX_SAFE_INTEGER;
  const aged: Expiry[] = ([0, 1] as const).map((internal) => ({ internal, before, upTo, forAge: true }));
  return follower ? [{ internal: 0, before: follower.keepFrom(), upTo: follower.carried().chunk, forAge: false }, ...aged] : aged;
};

const expired = (state: State, { internal, before, upTo }: Expiry, limit: number) =>
  state.sql
    .prepare('SELECT id, series, n FROM chunk WHERE internal = ? AND tMax < ? AND id <= ? LIMIT ?')
    .all(internal, before, upTo, limit);

const expire = (state: State, expiry: Expiry): void => {
  for (const row of expired(state, expiry, removeChunks)) {
    state.sql.prepare('DELETE FROM chunk WHERE id = ?').run(row['id'] as number);
    if (expiry.forAge) state.follower?.removed(Number(row['id']), Number(row['n']));
    const line = state.lines[Number(row['series'])];
    if (!line) continue;
    line.version++;
    line.chunkedTo = undefined;
    if (line.latest && line.latest.at < expiry.before) line.latest = undefined;
  }
};

/** Journal rows that nobody needs any more. */
const freeUpTo = (state: State): number => Math.min(floorOf(state), state.follower?.carried().row ?? Number.POSITIVE_INFINITY);

const work = (state: State, now: number, undo: Undo[]): void => {
  const { limits, journal } = state;
  const started = performance.now();
  const within = (share: number): boolean => performance.now() - started < limits.budgetMs * share;
  for (const line of state.full) {
    if (!within(0.6)) break;
    cut(state, line, undo);
  }
  while (journal.first <= freeUpTo(state) && within(0.9)) trim(state, freeUpTo(state));
  while (within(1) && beyondBounds(state, now)) {
    const floor = floorOf(state);
    if (journal.first <= floor) trim(state, floor);
    else cut(state, (state.waiting[0] as { line: Line }).line, undo);
  }
  for (const expiry of expiries(state, now)) expire(state, expiry);
};

const isIdle = (state: State, now: number): boolean =>
  state.full.size === 0 &&
  state.journal.first > freeUpTo(state) &&
  !beyondBounds(state, now) &&
  expiries(state, now).every((expiry) => expired(state, expiry, 1).length === 0);

/** One bounded round in one transaction; when it fails, tables and RAM are as before. */
export const tendState = (state: State, now: number): void => {
  if (isIdle(state, now)) return;
  const undo: Undo[] = [];
  const before = { ...state.journal, lastChunk: state.lastChunk };
  try {
    state.sql.transaction(() => work(state, now, undo));
  } catch (error) {
    for (const { line, head, open, chunkedTo } of undo.reverse()) {
      Object.assign(line, { head, open, chunkedTo });
      if (head.n >= state.limits.chunkPoints) state.full.add(line);
    }
    Object.assign(state.journal, { first: before.first, last: before.last, bytes: before.bytes });
    state.lastChunk = before.lastChunk;
    state.waiting = state.lines
      .flatMap((line) => (line && line.head.n > 0 ? [{ line, since: line.since }] : []))
      .sort((a, b) => a.since - b.since);
    throw error;
  }
};
