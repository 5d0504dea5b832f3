/** What stays on record: levels it was given, messages issued, casualties as they became known. */
import type { Incident } from '../../../services/contracts/incident.ts';
import { useCapMessages } from '../../api/duty-queries.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useLanguage, useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { useNow } from '../../live/live.tsx';
import { shortTime } from '../format.ts';
import { LevelSign } from '../level-sign.tsx';
import { Empty } from '../states.tsx';
import { Tag } from '../tags.tsx';

export const LevelPanel = ({ incident }: { readonly incident: Incident }) => {
  const words = useWords();
  const now = useNow(5_000);
  const nameOf = usePersonName();
  return (
    <section className="panel" aria-label={words.response.levels}>
      <h2>{words.response.levels}</h2>
      <ol className="level-story">
        {incident.levels.map(({ at, level, by, reason, automatic }) => (
          <li key={`${at} ${level}`}>
            <time dateTime={new Date(at).toISOString()}>{shortTime(at, now)}</time>
            <LevelSign level={level} />
            <span>
              {automatic ? words.response.automatic : nameOf(by)}
              {words.common.colon}
              {/* Automatic reasons are codes; what a commander wrote stands as written. */}
              {automatic ? wordFor(words.open.trigger, reason, words.open.triggerOther) : reason}
            </span>
          </li>
        ))}
      </ol>
      <h3>{words.response.casualties}</h3>
      {incident.casualties.length === 0 ? <p className="hint">{words.response.noCasualties}</p> : null}
      <ol className="level-story">
        {[...incident.casualties].reverse().map((known) => (
          <li key={known.at}>
            <span>
              {(['dead', 'serious', 'injured', 'missing'] as const).map((name) => `${words.response[name]} ${known[name]}`).join(' · ')}
            </span>
            <small>{words.response.asOf(shortTime(known.at, now), nameOf(known.by))}</small>
          </li>
        ))}
      </ol>
    </section>
  );
};

export const CapPanel = ({ school, incident }: { readonly school: string; readonly incident: string }) => {
  const { language, words } = useLanguage();
  const { permissions } = useSession();
  const now = useNow(5_000);
  const listed = useCapMessages(permissions.includes('capMessage.read') ? school : null);
  const messages = (listed.data ?? []).filter((message) => message.incident === incident).sort((a, b) => b.sent - a.sent);
  return (
    <section className="panel" aria-label={words.cap.title}>
      <h2>
        {words.cap.title} <span className="count">{messages.length}</span>
      </h2>
      {messages.length === 0 ? <Empty>{words.cap.none}</Empty> : null}
      <ul className="cap-list">
        {messages.map((message) => (
          <li key={message.id} className={message.status === 'Actual' ? '' : 'exercise'}>
            <time dateTime={new Date(message.sent).toISOString()}>{shortTime(message.sent, now)}</time>
            <Tag>{words.codes.capType[message.msgType]}</Tag>
            {message.status === 'Actual' ? null : <Tag tone="quiet">{words.codes.capStatus[message.status]}</Tag>}
            <span>{message.headline[language]}</span>
            <small>{message.signed ? words.cap.signed : words.cap.unsigned}</small>
            <a href={`/api/v1/cap/${encodeURIComponent(message.id)}.xml`} target="_blank" rel="noreferrer">
              {words.cap.xml}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};
