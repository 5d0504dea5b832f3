/** The two languages spoken to InfluxDB: line protocol for writing, InfluxQL for reading. */
import type { Grid } from './buckets.ts';

/**
 * A name as a tag. Backslashes and control characters have no form that every version reads back alike, so they become
 * `%5c`; `%` too, so that no two names meet. A tag may not be empty.
 */
const tagText = (name: string): string =>
  name === '' ? '%' : name.replace(/[%\\\p{Cc}]/gu, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Everything of a line that stands before the value; device and metric are tags of one measurement. */
export const linePrefix = (device: string, metric: string): string => {
  const tag = (name: string): string => tagText(name).replace(/[,= ]/g, '\\$&');
  return `reading,device=${tag(device)},metric=${tag(metric)} value=`;
};

const literal = (name: string): string => `'${tagText(name).replaceAll("'", "\\'")}'`;

const where = (device: string, metric: string, from: number, to: number): string =>
  `WHERE "device" = ${literal(device)} AND "metric" = ${literal(metric)} AND time >= ${from}ms AND time < ${to}ms`;

export const rawQuery = (device: string, metric: string, from: number, to: number): string =>
  `SELECT "value" FROM "reading" ${where(device, metric, from, to)}`;

/** Buckets that start at the grid's `from`: InfluxQL counts them from 1970 plus an offset. */
export const bucketQuery = (device: string, metric: string, grid: Grid, from: number, to: number): string => {
  const offset = ((grid.from % grid.stepMs) + grid.stepMs) % grid.stepMs;
  return (
    `SELECT count("value"), mean("value"), min("value"), max("value") FROM "reading" ${where(device, metric, from, to)} ` +
    `GROUP BY time(${grid.stepMs}ms, ${offset}ms) fill(none)`
  );
};
