import { lazy, Suspense } from 'react';
import type { SeriesPoint } from '../../services/contracts/place.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { fullTime, number } from './format.ts';
import { Empty, Loading } from './states.tsx';

const Curve = lazy(async () => ({ default: (await import('./curve.tsx')).Curve }));

export interface ChartProps {
  readonly points: readonly SeriesPoint[];
  readonly metric: string;
  readonly device: string;
  readonly from: number;
  readonly to: number;
  /** Limits the rules held against it. */
  readonly thresholds?: readonly number[];
  /** Moments worth a vertical line. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

/** Rows of the table that says the same as the picture: the newest suffice, the curve has the rest. */
const tableRows = 100;

/** A curve with its numbers in words and as a table, so that nobody depends on seeing the picture. */
export const Chart = (props: ChartProps) => {
  const words = useWords();
  const { points, metric, device } = props;
  const unit = wordFor(words.codes.unit, metric, '');
  const name = wordFor(words.codes.metric, metric, metric);
  const last = points.at(-1);
  if (last === undefined) return <Empty>{words.devices.noPoints}</Empty>;
  const withUnit = (value: number): string => (unit === '' ? number(value) : `${number(value)} ${unit}`);
  const summary = words.devices.chartSummary(
    withUnit(points.reduce((low, point) => Math.min(low, point[1]), Number.POSITIVE_INFINITY)),
    withUnit(points.reduce((high, point) => Math.max(high, point[3]), Number.NEGATIVE_INFINITY)),
    withUnit(last[2]),
    points.length,
  );
  return (
    <figure className="chart">
      <div role="img" aria-label={`${words.devices.chartLabel(name, device)}${words.common.colon}${summary}`} className="chart-canvas">
        <Suspense fallback={<Loading />}>
          <Curve {...props} name={name} unit={unit} />
        </Suspense>
      </div>
      <figcaption>{summary}</figcaption>
      <details>
        <summary>{words.devices.asTable}</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{words.devices.time}</th>
              <th scope="col">{words.devices.mean}</th>
              <th scope="col">{words.devices.minMax}</th>
            </tr>
          </thead>
          <tbody>
            {points
              .slice(-tableRows)
              .reverse()
              .map(([at, low, mean, high]) => (
                <tr key={at}>
                  <td>{fullTime(at)}</td>
                  <td>{withUnit(mean)}</td>
                  <td>
                    {number(low)}–{number(high)}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
};
