import { Input } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import type { ClosureReport, ParetoItem, Pareto as ParetoReport } from '../../services/contracts/analysis.ts';
import { useCauses, useClosure } from '../api/hazard-queries.ts';
import { useSchoolName } from '../api/places.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import type { Words } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { useFilters } from '../parts/filters.tsx';
import { dayOf, startOfDay } from '../parts/format.ts';
import { endOfDay } from '../parts/hazard-due.ts';
import { HazardTabs } from '../parts/hazard-tabs.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const Pareto = lazy(async () => ({ default: (await import('../parts/pareto.tsx')).Pareto }));

const dayMs = 86_400_000;
const usualDays = 365;
/** More bars than this nobody reads; the table has them all. */
const mostBars = 12;

const causeOf = (item: ParetoItem, words: Words): string =>
  item.cause === null ? words.analysis.unjudged : words.codes.rootCause[item.cause];
const nameOf = (item: ParetoItem, words: Words): string => `${words.codes.hazardCategory[item.category]} · ${causeOf(item, words)}`;
const whole = (percent: number): number => Math.round(percent);

const Causes = ({ report }: { readonly report: ParetoReport }) => {
  const words = useWords();
  const bars = useMemo(
    () =>
      report.items
        .slice(0, mostBars)
        .map((item) => ({ name: nameOf(item, words), count: item.count, cumulativePercent: whole(item.cumulativePercent) })),
    [report, words],
  );
  const first = report.items[0];
  if (first === undefined) return <Empty>{words.analysis.empty}</Empty>;
  const summary = words.analysis.summary(
    nameOf(first, words),
    first.count,
    report.total,
    whole((100 * first.count) / Math.max(1, report.total)),
  );
  return (
    <figure className="chart">
      <div role="img" aria-label={summary} className="pareto">
        <Suspense fallback={<Loading />}>
          <Pareto bars={bars} />
        </Suspense>
      </div>
      <figcaption>{summary}</figcaption>
      <details open>
        <summary>{words.analysis.asTable}</summary>
        <table className="tally">
          <thead>
            <tr>
              <th scope="col">{words.analysis.category}</th>
              <th scope="col">{words.analysis.cause}</th>
              <th scope="col">{words.analysis.count}</th>
              <th scope="col">{words.analysis.schools}</th>
              <th scope="col">{words.analysis.share}</th>
            </tr>
          </thead>
          <tbody>
            {report.items.map((item) => (
              <tr key={`${item.category} ${item.cause}`}>
                <th scope="row">{words.codes.hazardCategory[item.category]}</th>
                <td data-label={words.analysis.cause}>
                  {causeOf(item, words)} {item.common ? <Tag tone="warning">{words.analysis.common}</Tag> : null}
                </td>
                <td data-label={words.analysis.count}>{item.count}</td>
                <td data-label={words.analysis.schools}>{item.schools}</td>
                <td data-label={words.analysis.share}>{words.analysis.percent(whole(item.cumulativePercent))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
};

type Rates = ClosureReport['total'];

const RateCells = ({ rates }: { readonly rates: Rates }) => {
  const words = useWords();
  const percent = (value: number | null): string => (value === null ? words.analysis.noRate : words.analysis.percent(whole(value)));
  return (
    <>
      <td data-label={words.analysis.found}>{rates.found}</td>
      <td data-label={words.analysis.closed}>{rates.closed}</td>
      <td data-label={words.analysis.open}>{rates.open}</td>
      <td data-label={words.analysis.late}>{rates.late}</td>
      <td data-label={words.analysis.closureRate}>{percent(rates.closurePercent)}</td>
      <td data-label={words.analysis.onTimeRate}>{percent(rates.onTimePercent)}</td>
    </>
  );
};

const SchoolRates = ({ school, rates }: { readonly school: string; readonly rates: Rates }) => (
  <tr>
    <th scope="row">{useSchoolName(school)}</th>
    <RateCells rates={rates} />
  </tr>
);

const Closure = ({ report }: { readonly report: ClosureReport }) => {
  const words = useWords();
  const session = useSession();
  return (
    <table className="tally">
      <thead>
        <tr>
          {[
            words.hazards.tallyColumns.name,
            words.analysis.found,
            words.analysis.closed,
            words.analysis.open,
            words.analysis.late,
            words.analysis.closureRate,
            words.analysis.onTimeRate,
          ].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.items.map(({ school, ...rates }) => (
          <SchoolRates key={school} school={school} rates={rates} />
        ))}
      </tbody>
      {watchesMany(session) ? (
        <tfoot>
          <tr>
            <th scope="row">{words.hazards.total}</th>
            <RateCells rates={report.total} />
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
};

/** What lies behind the hazards, and how their rectification goes. */
export const AnalysisPage = () => {
  const words = useWords();
  const now = useNow(60_000);
  const { filters, set } = useFilters(['from', 'to']);
  useTitle(words.analysis.title);
  const today = dayOf(now);
  const fromDay = filters['from'] ?? dayOf(now - usualDays * dayMs);
  const toDay = filters['to'] ?? today;
  const period = { from: startOfDay(fromDay) ?? 0, to: (endOfDay(toDay) ?? now) + 1 };
  const causes = useCauses(period);
  const closure = useClosure(period);
  return (
    <div className="page">
      <h1>{words.analysis.title}</h1>
      <HazardTabs />
      <div className="filters">
        {(
          [
            ['from', words.analysis.from, fromDay],
            ['to', words.analysis.to, toDay],
          ] as const
        ).map(([name, label, day]) => (
          <label key={name} className="filter">
            <span>{label}</span>
            <Input size="large" type="date" aria-label={label} max={today} value={day} onChange={({ target }) => set(name, target.value)} />
          </label>
        ))}
      </div>
      <section className="panel">
        <h2>{words.analysis.causes}</h2>
        {causes.isPending ? (
          <Loading />
        ) : causes.data === undefined ? (
          <Failed error={causes.error} retry={() => void causes.refetch()} />
        ) : (
          <Causes report={causes.data} />
        )}
      </section>
      <section className="panel">
        <h2>{words.analysis.rates}</h2>
        {closure.isPending ? (
          <Loading />
        ) : closure.data === undefined ? (
          <Failed error={closure.error} retry={() => void closure.refetch()} />
        ) : (
          <Closure report={closure.data} />
        )}
      </section>
    </div>
  );
};
