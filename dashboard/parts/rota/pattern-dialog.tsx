import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Seat, ShiftForm } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useNewShifts } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { useNow } from '../../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { dayOf, startOfDay } from '../format.ts';
import { SeveralPeople } from './people-choice.tsx';
import { type DaySet, minutesOf, mostShifts, shiftsByPattern } from './rota-model.ts';
import { stretchText } from './times.ts';

const mostDays = 366;
const usualDays = 30;

const Preview = ({ shifts }: { readonly shifts: readonly ShiftForm[] }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const say = (shift: ShiftForm | undefined): string =>
    shift === undefined
      ? ''
      : `${dayOf(shift.startsAt).slice(5)} ${nameOf(shift.person)} ${stretchText(shift.startsAt, shift.endsAt, words)}`;
  if (shifts.length > mostShifts) return <p className="form-error">{words.rota.tooMany}</p>;
  return (
    <p className="hint" role="status">
      {shifts.length === 0 ? words.rota.previewNone : words.rota.preview(shifts.length, say(shifts[0]), say(shifts.at(-1)))}
    </p>
  );
};

interface Props {
  readonly place: string;
  readonly seats: readonly Seat[];
  readonly close: () => void;
}

/** People in turn on one seat, day after day. */
export const PatternDialog = ({ place, seats, close }: Props) => {
  const words = useWords();
  const now = useNow(60_000);
  const outcome = useOutcome();
  const mutation = useNewShifts();
  const [seat, setSeat] = useState(seats[0]?.id ?? null);
  const [people, setPeople] = useState<string[]>([]);
  const [firstDay, setFirstDay] = useState(dayOf(now));
  const [days, setDays] = useState<number | null>(usualDays);
  const [times, setTimes] = useState({ begin: '08:00', end: '08:00' });
  const [which, setWhich] = useState<DaySet>('all');
  const [first, begin, end] = [startOfDay(firstDay), minutesOf(times.begin), minutesOf(times.end)];
  const whole = seat !== null && first !== null && begin !== null && end !== null && days !== null;
  const shifts = whole ? shiftsByPattern({ seat, people, firstDay: first, days, begin, end, which }) : [];
  return (
    <ActDialog
      title={words.rota.addTitle}
      hint={words.rota.addHint}
      ready={shifts.length > 0 && shifts.length <= mostShifts}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate(shifts, outcome(words.rota.addTitle, close))}
    >
      <Field label={words.rota.seat}>
        <Select
          size="large"
          aria-label={words.rota.seat}
          value={seat}
          onChange={setSeat}
          options={seats.map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.seatRole[role]}` }))}
        />
      </Field>
      <Field label={words.rota.people}>
        <SeveralPeople place={place} label={words.rota.people} value={people} onChange={setPeople} />
      </Field>
      <div className="side-by-side">
        <Field label={words.rota.firstDay}>
          <Input size="large" type="date" value={firstDay} onChange={({ target }) => setFirstDay(target.value)} />
        </Field>
        <Field label={words.rota.days}>
          <InputNumber size="large" aria-label={words.rota.days} min={1} max={mostDays} precision={0} value={days} onChange={setDays} />
        </Field>
        <Field label={words.rota.begin}>
          <Input
            size="large"
            type="time"
            value={times.begin}
            onChange={({ target }) => setTimes((held) => ({ ...held, begin: target.value }))}
          />
        </Field>
        <Field label={words.rota.end}>
          <Input
            size="large"
            type="time"
            value={times.end}
            onChange={({ target }) => setTimes((held) => ({ ...held, end: target.value }))}
          />
        </Field>
      </div>
      <p className="hint">{words.rota.endHint}</p>
      <Field label={words.rota.whichDays}>
        <Select
          size="large"
          aria-label={words.rota.whichDays}
          value={which}
          onChange={setWhich}
          options={(['all', 'workdays', 'free_days'] as const).map((one) => ({ value: one, label: words.rota.daySets[one] }))}
        />
      </Field>
      <Preview shifts={shifts} />
    </ActDialog>
  );
};
