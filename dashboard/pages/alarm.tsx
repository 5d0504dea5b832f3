import { Link, useNavigate, useParams } from 'react-router';
import type { AlarmDetail } from '../../services/contracts/alarm.ts';
import { usePlaceNames, useSchoolDevices } from '../api/places.ts';
import { useAlarm } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { AlarmActions } from '../parts/alarm-actions.tsx';
import { AlarmCurve } from '../parts/alarm-curve.tsx';
import { BecauseList } from '../parts/because-list.tsx';
import { CallsPanel } from '../parts/calls-panel.tsx';
import { AlarmClocks } from '../parts/countdown.tsx';
import { ExerciseMark, exerciseClass } from '../parts/exercise.tsx';
import { Facts } from '../parts/facts.tsx';
import { age, fullTime } from '../parts/format.ts';
import { KindIcon } from '../parts/icons.tsx';
import { Pictures } from '../parts/pictures.tsx';
import { RunnerPanel } from '../parts/runner-panel.tsx';
import { Key, useShortcuts } from '../parts/shortcuts.tsx';
import { SightPanel } from '../parts/sight-panel.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { AlarmTags, toneOf } from '../parts/tags.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useTitle } from '../parts/title.ts';
import { WhyTold } from '../parts/why.tsx';

const AlarmFacts = ({ alarm }: { readonly alarm: AlarmDetail }) => {
  const words = useWords();
  const devices = useSchoolDevices(alarm.school);
  const { place, device } = usePlaceNames(alarm.school, alarm.space, alarm.device);
  const when = (at: number | null): string | null => (at === null ? null : fullTime(at));
  return (
    <Facts
      rows={[
        [words.alarm.place, alarm.space === null ? place : <Link to={`/plan/${alarm.school}?space=${alarm.space}`}>{place}</Link>],
        [words.alarm.device, <Link to={`/devices/${alarm.device}`}>{device}</Link>],
        [words.alarm.began, when(alarm.eventAt)],
        [words.alarm.raised, alarm.raisedAt > alarm.eventAt ? when(alarm.raisedAt) : null],
        [words.alarm.last, alarm.count > 1 ? when(alarm.lastAt) : null],
        [words.alarm.cleared, when(alarm.clearedAt)],
        [words.alarm.received, when(alarm.receivedAt)],
        [words.alarm.stored, when(alarm.committedAt)],
        [
          words.alarm.agreeing,
          alarm.agreeing.length === 0
            ? null
            : alarm.agreeing.map((id) => (
                <Link key={id} to={`/devices/${id}`}>
                  {devices.get(id)?.name ?? id}{' '}
                </Link>
              )),
        ],
        [words.alarm.incident, alarm.incident === null ? null : <Link to={`/incidents/${alarm.incident}`}>{words.common.open}</Link>],
        [words.alarm.hazard, alarm.hazard === null ? null : <Link to={`/hazards/${alarm.hazard}`}>{words.common.open}</Link>],
        [words.alarm.cause, alarm.cause === null ? null : <Link to={`/alarms/${alarm.cause}`}>{words.common.open}</Link>],
        [
          words.alarm.dismissal,
          alarm.dismissal === null
            ? null
            : [words.codes.dismissCause[alarm.dismissal.cause], alarm.dismissal.note].filter(Boolean).join(words.common.colon),
        ],
        [words.alarm.text, alarm.text],
      ]}
    />
  );
};

/** One alarm: what happened, why, what it looked like, who did what, and what can be done now. */
export const AlarmPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { permissions } = useSession();
  const now = useNow();
  const query = useAlarm(id);
  const held = useBoard()?.alarms.get(id);
  const { place } = usePlaceNames(query.data?.school ?? null, query.data?.space ?? null, null);
  useTitle(words.alarm.title);
  const incident = held?.incident ?? query.data?.incident ?? null;
  useShortcuts({
    Escape: () => void navigate('/'),
    e: () => {
      if (incident !== null) void navigate(`/incidents/${incident}`);
    },
  });
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.alarm.gone} />;
  // The board is ahead of the answer while things change.
  const alarm: AlarmDetail = held !== undefined && held.version >= query.data.version ? { ...query.data, ...held } : query.data;
  return (
    <div className="detail">
      <section className={`panel preview tone-${toneOf(alarm)} ${alarm.severity} ${exerciseClass(alarm)}`}>
        <header>
          <KindIcon kind={alarm.kind} />
          <h1>
            {alarm.exercise === null ? null : <ExerciseMark />} {words.codes.kind[alarm.kind]} · {words.codes.level[alarm.level]}
            <small>{words.codes.severity[alarm.severity]}</small>
          </h1>
          <span className="preview-age">{alarm.open ? age(alarm.eventAt, now, words) : words.alarm.closed}</span>
        </header>
        <p className="preview-place">{place}</p>
        <AlarmTags alarm={alarm} now={now} />
        <AlarmClocks alarm={alarm} />
        <AlarmActions alarm={alarm} />
        {alarm.incident === null ? null : (
          <p className="preview-links">
            <Link to={`/incidents/${alarm.incident}`}>
              {words.desk.response} <Key>E</Key>
            </Link>
          </p>
        )}
      </section>
      <div className="detail-columns">
        <div>
          {permissions.includes('evidence.read') ? <SightPanel alarm={alarm} /> : null}
          <section className="panel">
            <h2>{words.alarm.because}</h2>
            <BecauseList alarm={alarm} />
          </section>
          <section className="panel">
            <h2>{words.alarm.curve}</h2>
            <AlarmCurve alarm={alarm} />
          </section>
          <section className="panel">
            <h2>{words.alarm.pictures}</h2>
            <Pictures school={alarm.school} pictures={alarm.pictures} />
          </section>
        </div>
        <div>
          <RunnerPanel alarm={alarm} />
          <section className="panel">
            <AlarmFacts alarm={alarm} />
          </section>
          <section className="panel">
            <h2>{words.alarm.timeline}</h2>
            <Timeline entries={alarm.timeline} />
          </section>
          <CallsPanel alarm={alarm.id} />
          <WhyTold alarm={alarm.id} school={alarm.school} />
        </div>
      </div>
    </div>
  );
};
