import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import { useWords } from '../i18n/language.tsx';
import { type Words, wordFor } from '../i18n/words.ts';
import { conditionText } from './because.ts';
import { fullTime } from './format.ts';
import { Empty } from './states.tsx';

/** Reasons are codes, except for what people typed in records of before: those are shown as they stand. */
export const reasonText = (reason: string, words: Words): string =>
  wordFor(
    { ...words.open.callReason, ...words.sightFailure, ...words.findings.reason, ...words.open.trigger, ...words.open.reason },
    reason,
    /^[a-z\d]+(_[a-z\d]+)+$/.test(reason) ? words.open.callReasonOther : reason,
  );

/** Parts of an entry's detail that say something to people; the rest is for the machine. */
const told: Readonly<Record<string, (value: unknown, words: Words) => string>> = {
  cause: (value, words) => wordFor(words.codes.dismissCause, String(value), String(value)),
  /** In records of before what people typed was kept apart. */
  note: (value) => String(value),
  reason: (value, words) => reasonText(String(value), words),
  until: (value, words) => (typeof value === 'number' ? words.board.shelvedUntil(fullTime(value)) : ''),
  condition: (value, words) => conditionText(String(value), words),
  level: (value, words) => wordFor({ ...words.codes.level, ...words.codes.responseLevel }, String(value), ''),
  grade: (value, words) => wordFor(words.codes.grade, String(value), ''),
  task: (value, words) => wordFor(words.open.task, String(value), ''),
};

const detailText = (entry: TimelineEntry, words: Words): string =>
  [
    ...Object.entries(told).map(([name, say]) => {
      const value = entry.detail[name];
      return value === undefined || value === null || value === '' ? '' : say(value, words);
    }),
    // What people typed stands as they typed it.
    ...Object.values(entry.said).map((text) => text ?? words.common.erased),
  ]
    .filter((text) => text !== '')
    .join(' · ');

/** Who did what, oldest first. */
export const Timeline = ({
  entries,
  tell,
}: {
  readonly entries: readonly TimelineEntry[];
  /** What an entry says beside who did what, where a page knows more than is told of all. */
  readonly tell?: (entry: TimelineEntry) => string;
}) => {
  const words = useWords();
  if (entries.length === 0) return <Empty>{words.alarm.noTimeline}</Empty>;
  return (
    <ol className="timeline">
      {entries.map((entry, index) => (
        <li
          key={`${entry.at} ${entry.act} ${index}`}
          className={entry.actor === 'system' || entry.actor.startsWith('device:') ? 'by-machine' : 'by-person'}
        >
          <time dateTime={new Date(entry.at).toISOString()}>{fullTime(entry.at)}</time>
          <p>
            <b>{wordFor(words.open.act, entry.act, words.open.actOther)}</b>
            <span>{entry.actor === 'system' ? words.common.system : entry.actorName}</span>
          </p>
          <small>{tell === undefined ? detailText(entry, words) : tell(entry)}</small>
        </li>
      ))}
    </ol>
  );
};
