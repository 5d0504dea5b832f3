import { Select } from 'antd';
import { may } from '../../../services/core/access/policy.ts';
import { useBranchPeople } from '../../api/office-queries.ts';
import { useWords } from '../../i18n/language.tsx';

/** People of a place, or those above it who may hold its seats too. */
const useChoices = (place: string, holdersOnly: boolean) => {
  const words = useWords();
  const people = useBranchPeople().data ?? [];
  return people
    .filter(({ active, org, role }) => active && org === place && (!holdersOnly || may(role, 'duty.hold')))
    .map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.role[role]}` }));
};

interface Props {
  readonly place: string;
  readonly label: string;
  /** Only who may hold a seat. */
  readonly holdersOnly?: boolean;
}

export const OnePerson = ({
  place,
  label,
  holdersOnly = true,
  value,
  onChange,
}: Props & { readonly value: string | null; readonly onChange: (person: string | null) => void }) => {
  const words = useWords();
  return (
    <Select
      size="large"
      aria-label={label}
      placeholder={words.hazards.pick}
      value={value}
      onChange={(next: string | null) => onChange(next)}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={words.form.noPeople}
      options={useChoices(place, holdersOnly)}
    />
  );
};

/** In the order in which they are chosen. */
export const SeveralPeople = ({
  place,
  label,
  holdersOnly = true,
  value,
  onChange,
}: Props & { readonly value: readonly string[]; readonly onChange: (people: string[]) => void }) => {
  const words = useWords();
  return (
    <Select
      size="large"
      mode="multiple"
      aria-label={label}
      value={[...value]}
      onChange={(next: string[]) => onChange(next)}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={words.form.noPeople}
      options={useChoices(place, holdersOnly)}
    />
  );
};
