import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Muster } from '../../services/contracts/response.ts';
import { useCount, useMuster } from '../api/duty-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard } from '../live/live.tsx';
import { DeadLink } from '../parts/dead-link.tsx';
import { ExerciseMark, exerciseClass } from '../parts/exercise.tsx';
import { MusterSummary } from '../parts/response/muster-panel.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/phone.css';
import '../styles/runner.css';

type Group = Muster['groups'][number];
const most = 100_000;
const within = (n: number): number => Math.min(most, Math.max(0, n));

/** A number with two keys a thumb cannot miss. */
const Stepper = ({ label, value, set }: { readonly label: string; readonly value: number; readonly set: (value: number) => void }) => {
  const words = useWords();
  return (
    <div className="stepper">
      <span id={`step-${label}`}>{label}</span>
      <button type="button" aria-label={words.muster.less(label)} disabled={value === 0} onClick={() => set(within(value - 1))}>
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={most}
        value={value}
        aria-labelledby={`step-${label}`}
        onChange={(event) => set(within(Math.trunc(Number(event.target.value)) || 0))}
      />
      <button type="button" aria-label={words.muster.more(label)} onClick={() => set(within(value + 1))}>
        ＋
      </button>
    </div>
  );
};

const Count = ({ muster, group, done }: { readonly muster: Muster; readonly group: Group; readonly done: () => void }) => {
  const words = useWords();
  const count = useCount(muster.id);
  const [present, setPresent] = useState(group.present ?? group.expected);
  const [missing, setMissing] = useState(group.missing ?? 0);
  const gap = group.expected - present - missing;
  return (
    <form
      className="muster-count"
      onSubmit={(event) => {
        event.preventDefault();
        count.mutate({ group: group.id, present, missing }, { onSuccess: done });
      }}
    >
      <h2>
        {group.name}{' '}
        <small>
          {words.muster.expected} {group.expected}
        </small>
      </h2>
      {group.place === '' ? null : <p>{words.muster.place(group.place)}</p>}
      <Stepper label={words.muster.present} value={present} set={setPresent} />
      <Stepper label={words.muster.missing} value={missing} set={setMissing} />
      <p className={`muster-check ${missing > 0 || gap > 0 ? 'short' : ''}`} role="status">
        {missing > 0 ? `▲ ${words.muster.someMissing(missing)} ` : null}
        {gap > 0 ? `? ${words.muster.gap(gap)}` : null}
        {gap < 0 ? words.muster.over(-gap) : null}
        {gap === 0 && missing === 0 ? `✓ ${words.muster.allHere}` : null}
      </p>
      {count.error === null ? null : (
        <p className="phone-note" role="alert">
          {sentenceOf(count.error, words)}
        </p>
      )}
      <button type="submit" className="phone-button primary" disabled={count.isPending}>
        {words.muster.save}
      </button>
    </form>
  );
};

/** 集合点名 at the assembly point: pick the group, set two numbers, report. */
export const MusterPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const { permissions } = useSession();
  const query = useMuster(id);
  const live = useBoard()?.open.musters.get(id);
  const [chosen, setChosen] = useState<string | null>(null);
  useTitle(words.muster.title);
  const muster = live !== undefined && live.version >= (query.data?.version ?? 0) ? live : query.data;
  const group = muster?.groups.find((one) => one.id === chosen);
  useEffect(() => {
    // The count stands above the list: after a choice far down it must be in sight.
    if (chosen !== null) scrollTo({ top: 0 });
  }, [chosen]);
  if (muster === undefined)
    return query.isPending ? <Loading /> : <Failed error={query.error} retry={() => void query.refetch()} gone={words.muster.gone} />;
  const may = permissions.includes('muster.count') && muster.open;
  return (
    <div className={`phone run ${exerciseClass(muster)}`}>
      <DeadLink />
      <main>
        <h1>
          {muster.exercise === null ? null : <ExerciseMark />} {words.muster.title}
        </h1>
        <MusterSummary muster={muster} />
        {muster.open ? null : <p className="phone-note">{words.muster.closed}</p>}
        {may && group !== undefined ? <Count key={group.id} muster={muster} group={group} done={() => setChosen(null)} /> : null}
        <h2>{words.muster.pick}</h2>
        <ul className="muster-pick">
          {muster.groups.map((one) => (
            <li key={one.id}>
              <button type="button" className={one.id === chosen ? 'chosen' : ''} disabled={!may} onClick={() => setChosen(one.id)}>
                <b>{one.name}</b>
                <span className={(one.missing ?? 0) > 0 ? 'short' : one.countedAt === null ? 'uncounted' : ''}>
                  {one.countedAt === null
                    ? `? ${words.muster.notCounted}`
                    : `${(one.missing ?? 0) > 0 ? `▲ ${words.muster.someMissing(one.missing ?? 0)}` : '✓'} ${one.present}/${one.expected}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Link className="run-back" to={`/incidents/${muster.incident}`}>
          {words.alarm.incident}
        </Link>
      </main>
    </div>
  );
};
