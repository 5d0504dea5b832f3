/** What the embedded series hold in RAM: names, heads, where the journal stands. Rebuilt at open from the tables. */
import type { Sql } from '../sqlite.ts';
import { visitBatch } from './chunk.ts';
import { type Head, insert, newHead } from './head.ts';

export interface EmbeddedOptions {
  /** How long readings are kept. */
  readonly days?: number;
  /** Readings of a closed chunk. */
  readonly chunkPoints?: number;
  /** Longest time one `tend` may work, commit not included. */
  readonly budgetMs?: number;
  /** The journal is kept below these by cutting chunks that are not full; the number of rows bounds the time of a restart. */
  readonly journalBytes?: number;
  readonly journalRows?: number;
  readonly journalMs?: number;
  /** Told once for each chunk or journal row whose checksum fails; its readings are left out. */
  readonly onDamage?: (what: string) => void;
}

export type Limits = Required<EmbeddedOptions>;

export const limitsOf = (options: EmbeddedOptions): Limits => ({
  days: options.days ?? 400,
  chunkPoints: options.chunkPoints ?? 360,
  budgetMs: options.budgetMs ?? 5,
  journalBytes: options.journalBytes ?? 32 * 2 ** 20,
  journalRows: options.journalRows ?? 100_000,
  journalMs: options.journalMs ?? 15 * 60_000,
  onDamage: options.onDamage ?? (() => {}),
});

export interface Line {
  readonly id: number;
  readonly device: string;
  readonly metric: string;
  readonly internal: boolean;
  head: Head;
  /** Journal row of the head's earliest arrival. */
  since: number;
  /** Its newest chunk while that is not full. */
  open: number | null;
  /** Newest time in any chunk; undefined = not looked up yet. */
  chunkedTo: number | undefined;
  /** Newest reading; undefined = not looked up yet. */
  latest: { at: number; value: number } | null | undefined;
  /** Raised when chunks of it appear or go, so that a read that gave way in between can tell. */
  version: number;
}

/** Somebody who carries readings on to another store and decides when the copies here may go. */
export interface Follower {
  /** What is carried: journal rows up to `row`; chunks up to `chunk` hold nothing that is not. */
  carried(): { readonly row: number; readonly chunk: number };
  /** Carried readings before this need not be kept here. */
  keepFrom(): number;
  /** A chunk goes for its age alone; told inside that transaction. */
  removed(chunk: number, points: number): void;
}

export interface State {
  readonly sql: Sql;
  readonly limits: Limits;
  /** By number; index 0 is unused. */
  readonly lines: (Line | undefined)[];
  readonly byDevice: Map<string, Map<string, Line>>;
  /** Numbers not in the table yet. */
  unnamed: Line[];
  /** Lines with a head, oldest first; an entry that no longer holds is skipped. */
  waiting: { line: Line; since: number }[];
  readonly full: Set<Line>;
  journal: { first: number; last: number; bytes: number };
  lastChunk: number;
  follower: Follower | null;
}

export const addLine = (state: State, id: number, device: string, metric: string, isNew: boolean): Line => {
  const line: Line = {
    id,
    device,
    metric,
    internal: metric.startsWith('#'),
    head: newHead(),
    since: 0,
    open: null,
    chunkedTo: isNew ? Number.NEGATIVE_INFINITY : undefined,
    latest: isNew ? null : undefined,
    version: 0,
  };
  state.lines[id] = line;
  const metrics = state.byDevice.get(device);
  if (metrics) metrics.set(metric, line);
  else state.byDevice.set(device, new Map([[metric, line]]));
  return line;
};

/** A settled reading enters RAM. */
export const admit = (state: State, line: Line, seq: number, at: number, value: number): void => {
  const { head } = line;
  if (head.n === 0) {
    line.since = seq;
    state.waiting.push({ line, since: seq });
  }
  insert(head, at, value);
  if (head.n === state.limits.chunkPoints) state.full.add(line);
  if (line.latest === undefined) return;
  if (line.latest === null) line.latest = { at, value };
  else if (at >= line.latest.at) {
    line.latest.at = at;
    line.latest.value = value;
  }
};

/** Highest journal row of which nothing is in RAM alone. */
export const floorOf = (state: State): number => {
  const { waiting } = state;
  let skip = 0;
  while (skip < waiting.length) {
    const { line, since } = waiting[skip] as { line: Line; since: number };
    if (line.head.n > 0 && line.since === since) break;
    skip++;
  }
  if (skip > 0) state.waiting = waiting.slice(skip);
  return state.waiting[0] ? state.waiting[0].since - 1 : state.journal.last;
};

/** Journal rows read at a time while opening. */
const page = 4_096;

const replay = (state: State, done: readonly number[]): void => {
  for (let after = 0; ; ) {
    const rows = state.sql.prepare('SELECT seq, points FROM journal WHERE seq > ? ORDER BY seq LIMIT ?').all(after, page);
    for (const row of rows) {
      const seq = Number(row['seq']);
      const blob = row['points'] as Uint8Array;
      after = seq;
      state.journal.bytes += blob.length;
      const whole = visitBatch(blob, (id, at, value) => {
        const line = state.lines[id];
        if (line && seq > (done[id] as number)) admit(state, line, seq, at, value);
      });
      if (!whole) state.limits.onDamage(`journal row ${seq}`);
    }
    if (rows.length < page) return;
  }
};

/** Reads names and journal; the tables must be there. */
export const openState = (sql: Sql, options: EmbeddedOptions): State => {
  const number = (text: string): number => Number(Object.values(sql.prepare(text).get() ?? {})[0] ?? 0);
  const state: State = {
    sql,
    limits: limitsOf(options),
    lines: [],
    byDevice: new Map(),
    unnamed: [],
    waiting: [],
    full: new Set(),
    journal: { first: 0, last: 0, bytes: 0 },
    lastChunk: number("SELECT seq FROM sqlite_sequence WHERE name = 'chunk'"),
    follower: null,
  };
  const done: number[] = [];
  for (const row of sql.prepare('SELECT id, device, metric, done, open FROM series').all()) {
    const line = addLine(state, Number(row['id']), String(row['device']), String(row['metric']), false);
    line.open = row['open'] === null ? null : Number(row['open']);
    done[line.id] = Number(row['done']);
  }
  // A trimmed journal must not number its rows again from 1: `done` would take them for chunked.
  const last = Math.max(number('SELECT max(seq) FROM journal'), number('SELECT max(done) FROM series'));
  state.journal.last = last;
  state.journal.first = number('SELECT min(seq) FROM journal') || last + 1;
  replay(state, done);
  return state;
};
