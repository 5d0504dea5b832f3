import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Filters } from '../api/queries.ts';
import { useSchools } from '../api/queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';

/** Filters live in the address: a list can be sent to a colleague, and Back works. */
export const useFilters = (
  names: readonly string[],
): { readonly filters: Filters; readonly set: (name: string, value: string | undefined) => void } => {
  const [params, setParams] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined]));
  const set = (name: string, value: string | undefined): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { filters, set };
};

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly onChange: (value: string | undefined) => void;
}

export const Choice = ({ label, value, options, onChange }: ChoiceProps) => {
  const words = useWords();
  return (
    <label className="filter">
      <span>{label}</span>
      <Select
        aria-label={label}
        value={value ?? ''}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        options={[{ value: '', label: words.common.all }, ...Object.entries(options).map(([code, text]) => ({ value: code, label: text }))]}
        popupMatchSelectWidth={false}
      />
    </label>
  );
};

export const SchoolChoice = ({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) => {
  const words = useWords();
  const session = useSession();
  const schools = useSchools();
  if (!watchesMany(session)) return null;
  return (
    <Choice
      label={words.alarms.school}
      value={value}
      options={Object.fromEntries((schools.data ?? []).map((org) => [org.id, org.name]))}
      onChange={onChange}
    />
  );
};

/** Typing is asked for after a short rest. */
const restMs = 300;

export const SearchBox = ({
  value,
  label,
  onChange,
}: {
  readonly value: string | undefined;
  readonly label: string;
  readonly onChange: (value: string | undefined) => void;
}) => {
  const [text, setText] = useState(value ?? '');
  useEffect(() => {
    if (text === (value ?? '')) return undefined;
    const timer = setTimeout(() => onChange(text), restMs);
    return () => clearTimeout(timer);
  });
  return (
    <label className="filter filter-search">
      <span>{label}</span>
      <Input data-search value={text} onChange={(event) => setText(event.target.value)} allowClear />
    </label>
  );
};
