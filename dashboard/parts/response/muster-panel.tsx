import { Button } from 'antd';
import { Link } from 'react-router';
import type { IncidentView } from '../../../services/contracts/incident.ts';
import type { Muster } from '../../../services/contracts/response.ts';
import { useCloseMuster, useMusters, useOpenMuster } from '../../api/duty-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { useBoard, useNow } from '../../live/live.tsx';
import { useOutcome } from '../act-dialog.tsx';
import { musterTotals, newest } from '../clocks.ts';
import { ExerciseMark, exerciseClass } from '../exercise.tsx';
import { shortTime } from '../format.ts';
import { Empty } from '../states.tsx';
import { Tag } from '../tags.tsx';

/** How many are there, and, loudest, who is not: missing and never counted are different things, and neither is fine. */
export const MusterSummary = ({ muster }: { readonly muster: Muster }) => {
  const words = useWords();
  const { expected, present, missing, uncounted, unknown } = musterTotals(muster);
  const whole = missing === 0 && uncounted === 0;
  return (
    <div className={`muster-totals ${whole ? 'whole' : 'short'}`} role="status">
      <span>
        {words.muster.expected} <b>{expected}</b>
      </span>
      <span>
        {words.muster.present} <b>{present}</b>
      </span>
      <strong>
        {whole ? `✓ ${words.muster.nobodyMissing}` : null}
        {missing > 0 ? `▲ ${words.muster.someMissing(missing)}` : null}
      </strong>
      {uncounted > 0 ? (
        <strong className="uncounted">
          ? {words.muster.uncounted(uncounted)} · {words.muster.unknown(unknown)}
        </strong>
      ) : null}
    </div>
  );
};

const OneMuster = ({ muster, may }: { readonly muster: Muster; readonly may: boolean }) => {
  const words = useWords();
  const now = useNow(5_000);
  const close = useCloseMuster();
  const outcome = useOutcome();
  return (
    <article className={`muster ${exerciseClass(muster)}`}>
      <header className="panel-head">
        {muster.exercise === null ? null : <ExerciseMark />}
        <small>
          {shortTime(muster.openedAt, now)} {muster.open ? '' : words.muster.closed}
        </small>
        {muster.open ? (
          <span className="panel-tools">
            <Link to={`/muster/${muster.id}`}>{words.muster.count}</Link>
            {may ? (
              <Button size="small" loading={close.isPending} onClick={() => close.mutate(muster, outcome(words.muster.close))}>
                {words.muster.close}
              </Button>
            ) : null}
          </span>
        ) : null}
      </header>
      <MusterSummary muster={muster} />
      <ul className="muster-groups">
        {muster.groups.map((group) => (
          <li key={group.id} className={(group.missing ?? 0) > 0 ? 'short' : ''}>
            <span>
              {group.name} <small>{group.place}</small>
            </span>
            {group.countedAt === null ? (
              <Tag tone="warning">? {words.muster.notCounted}</Tag>
            ) : (
              <span>
                {group.present}/{group.expected}{' '}
                {(group.missing ?? 0) > 0 ? <Tag tone="alarm">▲ {words.muster.someMissing(group.missing ?? 0)}</Tag> : '✓'}
              </span>
            )}
          </li>
        ))}
      </ul>
    </article>
  );
};

/** 集合点名 of an emergency. */
export const MusterPanel = ({ incident }: { readonly incident: IncidentView }) => {
  const words = useWords();
  const { permissions } = useSession();
  const board = useBoard();
  const listed = useMusters(incident.id);
  const begin = useOpenMuster(incident.id);
  const outcome = useOutcome();
  const may = permissions.includes('incident.act');
  const live = [...(board?.open.musters.values() ?? [])].filter((muster) => muster.incident === incident.id);
  const musters = newest(listed.data ?? [], live).sort((a, b) => b.openedAt - a.openedAt);
  const running = musters.some(({ open }) => open);
  return (
    <section className="panel" aria-label={words.muster.title}>
      <header className="panel-head">
        <h2>{words.muster.title}</h2>
        {may && !running && incident.state === 'open' ? (
          <Button loading={begin.isPending} onClick={() => begin.mutate(undefined, outcome(words.muster.open))}>
            {words.muster.open}
          </Button>
        ) : null}
      </header>
      {musters.length === 0 ? <Empty>{words.muster.none}</Empty> : null}
      {musters.map((muster) => (
        <OneMuster key={muster.id} muster={muster} may={may} />
      ))}
    </section>
  );
};
