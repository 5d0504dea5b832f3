/**
 * Time series in InfluxDB. The embedded series stay in front: they take every batch in the facts' transaction, keep the
 * newest days, and are what rules read. From there readings follow to InfluxDB within about a second; history older than
 * what is kept here is read back from it. When it is down nothing here waits for it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { HttpError, InfluxDB, type Transport } from '@influxdata/influxdb-client';
import type { SeriesStore } from '../../ports.ts';
import type { Sql } from '../sqlite.ts';
import { addSummary, type Found, type Grid, gridOf, newBuckets, render } from './buckets.ts';
import type { EmbeddedSeries } from './embedded.ts';
import { bucketQuery, rawQuery } from './lines.ts';
import { type OutboxFigures, openOutbox, type Portion } from './outbox.ts';

export interface InfluxOptions {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
  readonly now: () => number;
  /** Days that stay here too. */
  readonly keepDays?: number;
  /** Pause when everything is sent, and first pause after a failure. */
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  /** Replaces the client's HTTP, e.g. to speak to InfluxDB 1.x before 1.8, which has no `/api/v2/write`. */
  readonly transport?: Transport;
}

export interface InfluxStatus extends OutboxFigures {
  readonly ok: boolean;
  /** Of the last failed write since the last good one, and of the last failed read since the last good one. */
  readonly writeError: string | null;
  readonly readError: string | null;
}

export interface InfluxSeries extends SeriesStore {
  start(): void;
  /** Ends at once; a request under way is sent again after the next start. */
  stop(): void;
  status(): InfluxStatus;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const longestPauseMs = 60_000;

const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);

/**
 * What a failed write means. 400 and 422 blame the lines, 413 their number; a line outside the bucket's own retention is
 * dropped by the server while the others are stored, and would be for ever. All else (401, 403, 404, 429, 5xx, time-out,
 * reset) may come right: the lines wait.
 */
const verdict = (error: unknown): 'stored' | 'refused' | 'wait' => {
  if (!(error instanceof HttpError)) return 'wait';
  if (error.statusCode === 413) return 'refused';
  if (error.statusCode !== 400 && error.statusCode !== 422) return 'wait';
  return /retention policy/i.test(`${error.message} ${error.body ?? ''}`) ? 'stored' : 'refused';
};

/** Seconds a 429 or 503 asks to wait, in ms; the client's own `retryAfter()` leaves the unit open. */
const askedPauseMs = (error: unknown): number => {
  const header = error instanceof HttpError ? error.headers?.['retry-after'] : undefined;
  return /^\d{1,5}$/.test(String(header)) ? Number(header) * 1000 : 0;
};

type Answer = { results?: { error?: string; series?: { values: (number | null)[][] }[] }[]; error?: string };

export const createInfluxSeries = (embedded: EmbeddedSeries, sql: Sql, options: InfluxOptions): InfluxSeries => {
  const { url, token, org, bucket, now, keepDays = 7, intervalMs = 1_000, timeoutMs = 5_000, transport } = options;
  const outbox = openOutbox(embedded, sql, `${url} ${org} ${bucket}`, now());
  embedded.follow(outbox);
  // Everything the client would do by itself (retry, buffer, flush by time) can lose lines on close: all of it is off.
  const api = new InfluxDB({ url, token, timeout: timeoutMs, ...(transport && { transport }) }).getWriteApi(org, bucket, 'ms', {
    batchSize: 1_000_000,
    maxBatchBytes: 2 ** 30,
    flushInterval: 0,
    maxRetries: 0,
    writeFailed: (error) => Promise.reject(error),
  });
  let running: AbortController | null = null;
  let failures = 0;
  let writeError: string | null = null;
  let readError: string | null = null;

  const deliver = async (lines: string[]): Promise<void> => {
    if (lines.length === 0) return;
    try {
      api.writeRecords(lines);
      await api.flush();
    } catch (error) {
      const meaning = verdict(error);
      if (meaning === 'wait') throw error;
      if (meaning === 'stored') return;
      if (lines.length === 1) return outbox.refuse(lines[0] as string, textOf(error), now());
      const middle = lines.length >> 1;
      await deliver(lines.slice(0, middle));
      await deliver(lines.slice(middle));
    }
  };

  /** Sends until nothing waits; the time asked for or grown by failures is the pause before the next round. */
  const round = async (signal: AbortSignal): Promise<number> => {
    try {
      for (let portion: Portion | null = outbox.next(); portion; portion = outbox.next()) {
        await deliver(portion.lines);
        if (signal.aborted) return 0;
        outbox.done(portion);
        failures = 0;
        writeError = null;
      }
      outbox.raiseHorizon(Math.floor((now() - keepDays * dayMs) / hourMs) * hourMs);
      return intervalMs;
    } catch (error) {
      if (signal.aborted) return 0;
      writeError = textOf(error);
      return Math.min(longestPauseMs, Math.max(askedPauseMs(error), intervalMs * 2 ** failures++));
    }
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const pauseMs = await round(signal);
      if (signal.aborted) return;
      await pause(pauseMs, undefined, { signal }).catch(() => {});
    }
  };

  const query = async (text: string): Promise<(number | null)[][]> => {
    const address = new URL(`${url.replace(/\/+$/, '')}/query`);
    address.search = new URLSearchParams({ db: bucket, epoch: 'ms', q: text }).toString();
    const headers = { authorization: `Token ${token}`, accept: 'application/json' };
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    const answer = (await response.json()) as Answer;
    const failure = answer.error ?? answer.results?.[0]?.error;
    if (!response.ok || failure) throw new Error(`InfluxDB answers ${response.status} ${failure ?? ''}`);
    return answer.results?.[0]?.series?.[0]?.values ?? [];
  };

  const findThere = async (device: string, metric: string, grid: Grid, from: number, to: number): Promise<Found> => {
    const buckets = newBuckets(grid);
    let count = 0;
    for (const [t, n, mean, low, high] of (await query(bucketQuery(device, metric, grid, from, to))) as number[][]) {
      count += n as number;
      addSummary(buckets, t as number, n as number, (mean as number) * (n as number), low as number, high as number);
    }
    if (count > grid.points) return { buckets };
    const rows = count > 0 ? ((await query(rawQuery(device, metric, from, to))) as number[][]) : [];
    return { raw: { at: rows.map((row) => row[0] as number), value: rows.map((row) => row[1] as number) } };
  };

  return {
    ...embedded,
    read: async (device, metric, from, to, points) => {
      const grid = gridOf(from, to, points);
      const here = (start: number): Promise<Found> => embedded.find(device, metric, grid, start, grid.to);
      const horizon = Math.min(grid.to, outbox.keepFrom());
      if (horizon <= grid.from) return render(grid, [await here(grid.from)]);
      try {
        const there = await findThere(device, metric, grid, grid.from, horizon);
        readError = null;
        return render(grid, [there, await here(horizon)]);
      } catch (error) {
        readError = textOf(error);
        return render(grid, [await here(grid.from)]);
      }
    },
    start: () => {
      if (running) return;
      running = new AbortController();
      void run(running.signal);
    },
    stop: () => {
      running?.abort();
      running = null;
    },
    status: () => ({ ok: writeError === null && readError === null, writeError, readError, ...outbox.figures(now()) }),
  };
};
