import { Button, Radio } from 'antd';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { type Filters, useList } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { Choice, SchoolChoice, useFilters } from '../parts/filters.tsx';
import { fullTime } from '../parts/format.ts';
import { HazardAbout, HazardDeadline, HazardTags } from '../parts/hazard-row.tsx';
import { HazardTabs } from '../parts/hazard-tabs.tsx';
import { HazardTally } from '../parts/hazard-tally.tsx';
import { RecordList } from '../parts/record-list.tsx';
import { useTitle } from '../parts/title.ts';

const names = ['open', 'school', 'state', 'category', 'grade', 'cause', 'origin', 'overdue', 'listed', 'watched', 'responsible'] as const;

interface FilterProps {
  readonly filters: Filters;
  readonly set: (name: string, value: string | undefined) => void;
}

/** On or off; pressed says so without colour too. */
const Toggle = ({ label, on, change }: { readonly label: string; readonly on: boolean; readonly change: (on: boolean) => void }) => (
  <Button size="large" type={on ? 'primary' : 'default'} aria-pressed={on} onClick={() => change(!on)}>
    {on ? '✓ ' : ''}
    {label}
  </Button>
);

const Quick = ({ filters, set }: FilterProps) => {
  const words = useWords();
  const { person } = useSession();
  const stage = filters['open'] ?? 'any';
  return (
    <div className="filters quick">
      <Radio.Group
        aria-label={words.hazards.group}
        optionType="button"
        size="large"
        value={stage}
        onChange={(event) => set('open', event.target.value === 'any' ? undefined : String(event.target.value))}
        options={[
          { value: 'true', label: words.hazards.groups.open },
          { value: 'false', label: words.hazards.groups.closed },
          { value: 'any', label: words.hazards.groups.any },
        ]}
      />
      <Toggle label={words.hazards.overdue} on={filters['overdue'] === 'true'} change={(on) => set('overdue', on ? 'true' : undefined)} />
      <Toggle label={words.hazards.listed} on={filters['listed'] === 'true'} change={(on) => set('listed', on ? 'true' : undefined)} />
      <Toggle label={words.hazards.watched} on={filters['watched'] === 'true'} change={(on) => set('watched', on ? 'true' : undefined)} />
      <Toggle
        label={words.hazards.responsibleMe}
        on={filters['responsible'] === person.id}
        change={(on) => set('responsible', on ? person.id : undefined)}
      />
    </div>
  );
};

const More = ({ filters, set }: FilterProps) => {
  const words = useWords();
  const choices = [
    ['grade', words.hazards.grade, words.codes.grade],
    ['state', words.hazards.state, words.codes.hazardState],
    ['category', words.hazards.category, words.codes.hazardCategory],
    ['cause', words.hazards.cause, words.codes.rootCause],
    ['origin', words.hazards.origin, words.codes.hazardOrigin],
  ] as const;
  return (
    <div className="filters">
      <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
      {choices.map(([name, label, options]) => (
        <Choice key={name} label={label} value={filters[name]} options={options} onChange={(value) => set(name, value)} />
      ))}
    </div>
  );
};

/** What must be put right: who is clear of overdue hazards, and every list behind a number. */
export const HazardsPage = () => {
  const words = useWords();
  const { filters, set } = useFilters(names);
  const query = useList<HazardView>('hazards', filters);
  useTitle(words.hazards.title);
  return (
    <div className="page">
      <h1>{words.hazards.title}</h1>
      <HazardTabs />
      <HazardTally folded={names.some((name) => filters[name] !== undefined)} />
      <Quick filters={filters} set={set} />
      <More filters={filters} set={set} />
      <RecordList
        query={query}
        layout="hazards"
        label={words.hazards.title}
        empty={words.common.empty}
        columns={[words.hazards.state, words.hazards.category, words.hazards.description, words.hazards.deadline, words.hazards.reported]}
        row={(hazard) => ({
          key: hazard.id,
          to: `/hazards/${hazard.id}`,
          cells: [
            <HazardTags key="tags" hazard={hazard} />,
            words.codes.hazardCategory[hazard.category],
            <HazardAbout key="about" hazard={hazard} />,
            <HazardDeadline key="deadline" hazard={hazard} />,
            fullTime(hazard.reportedAt),
          ],
        })}
      />
    </div>
  );
};
