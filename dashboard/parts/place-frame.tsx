import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useChosenSchool } from '../api/office-queries.ts';
import { useSchools } from '../api/queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useFilters } from './filters.tsx';
import { SectionTabs } from './section-tabs.tsx';
import { Empty } from './states.tsx';
import { useTitle } from './title.ts';

interface Props {
  readonly title: string;
  readonly of: 'duty' | 'readiness';
  readonly hint?: string;
  /** A bureau has a duty room of its own; everything else is a school's. */
  readonly ownRoom?: boolean;
  readonly children: (place: string) => ReactNode;
}

/** A page about one place: its name, the pages beside it, and for whom watches several the choice. */
export const PlaceFrame = ({ title, of, hint, ownRoom = false, children }: Props) => {
  const words = useWords();
  const session = useSession();
  const { filters, set } = useFilters(['school']);
  const school = useChosenSchool(filters['school']);
  const schools = useSchools().data ?? [];
  const place = school ?? (ownRoom ? session.org.id : null);
  useTitle(title);
  return (
    <div className="page">
      <h1>{title}</h1>
      <SectionTabs of={of} />
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      {watchesMany(session) ? (
        <div className="filters">
          <label className="filter">
            <span>{words.rota.place}</span>
            <Select
              size="large"
              aria-label={words.rota.place}
              placeholder={words.hazards.pick}
              value={place}
              onChange={(next: string | null) => set('school', next ?? undefined)}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              options={[
                ...(ownRoom ? [{ value: session.org.id, label: `${session.org.name}${words.rota.ownRoom}` }] : []),
                ...schools.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </label>
        </div>
      ) : null}
      {place === null ? <Empty>{words.readiness.pickSchool}</Empty> : children(place)}
    </div>
  );
};
