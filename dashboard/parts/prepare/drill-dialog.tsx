import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { DrillForm } from '../../../services/contracts/drill.ts';
import { type AlarmKind, alarmKinds } from '../../../services/contracts/values.ts';
import { usePlaceNames, useSchoolDevices } from '../../api/places.ts';
import { useNewDrill } from '../../api/prepare-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { useNow } from '../../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { MomentField } from '../moment-field.tsx';

const hourMs = 3_600_000;
const mostSignals = 20;

interface Signal {
  readonly device: string | null;
  readonly kind: AlarmKind;
  readonly afterSeconds: number;
}

const SignalRow = ({
  n,
  school,
  signal,
  change,
  remove,
}: {
  readonly n: number;
  readonly school: string;
  readonly signal: Signal;
  readonly change: (signal: Signal) => void;
  /** null = the only one. */
  readonly remove: (() => void) | null;
}) => {
  const words = useWords();
  const devices = useSchoolDevices(school);
  return (
    <fieldset className="form-row">
      <Select
        size="large"
        aria-label={words.drills.signalDevice(n)}
        placeholder={words.drills.signalDevice(n)}
        value={signal.device}
        onChange={(device: string | null) => change({ ...signal, device })}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...devices.values()].map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        size="large"
        aria-label={words.drills.signalKind(n)}
        value={signal.kind}
        onChange={(kind) => change({ ...signal, kind })}
        options={alarmKinds.map((kind) => ({ value: kind, label: words.codes.kind[kind] }))}
      />
      <InputNumber
        size="large"
        aria-label={words.drills.signalAfter(n)}
        min={0}
        max={3600}
        precision={0}
        value={signal.afterSeconds}
        onChange={(afterSeconds) => change({ ...signal, afterSeconds: afterSeconds ?? 0 })}
      />
      {remove === null ? null : (
        <Button size="large" aria-label={words.drills.removeSignal(n)} onClick={remove}>
          ✕
        </Button>
      )}
    </fieldset>
  );
};

/** What will be played, when, and for how long at most. */
export const DrillDialog = ({ school, close }: { readonly school: string; readonly close: () => void }) => {
  const words = useWords();
  const now = useNow(60_000);
  const outcome = useOutcome();
  const mutation = useNewDrill();
  const { place } = usePlaceNames(school, null, null);
  const [name, setName] = useState('');
  const [plannedAt, setPlannedAt] = useState<number | null>(Math.ceil(now / hourMs) * hourMs);
  const [maximumMinutes, setMaximum] = useState<number | null>(60);
  const [signals, setSignals] = useState<readonly Signal[]>([{ device: null, kind: 'smoke', afterSeconds: 0 }]);
  const chosen = signals.flatMap(({ device, ...rest }): DrillForm['signals'] => (device === null ? [] : [{ device, ...rest }]));
  const whole = name.trim() !== '' && plannedAt !== null && maximumMinutes !== null && chosen.length === signals.length;
  return (
    <ActDialog
      title={`${words.exercise.mark} ${words.drills.planTitle} · ${place}`}
      hint={words.drills.hint}
      ready={whole}
      pending={mutation.isPending}
      okText={words.drills.plan}
      close={close}
      send={() => {
        if (whole)
          mutation.mutate({ school, name: name.trim(), signals: chosen, plannedAt, maximumMinutes }, outcome(words.drills.plan, close));
      }}
    >
      <Field label={words.drills.name}>
        <Input size="large" maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      <div className="side-by-side">
        <Field label={words.drills.at}>
          <MomentField label={words.drills.at} value={plannedAt} onChange={setPlannedAt} />
        </Field>
        <Field label={words.drills.maximum}>
          <InputNumber
            size="large"
            aria-label={words.drills.maximum}
            min={1}
            max={240}
            precision={0}
            value={maximumMinutes}
            onChange={setMaximum}
          />
        </Field>
      </div>
      <div className="form-group">
        <span>{words.drills.signals}</span>
        {signals.map((signal, index) => (
          <SignalRow
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows have nothing of their own but their place
            key={index}
            n={index + 1}
            school={school}
            signal={signal}
            change={(next) => setSignals((held) => held.with(index, next))}
            remove={signals.length === 1 ? null : () => setSignals((held) => held.toSpliced(index, 1))}
          />
        ))}
        {signals.length < mostSignals ? (
          <Button
            size="large"
            onClick={() =>
              setSignals((held) => [...held, { device: null, kind: 'smoke', afterSeconds: (held.at(-1)?.afterSeconds ?? 0) + 30 }])
            }
          >
            {words.drills.addSignal}
          </Button>
        ) : null}
      </div>
    </ActDialog>
  );
};
