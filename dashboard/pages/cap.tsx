import { Link } from 'react-router';
import type { CapMessage } from '../../services/contracts/responder.ts';
import { useCapMessages } from '../api/duty-queries.ts';
import { useLanguage, useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { shortTime } from '../parts/format.ts';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';

/** Real or not is said first, by word, frame and filled sign: neither colour nor place alone. */
const Row = ({ message }: { readonly message: CapMessage }) => {
  const { words, language } = useLanguage();
  const now = useNow(30_000);
  const actual = message.status === 'Actual';
  const status = words.codes.capStatus[message.status];
  return (
    <li className={actual ? 'panel cap-message actual' : 'panel cap-message exercise'}>
      <h2>
        {actual ? (
          <Tag tone="alarm" title={words.capList.actualHint}>
            {words.capList.actual}
          </Tag>
        ) : (
          <b className="exercise-mark">{words.capList.notActual(status)}</b>
        )}{' '}
        {message.headline[language]}
      </h2>
      <p>
        <Tag>{words.capList[message.direction]}</Tag> <Tag>{words.codes.capType[message.msgType]}</Tag>{' '}
        <Tag tone={message.state === 'faulty' ? 'warning' : 'quiet'}>{words.capList.states[message.state]}</Tag>{' '}
        <time dateTime={new Date(message.sent).toISOString()}>{shortTime(message.sent, now)}</time>
      </p>
      <p className="hint">
        {words.capList.sender('')}
        <code>{message.sender}</code> ·{' '}
        {message.direction === 'out'
          ? message.signed
            ? words.cap.signed
            : words.cap.unsigned
          : words.capList.signature[message.signature]}
        {message.expiresAt === null ? '' : ` · ${words.capList.expires(shortTime(message.expiresAt, now))}`} ·{' '}
        <code>{message.identifier}</code>
      </p>
      <p className="buttons">
        <a href={`/api/v1/cap/${encodeURIComponent(message.id)}.xml`} target="_blank" rel="noreferrer">
          {words.capList.xml}
        </a>
        {message.incident === null ? null : <Link to={`/incidents/${message.incident}`}>{words.capList.incident}</Link>}
      </p>
    </li>
  );
};

const Messages = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const query = useCapMessages(school);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <p className="buttons">
        <a href="/api/v1/cap.atom" target="_blank" rel="noreferrer">
          {words.capList.feed}
        </a>
        <a href="/api/v1/cap-key" target="_blank" rel="noreferrer">
          {words.capList.key}
        </a>
      </p>
      {query.data.length === 0 ? <Empty>{words.capList.none}</Empty> : null}
      <ul className="cap-messages">
        {query.data
          .toSorted((a, b) => b.sent - a.sent)
          .map((message) => (
            <Row key={message.id} message={message} />
          ))}
      </ul>
    </>
  );
};

/** CAP messages sent and received. */
export const CapPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.capList.title} of="readiness" hint={words.capList.hint}>
      {(school) => <Messages key={school} school={school} />}
    </PlaceFrame>
  );
};
