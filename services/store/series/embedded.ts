/**
 * Time series in the facts' own SQLite file. A batch is one journal row, written in the transaction that also writes the
 * alarms it raised; `tend` moves readings from there into chunks of one series each. One row per reading would touch a
 * page per reading: chunks took 35 times as many readings per second in half the space.
 */
import type { PointBatch, SeriesStore } from '../../ports.ts';
import type { Sql } from '../sqlite.ts';
import { type Found, type Grid, gridOf, render } from './buckets.ts';
import { type Batch, newBatch, sealBatch } from './chunk.ts';
import { findPoints, hasPoint, latestPoint, recentPoints } from './reading.ts';
import { addLine, admit, type EmbeddedOptions, type Follower, type Line, openState, type State } from './state.ts';
import { tendState } from './tend.ts';

export { seriesSchema } from './schema.ts';
export type { EmbeddedOptions, Follower } from './state.ts';

export interface EmbeddedSeries extends SeriesStore {
  /** Hands every reading on to one follower, who then decides what may be forgotten here. */
  follow(follower: Follower): void;
  /** What is held here of from ≤ time < to, on a grid that may be wider. */
  find(device: string, metric: string, grid: Grid, from: number, to: number): Promise<Found>;
  /** Device and metric of a number. */
  nameOf(series: number): { readonly device: string; readonly metric: string; readonly internal: boolean } | undefined;
  /** First and last journal row; first > last when there is none. */
  journalRange(): { readonly first: number; readonly last: number; readonly bytes: number };
}

interface Staged extends Batch {
  readonly seq: number;
}

/** Times are whole milliseconds; what is no time at all is placed where it was received. */
const timeOf = (at: number, receivedAt: number): number => (Math.abs(at) <= 8.64e15 ? Math.floor(at) : receivedAt);

const write = (state: State, points: PointBatch, receivedAt: number, seq: number): Staged => {
  const n = points.series.length;
  const batch = newBatch(n);
  batch.series.set(points.series);
  batch.value.set(points.value);
  for (let i = 0; i < n; i++) batch.at[i] = timeOf(points.at[i] as number, receivedAt);
  sealBatch(batch.blob);
  state.sql
    .prepare('INSERT INTO journal (seq, at, chunk, points) VALUES (?, ?, ?, ?)')
    .run(seq, Math.floor(receivedAt), state.lastChunk, batch.blob);
  return { ...batch, seq };
};

const settleBatch = (state: State, batch: Staged): void => {
  for (let i = 0; i < batch.n; i++) {
    admit(state, state.lines[batch.series[i] as number] as Line, batch.seq, batch.at[i] as number, batch.value[i] as number);
  }
  state.journal.last = batch.seq;
  state.journal.bytes += 8 + batch.n * 20;
};

/** Opens the series in a database that has `seriesSchema`; heads are rebuilt from the journal. */
export const createEmbeddedSeries = (sql: Sql, options: EmbeddedOptions = {}): EmbeddedSeries => {
  const state = openState(sql, options);
  let staged: Staged[] = [];
  let naming: Line[] = [];
  const lineOf = (device: string, metric: string): Line | undefined => state.byDevice.get(device)?.get(metric);
  const find: EmbeddedSeries['find'] = async (device, metric, grid, from, to) => {
    const line = lineOf(device, metric);
    return line && from < to ? findPoints(state, line, grid, from, to) : { raw: { at: [], value: [] } };
  };
  return {
    seriesOf: (device, metric) => {
      const known = lineOf(device, metric);
      if (known) return known.id;
      const line = addLine(state, Math.max(1, state.lines.length), device, metric, true);
      state.unnamed.push(line);
      return line.id;
    },
    journal: (points, receivedAt) => {
      for (const { id, device, metric } of state.unnamed) {
        sql.prepare('INSERT INTO series (id, device, metric) VALUES (?, ?, ?)').run(id, device, metric);
      }
      naming.push(...state.unnamed);
      state.unnamed = [];
      if (points.series.length > 0) staged.push(write(state, points, receivedAt, state.journal.last + staged.length + 1));
    },
    settle: () => {
      for (const batch of staged) settleBatch(state, batch);
      staged = [];
      naming = [];
    },
    discard: () => {
      state.unnamed.unshift(...naming);
      staged = [];
      naming = [];
    },
    recent: (device, metric, from, to, limit = Number.POSITIVE_INFINITY) => {
      const line = lineOf(device, metric);
      return line && from < to && limit > 0 ? recentPoints(state, line, from, to, limit) : { at: [], value: [] };
    },
    metricsOf: (device) => [...(state.byDevice.get(device)?.values() ?? [])].flatMap((line) => (line.internal ? [] : [line.metric])),
    latest: (device, metric) => {
      const line = lineOf(device, metric);
      return line ? latestPoint(state, line) : null;
    },
    has: (device, metric, at, value) => {
      const line = lineOf(device, metric);
      return line !== undefined && hasPoint(state, line, Math.floor(at), value);
    },
    read: async (device, metric, from, to, points) => {
      const grid = gridOf(from, to, points);
      return render(grid, [await find(device, metric, grid, grid.from, grid.to)]);
    },
    tend: (now) => tendState(state, now),
    follow: (follower) => {
      state.follower = follower;
    },
    find,
    nameOf: (series) => state.lines[series],
    journalRange: () => state.journal,
  };
};
