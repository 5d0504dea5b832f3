import { useMemo } from 'react';
import type { AlarmDetail } from '../../services/contracts/alarm.ts';
import { useDevice, useSeries } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { metricToShow, thresholdLines } from './because.ts';
import { Chart } from './chart.tsx';
import { Empty, Loading } from './states.tsx';

/** Long enough for what is usual here, short enough that the rise is not a line at the edge. */
const beforeMs = 10 * 60_000;
const afterMs = 15 * 60_000;
const points = 600;
/** While the alarm lasts the curve grows in steps of this size. */
const stepMs = 15_000;

/** The readings around the moment, with the limits that the rules held against them. */
export const AlarmCurve = ({ alarm }: { readonly alarm: AlarmDetail }) => {
  const words = useWords();
  const now = useNow(stepMs);
  const device = useDevice(alarm.device);
  const metric = metricToShow(alarm.kind, alarm.because, Object.keys(device.data?.latest ?? {}));
  const from = alarm.eventAt - beforeMs;
  const end = alarm.open && alarm.condition === 'active' ? now : (alarm.clearedAt ?? alarm.lastAt) + afterMs;
  const to = Math.ceil(Math.max(alarm.eventAt + 60_000, Math.min(now, end)) / stepMs) * stepMs;
  const window = useMemo(
    () => (metric === null ? null : { device: alarm.device, metric, from, to, points }),
    [alarm.device, metric, from, to],
  );
  const series = useSeries(window);
  if (device.isPending || (metric !== null && series.isPending)) return <Loading />;
  if (metric === null) return <Empty>{words.alarm.noCurve}</Empty>;
  return (
    <Chart
      points={series.data ?? []}
      metric={metric}
      device={device.data?.name ?? alarm.device}
      from={from}
      to={to}
      thresholds={thresholdLines(alarm.because).flatMap((line) => (line.metric === metric ? [line.value] : []))}
      marks={[
        { at: alarm.eventAt, label: words.alarm.began },
        ...(alarm.raisedAt > alarm.eventAt + 1_000 ? [{ at: alarm.raisedAt, label: words.codes.level[alarm.level] }] : []),
      ]}
    />
  );
};
