import { Button, Input, Select } from 'antd';
import { useWords } from '../i18n/language.tsx';
import { emptyProtection, type ProtectionDraft } from './hazard-values.ts';
import { PersonChoice } from './person-choice.tsx';

/** How often an interim protection is looked at, hours; 0 = it stands by itself. */
const rhythms = [0, 1, 2, 4, 8, 24, 72, 168] as const;
const mostMeasures = 20;

interface Props {
  readonly school: string;
  readonly value: readonly ProtectionDraft[];
  readonly onChange: (value: readonly ProtectionDraft[]) => void;
}

/** The list of interim protections: what, who looks after it, how often. */
export const ProtectionField = ({ school, value, onChange }: Props) => {
  const words = useWords();
  const rows = value.length === 0 ? [emptyProtection] : value;
  const set = (index: number, over: Partial<ProtectionDraft>): void =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...over } : row)));
  return (
    <div className="protection-field">
      {rows.map((row, index) => (
        // Rows have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the list
        <fieldset key={index}>
          <Input.TextArea
            aria-label={words.form.measureText(index + 1)}
            placeholder={words.form.measureText(index + 1)}
            rows={2}
            maxLength={500}
            value={row.measure}
            onChange={({ target }) => set(index, { measure: target.value })}
          />
          <PersonChoice
            school={school}
            label={words.form.measurePerson(index + 1)}
            value={row.responsible}
            onChange={(responsible) => set(index, { responsible })}
          />
          <Select
            size="large"
            aria-label={words.form.measureEvery(index + 1)}
            value={row.everyHours ?? 0}
            onChange={(hours) => set(index, { everyHours: hours === 0 ? null : hours })}
            options={rhythms.map((hours) => ({ value: hours, label: hours === 0 ? words.form.everyNever : words.form.everyHours(hours) }))}
          />
          {rows.length > 1 ? (
            <Button
              size="large"
              aria-label={words.form.removeMeasure(index + 1)}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              ×
            </Button>
          ) : null}
        </fieldset>
      ))}
      <Button
        size="large"
        disabled={rows.length >= mostMeasures}
        onClick={() => onChange([...rows, { ...emptyProtection, responsible: rows.at(-1)?.responsible ?? null }])}
      >
        {words.form.addMeasure}
      </Button>
    </div>
  );
};
