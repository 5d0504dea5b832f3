/** What became of a report just written: taken by the server, or waiting on this phone. */
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../i18n/language.tsx';
import { useOutbox } from '../offline/outbox.ts';
import type { PhonePerson } from '../offline/person.ts';
import { PhoneFrame } from '../offline/phone-frame.tsx';
import { Loading } from '../parts/states.tsx';
import '../styles/phone.css';

const Outcome = ({ person }: { readonly person: PhonePerson }) => {
  const words = useWords();
  const [params] = useSearchParams();
  const { reports } = useOutbox(person.id);
  const report = reports.find(({ key }) => key === params.get('key'));
  const others = reports.filter((each) => each !== report && each.state === 'sent').reverse();
  if (report === undefined && reports.length === 0) return <Loading />;
  const hint = { waiting: words.sent.waitingHint, sent: words.sent.sentHint, refused: '' };
  return (
    <>
      {report === undefined ? null : (
        <div className={`phone-outcome ${report.state}`} role="status">
          <strong>{words.sent[report.state]}</strong>
          <span>{hint[report.state]}</span>
          <p>
            {report.placeName}
            <br />
            {words.codes.hazardCategory[report.report.category]}
            {words.common.colon}
            {report.report.description}
          </p>
          {report.hazard === null ? null : (
            <Link className="phone-button" to={`/hazards/${report.hazard}`}>
              {words.sent.look}
            </Link>
          )}
        </div>
      )}
      <Link className="phone-button primary" to="/report">
        {words.sent.again}
      </Link>
      {others.length === 0 ? null : (
        <section className="phone-section">
          <h2>{words.outbox.mine}</h2>
          <ul>
            {others.map((each) => (
              <li key={each.key}>
                <Link to={`/hazards/${each.hazard ?? ''}`}>
                  <b>{each.report.description}</b>
                  <span>{each.placeName}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

export const ReportSentPage = () => {
  const words = useWords();
  return <PhoneFrame title={words.sent.title}>{(person) => <Outcome key={person.id} person={person} />}</PhoneFrame>;
};
