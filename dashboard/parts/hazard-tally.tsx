import { Button, Radio } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Tally } from '../../services/contracts/hazard.ts';
import { type TallyBy, useOrgs, useTally } from '../api/hazard-queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

/** The counters that are lists, and the filter that gives the same number. */
const counters = [
  ['open', 'open=true'],
  ['overdue', 'open=true&overdue=true'],
  ['major', 'open=true&grade=major'],
  ['listed', 'open=true&listed=true'],
  ['closed', 'state=closed'],
] as const;

/** 按期率 in whole percent; null = nothing with a deadline was closed. */
export const onTimePercent = ({ onTime, late }: Pick<Tally, 'onTime' | 'late'>): number | null =>
  onTime + late === 0 ? null : Math.round((100 * onTime) / (onTime + late));

interface RowProps {
  readonly tally: Tally;
  readonly name: string;
  /** Filter of the place, `school=…`; null = its lists are those of its schools. */
  readonly place: string | null;
  readonly unfold?: () => void;
}

const TallyRow = ({ tally, name, place, unfold }: RowProps) => {
  const words = useWords();
  const columns = words.hazards.tallyColumns;
  const percent = onTimePercent(tally);
  return (
    <tr>
      <th scope="row">
        {unfold === undefined ? (
          name
        ) : (
          <button type="button" className="as-link" onClick={unfold}>
            {name}
          </button>
        )}
      </th>
      {counters.map(([counter, query]) => (
        <td key={counter} data-label={columns[counter]} className={counter === 'overdue' && tally.overdue > 0 ? 'is-over' : ''}>
          {place === null ? (
            tally[counter]
          ) : (
            <Link
              to={`/hazards?${place}${place === '' ? '' : '&'}${query}`}
              aria-label={words.hazards.tallyCount(columns[counter], name, tally[counter])}
            >
              {tally[counter]}
            </Link>
          )}
        </td>
      ))}
      <td data-label={columns.rate}>{percent === null ? words.analysis.noRate : words.analysis.percent(percent)}</td>
      <td>
        <Tag tone={tally.cleared ? 'good' : 'alarm'}>{tally.cleared ? words.hazards.cleared : words.hazards.notCleared}</Tag>
      </td>
    </tr>
  );
};

/** On a phone the list matters more than the table above it. */
const deskQuery = '(min-width: 761px)';

/** Those that press most come first; a county has hundreds. */
const shownFirst = 8;

/** 动态清零: counted by school and township; each number leads to the list it counts. */
export const HazardTally = ({ folded }: { readonly folded: boolean }) => {
  const words = useWords();
  const session = useSession();
  const [by, setBy] = useState<TallyBy>('school');
  const [township, setTownship] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const tallies = useTally(by);
  const orgs = useOrgs();
  if (tallies.isPending) return <Loading />;
  if (tallies.data === undefined) return <Failed error={tallies.error} retry={() => void tallies.refetch()} />;
  const orgOf = (id: string) => orgs.data?.find((org) => org.id === id);
  const nameOf = (id: string): string => (id === session.org.id ? session.org.name : (orgOf(id)?.name ?? id));
  const shown = tallies.data.items.filter(({ org }) => by === 'township' || township === null || orgOf(org)?.parent === township);
  const sorted = [...shown].sort((a, b) => b.overdue - a.overdue || b.major - a.major || b.open - a.open || (a.org < b.org ? -1 : 1));
  const many = watchesMany(session);
  return (
    <details className="panel tally-panel" open={!folded && matchMedia(deskQuery).matches}>
      <summary>
        <h2>{words.hazards.tally}</h2>{' '}
        <Tag tone={tallies.data.total.cleared ? 'good' : 'alarm'}>
          {tallies.data.total.cleared ? words.hazards.cleared : words.hazards.notCleared}
        </Tag>
      </summary>
      <div className="panel-head">
        <p className="hint">{words.hazards.tallyHint}</p>
        {many ? (
          <Radio.Group
            aria-label={words.hazards.tallyBy}
            optionType="button"
            size="large"
            value={by}
            onChange={(event) => {
              setTownship(null);
              setBy(event.target.value as TallyBy);
            }}
            options={[
              { value: 'school', label: township === null ? words.hazards.bySchool : `${words.hazards.bySchool} · ${nameOf(township)}` },
              { value: 'township', label: words.hazards.byTownship },
            ]}
          />
        ) : null}
      </div>
      <table className="tally">
        <thead>
          <tr>
            {(['name', ...counters.map(([counter]) => counter), 'rate', 'state'] as const).map((column) => (
              <th key={column} scope="col">
                {words.hazards.tallyColumns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? sorted : sorted.slice(0, shownFirst)).map((tally) => (
            <TallyRow
              key={tally.org}
              tally={tally}
              name={nameOf(tally.org)}
              place={by === 'school' ? `school=${tally.org}` : null}
              {...(by === 'township'
                ? {
                    unfold: () => {
                      setTownship(tally.org);
                      setBy('school');
                    },
                  }
                : {})}
            />
          ))}
        </tbody>
        {many && township === null ? (
          <tfoot>
            <TallyRow tally={tallies.data.total} name={words.hazards.total} place="" />
          </tfoot>
        ) : null}
      </table>
      {all || sorted.length <= shownFirst ? null : (
        <Button size="large" className="show-all" onClick={() => setAll(true)}>
          {words.hazards.showAll(sorted.length)}
        </Button>
      )}
    </details>
  );
};
