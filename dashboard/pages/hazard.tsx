import { Link, useNavigate, useParams } from 'react-router';
import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { usePlaceNames } from '../api/places.ts';
import { useHazard, useHazardHistory } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { Facts } from '../parts/facts.tsx';
import { dayOf, fullTime, shortTime } from '../parts/format.ts';
import { HazardDocuments } from '../parts/hazard-documents.tsx';
import { dueText } from '../parts/hazard-due.ts';
import type { Names } from '../parts/hazard-filed.ts';
import { HazardFlow } from '../parts/hazard-flow.tsx';
import { HazardGallery } from '../parts/hazard-gallery.tsx';
import { HazardTags } from '../parts/hazard-row.tsx';
import { HazardSteps } from '../parts/hazard-steps.tsx';
import { ChainPanel, FiledPanel, HistoryPanel, PressurePanel, ProtectionPanel, RecheckPanel, useNames } from '../parts/hazard-story.tsx';
import { hazardText } from '../parts/hazard-text.ts';
import { useShortcuts } from '../parts/shortcuts.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

/** What, where, until when: enough to decide whether to read on. */
const Headline = ({ hazard, place, device }: { readonly hazard: HazardView; readonly place: string; readonly device: string }) => {
  const words = useWords();
  const now = useNow(10_000);
  return (
    <section className={`panel preview${hazard.overdue ? ' tone-alarm' : ''}`}>
      <header>
        <h1>{words.codes.hazardCategory[hazard.category]}</h1>
        <HazardTags hazard={hazard} />
      </header>
      <p className="preview-place">{place}</p>
      <p className="hazard-text">{hazardText(hazard, device, words)}</p>
      {hazard.open && hazard.deadline !== null ? (
        <p className={hazard.deadline < now ? 'due is-over' : 'due'}>
          {words.hazards.deadline}
          {words.common.colon}
          {dayOf(hazard.deadline)} · <b>{dueText(hazard.deadline, now, words)}</b>
        </p>
      ) : null}
      {hazard.limit === null ? null : (
        <p className="hint">{words.hazards.limit(words.codes.hazardLimit[hazard.limit.name], shortTime(hazard.limit.dueAt, now))}</p>
      )}
      <h2>{words.hazards.steps}</h2>
      <HazardSteps key={hazard.state} hazard={hazard} />
    </section>
  );
};

const About = ({ hazard, device, names }: { readonly hazard: HazardView; readonly device: string; readonly names: Names }) => {
  const words = useWords();
  const { permissions } = useSession();
  const grade = hazard.grade === null ? words.hazards.ungraded : words.codes.grade[hazard.grade];
  const suggested =
    hazard.grade === null && hazard.suggestedGrade !== null
      ? ` (${words.hazards.suggested(words.codes.grade[hazard.suggestedGrade])})`
      : '';
  const deviceLink = permissions.includes('device.read') ? <Link to={`/devices/${hazard.device}`}>{device}</Link> : device;
  return (
    <section className="panel">
      <Facts
        rows={[
          [words.hazards.grade, grade + suggested],
          [words.hazards.cause, hazard.cause === null ? null : words.codes.rootCause[hazard.cause]],
          [words.hazards.responsible, hazard.responsible === null ? null : names.personName(hazard.responsible)],
          [words.hazards.deadline, hazard.deadline === null ? words.hazards.noDeadline : dayOf(hazard.deadline)],
          [words.hazards.origin, words.codes.hazardOrigin[hazard.origin]],
          [words.hazards.reported, fullTime(hazard.reportedAt)],
          [words.hazards.reportedBy, names.personName(hazard.reportedBy)],
          [words.hazards.closed, hazard.closedAt === null ? null : fullTime(hazard.closedAt)],
          [words.hazards.device, hazard.device === null ? null : deviceLink],
          [words.hazards.alarm, hazard.alarm === null ? null : <Link to={`/alarms/${hazard.alarm}`}>{words.common.open}</Link>],
          [words.hazards.incident, hazard.incident === null ? null : <Link to={`/incidents/${hazard.incident}`}>{words.common.open}</Link>],
        ]}
      />
    </section>
  );
};

const noEntries: readonly TimelineEntry[] = [];

const Story = ({ hazard }: { readonly hazard: HazardView }) => {
  const history = useHazardHistory(hazard.id);
  const entries = history.data?.items ?? noEntries;
  const names = useNames(hazard, entries);
  const { place, device } = usePlaceNames(hazard.school, hazard.space, hazard.device);
  return (
    <div className="detail">
      <Headline hazard={hazard} place={place} device={device} />
      <HazardFlow hazard={hazard} entries={entries} />
      <div className="detail-columns">
        <div>
          <ProtectionPanel hazard={hazard} names={names} />
          <HazardGallery hazard={hazard.id} names={names} />
          <HazardDocuments hazard={hazard} names={names} />
          <FiledPanel hazard={hazard} names={names} />
        </div>
        <div>
          <About hazard={hazard} device={device} names={names} />
          <ChainPanel hazard={hazard} />
          <PressurePanel hazard={hazard} />
          <RecheckPanel hazard={hazard} names={names} />
          {history.data === undefined ? <Loading /> : <HistoryPanel entries={entries} names={names} />}
        </div>
      </div>
    </div>
  );
};

/** One hazard: its whole story, and what may happen next. */
export const HazardPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useHazard(id);
  useTitle(words.hazards.title);
  useShortcuts({ Escape: () => void navigate('/hazards') });
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.hazards.gone} />;
  return <Story hazard={query.data} />;
};
