import { useEffect } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { IncidentDetail } from '../../services/contracts/incident.ts';
import { usePlaceNames } from '../api/places.ts';
import { useIncident } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { Facts } from '../parts/facts.tsx';
import { fullTime } from '../parts/format.ts';
import { IncidentReports } from '../parts/incident-reports.tsx';
import { AlarmLine } from '../parts/links.tsx';
import { BacktracePanel, MechanismsPanel } from '../parts/look-back.tsx';
import { CommandBanner } from '../parts/response/command.tsx';
import { MusterPanel } from '../parts/response/muster-panel.tsx';
import { PhonePanel } from '../parts/response/phone-panel.tsx';
import { CapPanel, LevelPanel } from '../parts/response/record-panels.tsx';
import { RequestPanel } from '../parts/response/request-panel.tsx';
import { TaskBoard } from '../parts/response/task-board.tsx';
import { useShortcuts } from '../parts/shortcuts.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useTitle } from '../parts/title.ts';

const Alarms = ({ incident }: { readonly incident: IncidentDetail }) => {
  const words = useWords();
  const now = useNow(5_000);
  const board = useBoard();
  return (
    <section className="panel">
      <h2>{words.incidents.alarms}</h2>
      {incident.alarms.map((id) => {
        const alarm = board?.alarms.get(id);
        return alarm === undefined ? (
          <Link key={id} className="line" to={`/alarms/${id}`}>
            {words.alarm.title} <small>{id}</small>
          </Link>
        ) : (
          <AlarmLine key={id} alarm={alarm} now={now} />
        );
      })}
    </section>
  );
};

/**
 * The board is ahead of the answer while things change, but it is sent to a role: what this person may do comes with an
 * answer of their own, asked for at once.
 */
const useLiveIncident = (id: string) => {
  const live = useBoard()?.incidents.get(id);
  const query = useIncident(id);
  const { data, isFetching, refetch } = query;
  const ahead = data !== undefined && live !== undefined && live.version > data.version;
  useEffect(() => {
    if (ahead && !isFetching) void refetch();
  }, [ahead, isFetching, refetch]);
  return { ...query, data: ahead ? { ...data, ...live, allowedActions: data.allowedActions } : data };
};

/** One emergency while it runs: command, telephone calls, tasks, help from outside, heads counted; and what stays on record. */
export const IncidentPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useLiveIncident(id);
  const { place } = usePlaceNames(query.data?.school ?? null, query.data?.space ?? null, null);
  useTitle(words.incidents.title);
  useShortcuts({ Escape: () => void navigate('/incidents') });
  if (query.isPending) return <Loading />;
  const incident = query.data;
  if (incident === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.incidents.gone} />;
  return (
    <div className="detail">
      <CommandBanner incident={incident} place={place} />
      <div className="detail-columns response">
        <div>
          <TaskBoard incident={incident} />
          <RequestPanel school={incident.school} incident={id} />
          <MusterPanel incident={incident} />
          <Alarms incident={incident} />
        </div>
        <div>
          <PhonePanel school={incident.school} incident={id} />
          <IncidentReports incident={incident} />
          <LevelPanel incident={incident} />
          <CapPanel school={incident.school} incident={id} />
          <section className="panel">
            <Facts
              rows={[
                [words.alarm.began, fullTime(incident.eventAt)],
                [words.incidents.opened, fullTime(incident.openedAt)],
                [words.incidents.closed, incident.closedAt === null ? null : fullTime(incident.closedAt)],
                [words.alarm.hazard, incident.hazard === null ? null : <Link to={`/hazards/${incident.hazard}`}>{words.common.open}</Link>],
              ]}
            />
          </section>
          <section className="panel">
            <h2>{words.incidents.timeline}</h2>
            <Timeline entries={incident.timeline} />
          </section>
          <MechanismsPanel incident={incident} />
          <BacktracePanel incident={incident} />
        </div>
      </div>
    </div>
  );
};
