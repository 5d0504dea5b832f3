/** The phone's home: what this person has to do, the urgent first, and the way to report. */
import type { UseQueryResult } from '@tanstack/react-query';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { MyDuty } from '../../services/contracts/responsibility.ts';
import {
  useDutyRead,
  useMyChecks,
  useMyDuties,
  useMyHazards,
  useMyPatrols,
  useMyProtection,
  usePatrolled,
  useToSign,
  useUnreadItems,
} from '../api/my-work.ts';
import { usePlaceNames } from '../api/places.ts';
import { sentenceOf } from '../api/problem.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { OutboxBar } from '../offline/outbox-bar.tsx';
import { dayOf, shortTime } from '../parts/format.ts';
import { hazardText } from '../parts/hazard-text.ts';
import { Failed } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/phone.css';

const shownItems = 10;

interface SectionProps<T> {
  readonly title: string;
  readonly query: UseQueryResult<T[]>;
  readonly row: (item: T) => ReactNode;
}

/** Empty sections take no room; one that failed says so. */
const Section = <T,>({ title, query, row }: SectionProps<T>) => {
  const words = useWords();
  if (query.isError) {
    return (
      <section className="phone-section">
        <h2>{title}</h2>
        <Failed error={query.error} retry={() => void query.refetch()} />
      </section>
    );
  }
  const items = query.data ?? [];
  if (items.length === 0) return null;
  return (
    <section className="phone-section">
      <h2>
        {title} <span className="count">{items.length}</span>
      </h2>
      <ul>{items.slice(0, shownItems).map(row)}</ul>
      {items.length > shownItems ? <p className="hint">{words.myWork.more(items.length - shownItems)}</p> : null}
    </section>
  );
};

const HazardLine = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const { place, device } = usePlaceNames(hazard.school, hazard.space, hazard.device);
  return (
    <li>
      <Link to={`/hazards/${hazard.id}`}>
        <b>{hazardText(hazard, device, words)}</b>
        <span>{place}</span>
        <span className="tags">
          <Tag>{words.codes.hazardState[hazard.state]}</Tag>
          {hazard.overdue ? <Tag tone="alarm">{words.myWork.overdue}</Tag> : null}
          {hazard.deadline === null ? null : <small>{words.myWork.due(dayOf(hazard.deadline))}</small>}
        </span>
      </Link>
    </li>
  );
};

const hazardLine = (hazard: HazardView): ReactNode => <HazardLine key={hazard.id} hazard={hazard} />;

const DutyLine = ({ duty: { post, sheet } }: { readonly duty: MyDuty }) => {
  const words = useWords();
  const { message } = App.useApp();
  const read = useDutyRead();
  if (sheet === null) return null;
  return (
    <li>
      <details>
        <summary>
          <b>{post.title}</b> <small>{words.myWork.sheetOf(sheet.edition)}</small>
        </summary>
        <ol>
          {sheet.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ol>
        <button
          type="button"
          className="phone-button primary"
          disabled={read.isPending}
          onClick={() =>
            read.mutate(sheet.id, {
              onSuccess: () => void message.success(words.myWork.readDone),
              onError: (error) => void message.error(sentenceOf(error, words)),
            })
          }
        >
          {words.myWork.read}
        </button>
      </details>
    </li>
  );
};

const Patrols = () => {
  const words = useWords();
  const { message } = App.useApp();
  const cells = useMyPatrols();
  const patrolled = usePatrolled();
  return (
    <Section
      title={words.myWork.patrol}
      query={cells}
      row={(cell) => (
        <li key={cell.id}>
          <b>{cell.name}</b>
          <span>{cell.lastPatrolAt === null ? words.myWork.never : words.myWork.lastPatrol(shortTime(cell.lastPatrolAt, Date.now()))}</span>
          <button
            type="button"
            className="phone-button"
            disabled={patrolled.isPending}
            onClick={() =>
              patrolled.mutate(
                { cell, note: words.myWork.walked },
                {
                  onSuccess: () => void message.success(words.myWork.walkedDone),
                  onError: (error) => void message.error(sentenceOf(error, words)),
                },
              )
            }
          >
            {words.myWork.walked}
          </button>
        </li>
      )}
    />
  );
};

const ToSign = () => {
  const words = useWords();
  return (
    <Section
      title={words.myWork.sign}
      query={useToSign()}
      row={(document) => (
        <li key={document.id}>
          <Link to={`/hazards/${document.hazard}`}>
            <b>{words.codes.documentKind[document.kind]}</b>
            <span>
              {words.myWork.number(document.year, document.number)} {dayOf(document.issuedAt)}
            </span>
          </Link>
        </li>
      )}
    />
  );
};

const Inbox = () => {
  const words = useWords();
  return (
    <Section
      title={words.myWork.inbox}
      query={useUnreadItems()}
      row={(item) => (
        <li key={item.id}>
          <Link to={item.subject === 'hazard' ? `/hazards/${item.subjectId}` : '/inbox'}>
            <b>{wordFor(words.inbox.kind, item.kind, words.inbox.other)}</b>
            <span>{shortTime(item.at, Date.now())}</span>
          </Link>
        </li>
      )}
    />
  );
};

export const MyWorkPage = () => {
  const words = useWords();
  const session = useSession();
  const [mine, checks, protection, duties] = [useMyHazards(), useMyChecks(), useMyProtection(), useMyDuties()];
  const [sign, patrols, inbox] = [useToSign(), useMyPatrols(), useUnreadItems()];
  useTitle(words.myWork.title);
  const asked = [mine, checks, protection, duties, sign, patrols, inbox].filter(
    ({ fetchStatus, isPending }) => !(isPending && fetchStatus === 'idle'),
  );
  const nothing = asked.every(({ data }) => data?.length === 0);
  return (
    <div className="phone my-work">
      <h1>{words.myWork.title}</h1>
      <OutboxBar person={session.person.id} />
      {session.permissions.includes('hazard.report') ? (
        <Link className="phone-button primary" to="/report">
          {words.myWork.report}
        </Link>
      ) : null}
      {asked.some(({ isPending }) => isPending) ? (
        <p className="state" role="status">
          {words.common.loading}
        </p>
      ) : null}
      {nothing ? <p className="state">{words.myWork.nothing}</p> : null}
      <Section title={words.myWork.responsible} query={mine} row={hazardLine} />
      <Section title={words.myWork.protection} query={protection} row={hazardLine} />
      <ToSign />
      <Section title={words.myWork.check} query={checks} row={hazardLine} />
      <Patrols />
      <Section title={words.myWork.duty} query={duties} row={(duty) => <DutyLine key={duty.post.id} duty={duty} />} />
      <Inbox />
    </div>
  );
};
