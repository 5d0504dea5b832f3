import { Select } from 'antd';
import { usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';

interface Props {
  readonly school: string;
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (person: string) => void;
}

/** Somebody who works at the school. */
export const PersonChoice = ({ school, label, value, onChange }: Props) => {
  const words = useWords();
  const { permissions } = useSession();
  const people = usePeople(permissions.includes('people.read') ? school : null);
  const here = (people.data ?? []).filter(({ org, active }) => org === school && active);
  return (
    <Select
      size="large"
      aria-label={label}
      placeholder={words.hazards.pick}
      value={here.some(({ id }) => id === value) ? value : null}
      onChange={(next: string | null) => {
        if (next !== null) onChange(next);
      }}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={words.form.noPeople}
      options={here.map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.role[role]}` }))}
    />
  );
};
