import type { HazardView } from '../../services/contracts/hazard.ts';
import { usePlaceNames } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { dayOf } from './format.ts';
import { dueText } from './hazard-due.ts';
import { hazardText } from './hazard-text.ts';
import { Tag } from './tags.tsx';

/** What it is and where. */
export const HazardAbout = ({
  hazard,
}: {
  readonly hazard: Pick<HazardView, 'school' | 'space' | 'device' | 'description' | 'facts' | 'reportedBy' | 'category'>;
}) => {
  const words = useWords();
  const { place, device } = usePlaceNames(hazard.school, hazard.space, hazard.device);
  return (
    <>
      {hazardText(hazard, device, words)}
      <small>{place}</small>
    </>
  );
};

/** Everything that makes it press, in words. */
export const HazardTags = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const suspected = hazard.grade === null && hazard.suggestedGrade === 'major';
  return (
    <span className="tags">
      <Tag>{words.codes.hazardState[hazard.state]}</Tag>
      {hazard.grade === 'major' ? <Tag tone="alarm">{words.codes.grade.major}</Tag> : null}
      {suspected ? <Tag tone="warning">{words.hazards.suggested(words.codes.grade.major)}</Tag> : null}
      {hazard.listed ? <Tag tone="alarm">{words.hazards.listed}</Tag> : null}
      {hazard.overdue ? <Tag tone="alarm">{words.hazards.overdue}</Tag> : null}
      {hazard.stopUse ? <Tag tone="warning">{words.hazards.stopUse}</Tag> : null}
      {hazard.watched ? <Tag tone="warning">{words.hazards.watched}</Tag> : null}
      {hazard.reopened > 0 && hazard.open ? <Tag tone="warning">{words.hazards.reopened(hazard.reopened)}</Tag> : null}
    </span>
  );
};

/** The deadline with how it stands. */
export const HazardDeadline = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const now = useNow(60_000);
  if (hazard.deadline === null) return words.hazards.noDeadline;
  return (
    <>
      {dayOf(hazard.deadline)}
      {hazard.open ? (
        <small className={hazard.deadline < now ? 'is-over' : ''}>{dueText(hazard.deadline, now, words)}</small>
      ) : hazard.onTime === null ? null : (
        <small>{hazard.onTime ? words.hazards.onTime : words.hazards.late}</small>
      )}
    </>
  );
};
