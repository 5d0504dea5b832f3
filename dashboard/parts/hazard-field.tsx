import { Input, InputNumber, Radio, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { Signature } from '../../services/contracts/document.ts';
import type { Evidence } from '../../services/contracts/evidence.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { type FieldKind, type FieldName, fieldOf } from '../../services/core/hazards/fields.ts';
import { useHazardEvidence, useOpenHazards } from '../api/hazard-queries.ts';
import { useWords } from '../i18n/language.tsx';
import type { Words } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { dayOf } from './format.ts';
import { endOfDay } from './hazard-due.ts';
import type { FormField } from './hazard-table.ts';
import { hazardText } from './hazard-text.ts';
import type { ProtectionDraft, Value } from './hazard-values.ts';
import { PersonChoice } from './person-choice.tsx';
import { PhotoField } from './photo-field.tsx';
import { ProtectionField } from './protection-field.tsx';
import { SignatureField } from './signature-field.tsx';

interface InputProps {
  readonly name: FieldName;
  readonly label: string;
  readonly hazard: HazardView;
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}

/** Words of the options of a choice, by field. */
const optionWords = (name: FieldName, words: Words): Readonly<Record<string, string>> => {
  if (name === 'grade') return words.codes.grade;
  return name === 'cause' ? words.codes.rootCause : words.codes.hazardCategory;
};

/** From this many options on a list that opens is shorter than all of them side by side. */
const manyOptions = 4;

const ChoiceInput = ({ name, label, value, onChange }: InputProps) => {
  const words = useWords();
  const texts = optionWords(name, words);
  const options = (fieldOf(name).options ?? []).map((code) => ({ value: code, label: texts[code] ?? words.common.unknown }));
  if (options.length < manyOptions)
    return (
      <Radio.Group
        className="big-choice"
        aria-label={label}
        optionType="button"
        size="large"
        options={options}
        value={value}
        onChange={(event) => onChange(String(event.target.value))}
      />
    );
  return (
    <Select
      size="large"
      aria-label={label}
      placeholder={words.hazards.pick}
      value={value === undefined ? null : value}
      options={options}
      onChange={(next) => onChange(next)}
    />
  );
};

const DayInput = ({ label, value, onChange }: InputProps) => {
  const now = useNow(60_000);
  return (
    <Input
      size="large"
      type="date"
      aria-label={label}
      min={dayOf(now)}
      value={typeof value === 'number' ? dayOf(value) : ''}
      onChange={({ target }) => onChange(endOfDay(target.value))}
    />
  );
};

const PhotosInput = ({ name, label, hazard, value, onChange }: InputProps) => {
  const evidence = useHazardEvidence(hazard.id);
  const stages = fieldOf(name).stages ?? [];
  const stage = stages.at(-1) ?? 'other';
  const ids = (value ?? []) as readonly string[];
  const usable = (one: Evidence): boolean => one.state === 'stored' && one.stage !== null && stages.includes(one.stage);
  const known = (evidence.data?.items ?? []).filter(usable);
  return <PhotoField school={hazard.school} hazard={hazard.id} stage={stage} label={label} value={ids} onChange={onChange} known={known} />;
};

const DuplicateInput = ({ label, hazard, value, onChange }: InputProps) => {
  const words = useWords();
  const open = useOpenHazards(hazard.school);
  const others = (open.data?.items ?? []).filter(({ id }) => id !== hazard.id);
  return (
    <Select
      size="large"
      aria-label={label}
      placeholder={words.hazards.pick}
      value={typeof value === 'string' && value !== '' ? value : null}
      onChange={(next: string | null) => onChange(next)}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={others.map((one) => ({
        value: one.id,
        label: `${words.codes.hazardCategory[one.category]} · ${hazardText(one, one.device ?? '', words)}`,
      }))}
    />
  );
};

const NumberInput = ({ label, value, onChange, unit, least }: InputProps & { readonly unit: string; readonly least: number }) => (
  <InputNumber
    size="large"
    aria-label={label}
    value={typeof value === 'number' ? value : null}
    min={least}
    inputMode="decimal"
    suffix={unit}
    onChange={(next: number | string | null) => onChange(next === null || next === '' ? null : Number(next))}
  />
);

const MeasureInput = ({ label, hazard, value, onChange }: InputProps) => (
  <Radio.Group
    aria-label={label}
    className="big-choice stacked"
    value={value}
    onChange={(event) => onChange(String(event.target.value))}
    options={hazard.protection.map(({ id, measure }) => ({ value: id, label: measure }))}
  />
);

const DaysInput = (props: InputProps) => <NumberInput {...props} unit={useWords().form.days} least={1} />;
const MoneyInput = (props: InputProps) => <NumberInput {...props} unit={useWords().form.yuan} least={0} />;

/** Short names of units and numbers of papers fit in one line. */
const oneLine: readonly FieldName[] = ['target', 'supervisor', 'contact', 'notice'];

const TextInput = ({ name, label, value, onChange }: InputProps) => {
  const text = typeof value === 'string' ? value : '';
  if (oneLine.includes(name))
    return <Input size="large" aria-label={label} maxLength={200} value={text} onChange={({ target }) => onChange(target.value)} />;
  return <Input.TextArea aria-label={label} rows={3} maxLength={2000} value={text} onChange={({ target }) => onChange(target.value)} />;
};

/** One input a kind of field. */
const inputs: Readonly<Record<FieldKind, (props: InputProps) => ReactNode>> = {
  text: TextInput,
  person: ({ label, hazard, value, onChange }) => (
    <PersonChoice school={hazard.school} label={label} value={typeof value === 'string' ? value : null} onChange={onChange} />
  ),
  day: DayInput,
  days: DaysInput,
  money: MoneyInput,
  choice: ChoiceInput,
  photos: PhotosInput,
  signature: ({ label, value, onChange }) => (
    <SignatureField label={label} value={(value ?? null) as Signature | null} onChange={onChange} />
  ),
  protection: ({ hazard, value, onChange }) => (
    <ProtectionField school={hazard.school} value={(value ?? []) as readonly ProtectionDraft[]} onChange={onChange} />
  ),
  flag: ({ label, value, onChange }) => <Switch aria-label={label} checked={value === true} onChange={onChange} />,
  hazard: DuplicateInput,
  measure: MeasureInput,
};

interface Props {
  readonly field: FormField;
  readonly hazard: HazardView;
  readonly value: Value | undefined;
  readonly fault: string | null;
  readonly onChange: (value: Value) => void;
}

/** A field of a step's form with its name, its input and what is wrong with it. */
export const HazardField = ({ field: { name, optional }, hazard, value, fault, onChange }: Props) => {
  const words = useWords();
  const label = words.open.hazardField[name];
  const Shown = inputs[fieldOf(name).kind];
  return (
    <div className={fault === null ? 'form-field' : 'form-field at-fault'} data-field={name}>
      <span>
        {label} <small>{optional ? words.common.optional : words.common.required}</small>
      </span>
      <Shown name={name} label={label} hazard={hazard} value={value} onChange={onChange} />
      {fault === null ? null : (
        <small className="form-error" role="alert">
          {fault}
        </small>
      )}
    </div>
  );
};
