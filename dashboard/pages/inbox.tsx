import { Button, Switch } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { InboxItem } from '../../services/contracts/inbox.ts';
import { useInbox, useReadInbox, useUnread } from '../api/hazard-queries.ts';
import { useSchoolName } from '../api/places.ts';
import { useHazard, useList } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { age, shortTime } from '../parts/format.ts';
import { HazardAbout, HazardDeadline, HazardTags } from '../parts/hazard-row.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

/** Where the subject of a message has its page. */
const pageOf: Readonly<Record<string, string>> = { hazard: '/hazards', alarm: '/alarms', incident: '/incidents' };
const listOf: Readonly<Record<string, string>> = {
  risk: '/risks',
  measure: '/lists',
  finding: '/findings',
  dutySheet: '/duties',
  gridCell: '/grid',
  taskForce: '/grid',
  person: '/organisation',
};

/** The one fact that says what it is about, most telling first. */
const telling = ['measure', 'task', 'cell', 'person', 'post'] as const;

const linkOf = ({ subject, subjectId }: InboxItem): string | null => {
  const page = pageOf[subject];
  return page === undefined ? (listOf[subject] ?? null) : `${page}/${encodeURIComponent(subjectId)}`;
};

/** What the hazard is that the message is about. */
const AboutHazard = ({ id }: { readonly id: string }) => {
  const hazard = useHazard(id).data;
  return hazard === undefined ? null : (
    <span className="inbox-about">
      <HazardAbout hazard={hazard} />
      <HazardTags hazard={hazard} />
    </span>
  );
};

const Message = ({ item }: { readonly item: InboxItem }) => {
  const words = useWords();
  const now = useNow(30_000);
  const read = useReadInbox();
  const school = useSchoolName(item.school);
  const to = linkOf(item);
  const about = telling.map((fact) => item.facts[fact]).find((text) => text !== undefined);
  const markRead = (): void => {
    if (item.readAt === null) read.mutate(item.id);
  };
  return (
    <li className={item.readAt === null ? 'unread-item' : ''}>
      <p>
        <b>{wordFor(words.inbox.kind, item.kind, words.inbox.other)}</b>
        {about === undefined ? null : <span>{about}</span>}
      </p>
      {item.subject === 'hazard' ? <AboutHazard id={item.subjectId} /> : null}
      <small>
        {school} · {age(item.at, now, words)} · {words.inbox.because(wordFor(words.inbox.as, item.as, words.common.unknown))}
        {item.readAt === null ? null : ` · ${words.inbox.readAt(shortTime(item.readAt, now))}`}
      </small>
      <span className="inbox-buttons">
        {to === null ? null : (
          <Link className="button-link" to={to} onClick={markRead}>
            {words.inbox.open}
          </Link>
        )}
        {item.readAt === null ? (
          <Button size="large" onClick={markRead} loading={read.isPending}>
            {words.inbox.read}
          </Button>
        ) : null}
      </span>
    </li>
  );
};

const Mine = () => {
  const words = useWords();
  const { person } = useSession();
  const query = useList<HazardView>('hazards', { open: 'true', responsible: person.id });
  const hazards = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Loading />;
  return (
    <section className="panel">
      <h2>
        {words.inbox.mine} <span className="count">{hazards.length}</span>
      </h2>
      {hazards.length === 0 ? <Empty>{words.inbox.noMine}</Empty> : null}
      <ul className="mine">
        {hazards.map((hazard) => (
          <li key={hazard.id}>
            <Link to={`/hazards/${hazard.id}`}>
              <b>{words.codes.hazardCategory[hazard.category]}</b> <HazardTags hazard={hazard} />
              <span className="inbox-about">
                <HazardAbout hazard={hazard} />
              </span>
              <span>
                <HazardDeadline hazard={hazard} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What I am told and must do. */
export const InboxPage = () => {
  const words = useWords();
  const query = useInbox();
  const unread = useUnread(true).data?.count ?? 0;
  const [onlyUnread, setOnlyUnread] = useState(true);
  useTitle(words.inbox.title);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = onlyUnread ? items.filter(({ readAt }) => readAt === null) : items;
  return (
    <div className="page">
      <h1>
        {words.inbox.title} <small>{words.inbox.unread(unread)}</small>
      </h1>
      <p className="hint">{words.inbox.hint}</p>
      <div className="inbox-columns">
        <section className="panel">
          <label className="switch-line">
            <Switch checked={onlyUnread} onChange={setOnlyUnread} aria-label={words.inbox.onlyUnread} />
            {words.inbox.onlyUnread}
          </label>
          {query.isPending ? <Loading /> : null}
          {query.error === null ? null : <Failed error={query.error} retry={() => void query.refetch()} />}
          {query.data !== undefined && shown.length === 0 ? <Empty>{words.inbox.empty}</Empty> : null}
          <ul className="inbox" aria-label={words.inbox.title}>
            {shown.map((item) => (
              <Message key={item.id} item={item} />
            ))}
          </ul>
          {query.hasNextPage ? (
            <Button size="large" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.common.more}
            </Button>
          ) : null}
        </section>
        <Mine />
      </div>
    </div>
  );
};
