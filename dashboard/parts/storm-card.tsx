import { Button } from 'antd';
import { Link } from 'react-router';
import type { Storm } from '../../services/contracts/storm.ts';
import { useAcknowledgeStorm } from '../api/duty-queries.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSchoolName, useSpaces } from '../api/places.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useBoard, useNow } from '../live/live.tsx';
import { orderAlarms } from '../live/order.ts';
import { useOutcome } from './act-dialog.tsx';
import { byCount, suppressedOf } from './clocks.ts';
import { duration, shortTime } from './format.ts';
import { AlarmLine } from './links.tsx';
import { Key, useShortcuts } from './shortcuts.tsx';
import { Tag } from './tags.tsx';

const shownMembers = 20;
const shownParts = 6;

const Balance = ({ storm }: { readonly storm: Storm }) => {
  const words = useWords();
  const { raw, members, singles, difference } = storm.balance;
  const suppressed = suppressedOf(storm.balance);
  const reasons = byCount(storm.balance.suppressed).map(
    ([reason, count]) => `${wordFor(words.open.suppressed, reason, words.open.suppressedOther)} ${count}`,
  );
  return (
    <p className={`storm-balance ${difference === 0 ? 'holds' : 'broken'}`}>
      <b aria-hidden="true">{difference === 0 ? '✓' : '✗'}</b> {words.storm.balance(raw, members, singles, suppressed)}
      {words.common.list}
      <strong>{difference === 0 ? words.storm.holds : words.storm.broken(difference)}</strong>
      {reasons.length === 0 ? null : <small>{reasons.join(' · ')}</small>}
    </p>
  );
};

const Members = ({ storm }: { readonly storm: Storm }) => {
  const words = useWords();
  const board = useBoard();
  const now = useNow(5_000);
  const members = orderAlarms([...(board?.alarms.values() ?? [])].filter((alarm) => alarm.storm === storm.id));
  if (members.length === 0) return null;
  return (
    <details className="storm-members">
      <summary>
        {words.storm.members} <span className="count">{members.length}</span>
      </summary>
      {members.slice(0, shownMembers).map((alarm) => (
        <AlarmLine key={alarm.id} alarm={alarm} now={now} />
      ))}
      {members.length > shownMembers ? (
        <Link className="more-link" to="/alarms?open=true">
          {words.storm.more(members.length - shownMembers)}
        </Link>
      ) : null}
    </details>
  );
};

/** One card for more alarms than a person can take in, with the sheet that shows that none was lost. */
export const StormCard = ({ storm, first }: { readonly storm: Storm; readonly first: boolean }) => {
  const words = useWords();
  const session = useSession();
  const now = useNow();
  const spaces = useSpaces(storm.school);
  const school = useSchoolName(storm.school);
  const personName = usePersonName();
  const acknowledge = useAcknowledgeStorm();
  const outcome = useOutcome();
  const open = storm.acknowledgedBy === null;
  const may = session.permissions.includes('storm.acknowledge');
  const send = (): void => {
    if (open && may && !acknowledge.isPending) acknowledge.mutate(storm, outcome(words.storm.acknowledge));
  };
  useShortcuts({ s: first ? send : undefined });
  const placeName = (space: string): string => (space === '' ? words.storm.noPlace : (spaces.get(space)?.name ?? words.storm.noPlace));
  const kindName = (kind: string): string => wordFor(words.codes.kind, kind, words.common.unknown);
  return (
    <section className={`storm-card ${open ? 'unacknowledged' : ''}`} aria-label={words.storm.title}>
      <header>
        <svg className="storm-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M7 4h14M3 9h14M8 14h12M5 19h9" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
        </svg>
        <h2>
          {watchesMany(session) ? `${school} · ` : ''}
          {words.storm.title} <span>{words.storm.heading(storm.alarms, storm.devices)}</span>
        </h2>
        <Tag tone={open ? 'warning' : 'quiet'}>
          {storm.acknowledgedBy === null ? words.storm.unacknowledged : words.storm.acknowledged(personName(storm.acknowledgedBy))}
        </Tag>
        <small>{words.storm.since(shortTime(storm.openedAt, now), duration(now - storm.openedAt, words))}</small>
        {open && may ? (
          <Button type="primary" loading={acknowledge.isPending} onClick={send}>
            {words.storm.acknowledge} {first ? <Key>S</Key> : null}
          </Button>
        ) : null}
      </header>
      <dl className="storm-counts">
        {(
          [
            [words.storm.places, storm.places, placeName],
            [words.storm.kinds, storm.kinds, kindName],
          ] as const
        ).map(([title, counts, nameOf]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="tags">
              {byCount(counts)
                .slice(0, shownParts)
                .map(([id, count]) => (
                  <Tag key={id}>
                    {nameOf(id)} <b>{count}</b>
                  </Tag>
                ))}
            </dd>
          </div>
        ))}
      </dl>
      <Balance storm={storm} />
      <p className="storm-foot">
        <a href={`/api/v1/storms/${encodeURIComponent(storm.id)}/balance.csv`} download>
          {words.storm.export}
        </a>
        <small>{words.storm.hint}</small>
      </p>
      <Members storm={storm} />
    </section>
  );
};
