import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import { usePlaceNames } from '../api/places.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import type { BoardState } from '../live/board.ts';
import { useBoard, useNow, useOrderedAlarms } from '../live/live.tsx';
import { callsNow } from '../live/order.ts';
import { AlarmActions } from '../parts/alarm-actions.tsx';
import { AlarmList } from '../parts/alarm-list.tsx';
import { BecauseList } from '../parts/because-list.tsx';
import { AlarmClocks } from '../parts/countdown.tsx';
import { DeskBanners } from '../parts/desk-banners.tsx';
import { ExerciseMark, exerciseClass } from '../parts/exercise.tsx';
import { age } from '../parts/format.ts';
import { KindIcon } from '../parts/icons.tsx';
import { BlindLine, IncidentLine } from '../parts/links.tsx';
import { PhoneLines } from '../parts/response/phone-panel.tsx';
import { Key, useShortcuts } from '../parts/shortcuts.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { StormCard } from '../parts/storm-card.tsx';
import { AlarmTags, Tag, toneOf } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

/** Lists beside the alarms stay short; the rest is one click away. */
const shownAside = 6;
/** From this width the selected alarm shows beside the list instead of on its own page. */
const besideQuery = '(min-width: 1100px)';

const Preview = ({ alarm }: { readonly alarm: AlarmView }) => {
  const words = useWords();
  const now = useNow();
  const { place, device } = usePlaceNames(alarm.school, alarm.space, alarm.device);
  return (
    <section className={`panel preview tone-${toneOf(alarm)} ${exerciseClass(alarm)}`} aria-label={words.board.selected}>
      <header>
        <KindIcon kind={alarm.kind} />
        <h2>
          {alarm.exercise === null ? null : <ExerciseMark />} {words.codes.kind[alarm.kind]} · {words.codes.level[alarm.level]}
          <small>{words.codes.severity[alarm.severity]}</small>
        </h2>
        <span className="preview-age">{age(alarm.eventAt, now, words)}</span>
      </header>
      <p className="preview-place">{place}</p>
      <p>{device}</p>
      <AlarmTags alarm={alarm} now={now} />
      <AlarmClocks alarm={alarm} />
      {alarm.text === null ? null : <p>{alarm.text}</p>}
      <BecauseList alarm={alarm} short />
      <AlarmActions alarm={alarm} />
      <p className="preview-links">
        <Link to={`/alarms/${alarm.id}`}>{words.alarm.title}</Link>
        {alarm.space === null ? null : <Link to={`/plan/${alarm.school}?space=${alarm.space}`}>{words.alarm.onPlan}</Link>}
        {alarm.incident === null ? null : (
          <Link to={`/incidents/${alarm.incident}`}>
            {words.desk.response} <Key>E</Key>
          </Link>
        )}
      </p>
    </section>
  );
};

const Schools = ({ board }: { readonly board: BoardState }) => {
  const words = useWords();
  const alarms = useMemo(() => {
    const counts = new Map<string, number>();
    for (const alarm of board.alarms.values())
      if (alarm.exercise === null && callsNow(alarm)) counts.set(alarm.school, (counts.get(alarm.school) ?? 0) + 1);
    return counts;
  }, [board.alarms]);
  const schools = [...board.schools.values()].sort((a, b) => (alarms.get(b.id) ?? 0) - (alarms.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1));
  return (
    <section className="panel">
      <h2>{words.board.schools}</h2>
      {schools.map((school) => {
        const { in_service, silent, unknown, out_of_service } = school.devices;
        const open = alarms.get(school.id) ?? 0;
        return (
          <Link key={school.id} to={`/plan/${school.id}`} className="line">
            <b>{school.name}</b>
            <span className="line-end">
              {open > 0 ? <Tag tone="alarm">{words.plan.alarms(open)}</Tag> : null}
              <small>{words.board.devicesOf(in_service, in_service + silent + unknown + out_of_service)}</small>
            </span>
          </Link>
        );
      })}
    </section>
  );
};

const Aside = ({ board }: { readonly board: BoardState }) => {
  const words = useWords();
  const session = useSession();
  const now = useNow(5_000);
  const incidents = [...board.incidents.values()].sort(
    (a, b) => Number(a.exercise !== null) - Number(b.exercise !== null) || b.openedAt - a.openedAt,
  );
  const blind = [...board.blind.values()].sort((a, b) => b.availabilitySince - a.availabilitySince);
  return (
    <>
      <PhoneLines tasks={[...board.open.phoneTasks.values()]} />
      <section className="panel" id="incidents">
        <h2>
          {words.board.incidents} <span className="count">{incidents.length}</span>
        </h2>
        {incidents.length === 0 ? <Empty>{words.board.noIncidents}</Empty> : null}
        {incidents.slice(0, shownAside).map((incident) => (
          <IncidentLine key={incident.id} incident={incident} now={now} />
        ))}
        {incidents.length > shownAside ? (
          <Link className="more-link" to="/incidents">
            {words.board.more(incidents.length - shownAside)}
          </Link>
        ) : null}
      </section>
      <section className="panel" id="blind">
        <h2>
          {words.board.blind} <span className="count">{blind.length}</span>
        </h2>
        {blind.length === 0 ? <Empty>{words.board.noBlind}</Empty> : <p className="hint">{words.board.blindHint}</p>}
        {blind.slice(0, shownAside).map((device) => (
          <BlindLine key={device.id} device={device} now={now} />
        ))}
        {blind.length > shownAside ? (
          <Link className="more-link" to="/devices?availability=silent">
            {words.board.more(blind.length - shownAside)}
          </Link>
        ) : null}
      </section>
      {watchesMany(session) ? <Schools board={board} /> : null}
      <section className="panel">
        <h2>
          <Link className="more-link" to="/hazards">
            {words.board.hazards}
          </Link>{' '}
          <span className="count">{board.hazardCounts.open}</span>
        </h2>
        <p className="hazard-counts">
          {(
            [
              [words.hazards.overdue, board.hazardCounts.overdue, 'overdue=true'],
              [words.codes.grade.major, board.hazardCounts.major, 'grade=major'],
              [words.hazards.listed, board.hazardCounts.listed, 'listed=true'],
            ] as const
          ).map(([name, count, query]) => (
            <Link key={query} to={`/hazards?${query}`} className={count > 0 ? 'some' : ''}>
              {name} <b>{count}</b>
            </Link>
          ))}
        </p>
      </section>
    </>
  );
};

const useSelection = (alarms: readonly AlarmView[]) => {
  const [selected, setSelected] = useState<string | null>(null);
  const [moves, setMoves] = useState(0);
  // Pinned: new alarms never take the selection away under a person's finger; only when it is gone does the first one get it.
  const held = alarms.find((alarm) => alarm.id === selected) ?? null;
  const first = alarms[0]?.id ?? null;
  useEffect(() => {
    if (held === null) setSelected(first);
  }, [held, first]);
  const go = (id: string | undefined): void => {
    if (id === undefined) return;
    setSelected(id);
    setMoves((n) => n + 1);
  };
  const step = (by: number): void => {
    const at = alarms.findIndex((alarm) => alarm.id === selected);
    go(alarms[Math.min(alarms.length - 1, Math.max(0, at + by))]?.id);
  };
  return { held, moves, select: setSelected, step, top: () => go(first ?? undefined) };
};

/** The live board: what needs a person now, in order. */
export const BoardPage = () => {
  const words = useWords();
  const board = useBoard();
  const alarms = useOrderedAlarms();
  const navigate = useNavigate();
  const { held, moves, select, step, top } = useSelection(alarms);
  useTitle(words.nav.board);
  const down = (): void => step(1);
  const up = (): void => step(-1);
  useShortcuts({
    j: down,
    ArrowDown: down,
    k: up,
    ArrowUp: up,
    n: top,
    Home: top,
    Enter: (event) => {
      // A focused link or button has its own Enter.
      const control = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('a, button') : null;
      if (control !== null) control.click();
      else if (held !== null) void navigate(`/alarms/${held.id}`);
    },
    e: () => {
      if (held !== null && held.incident !== null) void navigate(`/incidents/${held.incident}`);
    },
  });
  if (board === null) return <Loading />;
  const calling = alarms.filter((alarm) => alarm.exercise === null && callsNow(alarm)).length;
  const storms = [...board.open.storms.values()].sort((a, b) => a.openedAt - b.openedAt);

  const pick = (id: string, event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia(besideQuery).matches) return;
    event.preventDefault();
    select(id);
  };
  return (
    <div className="desk">
      <DeskBanners board={board} />
      <div className="board">
        <section className="board-alarms" aria-label={words.board.alarms}>
          <h1 className={calling > 0 ? 'calling' : ''}>
            {words.board.needPerson(calling)}
            <span className="count">{alarms.length}</span>
          </h1>
          {alarms.length === 0 && storms.length > 0 ? <p className="panel state">{words.storm.alone}</p> : null}
          {alarms.length === 0 && storms.length === 0 ? (
            <div className="quiet">
              <strong>{words.board.quiet}</strong>
              <p>{words.board.quietHint}</p>
            </div>
          ) : null}
          {alarms.length === 0 ? null : <AlarmList alarms={alarms} selected={held?.id ?? null} moves={moves} onPick={pick} />}
          {storms.map((storm, index) => (
            <StormCard key={storm.id} storm={storm} first={index === 0} />
          ))}
          <p className="supplements">{words.supplements}</p>
        </section>
        <aside className="board-aside" aria-label={words.board.selected}>
          {held === null ? null : <Preview alarm={held} />}
          <Aside board={board} />
        </aside>
      </div>
    </div>
  );
};
