import { Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { DeviceView } from '../../services/contracts/place.ts';
import { usePlaceNames, useSchoolDevices } from '../api/places.ts';
import { useDevice, useDeviceEvents, useSeries } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useBoard, useGauge, useNow, useWatched } from '../live/live.tsx';
import { thresholdLines } from '../parts/because.ts';
import { Chart } from '../parts/chart.tsx';
import { faceOf } from '../parts/face.ts';
import { Facts } from '../parts/facts.tsx';
import { age, fullTime } from '../parts/format.ts';
import { FaceIcon } from '../parts/icons.tsx';
import { AlarmLine } from '../parts/links.tsx';
import { metricName, readingText } from '../parts/readings.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const hourMs = 3_600_000;
const ranges = { h1: hourMs, h6: 6 * hourMs, d1: 24 * hourMs, d7: 7 * 24 * hourMs, d30: 30 * 24 * hourMs } as const;
type Range = keyof typeof ranges;
const points = 800;
/** The curve moves on in steps of this share of its range. */
const steps = 240;

const Latest = ({ device, metric }: { readonly device: DeviceView; readonly metric: string }) => {
  const words = useWords();
  const now = useNow();
  const pushed = useGauge(device.id, metric);
  const stored = device.latest[metric];
  const newest = pushed !== undefined && (stored === undefined || pushed.at >= stored.at) ? pushed : stored;
  if (newest === undefined) return null;
  return (
    <div className="gauge">
      <span>{metricName(metric, words)}</span>
      <strong>{readingText(metric, newest.value, words)}</strong>
      <small>{age(newest.at, now, words)}</small>
    </div>
  );
};

const History = ({ device }: { readonly device: DeviceView }) => {
  const words = useWords();
  const now = useNow(10_000);
  const metrics = Object.keys(device.latest);
  const [chosen, setChosen] = useState<string | null>(null);
  const [range, setRange] = useState<Range>('h6');
  const metric = chosen ?? metrics[0] ?? null;
  const step = ranges[range] / steps;
  const to = Math.ceil(now / step) * step;
  const window = useMemo(
    () => (metric === null ? null : { device: device.id, metric, from: to - ranges[range], to, points }),
    [device.id, metric, to, range],
  );
  const series = useSeries(window);
  const board = useBoard();
  if (window === null || metric === null) return <Empty>{words.devices.noMetrics}</Empty>;
  const because = [...(board?.alarms.values() ?? [])].filter((alarm) => alarm.device === device.id).flatMap((alarm) => alarm.because);
  return (
    <>
      <div className="filters">
        <label className="filter">
          <span>{words.devices.metric}</span>
          <Select
            aria-label={words.devices.metric}
            value={metric}
            onChange={setChosen}
            options={metrics.map((value) => ({ value, label: metricName(value, words) }))}
          />
        </label>
        <div className="filter">
          <span>{words.devices.range}</span>
          <Segmented<Range>
            aria-label={words.devices.range}
            value={range}
            onChange={setRange}
            options={(Object.keys(ranges) as Range[]).map((value) => ({ value, label: words.devices.ranges[value] }))}
          />
        </div>
      </div>
      {series.isPending ? (
        <Loading />
      ) : (
        <Chart
          points={series.data ?? []}
          metric={metric}
          device={device.name}
          from={window.from}
          to={window.to}
          thresholds={thresholdLines(because).flatMap((line) => (line.metric === metric ? [line.value] : []))}
        />
      )}
    </>
  );
};

const Events = ({ id }: { readonly id: string }) => {
  const words = useWords();
  const events = useDeviceEvents(id);
  if (events.data === undefined) return <Loading />;
  if (events.data.items.length === 0) return <Empty>{words.devices.noEvents}</Empty>;
  return (
    <ul className="events">
      {events.data.items.map((event, index) => (
        <li key={`${event.at} ${event.event} ${index}`}>
          <time dateTime={new Date(event.at).toISOString()}>{fullTime(event.at)}</time>
          <span>
            {wordFor(words.codes.event, event.event, words.common.unknown)} ·{' '}
            {event.state === 'cleared' ? words.devices.stateCleared : words.devices.stateActive}
          </span>
          {event.late ? <Tag tone="quiet">{words.board.late}</Tag> : null}
        </li>
      ))}
    </ul>
  );
};

const About = ({ device }: { readonly device: DeviceView }) => {
  const words = useWords();
  const names = useSchoolDevices(device.school);
  const { place } = usePlaceNames(device.school, device.space, null);
  const when = (at: number | null): string | null => (at === null ? null : fullTime(at));
  return (
    <Facts
      rows={[
        [words.devices.where, device.space === null ? place : <Link to={`/plan/${device.school}?space=${device.space}`}>{place}</Link>],
        [words.devices.id, device.id],
        [words.devices.type, words.codes.deviceType[device.type]],
        [words.devices.model, device.model],
        [words.devices.lastSeen, when(device.lastSeenAt) ?? words.time.never],
        [words.devices.since, when(device.availabilitySince)],
        [
          words.devices.gateway,
          device.gateway === null ? (
            words.devices.ownIdentity
          ) : (
            <Link to={`/devices/${device.gateway}`}>{names.get(device.gateway)?.name ?? device.gateway}</Link>
          ),
        ],
        [words.devices.codec, wordFor(words.open.codec, device.codec, words.open.codecOther)],
        [words.devices.interval, words.devices.seconds(device.reportIntervalSeconds)],
        [words.devices.firmware, device.firmware],
        [words.devices.rssi, device.rssi === null ? null : `${device.rssi} dBm`],
        [words.devices.lastTest, when(device.lastTestAt)],
      ]}
    />
  );
};

/** One device: how it is, what it measures, what it reported. */
export const DevicePage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const now = useNow(5_000);
  const query = useDevice(id);
  const board = useBoard();
  const watched = useMemo(() => [id], [id]);
  useWatched(watched);
  useTitle(query.data?.name ?? words.devices.title);
  if (query.isPending) return <Loading />;
  const device = query.data;
  if (device === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.devices.gone} />;
  const alarms = [...(board?.alarms.values() ?? [])].filter((alarm) => alarm.device === device.id);
  const face = faceOf(device.availability, alarms);
  return (
    <div className="detail">
      <section className="panel preview">
        <header>
          <FaceIcon face={face} />
          <h1>
            {device.name || device.id}
            <small>{words.face[face]}</small>
          </h1>
        </header>
        {device.unacknowledged || device.clockAhead ? (
          <div className="warnings" role="note" aria-label={words.devices.warnings}>
            {device.unacknowledged ? <p>{words.devices.unacknowledged}</p> : null}
            {device.clockAhead ? <p>{words.devices.clockAhead}</p> : null}
          </div>
        ) : null}
        <div className="gauges">
          {Object.keys(device.latest).map((metric) => (
            <Latest key={metric} device={device} metric={metric} />
          ))}
        </div>
      </section>
      <div className="detail-columns">
        <section className="panel">
          <h2>{words.devices.history}</h2>
          <History device={device} />
        </section>
        <div>
          <section className="panel">
            <h2>{words.devices.openAlarms}</h2>
            {alarms.length === 0 ? (
              <Empty>{words.devices.noAlarms}</Empty>
            ) : (
              alarms.map((alarm) => <AlarmLine key={alarm.id} alarm={alarm} now={now} />)
            )}
          </section>
          <section className="panel">
            <h2>{words.devices.about}</h2>
            <About device={device} />
          </section>
          <section className="panel">
            <h2>{words.devices.events}</h2>
            <Events id={device.id} />
          </section>
        </div>
      </div>
    </div>
  );
};
