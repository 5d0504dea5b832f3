import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Incident } from '../../services/contracts/incident.ts';
import type { IncidentReport, ReportClock } from '../../services/contracts/reporting.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useClocks, useFindings, useReports } from '../api/reporting-queries.ts';
import { useSession } from '../api/session.tsx';
import { useLanguage, useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { reasonText } from './finding-text.ts';
import { fullTime, shortTime } from './format.ts';
import { ReportDialog } from './report-dialog.tsx';
import { clockText, isLate } from './report-model.ts';
import { Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const Clock = ({ clock }: { readonly clock: ReportClock }) => {
  const words = useWords();
  const now = useNow(1_000);
  return (
    <li className={isLate(clock, now) ? 'late' : ''}>
      <span>
        <b>{words.reporting.clock(words.codes.reportKind[clock.kind], words.codes.reportChannel[clock.channel])}</b>
        <small>{words.reporting.dueAt(shortTime(clock.dueAt, now))}</small>
      </span>
      <span className={isLate(clock, now) ? 'is-over' : ''}>
        {clockText(clock, now, words)}
        {clock.missing.length === 0 ? null : (
          <small>{words.reporting.missing(clock.missing.map((field) => words.codes.reportField[field]).join(words.common.list))}</small>
        )}
      </span>
    </li>
  );
};

const Clocks = ({ clocks }: { readonly clocks: readonly ReportClock[] }) => {
  const { words, language } = useLanguage();
  const cites = clocks[0]?.cites;
  return (
    <>
      <h3>{words.reporting.clocks}</h3>
      {cites === undefined ? <p className="hint">{words.reporting.noClocks}</p> : null}
      <ul className="clocks">
        {clocks.map((clock) => (
          <Clock key={`${clock.kind} ${clock.channel} ${clock.dueAt}`} clock={clock} />
        ))}
      </ul>
      {cites === undefined ? null : (
        <details>
          <summary>{words.reporting.rule}</summary>
          <p className="hint">{cites[language]}</p>
        </details>
      )}
    </>
  );
};

const Report = ({ report }: { readonly report: IncidentReport }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const count = (n: number | null): string => (n === null ? words.reporting.notKnown : String(n));
  return (
    <li>
      <p>
        <Tag>{words.reporting.clock(words.codes.reportKind[report.kind], words.codes.reportChannel[report.channel])}</Tag>{' '}
        <b>{words.codes.incidentNature[report.nature]}</b>
      </p>
      <p className="typed">{report.text}</p>
      {report.measures === null ? null : (
        <p className="typed">
          {words.reporting.measures}
          {words.common.colon}
          {report.measures}
        </p>
      )}
      <small>
        {words.reporting.by(nameOf(report.by), fullTime(report.at))} · {words.reporting.happened(fullTime(report.happenedAt))} ·{' '}
        {words.reporting.casualties(count(report.deaths), count(report.injured))}
      </small>
    </li>
  );
};

const Questions = ({ incident }: { readonly incident: string }) => {
  const words = useWords();
  const findings = useFindings({ subject: 'incident', subjectId: incident }).data?.pages.flatMap(({ items }) => items) ?? [];
  if (findings.length === 0) return null;
  return (
    <>
      <h3>{words.reporting.findings}</h3>
      <ul className="questions">
        {findings.map((finding) => (
          <li key={finding.id}>
            <Tag tone={finding.state === 'open' ? 'warning' : 'quiet'}>{words.codes.findingKind[finding.kind]}</Tag>{' '}
            <Link to={`/findings?about=${encodeURIComponent(incident)}`}>{reasonText(finding, words)}</Link>
          </li>
        ))}
      </ul>
    </>
  );
};

/** What the school owes upward, what it has reported, and what that leaves open. */
export const IncidentReports = ({ incident }: { readonly incident: Incident }) => {
  const words = useWords();
  const { permissions } = useSession();
  const mayRead = permissions.includes('report.read');
  const clocks = useClocks(incident.id, mayRead);
  const reports = useReports(incident.id, mayRead);
  const [open, setOpen] = useState(false);
  if (!mayRead) return null;
  return (
    <section className="panel" id="reports">
      <div className="panel-head">
        <h2>{words.reporting.title}</h2>
        {permissions.includes('report.add') && reports.data !== undefined ? (
          <Button type="primary" size="large" onClick={() => setOpen(true)}>
            {words.reporting.add}
          </Button>
        ) : null}
      </div>
      {clocks.isPending || reports.isPending ? <Loading /> : null}
      {clocks.isError ? <Failed error={clocks.error} retry={() => void clocks.refetch()} /> : null}
      {clocks.data === undefined ? null : <Clocks clocks={clocks.data.clocks} />}
      {reports.data === undefined ? null : (
        <>
          {reports.data.items.length === 0 ? <p className="hint">{words.reporting.none}</p> : null}
          <ul className="reports">
            {reports.data.items.map((report) => (
              <Report key={report.id} report={report} />
            ))}
          </ul>
        </>
      )}
      {permissions.includes('finding.read') ? <Questions incident={incident.id} /> : null}
      {open && reports.data !== undefined ? (
        <ReportDialog incident={incident} reports={reports.data.items} close={() => setOpen(false)} />
      ) : null}
    </section>
  );
};
