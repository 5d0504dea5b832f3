/** Looking back at an incident: the six mechanisms, and what was known of the place before. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { MechanismStage, Trace } from '../../services/contracts/analysis.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSchoolDevices } from '../api/places.ts';
import { useBacktrace, useMechanisms } from '../api/reporting-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { type Words, wordFor } from '../i18n/words.ts';
import { linkTo } from './finding-text.ts';
import { fullTime } from './format.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

/** What was done may be an act, or what somebody was told. */
const actText = (act: string, words: Words): string => wordFor(words.open.act, act, wordFor(words.inbox.kind, act, words.open.actOther));

const useActorName = (school: string): ((by: string) => string) => {
  const words = useWords();
  const nameOf = usePersonName();
  const devices = useSchoolDevices(school);
  return (by) => {
    if (by === 'system') return words.common.system;
    if (by === 'public') return words.evidence.byPublic;
    if (by.startsWith('device:')) return devices.get(by.slice('device:'.length))?.name ?? words.open.otherDevice;
    return nameOf(by);
  };
};

const Linked = ({ to, children }: { readonly to: string | null; readonly children: ReactNode }) =>
  to === null ? <span>{children}</span> : <Link to={to}>{children}</Link>;

const Stage = ({ stage, record, nameOf }: MechanismStage & { readonly nameOf: (by: string) => string }) => {
  const words = useWords();
  return (
    <li className={record === null ? 'pending' : 'done'}>
      <b aria-hidden="true">{record === null ? '○' : '✓'}</b>
      <span>
        <b>{words.codes.mechanism[stage]}</b>
        {record === null ? (
          <small>{words.reporting.notYet}</small>
        ) : (
          <>
            <Linked to={linkTo(record.subject, record.id)}>{actText(record.act, words)}</Linked>
            <small>
              {nameOf(record.by)} · {fullTime(record.at)}
            </small>
          </>
        )}
      </span>
    </li>
  );
};

export const MechanismsPanel = ({ incident }: { readonly incident: Incident }) => {
  const words = useWords();
  const query = useMechanisms(incident.id);
  const nameOf = useActorName(incident.school);
  return (
    <section className="panel">
      <h2>{words.reporting.mechanisms}</h2>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null}
      <ol className="tasks mechanisms">
        {query.data?.stages.map((stage) => (
          <Stage key={stage.stage} {...stage} nameOf={nameOf} />
        ))}
      </ol>
    </section>
  );
};

const TraceLine = ({ trace, nameOf }: { readonly trace: Trace; readonly nameOf: (by: string) => string }) => {
  const words = useWords();
  return (
    <li className={trace.related ? '' : 'unrelated'}>
      <Linked to={linkTo(trace.subject, trace.id)}>{words.codes.traceKind[trace.kind]}</Linked>
      <small>
        {fullTime(trace.at)} · {nameOf(trace.by)}
      </small>
      {trace.open === true ? <Tag tone="alarm">{words.reporting.openThen}</Tag> : null}
      {trace.related ? null : <Tag tone="quiet">{words.reporting.unrelated}</Tag>}
    </li>
  );
};

export const BacktracePanel = ({ incident }: { readonly incident: Incident }) => {
  const words = useWords();
  const query = useBacktrace(incident.id);
  const nameOf = useActorName(incident.school);
  const trace = query.data;
  return (
    <section className="panel">
      <h2>{words.reporting.backtrace}</h2>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null}
      {trace === undefined ? null : (
        <>
          <p className={trace.classification === 'none' ? '' : 'warnings'}>{words.reporting.classification[trace.classification]}</p>
          {trace.classification === 'none' ? null : <p className="hint">{words.reporting.question}</p>}
          <h3>{words.reporting.traces}</h3>
          {trace.traces.length === 0 ? <Empty>{words.reporting.noTraces}</Empty> : null}
          <ul className="traces">
            {trace.traces.map((one, index) => (
              <TraceLine key={`${one.kind} ${one.id} ${one.at} ${index}`} trace={one} nameOf={nameOf} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
};
