import { Select } from 'antd';
import { useState } from 'react';
import type { Seat, Shift } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useCancelShift, useSwap } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { AskButton } from '../ask-button.tsx';
import { MomentField } from '../moment-field.tsx';
import { OnePerson } from './people-choice.tsx';
import { stretchText } from './times.ts';

interface Props {
  readonly place: string;
  readonly shift: Shift;
  readonly seats: readonly Seat[];
  readonly close: () => void;
}

/** One shift: somebody else takes it or a part of it, or it is taken off. */
export const ShiftDialog = ({ place, shift, seats, close }: Props) => {
  const words = useWords();
  const nameOf = usePersonName();
  const outcome = useOutcome();
  const swapping = useSwap();
  const cancelling = useCancelShift();
  const [person, setPerson] = useState<string | null>(null);
  const [reason, setReason] = useState<'swap' | 'leave'>('swap');
  const [startsAt, setStartsAt] = useState<number | null>(shift.startsAt);
  const [endsAt, setEndsAt] = useState<number | null>(shift.endsAt);
  const seat = seats.find(({ id }) => id === shift.seat)?.name ?? words.rota.someSeat;
  const whole = person !== null && startsAt !== null && endsAt !== null && startsAt < endsAt;
  return (
    <ActDialog
      title={words.rota.openShift(seat, nameOf(shift.person), stretchText(shift.startsAt, shift.endsAt, words))}
      hint={`${words.rota.plannedBy(nameOf(shift.by))}${words.common.list}${words.rota.swapHint}`}
      ready={whole}
      pending={swapping.isPending}
      okText={words.rota.swap}
      close={close}
      send={() => {
        if (whole) swapping.mutate({ shift, swap: { person, startsAt, endsAt, reason } }, outcome(words.rota.swapTitle, close));
      }}
    >
      <Field label={words.rota.swapBy}>
        <OnePerson place={place} label={words.rota.swapBy} value={person} onChange={setPerson} />
      </Field>
      <Field label={words.rota.why}>
        <Select
          size="large"
          aria-label={words.rota.why}
          value={reason}
          onChange={setReason}
          options={(['swap', 'leave'] as const).map((one) => ({ value: one, label: words.rota.reasons[one] }))}
        />
      </Field>
      <div className="side-by-side">
        <Field label={words.rota.begins}>
          <MomentField label={words.rota.begins} value={startsAt} onChange={setStartsAt} />
        </Field>
        <Field label={words.rota.ends}>
          <MomentField label={words.rota.ends} value={endsAt} onChange={setEndsAt} />
        </Field>
      </div>
      {startsAt !== null && endsAt !== null && startsAt >= endsAt ? <p className="form-error">{words.rota.badStretch}</p> : null}
      <p>
        <AskButton
          label={words.rota.cancelShift}
          hint={words.rota.cancelShiftHint}
          danger
          mutation={{
            isPending: cancelling.isPending,
            mutate: (input: Shift, told) =>
              cancelling.mutate(input, {
                ...told,
                onSuccess: () => {
                  told.onSuccess();
                  close();
                },
              }),
          }}
          input={shift}
        />
      </p>
    </ActDialog>
  );
};
