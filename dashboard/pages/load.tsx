import { Radio } from 'antd';
import { Link } from 'react-router';
import type { Load } from '../../services/contracts/rota.ts';
import type { Storm } from '../../services/contracts/storm.ts';
import { severities } from '../../services/contracts/values.ts';
import { useSchoolDevices } from '../api/places.ts';
import { useLoad, useStorms } from '../api/prepare-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useFilters } from '../parts/filters.tsx';
import { number } from '../parts/format.ts';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { dayAndTime } from '../parts/rota/times.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';

type Figure = Load['figures'][number];

const shares: ReadonlySet<Figure['figure']> = new Set(['flood_share', 'top_ten_share']);
const shown = (figure: Figure['figure'], value: number): string => (shares.has(figure) ? `${number(value * 100)} %` : number(value));

const Verdict = ({ value, target, limit }: Figure) => {
  const words = useWords();
  if (value > limit) return <Tag tone="alarm">{words.load.over}</Tag>;
  return value > target ? <Tag tone="warning">{words.load.tolerable}</Tag> : <Tag tone="good">{words.load.met}</Tag>;
};

const Figures = ({ load }: { readonly load: Load }) => {
  const words = useWords();
  const columns = [words.load.figure, words.load.value, words.load.target, words.load.limit, words.load.verdict];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="panel wide-table" tabIndex={0} aria-label={words.load.title}>
      <table className="figures">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {load.figures.map((figure) => (
            <tr key={figure.figure}>
              <th scope="row">{words.load.figures[figure.figure]}</th>
              <td data-label={words.load.value}>
                <b>{shown(figure.figure, figure.value)}</b>
              </td>
              <td data-label={words.load.target}>{shown(figure.figure, figure.target)}</td>
              <td data-label={words.load.limit}>{shown(figure.figure, figure.limit)}</td>
              <td>
                <Verdict {...figure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">
        {words.load.priorities}
        {words.common.colon}
        {severities.map((severity) => `${words.codes.severity[severity]} ${number((load.priorities[severity] ?? 0) * 100)} %`).join(' · ')}
      </p>
    </section>
  );
};

const TopTen = ({ load, school }: { readonly load: Load; readonly school: string }) => {
  const words = useWords();
  const devices = useSchoolDevices(school);
  const most = load.top[0]?.count ?? 1;
  return (
    <section className="panel" aria-labelledby="load-top">
      <h2 id="load-top">{words.load.top}</h2>
      {load.top.length === 0 ? <Empty>{words.load.noAlarms}</Empty> : null}
      <ol className="top-ten">
        {load.top.map(({ device, kind, count }) => (
          <li key={`${device} ${kind}`}>
            <Link to={`/devices/${device}`}>
              {devices.get(device)?.name ?? words.common.unknown} · {words.codes.kind[kind]}
            </Link>
            <span>{words.load.topCount(count)}</span>
            <i aria-hidden="true" style={{ width: `${(100 * count) / most}%` }} />
          </li>
        ))}
      </ol>
    </section>
  );
};

const StormRow = ({ storm }: { readonly storm: Storm }) => {
  const words = useWords();
  const { raw, members, singles, suppressed, difference } = storm.balance;
  const dropped = Object.values(suppressed).reduce((sum, count) => sum + count, 0);
  return (
    <li>
      <span>
        <b>{words.load.storm(storm.alarms, storm.devices)}</b>{' '}
        <Tag tone={storm.open ? 'warning' : 'quiet'}>{storm.open ? words.load.stormOpen : words.load.stormOver}</Tag>
        <small>{words.rota.from(dayAndTime(storm.from), dayAndTime(storm.closedAt ?? storm.lastAt))}</small>
        <small>
          {words.load.balanceLine(raw, members, singles, dropped)} ·{' '}
          <b className={difference === 0 ? '' : 'is-over'}>{words.load.difference(difference)}</b>
        </small>
      </span>
      <a href={`/api/v1/storms/${encodeURIComponent(storm.id)}/balance.csv`} download>
        {words.load.csv}
      </a>
    </li>
  );
};

const Storms = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const query = useStorms(school);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="panel" aria-labelledby="load-storms">
      <h2 id="load-storms">{words.load.storms}</h2>
      {query.data.length === 0 ? <Empty>{words.load.noStorms}</Empty> : null}
      <ul className="plain-rows">
        {query.data.map((storm) => (
          <StormRow key={storm.id} storm={storm} />
        ))}
      </ul>
    </section>
  );
};

const spans = [1, 7, 30] as const;

const SchoolLoad = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { filters, set } = useFilters(['days']);
  const days = spans.find((one) => String(one) === filters['days']) ?? 1;
  const query = useLoad(school, days);
  return (
    <>
      <Radio.Group
        aria-label={words.load.days}
        optionType="button"
        size="large"
        value={days}
        onChange={({ target }) => set('days', String(target.value))}
        options={spans.map((one) => ({ value: one, label: words.load.lastDays(one) }))}
      />
      {query.isPending ? <Loading /> : null}
      {query.error === null ? null : <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data === undefined ? null : (
        <>
          <Figures load={query.data} />
          <div className="halves">
            <TopTen load={query.data} school={school} />
            <Storms school={school} />
          </div>
        </>
      )}
    </>
  );
};

/** 报警负荷: what the people on duty have to bear, beside what ISA-18.2 says they can. */
export const LoadPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.load.title} of="duty" hint={words.load.hint}>
      {(school) => <SchoolLoad key={school} school={school} />}
    </PlaceFrame>
  );
};
