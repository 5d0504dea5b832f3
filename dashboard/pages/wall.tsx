import { useEffect } from 'react';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { CapMessage } from '../../services/contracts/responder.ts';
import type { Console } from '../../services/contracts/rota.ts';
import { pathOf, usePlaceNames, useSchoolName, useSpaces } from '../api/places.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useLanguage, useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import type { BoardState } from '../live/board.ts';
import { useBoard, useLive, useNow, useOrderedAlarms } from '../live/live.tsx';
import { callsNow, needOf } from '../live/order.ts';
import { clockText, goneText, orderTasks } from '../parts/clocks.ts';
import { nextCallText, verifyText } from '../parts/countdown.tsx';
import { DeadLink } from '../parts/dead-link.tsx';
import { standingWarnings, useConsoleText } from '../parts/desk-banners.tsx';
import { SoundBanner } from '../parts/duty-bar.tsx';
import { ExerciseMark, exerciseClass } from '../parts/exercise.tsx';
import { clockTime, dayOf, duration, shortTime } from '../parts/format.ts';
import { FaceIcon, KindIcon } from '../parts/icons.tsx';
import { LevelSign } from '../parts/level-sign.tsx';
import { Loading } from '../parts/states.tsx';
import { Tag, toneOf } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/wall.css';

/** As many as fill the screen at a size that reads from 3 m. */
const shownOthers = 6;
/** Beside the gravest one, which takes most of it. */
const shownBeside = 2;
const shownBlind = 4;

/** The room by itself, and what leads to it: from 3 m only the room is read. */
const useRoom = (alarm: AlarmView): { readonly room: string; readonly way: string } => {
  const session = useSession();
  const spaces = useSpaces(alarm.school);
  const school = useSchoolName(alarm.school);
  const path = pathOf(spaces, alarm.space).map(({ name }) => name);
  const room = path.pop() ?? school;
  const way = watchesMany(session) && room !== school ? [school, ...path] : path;
  return { room, way: way.join(' / ') };
};

/** What its response waits for: the open task that is due first. */
const useNextTask = (alarm: AlarmView, now: number): string | null => {
  const words = useWords();
  const incident = useBoard()?.incidents.get(alarm.incident ?? '');
  const task = orderTasks(incident?.tasks ?? []).find(({ doneAt }) => doneAt === null);
  if (task === undefined) return null;
  const name = task.text ?? wordFor(words.open.task, task.task, words.open.taskOther);
  if (task.dueAt === null) return name;
  return task.dueAt > now
    ? words.night.nextTask(name, clockText(task.dueAt - now))
    : words.night.lateTask(name, clockText(now - task.dueAt));
};

/** The gravest alarm: where, what, for how long, and what happens next by itself. */
const Giant = ({ alarm, now, shared }: { readonly alarm: AlarmView; readonly now: number; readonly shared: boolean }) => {
  const words = useWords();
  const live = useLive();
  const { room, way } = useRoom(alarm);
  useEffect(() => live.painted(alarm.id), [live, alarm.id]);
  const task = useNextTask(alarm, now);
  const next = nextCallText(alarm, now, words) ?? (alarm.acknowledged ? task : words.night.waits);
  const verify = verifyText(alarm, now, words);
  return (
    <section
      className={`wall-giant tone-${toneOf(alarm)} ${alarm.severity} ${alarm.acknowledged ? '' : 'unacknowledged'} ${shared ? 'shared' : ''} ${exerciseClass(alarm)}`}
      aria-label={words.board.selected}
    >
      <p className="giant-kind">
        {alarm.exercise === null ? null : <ExerciseMark />}
        <KindIcon kind={alarm.kind} />
        <b>
          {words.codes.kind[alarm.kind]} · {words.codes.level[alarm.level]}
        </b>
        <Tag tone={toneOf(alarm)}>{alarm.acknowledged ? words.codes.verification[alarm.verification] : words.alarm.unacknowledged}</Tag>
      </p>
      <p className="giant-room">{room}</p>
      <p className="giant-way">{way}</p>
      <dl className="giant-clocks">
        <div>
          <dt>{words.night.sinceAlarm}</dt>
          <dd>{goneText(now - alarm.eventAt)}</dd>
        </div>
        <div className="giant-next">
          <dt>{words.night.next}</dt>
          <dd>{[next, verify].filter(Boolean).join(' · ') || words.night.nobodyNext}</dd>
        </div>
      </dl>
    </section>
  );
};

const Other = ({ alarm, now }: { readonly alarm: AlarmView; readonly now: number }) => {
  const words = useWords();
  const live = useLive();
  const { place } = usePlaceNames(alarm.school, alarm.space, null);
  useEffect(() => live.painted(alarm.id), [live, alarm.id]);
  return (
    <li
      className={`wall-alarm tone-${toneOf(alarm)} ${alarm.severity} ${alarm.acknowledged ? '' : 'unacknowledged'} ${exerciseClass(alarm)}`}
    >
      <KindIcon kind={alarm.kind} />
      <span className="wall-words">
        <strong>
          {alarm.exercise === null ? null : <ExerciseMark />} {place}
        </strong>
        <span>
          {words.codes.kind[alarm.kind]} · {words.codes.level[alarm.level]}
          <Tag tone={alarm.acknowledged ? 'plain' : toneOf(alarm)}>
            {alarm.acknowledged ? words.codes.verification[alarm.verification] : words.alarm.unacknowledged}
          </Tag>
        </span>
      </span>
      <b className="wall-time">{shortTime(alarm.eventAt, now)}</b>
    </li>
  );
};

const ConsoleLine = ({ console, now }: { readonly console: Console; readonly now: number }) => {
  const words = useWords();
  const session = useSession();
  const { seat, school, why } = useConsoleText(console);
  const lost = console.state === 'lost';
  return (
    <li className={lost ? 'lost' : ''}>
      <b aria-hidden="true">{lost ? '✗' : '✓'}</b>
      <span>
        {watchesMany(session) ? `${school} · ` : ''}
        {seat} <strong>{lost ? words.night.lost : words.night.attended}</strong>
        {lost ? (
          <small>
            {why} · {words.desk.consoleSince(duration(now - console.since, words))}
          </small>
        ) : null}
      </span>
    </li>
  );
};

/** Everything that is not an alarm and still must be seen from the door: consoles, blindness, emergencies, warnings. */
const Standing = ({ board, now }: { readonly board: BoardState; readonly now: number }) => {
  const words = useWords();
  const consoles = [...board.open.consoles.values()].sort((a, b) =>
    a.state === b.state ? (a.id < b.id ? -1 : 1) : a.state === 'lost' ? -1 : 1,
  );
  const blind = [...board.blind.values()].sort((a, b) => b.availabilitySince - a.availabilitySince);
  const incidents = [...board.incidents.values()].sort(
    (a, b) => Number(a.exercise !== null) - Number(b.exercise !== null) || b.openedAt - a.openedAt,
  );
  const warnings = standingWarnings(board.open.warnings.values(), now);
  return (
    <aside className="wall-standing">
      {incidents.length === 0 ? null : (
        <section>
          <h2>{words.night.incidents}</h2>
          <ul>
            {incidents.map((incident) => (
              <li key={incident.id} className={exerciseClass(incident)}>
                <LevelSign level={incident.level} />
                <span>
                  {incident.exercise === null ? null : <ExerciseMark />} {wordFor(words.codes.kind, incident.kind, words.common.unknown)}{' '}
                  <strong>
                    {words.incidents.progress(incident.tasks.filter(({ doneAt }) => doneAt !== null).length, incident.tasks.length)}
                  </strong>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {warnings.length === 0 ? null : (
        <section>
          <h2>{words.desk.warnings}</h2>
          <WarningLines warnings={warnings} />
        </section>
      )}
      <section className={consoles.some(({ state }) => state === 'lost') ? 'lost' : ''}>
        <h2>{words.night.consoles}</h2>
        {consoles.length === 0 ? <p>{words.night.noConsoles}</p> : null}
        <ul>
          {consoles.map((console) => (
            <ConsoleLine key={console.id} console={console} now={now} />
          ))}
        </ul>
      </section>
      <section className={blind.length > 0 ? 'blind' : ''}>
        <h2>{words.night.blindTitle}</h2>
        <p className="standing-count">
          <FaceIcon face={blind.length > 0 ? 'silent' : 'normal'} />{' '}
          {blind.length > 0 ? words.night.blind(blind.length) : words.night.noBlind}
        </p>
        <ul>
          {blind.slice(0, shownBlind).map((device) => (
            <li key={device.id}>
              <span>
                {device.name || words.codes.deviceType[device.type]} <strong>{words.codes.deviceAvailability[device.availability]}</strong>
              </span>
            </li>
          ))}
          {blind.length > shownBlind ? <li>{words.night.blindMore(blind.length - shownBlind)}</li> : null}
        </ul>
      </section>
    </aside>
  );
};

const WarningLines = ({ warnings }: { readonly warnings: readonly CapMessage[] }) => {
  const { language, words } = useLanguage();
  return (
    <ul>
      {warnings.map((warning) => (
        <li key={warning.id} className={warning.status === 'Actual' ? '' : 'exercise'}>
          <span>
            {warning.status === 'Actual' ? null : <Tag>{words.codes.capStatus[warning.status]}</Tag>} {warning.headline[language]}
          </span>
        </li>
      ))}
    </ul>
  );
};

/** Calm when calm: a clock, the word, and what is not seen; where nothing is seen, silence is no comfort and says so. */
const Calm = ({ board, now }: { readonly board: BoardState; readonly now: number }) => {
  const words = useWords();
  const blind = board.blind.size;
  return (
    <div className={`wall-calm ${blind > 0 ? 'unsure' : ''}`}>
      <p className="calm-clock">{clockTime(now)}</p>
      <p className="calm-word">
        <span aria-hidden="true">{blind > 0 ? '◌' : '○'}</span> {board.open.drills.size > 0 ? words.night.drillOnly : words.night.noAlarm}
      </p>
      <p className="calm-hint">{blind > 0 ? words.night.notSafe(blind) : words.night.watching}</p>
    </div>
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
  const [first, ...rest] = alarms;
  // A fault that somebody has seen is no emergency: it stands in the list, and the screen stays calm.
  const giant = first !== undefined && (callsNow(first) || needOf(first) === 'confirmed') ? first : null;
  const others = giant === null ? alarms : rest;
  const most = giant === null ? shownOthers : shownBeside;
  const storms = [...board.open.storms.values()];
  const unseen = alarms.filter((alarm) => alarm.exercise === null && !alarm.acknowledged).length;
  return (
    <div className={`wall ${giant === null ? 'calm' : 'calling'}`}>
      <DeadLink />
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="56" height="56" />
          {words.brand} <span>{session.org.name}</span>
        </h1>
        {unseen > 0 ? <p className="wall-unseen">{words.strip.unacknowledged(unseen)}</p> : null}
        <p className="wall-clock">
          <span>{dayOf(now)}</span>
          {giant === null ? null : <b>{clockTime(now)}</b>}
        </p>
      </header>
      <SoundBanner />
      {[...board.open.drills.values()].map((drill) => (
        <p key={drill.id} className="wall-drill exercise">
          <ExerciseMark /> {words.exercise.running(drill.name)}
        </p>
      ))}
      <main>
        <div className="wall-main">
          {giant === null ? <Calm board={board} now={now} /> : <Giant alarm={giant} now={now} shared={others.length + storms.length > 0} />}
          {others.length === 0 && storms.length === 0 ? null : (
            <ol className="wall-alarms" aria-label={words.board.alarmList}>
              {others.slice(0, most).map((alarm) => (
                <Other key={alarm.id} alarm={alarm} now={now} />
              ))}
              {storms.map((storm) => (
                <li key={storm.id} className="wall-storm">
                  <strong>{words.night.storm(storm.alarms)}</strong>
                </li>
              ))}
            </ol>
          )}
          {others.length > most ? <p className="wall-more">{words.wall.more(others.length - most)}</p> : null}
        </div>
        <Standing board={board} now={now} />
      </main>
      <footer>{words.supplements}</footer>
    </div>
  );
};
