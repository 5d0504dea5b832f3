/** Above everything on the desk: who is not at their post, what is only a drill, what others warn of. */
import { Link } from 'react-router';
import type { Drill } from '../../services/contracts/drill.ts';
import type { CapMessage } from '../../services/contracts/responder.ts';
import type { Console } from '../../services/contracts/rota.ts';
import { useSeats } from '../api/duty-queries.ts';
import { useSchoolName } from '../api/places.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useLanguage, useWords } from '../i18n/language.tsx';
import type { BoardState } from '../live/board.ts';
import { useNow, useOrderedAlarms } from '../live/live.tsx';
import { callsNow } from '../live/order.ts';
import { clockText } from './clocks.ts';
import { ExerciseMark } from './exercise.tsx';
import { duration, shortTime } from './format.ts';
import { Tag } from './tags.tsx';

const shownWarnings = 3;
const minuteMs = 60_000;

/** Where the seat is, and in words why it does not count as attended. */
export const useConsoleText = (console: Console): { readonly seat: string; readonly school: string; readonly why: string } => {
  const words = useWords();
  const seats = useSeats(console.school).data;
  const school = useSchoolName(console.school);
  return {
    seat: seats?.find(({ id }) => id === console.id)?.name ?? words.desk.unknownSeat,
    school,
    why: console.faults.map((fault) => words.codes.consoleFault[fault]).join(words.common.list),
  };
};

const LostConsole = ({ console, now }: { readonly console: Console; readonly now: number }) => {
  const words = useWords();
  const session = useSession();
  const { seat, school, why } = useConsoleText(console);
  return (
    <li>
      <b>{watchesMany(session) ? `${school} · ${seat}` : seat}</b>
      <span>{why}</span>
      <small>{words.desk.consoleSince(duration(now - console.since, words))}</small>
    </li>
  );
};

export const lostConsoles = (board: BoardState): Console[] =>
  [...board.open.consoles.values()].filter(({ state }) => state === 'lost').sort((a, b) => a.since - b.since);

/** 值班台失联: the own school's, and for those who watch several each school's. */
const ConsoleBanner = ({ board }: { readonly board: BoardState }) => {
  const words = useWords();
  const now = useNow(5_000);
  const lost = lostConsoles(board);
  if (lost.length === 0) return null;
  return (
    <section className="desk-banner console-banner" role="alert">
      <svg className="banner-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M2 4h20v13H2zM7 21h10M4 2l16 18" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
      </svg>
      <div>
        <strong>{lost.length === 1 ? words.desk.consoleLost : words.desk.consolesLost(lost.length)}</strong>
        <span>{words.desk.consoleLostHint}</span>
      </div>
      <ul>
        {lost.map((console) => (
          <LostConsole key={console.id} console={console} now={now} />
        ))}
      </ul>
    </section>
  );
};

const RunningDrill = ({ drill }: { readonly drill: Drill }) => {
  const words = useWords();
  const session = useSession();
  const school = useSchoolName(drill.school);
  const now = useNow();
  const calling = useOrderedAlarms().filter((alarm) => alarm.exercise === drill.id && callsNow(alarm));
  const first = calling[0];
  const endsAt = (drill.startedAt ?? drill.plannedAt) + drill.maximumMinutes * minuteMs;
  return (
    <section className="desk-banner exercise" aria-label={words.exercise.running(drill.name)}>
      <ExerciseMark />
      <div>
        <strong>
          {watchesMany(session) ? `${school} · ` : ''}
          {words.exercise.running(drill.name)}
        </strong>
        <span>{words.exercise.runningHint}</span>
      </div>
      <span className="banner-end">
        <small>{words.exercise.until(clockText(endsAt - now))}</small>
        {first === undefined ? null : (
          <Link to={`/alarms/${first.id}`}>
            {words.exercise.calling(calling.length)} · {words.desk.goDrill}
          </Link>
        )}
      </span>
    </section>
  );
};

const Warning = ({ warning, now }: { readonly warning: CapMessage; readonly now: number }) => {
  const { language, words } = useLanguage();
  const real = warning.status === 'Actual';
  return (
    <li className={real ? '' : 'exercise'}>
      {real ? null : <Tag tone="quiet">{words.codes.capStatus[warning.status]}</Tag>}
      <b>{warning.headline[language]}</b>
      <small>
        {words.desk.warningFrom(warning.sender)} · {shortTime(warning.sent, now)}
        {warning.expiresAt === null ? '' : ` · ${words.desk.expires(shortTime(warning.expiresAt, now))}`}
      </small>
      {warning.signed ? null : <Tag tone="warning">{words.desk.unsigned}</Tag>}
      <a href={`/api/v1/cap/${encodeURIComponent(warning.id)}.xml`} target="_blank" rel="noreferrer">
        {words.desk.openXml}
      </a>
    </li>
  );
};

/** Warnings others sent that still hold, real ones first. */
export const standingWarnings = (warnings: Iterable<CapMessage>, now: number): CapMessage[] =>
  [...warnings]
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .sort((a, b) => Number(a.status !== 'Actual') - Number(b.status !== 'Actual') || b.sent - a.sent);

const Warnings = ({ board }: { readonly board: BoardState }) => {
  const words = useWords();
  const now = useNow(5_000);
  const warnings = standingWarnings(board.open.warnings.values(), now);
  if (warnings.length === 0) return null;
  return (
    <section className="desk-banner warning-banner">
      <svg className="banner-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M3 10v4h4l8 5V5l-8 5zM18 8a6 6 0 0 1 0 8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinejoin="round" />
      </svg>
      <div>
        <strong>{words.desk.warnings}</strong>
      </div>
      <ul>
        {warnings.slice(0, shownWarnings).map((warning) => (
          <Warning key={warning.id} warning={warning} now={now} />
        ))}
      </ul>
    </section>
  );
};

export const DeskBanners = ({ board }: { readonly board: BoardState }) => (
  <>
    <ConsoleBanner board={board} />
    {[...board.open.drills.values()].map((drill) => (
      <RunningDrill key={drill.id} drill={drill} />
    ))}
    <Warnings board={board} />
  </>
);
