/**
 * What must still reach the other store. The journal itself is the outbox, with one durable position in it; when the
 * journal had to be trimmed past that position, because the other store was away for long, the chunks written since are
 * sent instead. Sending twice does no harm there, so the position moves only after the other store has answered.
 */
import type { Row, Sql } from '../sqlite.ts';
import { decodeChunk, visitBatch } from './chunk.ts';
import type { EmbeddedSeries, Follower } from './embedded.ts';
import { linePrefix } from './lines.ts';

export const influxSchema = `
CREATE TABLE IF NOT EXISTS influx (
  target TEXT PRIMARY KEY,           -- address, organisation and bucket: another one starts from the beginning
  row INTEGER NOT NULL DEFAULT 0,    -- journal rows up to here are there
  chunk INTEGER NOT NULL DEFAULT 0,  -- chunks up to here hold nothing that is not there
  at INTEGER NOT NULL,               -- when the newest reading there was received
  sent INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0    -- readings that went for their age before they were sent, at most
) STRICT;
CREATE TABLE IF NOT EXISTS influx_horizon (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS influx_refused (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, line TEXT NOT NULL UNIQUE, reason TEXT NOT NULL) STRICT;
`;

/** Readings of one request: about 3 ms of the broker's thread to put into lines. */
const portionPoints = 2_000;
const refusedKept = 1_000;

interface Position {
  readonly row: number;
  readonly chunk: number;
  readonly at: number;
}

export interface Portion {
  readonly lines: string[];
  readonly to: Position;
}

export interface Outbox extends Follower {
  /** The next lines to send, or null when everything is there. */
  next(): Portion | null;
  /** The other store has them. */
  done(portion: Portion): void;
  /** The other store will never take this line. */
  refuse(line: string, reason: string, now: number): void;
  /** Everything before this is there, and nobody shall look for it here. */
  raiseHorizon(to: number): void;
  figures(now: number): OutboxFigures;
}

export interface OutboxFigures {
  readonly lagMs: number;
  readonly sent: number;
  readonly refused: number;
  readonly lost: number;
}

const number = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0);

export const openOutbox = (embedded: EmbeddedSeries, sql: Sql, target: string, now: number): Outbox => {
  sql.exec(influxSchema);
  sql.prepare('INSERT OR IGNORE INTO influx (target, at) VALUES (?, ?)').run(target, now);
  const stored = sql.prepare('SELECT row, chunk, at FROM influx WHERE target = ?').get(target);
  let position: Position = { row: number(stored, 'row'), chunk: number(stored, 'chunk'), at: number(stored, 'at') };
  let horizon = number(sql.prepare('SELECT at FROM influx_horizon').get(), 'at');
  const prefixes: string[] = [];
  const prefixOf = (series: number): string => {
    const known = prefixes[series];
    if (known !== undefined) return known;
    const name = embedded.nameOf(series);
    return (prefixes[series] = !name || name.internal ? '' : linePrefix(name.device, name.metric));
  };
  const add = (lines: string[], series: number, at: number, value: number): void => {
    const prefix = prefixOf(series);
    if (prefix !== '' && Number.isFinite(value)) lines.push(`${prefix}${value} ${at}`);
  };
  const followsJournal = (): boolean => embedded.journalRange().first <= position.row + 1;

  const fromJournal = (): Portion => {
    const lines: string[] = [];
    let to = position;
    const rows = sql.prepare('SELECT seq, at, chunk, points FROM journal WHERE seq > ? ORDER BY seq LIMIT 256').all(position.row);
    for (const row of rows) {
      visitBatch(row['points'] as Uint8Array, (series, at, value) => add(lines, series, at, value));
      to = { row: number(row, 'seq'), chunk: number(row, 'chunk'), at: number(row, 'at') };
      if (lines.length >= portionPoints) break;
    }
    return { lines, to };
  };

  const fromChunks = (): Portion | null => {
    const lines: string[] = [];
    let to = position;
    const rows = sql
      .prepare('SELECT id, series, n, tMin, points FROM chunk WHERE internal = 0 AND id > ? ORDER BY id LIMIT 16')
      .all(position.chunk);
    for (const row of rows) {
      const points = decodeChunk(row['points'] as Uint8Array, number(row, 'n'), number(row, 'tMin'));
      for (let i = 0; i < (points?.n ?? 0); i++) add(lines, number(row, 'series'), points?.at[i] as number, points?.value[i] as number);
      to = { ...position, chunk: number(row, 'id') };
      if (lines.length >= portionPoints) break;
    }
    return rows.length > 0 ? { lines, to } : null;
  };

  return {
    next: () => {
      const { first, last } = embedded.journalRange();
      if (position.row >= last) return null;
      if (followsJournal()) return fromJournal();
      // No chunk left: whatever the trimmed rows held is there, the journal's rest follows.
      return fromChunks() ?? { lines: [], to: { ...position, row: first - 1 } };
    },
    done: ({ lines, to }) => {
      sql
        .prepare('UPDATE influx SET row = ?, chunk = ?, at = ?, sent = sent + ? WHERE target = ?')
        .run(to.row, to.chunk, to.at, lines.length, target);
      position = to;
    },
    refuse: (line, reason, at) => {
      const { changes } = sql.prepare('INSERT OR IGNORE INTO influx_refused (at, line, reason) VALUES (?, ?, ?)').run(at, line, reason);
      if (Number(changes) === 0) return;
      sql.prepare('UPDATE influx SET refused = refused + 1 WHERE target = ?').run(target);
      sql.prepare('DELETE FROM influx_refused WHERE id <= (SELECT max(id) FROM influx_refused) - ?').run(refusedKept);
    },
    raiseHorizon: (to) => {
      if (to <= horizon) return;
      sql.prepare('INSERT INTO influx_horizon (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at').run(to);
      horizon = to;
    },
    carried: () => position,
    keepFrom: () => horizon,
    removed: (chunk, points) => {
      if (chunk <= position.chunk || followsJournal()) return;
      sql.prepare('UPDATE influx SET lost = lost + ? WHERE target = ?').run(points, target);
    },
    figures: (now) => {
      const waiting = position.row < embedded.journalRange().last;
      const row = followsJournal() ? sql.prepare('SELECT at FROM journal WHERE seq > ? ORDER BY seq LIMIT 1').get(position.row) : undefined;
      const counts = sql.prepare('SELECT sent, refused, lost FROM influx WHERE target = ?').get(target);
      return {
        lagMs: waiting ? Math.max(0, now - (row ? number(row, 'at') : position.at)) : 0,
        sent: number(counts, 'sent'),
        refused: number(counts, 'refused'),
        lost: number(counts, 'lost'),
      };
    },
  };
};
