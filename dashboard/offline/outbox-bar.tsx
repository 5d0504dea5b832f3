import { Link } from 'react-router';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';
import { discardReport, sendNow, useOutbox } from './outbox.ts';
import type { QueuedReport } from './store.ts';

const Refused = ({ report }: { readonly report: QueuedReport }) => {
  const words = useWords();
  return (
    <div className="phone-note" role="alert">
      <p>
        <b>{words.outbox.refused}</b> {report.placeName} {report.report.description}
      </p>
      <p>{sentenceOf(new Refusal(report.refusal ?? '', 400), words)}</p>
      <button
        type="button"
        className="phone-button"
        onClick={() => {
          if (confirm(words.outbox.discardSure)) void discardReport(report);
        }}
      >
        {words.outbox.discard}
      </button>
    </div>
  );
};

/** What of this person still waits on this phone, and why. Nothing when nothing waits. */
export const OutboxBar = ({ person }: { readonly person: string }) => {
  const words = useWords();
  const { reports, line } = useOutbox(person);
  const waiting = reports.filter(({ state }) => state === 'waiting').length;
  return (
    <>
      {waiting === 0 ? null : (
        <div className="phone-note outbox" role="status">
          <b>{words.outbox.waiting(waiting)}</b>
          {line === 'offline' ? <span>{words.outbox.offline}</span> : null}
          {line === 'sending' ? <span>{words.sent.sending}</span> : null}
          {line === 'signed_out' ? (
            <>
              <span>{words.outbox.signedOut}</span>
              <Link className="phone-button" to="/sign-in" state={{ from: '/report' }}>
                {words.report.signIn}
              </Link>
            </>
          ) : (
            <button type="button" className="phone-button" disabled={line === 'sending'} onClick={() => void sendNow(person)}>
              {words.outbox.sendNow}
            </button>
          )}
        </div>
      )}
      {reports
        .filter(({ state }) => state === 'refused')
        .map((report) => (
          <Refused key={report.key} report={report} />
        ))}
    </>
  );
};
