import { useEffect, useState } from 'react';
import { useWords } from '../i18n/language.tsx';
import { useLink } from '../live/live.tsx';
import { duration, shortTime } from './format.ts';

/** Impossible to miss: red edge round the whole screen, what it means, and since when. The data behind turns grey. */
export const DeadLink = () => {
  const words = useWords();
  const link = useLink();
  const [now, setNow] = useState(Date.now());
  const dead = link.state === 'dead';
  useEffect(() => {
    document.documentElement.dataset['link'] = link.state;
    if (!dead) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [dead, link.state]);
  useEffect(
    () => () => {
      delete document.documentElement.dataset['link'];
    },
    [],
  );
  if (!dead) return null;
  return (
    <>
      <div className="dead-edge" aria-hidden="true" />
      <div className="dead-link" role="alert">
        <strong>{words.link.deadTitle}</strong>
        <span>{words.link.deadSince(shortTime(link.since, now), duration(now - link.since, words))}</span>
        <span>{words.link.deadHint}</span>
      </div>
    </>
  );
};
