import type { HazardView } from '../../services/contracts/hazard.ts';
import { usePlaceNames } from '../api/places.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { Choice, SchoolChoice, useFilters } from '../parts/filters.tsx';
import { dayOf, fullTime } from '../parts/format.ts';
import { hazardText } from '../parts/hazard-text.ts';
import { RecordList } from '../parts/record-list.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const About = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const { place, device } = usePlaceNames(hazard.school, hazard.space, hazard.device);
  return (
    <>
      {hazardText(hazard, device, words)}
      <small>{place}</small>
    </>
  );
};

/** What must be put right. */
export const HazardsPage = () => {
  const words = useWords();
  const { filters, set } = useFilters(['school', 'state', 'category']);
  const query = useList<HazardView>('hazards', filters);
  useTitle(words.hazards.title);
  return (
    <div className="page">
      <h1>{words.hazards.title}</h1>
      <div className="filters">
        <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
        <Choice
          label={words.hazards.category}
          value={filters['category']}
          options={words.codes.hazardCategory}
          onChange={(value) => set('category', value)}
        />
        <Choice
          label={words.hazards.state}
          value={filters['state']}
          options={words.codes.hazardState}
          onChange={(value) => set('state', value)}
        />
      </div>
      <RecordList
        query={query}
        layout="hazards"
        label={words.hazards.title}
        empty={words.common.empty}
        columns={[
          words.hazards.reported,
          words.hazards.category,
          words.hazards.description,
          words.hazards.grade,
          words.hazards.state,
          words.hazards.deadline,
        ]}
        row={(hazard) => ({
          key: hazard.id,
          to: `/hazards/${hazard.id}`,
          cells: [
            fullTime(hazard.reportedAt),
            words.codes.hazardCategory[hazard.category],
            <About key="about" hazard={hazard} />,
            hazard.grade === null ? words.hazards.ungraded : words.codes.grade[hazard.grade],
            <span key="state">
              <Tag>{words.codes.hazardState[hazard.state]}</Tag> {hazard.listed ? <Tag tone="alarm">{words.hazards.listed}</Tag> : null}
            </span>,
            <span key="deadline">
              {hazard.deadline === null ? words.hazards.noDeadline : dayOf(hazard.deadline)}{' '}
              {hazard.overdue ? <Tag tone="alarm">{words.hazards.overdue}</Tag> : null}
            </span>,
          ],
        })}
      />
    </div>
  );
};
