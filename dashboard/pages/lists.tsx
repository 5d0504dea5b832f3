import { Input, Progress, Radio } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { ProblemItem } from '../../services/contracts/analysis.ts';
import type { Measure } from '../../services/contracts/risk.ts';
import { useMeasureList, useProblems } from '../api/hazard-queries.ts';
import { usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { dayOf, fullTime } from '../parts/format.ts';
import { endOfDay } from '../parts/hazard-due.ts';
import { HazardAbout } from '../parts/hazard-row.tsx';
import { HazardTabs } from '../parts/hazard-tabs.tsx';
import { RecordList } from '../parts/record-list.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const Problems = ({ asOf }: { readonly asOf: number | undefined }) => {
  const words = useWords();
  const query = useProblems(asOf);
  return (
    <RecordList
      query={query}
      layout="problems"
      label={words.lists.problems}
      empty={words.lists.noProblems}
      columns={[words.hazards.reported, words.hazards.category, words.hazards.description, words.hazards.state, words.lists.measures]}
      row={(item: ProblemItem) => ({
        key: item.id,
        to: `/hazards/${item.id}`,
        cells: [
          fullTime(item.reportedAt),
          words.codes.hazardCategory[item.category],
          // Only the system's own hazards bring facts instead of a text.
          <HazardAbout
            key="about"
            hazard={{ ...item, device: item.facts['device'] ?? null, reportedBy: Object.keys(item.facts).length > 0 ? 'system' : 'person' }}
          />,
          <Tag key="state">{words.codes.hazardState[item.state]}</Tag>,
          String(item.measures.length),
        ],
      })}
    />
  );
};

const Measures = () => {
  const words = useWords();
  const { permissions, org } = useSession();
  const people = usePeople(permissions.includes('people.read') ? org.id : null);
  const query = useMeasureList();
  const nameOf = (id: string): string => people.data?.find((person) => person.id === id)?.name ?? id;
  return (
    <RecordList
      query={query}
      layout="measures"
      label={words.lists.measures}
      empty={words.lists.noMeasures}
      columns={[words.lists.heading, words.lists.measure, words.lists.causes, words.lists.owner, words.lists.due, words.lists.progress]}
      row={(measure: Measure) => ({
        key: measure.id,
        to: null,
        cells: [
          words.codes.measureHeading[measure.heading],
          <span key="title">
            {measure.title}
            <small>{words.lists.hazardCount(measure.hazards.length)}</small>
            {measure.hazards.slice(0, 3).map((id, index) => (
              <Link key={id} to={`/hazards/${id}`} className="measure-hazard">
                {words.hazards.title} {index + 1}
              </Link>
            ))}
          </span>,
          measure.causes.map((cause) => words.codes.rootCause[cause]).join(words.common.list),
          nameOf(measure.owner),
          measure.dueAt === null ? '' : dayOf(measure.dueAt),
          <span key="progress">
            <Progress percent={measure.progressPercent} size="small" showInfo={false} aria-label={words.lists.progress} />
            <small>
              {words.analysis.percent(measure.progressPercent)} · {words.codes.measureState[measure.state]}
            </small>
          </span>,
        ],
      })}
    />
  );
};

/** 两个清单: problems as they stood on a day, and the institutional measures against their causes. */
export const ListsPage = () => {
  const words = useWords();
  const now = useNow(60_000);
  const [params, setParams] = useSearchParams();
  const list = params.get('list') === 'measures' ? 'measures' : 'problems';
  const day = params.get('asOf') ?? '';
  const set = (name: string, value: string): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  useTitle(words.lists.title);
  return (
    <div className="page">
      <h1>{words.lists.title}</h1>
      <HazardTabs />
      <div className="filters">
        <Radio.Group
          aria-label={words.lists.title}
          optionType="button"
          size="large"
          value={list}
          onChange={(event) => set('list', String(event.target.value))}
          options={[
            { value: 'problems', label: words.lists.problems },
            { value: 'measures', label: words.lists.measures },
          ]}
        />
        {list === 'problems' ? (
          <label className="filter">
            <span>{words.lists.asOf}</span>
            <Input
              size="large"
              type="date"
              aria-label={words.lists.asOf}
              max={dayOf(now)}
              value={day === '' ? dayOf(now) : day}
              onChange={({ target }) => set('asOf', target.value)}
            />
          </label>
        ) : null}
      </div>
      {list === 'problems' ? (
        <>
          <p className="hint">{words.lists.problemsHint}</p>
          <Problems asOf={day === '' || day === dayOf(now) ? undefined : (endOfDay(day) ?? undefined)} />
        </>
      ) : (
        <Measures />
      )}
    </div>
  );
};
