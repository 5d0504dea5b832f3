/** The frame of pages that work without network: who it is for, what waits, and what to do when nobody is signed in. */
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useWords } from '../i18n/language.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useOutbox } from './outbox.ts';
import { OutboxBar } from './outbox-bar.tsx';
import { type PhonePerson, usePhonePerson } from './person.ts';

export const useOnline = (): boolean => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
};

const SignedOut = ({ last }: { readonly last: PhonePerson | null }) => {
  const words = useWords();
  const location = useLocation();
  const { reports } = useOutbox(last?.id ?? null);
  const waiting = reports.filter(({ state }) => state === 'waiting').length;
  return (
    <div className="phone-note" role="status">
      <p>{waiting === 0 ? words.report.signedOut : words.report.signedOutWaiting(waiting)}</p>
      <Link className="phone-button primary" to="/sign-in" state={{ from: location.pathname + location.search }}>
        {words.report.signIn}
      </Link>
    </div>
  );
};

export const PhoneFrame = ({ title, children }: { readonly title: string; readonly children: (person: PhonePerson) => ReactNode }) => {
  const words = useWords();
  const state = usePhonePerson();
  const online = useOnline();
  return (
    <div className="phone">
      <title>{`${title} · ${words.brand}`}</title>
      <header className="phone-head">
        <Link to="/my-work">{words.report.home}</Link>
        <span>{state.kind === 'known' ? state.person.name : ''}</span>
      </header>
      <main id="main">
        <h1>{title}</h1>
        {online ? null : (
          <p className="phone-note" role="status">
            {words.report.offline}
          </p>
        )}
        {state.kind === 'signed_out' ? <SignedOut last={state.last} /> : null}
        {state.kind === 'unknown' ? state.pending ? <Loading /> : <Failed error={state.error} retry={state.retry} /> : null}
        {state.kind === 'known' ? (
          <>
            <OutboxBar person={state.person.id} />
            {children(state.person)}
          </>
        ) : null}
      </main>
    </div>
  );
};
