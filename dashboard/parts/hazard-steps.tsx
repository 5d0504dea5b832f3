import { App, Button } from 'antd';
import { useState } from 'react';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { HazardState } from '../../services/contracts/values.ts';
import type { FieldName } from '../../services/core/hazards/fields.ts';
import { useHazardChain } from '../api/hazard-queries.ts';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useHazardAction } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { Dialog } from './dialog.tsx';
import { HazardField } from './hazard-field.tsx';
import { byExpectation, type FormField, formOf, isStraight, rowOf } from './hazard-table.ts';
import { bodyOf, faultsOf, firstValues, type Value, type Values } from './hazard-values.ts';

interface FormProps {
  readonly hazard: HazardView;
  /** The state it leads to; null = the state stays. */
  readonly to: HazardState | null;
  readonly form: readonly FormField[];
  readonly values: Values;
  readonly faults: ReadonlyMap<FieldName, string>;
  readonly onChange: (name: FieldName, value: Value) => void;
}

const StepForm = ({ hazard, to, form, values, faults, onChange }: FormProps) => {
  const words = useWords();
  return (
    <form className="action-form" onSubmit={(event) => event.preventDefault()}>
      {to === null ? null : <p>{words.hazards.flowTo(words.codes.hazardState[hazard.state], words.codes.hazardState[to])}</p>}
      {form.length > 1 ? <p className="hint">{words.form.stay}</p> : null}
      {form.map((field) => (
        <HazardField
          key={field.name}
          field={field}
          hazard={hazard}
          value={values[field.name]}
          fault={faults.get(field.name) ?? null}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </form>
  );
};

const noFaults: ReadonlyMap<FieldName, string> = new Map();

/** One step being taken: what was filled in stays when the server refuses it, and when the dialog is closed. */
const useStep = (hazard: HazardView) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useHazardAction();
  const chain = useHazardChain(hazard.id).data;
  const [action, setAction] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Values>>>({});
  const [faults, setFaults] = useState(noFaults);
  const form = action === null ? [] : formOf(action, hazard.state);
  const values = (action === null ? undefined : drafts[action]) ?? firstValues(hazard, form, chain);
  const nameOf = (code: string): string => wordFor(words.open.hazardAction, code, words.open.hazardActionOther);

  const open = (step: string): void => {
    setFaults(noFaults);
    setAction(step);
  };
  const refuse = (error: unknown): void => {
    const named = error instanceof Refusal ? error.fields.map((path) => path.split(/[./]/).at(-1)) : [];
    const sentence = sentenceOf(error, words);
    setFaults(new Map(form.filter(({ name }) => named.includes(name)).map(({ name }) => [name, sentence])));
    void message.error(error instanceof Refusal && error.status === 412 ? words.actions.changed : sentence);
  };
  const send = (): void => {
    if (action === null || mutation.isPending) return;
    const wrong = faultsOf(form, values);
    setFaults(new Map([...wrong].map(([name, fault]) => [name, words.form[fault]])));
    const first = [...wrong.keys()][0];
    if (first !== undefined) {
      document.querySelector<HTMLElement>(`[data-field="${first}"] :is(textarea, input:not([hidden]), button)`)?.focus();
      return;
    }
    mutation.mutate(
      { hazard, body: { ...bodyOf(form, values), action } },
      {
        onSuccess: () => {
          void message.success(words.form.sent(nameOf(action)));
          setDrafts(({ [action]: _sent, ...rest }) => rest);
          setAction(null);
        },
        onError: refuse,
      },
    );
  };
  const change = (name: FieldName, value: Value): void => {
    if (action === null) return;
    setDrafts((before) => ({ ...before, [action]: { ...(before[action] ?? values), [name]: value } }));
    setFaults((before) => (before.has(name) ? new Map([...before].filter(([at]) => at !== name)) : before));
  };
  return { action, form, values, faults, nameOf, open, close: () => setAction(null), send, change, busy: mutation.isPending };
};

/** The steps that leave the present state: the possible ones as buttons with their forms, the others with the reason why not. */
export const HazardSteps = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const step = useStep(hazard);
  const possible = hazard.allowedActions.filter(({ allowed }) => allowed).sort(byExpectation);
  const others = hazard.allowedActions.filter(({ allowed }) => !allowed);
  return (
    <>
      {possible.length === 0 ? <p className="hint">{words.hazards.noSteps}</p> : null}
      <div className="hazard-steps" role="group" aria-label={words.hazards.steps}>
        {possible.map(({ action }, index) => (
          <Button
            key={action}
            size="large"
            type={index === 0 && isStraight(action) ? 'primary' : 'default'}
            onClick={() => step.open(action)}
          >
            {step.nameOf(action)}
          </Button>
        ))}
      </div>
      {others.length === 0 ? null : (
        <details className="steps-not-now" open={possible.length === 0}>
          <summary>{words.hazards.notNow(others.length)}</summary>
          <ul>
            {others.map(({ action, reason }) => (
              <li key={action}>
                <Button size="large" className="not-allowed" aria-disabled="true" aria-describedby={`why-${action}`}>
                  {step.nameOf(action)}
                </Button>
                <small id={`why-${action}`}>{wordFor(words.open.reason, reason ?? '', words.open.reasonOther)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Dialog
        open={step.action !== null}
        title={step.action === null ? '' : step.nameOf(step.action)}
        onCancel={step.close}
        onOk={step.send}
        okText={words.common.submit}
        cancelText={words.common.cancel}
        okButtonProps={{ loading: step.busy, size: 'large' }}
        cancelButtonProps={{ size: 'large' }}
        width={640}
      >
        <StepForm
          hazard={hazard}
          to={step.action === null ? null : (rowOf(step.action, hazard.state)?.to ?? null)}
          form={step.form}
          values={step.values}
          faults={step.faults}
          onChange={step.change}
        />
      </Dialog>
    </>
  );
};
