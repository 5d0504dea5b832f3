/** Which series store serves: the embedded one alone, or with InfluxDB behind it when that is configured. */
import type { SeriesStore } from '../../ports.ts';
import type { Sql } from '../sqlite.ts';
import type { EmbeddedSeries } from './embedded.ts';
import { createInfluxSeries } from './influx.ts';

export interface ServingSeries {
  readonly store: SeriesStore;
  status(): { readonly ok: boolean; readonly detail: string };
  stop(): void;
}

export interface InfluxTarget {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  readonly bucket: string;
}

export const createSeries = (embedded: EmbeddedSeries, sql: Sql, influx: InfluxTarget | null, now: () => number): ServingSeries => {
  if (influx === null) return { store: embedded, status: () => ({ ok: true, detail: 'embedded' }), stop: () => undefined };
  const series = createInfluxSeries(embedded, sql, { ...influx, now });
  series.start();
  return {
    store: series,
    status: () => {
      const { ok, writeError, readError } = series.status();
      return { ok, detail: writeError ?? readError ?? 'InfluxDB follows' };
    },
    stop: () => series.stop(),
  };
};
