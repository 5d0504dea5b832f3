import { Input } from 'antd';
import { clockTime, dayOf } from './format.ts';

const textOf = (at: number): string => `${dayOf(at)}T${clockTime(at).slice(0, 5)}`;
/** Shanghai's wall clock, whatever the machine's zone is; null while it is not whole. */
const momentOf = (text: string): number | null => {
  const at = Date.parse(`${text}:00+08:00`);
  return Number.isNaN(at) ? null : at;
};

interface Props {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (at: number | null) => void;
}

export const MomentField = ({ label, value, onChange }: Props) => (
  <Input
    size="large"
    type="datetime-local"
    aria-label={label}
    value={value === null ? '' : textOf(value)}
    onChange={({ target }) => onChange(momentOf(target.value))}
  />
);
