import { Link, useNavigate, useParams } from 'react-router';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { usePlaceNames } from '../api/places.ts';
import { useHazard, useHazardHistory, usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { type Words, wordFor } from '../i18n/words.ts';
import { Facts } from '../parts/facts.tsx';
import { dayOf, fullTime } from '../parts/format.ts';
import { HazardSteps } from '../parts/hazard-steps.tsx';
import { hazardText } from '../parts/hazard-text.ts';
import { useShortcuts } from '../parts/shortcuts.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { useTitle } from '../parts/title.ts';

const filedText = (name: string, value: unknown, words: Words, nameOf: (person: string) => string): string => {
  if (name === 'responsible') return nameOf(String(value));
  if (name === 'deadline' && typeof value === 'number') return dayOf(value);
  if (name === 'grade') return wordFor(words.codes.grade, String(value), '');
  return String(value);
};

const Filed = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const { permissions } = useSession();
  const people = usePeople(permissions.includes('people.read') ? hazard.school : null);
  const nameOf = (id: string): string => people.data?.find((person) => person.id === id)?.name ?? id;
  const steps = Object.entries(hazard.forms).filter(([, form]) => Object.keys(form).length > 0);
  if (steps.length === 0) return null;
  return (
    <section className="panel">
      <h2>{words.hazards.forms}</h2>
      {steps.map(([action, form]) => (
        <div key={action}>
          <h3>{wordFor(words.open.hazardAction, action, words.open.hazardActionOther)}</h3>
          <Facts
            rows={Object.entries(form)
              .filter(([name]) => name !== 'action')
              .map(
                ([name, value]) => [wordFor(words.open.field, name, words.open.fieldOther), filedText(name, value, words, nameOf)] as const,
              )}
          />
        </div>
      ))}
    </section>
  );
};

/** One hazard on its way to being put right. */
export const HazardPage = () => {
  const words = useWords();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useHazard(id);
  const history = useHazardHistory(id);
  const hazard = query.data;
  const { place, device } = usePlaceNames(hazard?.school ?? null, hazard?.space ?? null, hazard?.device ?? null);
  useTitle(words.hazards.title);
  useShortcuts({ Escape: () => void navigate('/hazards') });
  if (query.isPending) return <Loading />;
  if (hazard === undefined) return <Failed error={query.error} retry={() => void query.refetch()} gone={words.hazards.gone} />;
  const grade = hazard.grade === null ? words.hazards.ungraded : words.codes.grade[hazard.grade];
  return (
    <div className="detail">
      <section className="panel preview">
        <header>
          <h1>{words.codes.hazardCategory[hazard.category]}</h1>
          <span className="tags">
            <Tag>{words.codes.hazardState[hazard.state]}</Tag>
            {hazard.listed ? <Tag tone="alarm">{words.hazards.listed}</Tag> : null}
            {hazard.overdue ? <Tag tone="alarm">{words.hazards.overdue}</Tag> : null}
          </span>
        </header>
        <p className="preview-place">{hazardText(hazard, device, words)}</p>
        <h2>{words.hazards.steps}</h2>
        <HazardSteps hazard={hazard} />
      </section>
      <div className="detail-columns">
        <div>
          <section className="panel">
            <Facts
              rows={[
                [words.alarm.place, place],
                [
                  words.hazards.grade,
                  hazard.grade === null && hazard.suggestedGrade !== null
                    ? `${grade}（${words.hazards.suggested(words.codes.grade[hazard.suggestedGrade])}）`
                    : grade,
                ],
                [words.hazards.origin, words.codes.hazardOrigin[hazard.origin]],
                [words.hazards.reported, fullTime(hazard.reportedAt)],
                [words.hazards.deadline, hazard.deadline === null ? words.hazards.noDeadline : dayOf(hazard.deadline)],
                [words.hazards.closed, hazard.closedAt === null ? null : fullTime(hazard.closedAt)],
                [words.hazards.device, hazard.device === null ? null : <Link to={`/devices/${hazard.device}`}>{device}</Link>],
                [words.hazards.alarm, hazard.alarm === null ? null : <Link to={`/alarms/${hazard.alarm}`}>{words.common.open}</Link>],
                [
                  words.hazards.incident,
                  hazard.incident === null ? null : <Link to={`/incidents/${hazard.incident}`}>{words.common.open}</Link>,
                ],
              ]}
            />
          </section>
          <Filed hazard={hazard} />
        </div>
        <section className="panel">
          <h2>{words.hazards.history}</h2>
          {history.data === undefined ? <Loading /> : <Timeline entries={history.data.items} />}
        </section>
      </div>
    </div>
  );
};
