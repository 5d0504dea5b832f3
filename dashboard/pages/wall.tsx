import { useEffect } from 'react';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import { usePlaceNames } from '../api/places.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useLive, useNow, useOrderedAlarms } from '../live/live.tsx';
import { needOf } from '../live/order.ts';
import { DeadLink } from '../parts/dead-link.tsx';
import { SoundBanner } from '../parts/duty-bar.tsx';
import { age, clockTime, dayOf, shortTime } from '../parts/format.ts';
import { KindIcon } from '../parts/icons.tsx';
import { Loading } from '../parts/states.tsx';
import { Tag, toneOf } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/wall.css';

/** As many as fill the screen at a size that reads from 3 m. */
const shown = 5;

const Big = ({ alarm, now }: { readonly alarm: AlarmView; readonly now: number }) => {
  const words = useWords();
  const live = useLive();
  const { place } = usePlaceNames(alarm.school, alarm.space, null);
  useEffect(() => live.painted(alarm.id), [live, alarm.id]);
  const pending = alarm.level === 'alarm' && alarm.verification !== 'unverified';
  return (
    <li className={`wall-alarm tone-${toneOf(alarm)} ${alarm.severity} ${alarm.acknowledged ? '' : 'unacknowledged'}`}>
      <span className="wall-mark">
        <KindIcon kind={alarm.kind} />
        <b>{words.codes.level[alarm.level]}</b>
      </span>
      <span className="wall-words">
        <strong>{place}</strong>
        <span>
          {words.codes.kind[alarm.kind]}
          {alarm.acknowledged ? null : <Tag tone={toneOf(alarm)}>{words.alarm.unacknowledged}</Tag>}
          {pending ? <Tag>{words.codes.verification[alarm.verification]}</Tag> : null}
          {alarm.count > 1 ? <Tag>{words.board.times(alarm.count)}</Tag> : null}
        </span>
      </span>
      <span className="wall-time">
        <b>{shortTime(alarm.eventAt, now)}</b>
        <span>{age(alarm.eventAt, now, words)}</span>
      </span>
    </li>
  );
};

/** The big screen of a duty room: read from three metres, nothing to click but the sound. */
export const WallPage = () => {
  const words = useWords();
  const session = useSession();
  const board = useBoard();
  const alarms = useOrderedAlarms().filter((alarm) => needOf(alarm) !== 'aside');
  const now = useNow();
  useTitle(words.wall.title);
  if (board === null) return <Loading />;
  const devices = [...board.schools.values()].reduce(
    (sum, { devices: d }) => ({ online: sum.online + d.in_service, blind: sum.blind + d.silent + d.unknown + d.out_of_service }),
    { online: 0, blind: 0 },
  );
  const unacknowledged = alarms.filter((alarm) => !alarm.acknowledged).length;
  const figures: readonly (readonly [string, number, boolean])[] = [
    [words.wall.unacknowledged, unacknowledged, unacknowledged > 0],
    [words.wall.incidents, board.incidents.size, board.incidents.size > 0],
    [words.wall.blind, devices.blind, devices.blind > 0],
    [words.wall.online, devices.online, false],
    [words.wall.hazards, board.hazardCounts.open, false],
  ];
  return (
    <div className="wall">
      <DeadLink />
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="56" height="56" />
          {words.brand} <span>{session.org.name}</span>
        </h1>
        <p className="wall-clock">
          <span>{dayOf(now)}</span>
          <b>{clockTime(now)}</b>
        </p>
      </header>
      <SoundBanner />
      <main>
        <dl className="wall-figures">
          {figures.map(([name, value, calls]) => (
            <div key={name} className={calls ? 'calls' : ''}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {alarms.length === 0 ? (
          <div className="wall-quiet">
            <strong>{words.wall.allQuiet}</strong>
            <p>{words.board.quiet}</p>
          </div>
        ) : (
          <ol className="wall-alarms" aria-label={words.board.alarmList}>
            {alarms.slice(0, shown).map((alarm) => (
              <Big key={alarm.id} alarm={alarm} now={now} />
            ))}
          </ol>
        )}
        {alarms.length > shown ? <p className="wall-more">{words.wall.more(alarms.length - shown)}</p> : null}
      </main>
      <footer>{words.supplements}</footer>
    </div>
  );
};
