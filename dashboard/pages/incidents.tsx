import type { Incident } from '../../services/contracts/incident.ts';
import { usePlaceNames } from '../api/places.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { Choice, SchoolChoice, useFilters } from '../parts/filters.tsx';
import { fullTime } from '../parts/format.ts';
import { RecordList } from '../parts/record-list.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const Place = ({ incident }: { readonly incident: Incident }) => usePlaceNames(incident.school, incident.space, null).place;

/** Confirmed emergencies. */
export const IncidentsPage = () => {
  const words = useWords();
  const { filters, set } = useFilters(['school', 'state']);
  const query = useList<Incident>('incidents', filters);
  useTitle(words.incidents.title);
  return (
    <div className="page">
      <h1>{words.incidents.title}</h1>
      <div className="filters">
        <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
        <Choice
          label={words.alarms.state}
          value={filters['state']}
          options={words.codes.incidentState}
          onChange={(value) => set('state', value)}
        />
      </div>
      <RecordList
        query={query}
        layout="incidents"
        label={words.incidents.title}
        empty={words.common.empty}
        columns={[
          words.incidents.opened,
          words.alarms.kind,
          words.alarms.where,
          words.incidents.level,
          words.incidents.tasks,
          words.alarms.state,
        ]}
        row={(incident) => ({
          key: incident.id,
          to: `/incidents/${incident.id}`,
          cells: [
            fullTime(incident.openedAt),
            wordFor(words.codes.kind, incident.kind, words.common.unknown),
            <Place key="place" incident={incident} />,
            <span key="level" className={`level level-${incident.level}`}>
              {words.codes.responseLevel[incident.level]}
            </span>,
            `${incident.tasks.filter((task) => task.doneAt !== null).length}/${incident.tasks.length}`,
            <Tag key="state" tone={incident.state === 'open' ? 'alarm' : 'quiet'}>
              {words.codes.incidentState[incident.state]}
            </Tag>,
          ],
        })}
      />
    </div>
  );
};
