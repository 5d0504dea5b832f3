/** What the series tests share: a store in a temporary folder, a naive oracle, ways to write. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeriesPoint } from '../../../services/contracts/place.ts';
import type { SeriesStore } from '../../../services/ports.ts';
import type { EmbeddedOptions, EmbeddedSeries } from '../../../services/store/series/embedded.ts';
import { createEmbeddedSeries, seriesSchema } from '../../../services/store/series/embedded.ts';
import { openSqlite, type Sql } from '../../../services/store/sqlite.ts';

export interface Reading {
  readonly device: string;
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

export interface Opened {
  readonly folder: string;
  readonly sql: Sql;
  readonly store: EmbeddedSeries;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'series-'));

export const openIn = (folder: string, options: EmbeddedOptions = {}): Opened => {
  const sql = openSqlite(join(folder, 'facts.db'));
  // These tests end processes, not power: without waiting for the disk they are twenty times as fast.
  sql.exec('PRAGMA synchronous=OFF');
  sql.exec(seriesSchema);
  return { folder, sql, store: createEmbeddedSeries(sql, options) };
};

export const closeAndRemove = ({ sql, folder }: Opened): void => {
  sql.close();
  rmSync(folder, { recursive: true, force: true });
};

/** What a power cut at this moment would leave: the files as they are, opened elsewhere. */
export const crashedCopy = (opened: Opened): string => {
  const folder = newFolder();
  for (const name of ['facts.db', 'facts.db-wal']) {
    if (existsSync(join(opened.folder, name))) copyFileSync(join(opened.folder, name), join(folder, name));
  }
  return folder;
};

export const write = (sql: Sql, store: SeriesStore, readings: readonly Reading[], receivedAt: number): void => {
  sql.transaction(() =>
    store.journal(
      {
        series: readings.map((reading) => store.seriesOf(reading.device, reading.metric)),
        at: readings.map((reading) => reading.at),
        value: readings.map((reading) => reading.value),
      },
      receivedAt,
    ),
  );
  store.settle();
};

/** The readings of one series in order of time, then of arrival. */
export const ofSeries = (all: readonly Reading[], device: string, metric: string): Reading[] =>
  all.filter((reading) => reading.device === device && reading.metric === metric).sort((a, b) => a.at - b.at);

/** The contract's series endpoint, said in the plainest way. */
export const naiveRead = (
  all: readonly Reading[],
  device: string,
  metric: string,
  from: number,
  to: number,
  points: number,
): SeriesPoint[] => {
  const inside = ofSeries(all, device, metric).filter(({ at }) => at >= from && at < to);
  if (inside.length <= points) return inside.map(({ at, value }) => [at, value, value, value]);
  const step = Math.ceil((to - from) / points);
  const result: SeriesPoint[] = [];
  for (let start = from; start < to; start += step) {
    const values = inside.filter(({ at }) => at >= start && at < start + step).map(({ value }) => value);
    if (values.length === 0) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    result.push([start, Math.min(...values), mean, Math.max(...values)]);
  }
  return result;
};

/** Equal but for the last digits of means, which depend on the order of adding. */
export const isClose = (a: readonly SeriesPoint[], b: readonly SeriesPoint[]): boolean =>
  a.length === b.length &&
  a.every((point, i) => {
    const [t, low, mean, high] = b[i] as SeriesPoint;
    const room = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
    return point[0] === t && point[1] === low && point[3] === high && Math.abs(point[2] - mean) <= room;
  });
