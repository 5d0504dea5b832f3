import { Link, useNavigate, useParams } from 'react-router';
import { usePlaceNames } from '../api/places.ts';
import { useIncident } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useBoard, useNow } from '../live/live.tsx';
import { Facts } from '../parts/facts.tsx';
import { fullTime } from '../parts/format.ts';
import { IncidentReports } from '../parts/incident-reports.tsx';
import { AlarmLine } from '../parts/links.tsx';
import { BacktracePanel, MechanismsPanel } from '../parts/look-back.tsx';
import { useShortcuts } from '../parts/shortcuts.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useTitle } from '../parts/title.ts';

/** One emergency: what was reported upward, its alarms, tasks and course, and what was known before. */
export const IncidentPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const now = useNow(5_000);
  const board = useBoard();
  const query = useIncident(id);
  const incident = query.data;
  const { place } = usePlaceNames(incident?.school ?? null, incident?.space ?? null, null);
  useTitle(words.incidents.title);
  useShortcuts({ Escape: () => void navigate('/incidents') });
  if (query.isPending) return <Loading />;
  if (incident === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.incidents.gone} />;
  return (
    <div className="detail">
      <section className="panel preview tone-alarm">
        <header>
          <span className={`level level-${incident.level}`}>{words.codes.responseLevel[incident.level]}</span>
          <h1>{words.incidents.heading(wordFor(words.codes.kind, incident.kind, words.common.unknown), place)}</h1>
          <Tag tone={incident.state === 'open' ? 'alarm' : 'quiet'}>{words.codes.incidentState[incident.state]}</Tag>
        </header>
        <Facts
          rows={[
            [words.alarm.began, fullTime(incident.eventAt)],
            [words.incidents.opened, fullTime(incident.openedAt)],
            [words.incidents.closed, incident.closedAt === null ? null : fullTime(incident.closedAt)],
            [words.alarm.hazard, incident.hazard === null ? null : <Link to={`/hazards/${incident.hazard}`}>{words.common.open}</Link>],
          ]}
        />
      </section>
      <div className="detail-columns">
        <div>
          <IncidentReports incident={incident} />
          <section className="panel">
            <h2>{words.incidents.tasks}</h2>
            <ul className="tasks">
              {incident.tasks.map((task) => (
                <li key={task.id} className={task.doneAt === null ? 'pending' : 'done'}>
                  <b aria-hidden="true">{task.doneAt === null ? '○' : '✓'}</b>
                  <span>
                    {wordFor(words.open.task, task.task, words.open.taskOther)}
                    <small>
                      {wordFor(words.codes.role, task.role, words.common.unknown)} ·{' '}
                      {task.doneAt === null ? words.incidents.pending : words.incidents.done(task.doneBy ?? '', fullTime(task.doneAt))}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <section className="panel">
            <h2>{words.incidents.alarms}</h2>
            {incident.alarms.map((alarmId) => {
              const alarm = board?.alarms.get(alarmId);
              return alarm === undefined ? (
                <Link key={alarmId} className="line" to={`/alarms/${alarmId}`}>
                  {words.alarm.title} <small>{alarmId}</small>
                </Link>
              ) : (
                <AlarmLine key={alarmId} alarm={alarm} now={now} />
              );
            })}
          </section>
        </div>
        <div>
          <MechanismsPanel incident={incident} />
          <section className="panel">
            <h2>{words.incidents.timeline}</h2>
            <Timeline entries={incident.timeline} />
          </section>
          <BacktracePanel incident={incident} />
        </div>
      </div>
    </div>
  );
};
