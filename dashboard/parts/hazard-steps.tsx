import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useHazardAction, usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { Dialog } from './dialog.tsx';
import { fieldOf, valueOf } from './form-fields.ts';

interface FieldProps {
  readonly field: ReturnType<typeof fieldOf>;
  readonly value: string;
  readonly school: string;
  readonly onChange: (value: string) => void;
}

const Field = ({ field, value, school, onChange }: FieldProps) => {
  const words = useWords();
  const { permissions } = useSession();
  const people = usePeople(field.kind === 'person' && permissions.includes('people.read') ? school : null);
  const label = wordFor(words.open.field, field.name, words.open.fieldOther);
  const options =
    field.kind === 'grade'
      ? Object.entries(words.codes.grade).map(([code, text]) => ({ value: code, label: text }))
      : (people.data ?? []).map((person) => ({ value: person.id, label: `${person.name} · ${words.codes.role[person.role]}` }));
  const input = () => {
    if (field.kind === 'grade' || (field.kind === 'person' && options.length > 0)) {
      return (
        <Select
          aria-label={label}
          value={value === '' ? null : value}
          onChange={onChange}
          options={options}
          placeholder={words.hazards.pick}
        />
      );
    }
    if (field.kind === 'number')
      return (
        <InputNumber
          aria-label={label}
          value={value === '' ? null : Number(value)}
          min={0}
          onChange={(next) => onChange(next === null ? '' : String(next))}
        />
      );
    if (field.kind === 'date')
      return <Input type="date" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />;
    if (field.kind === 'long')
      return (
        <Input.TextArea aria-label={label} rows={2} maxLength={2000} value={value} onChange={(event) => onChange(event.target.value)} />
      );
    return <Input aria-label={label} maxLength={200} value={value} onChange={(event) => onChange(event.target.value)} />;
  };
  return (
    <div className="form-field">
      <span>
        {label} <small>{field.optional ? words.common.optional : words.common.required}</small>
      </span>
      {input()}
    </div>
  );
};

/** The steps that leave the present state: the possible ones as buttons with their forms, the others with the reason why not. */
export const HazardSteps = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useHazardAction();
  const [action, setAction] = useState<string | null>(null);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const chosen = hazard.allowedActions.find((candidate) => candidate.action === action);
  const fields = (chosen?.form ?? []).map(fieldOf);
  const values = Object.fromEntries(fields.map((field) => [field.name, valueOf(field.kind, texts[field.name] ?? '')]));
  const ready = fields.every((field) => field.optional || values[field.name] !== null);
  const nameOf = (code: string): string => wordFor(words.open.hazardAction, code, words.open.hazardActionOther);

  const send = (): void => {
    if (action === null || !ready) return;
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
    mutation.mutate(
      { hazard, body: { ...filled, action } },
      {
        onSuccess: () => {
          void message.success(words.actions.done(nameOf(action)));
          setAction(null);
        },
        onError: (error) => {
          const stale = error instanceof Refusal && error.status === 412;
          if (stale) setAction(null);
          void message.error(stale ? words.actions.changed : sentenceOf(error, words));
        },
      },
    );
  };
  if (hazard.allowedActions.length === 0) return <p className="hint">{words.hazards.noSteps}</p>;
  return (
    <div className="alarm-actions" role="group" aria-label={words.hazards.steps}>
      {hazard.allowedActions.map((step) => (
        <span key={step.action} className="alarm-action">
          <Button
            size="large"
            className={step.allowed ? '' : 'not-allowed'}
            aria-disabled={!step.allowed}
            {...(step.allowed ? {} : { 'aria-describedby': `why-${step.action}` })}
            onClick={() => {
              if (!step.allowed) return;
              setTexts(step.action === 'grade' && hazard.suggestedGrade !== null ? { grade: hazard.suggestedGrade } : {});
              setAction(step.action);
            }}
          >
            {nameOf(step.action)}
          </Button>
          {step.allowed ? null : (
            <small id={`why-${step.action}`}>{wordFor(words.open.reason, step.reason ?? '', words.open.reasonOther)}</small>
          )}
        </span>
      ))}
      <Dialog
        open={chosen !== undefined}
        title={action === null ? '' : nameOf(action)}
        onCancel={() => setAction(null)}
        onOk={send}
        okText={words.common.submit}
        cancelText={words.common.cancel}
        okButtonProps={{ disabled: !ready, loading: mutation.isPending }}
      >
        <form className="action-form" onSubmit={(event) => event.preventDefault()}>
          {fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              school={hazard.school}
              value={texts[field.name] ?? ''}
              onChange={(value) => setTexts((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
        </form>
      </Dialog>
    </div>
  );
};
