import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { type Seat, type SeatForm, seatRoles } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useSeatChange } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import type { Words } from '../../i18n/words.ts';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { Tag } from '../tags.tsx';
import { minutesOf, timeText } from './rota-model.ts';
import { dayAndTime } from './times.ts';

type Hours = SeatForm['hours'][number];

const endText = (to: number, words: Words): string => (to > 1440 ? words.rota.nextDay(timeText(to)) : to === 1440 ? '24:00' : timeText(to));
const hoursText = ({ days, from, to }: Hours, words: Words): string =>
  words.rota.hoursText(words.rota.daySets[days], timeText(from), endText(to, words));

interface RowProps {
  readonly n: number;
  readonly hours: Hours;
  readonly change: (hours: Hours) => void;
  readonly remove: () => void;
}

const HoursRow = ({ n, hours, change, remove }: RowProps) => {
  const words = useWords();
  // Not later than the beginning: of the next day.
  const set = (from: number, end: number): void => change({ ...hours, from, to: end % 1440 > from ? end % 1440 : (end % 1440) + 1440 });
  return (
    <fieldset className="form-row">
      <Input
        size="large"
        type="time"
        aria-label={words.rota.hoursFrom(n)}
        value={timeText(hours.from)}
        onChange={({ target }) => set(minutesOf(target.value) ?? hours.from, hours.to)}
      />
      <Input
        size="large"
        type="time"
        aria-label={words.rota.hoursTo(n)}
        value={timeText(hours.to)}
        onChange={({ target }) => set(hours.from, minutesOf(target.value) ?? hours.to)}
      />
      <Select
        size="large"
        aria-label={words.rota.hoursDays(n)}
        value={hours.days}
        onChange={(days) => change({ ...hours, days })}
        options={(['all', 'workdays', 'free_days'] as const).map((one) => ({ value: one, label: words.rota.daySets[one] }))}
      />
      <Button size="large" aria-label={words.rota.removeHours(n)} onClick={remove}>
        ✕
      </Button>
    </fieldset>
  );
};

interface DialogProps {
  readonly place: string;
  /** null = a new one. */
  readonly seat: Seat | null;
  readonly close: () => void;
}

const SeatDialog = ({ place, seat, close }: DialogProps) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useSeatChange();
  const [id] = useState(() => seat?.id ?? `${place}-seat-${Date.now().toString(36)}`);
  const [form, setForm] = useState<SeatForm>(
    seat === null
      ? { school: place, name: '', role: 'first', console: false, hours: [], active: true }
      : { school: seat.school, name: seat.name, role: seat.role, console: seat.console, hours: seat.hours, active: seat.active },
  );
  const change = (part: Partial<SeatForm>): void => setForm((held) => ({ ...held, ...part }));
  const title = seat === null ? words.rota.addSeat : words.rota.editSeat(seat.name);
  return (
    <ActDialog
      title={title}
      ready={form.name.trim() !== ''}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ id, version: seat?.version ?? 0, form: { ...form, name: form.name.trim() } }, outcome(title, close))}
    >
      <Field label={words.rota.seatName}>
        <Input size="large" maxLength={100} value={form.name} onChange={({ target }) => change({ name: target.value })} />
      </Field>
      <Field label={words.rota.seatRole}>
        <Select
          size="large"
          aria-label={words.rota.seatRole}
          value={form.role}
          onChange={(role) => change({ role })}
          options={seatRoles.map((role) => ({ value: role, label: words.codes.seatRole[role] }))}
        />
      </Field>
      <Checkbox checked={form.console} onChange={({ target }) => change({ console: target.checked })}>
        {words.rota.seatConsole}
      </Checkbox>
      <Checkbox checked={form.active} onChange={({ target }) => change({ active: target.checked })}>
        {words.rota.seatActive}
      </Checkbox>
      <div className="form-group">
        <span>
          {words.rota.seatHours} {form.hours.length === 0 ? <small>{words.rota.always}</small> : null}
        </span>
        {form.hours.map((hours, index) => (
          <HoursRow
            // The rows have nothing of their own but their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            n={index + 1}
            hours={hours}
            change={(next) => change({ hours: form.hours.with(index, next) })}
            remove={() => change({ hours: form.hours.toSpliced(index, 1) })}
          />
        ))}
        <Button size="large" onClick={() => change({ hours: [...form.hours, { from: 480, to: 1080, days: 'workdays' }] })}>
          {words.rota.addHours}
        </Button>
      </div>
    </ActDialog>
  );
};

interface Props {
  readonly place: string;
  readonly seats: readonly Seat[];
  readonly mayManage: boolean;
}

/** The seats of the duty room, who answers for each since when, and their hours. */
export const SeatPanel = ({ place, seats, mayManage }: Props) => {
  const words = useWords();
  const nameOf = usePersonName();
  const [open, setOpen] = useState<{ readonly seat: Seat | null } | null>(null);
  return (
    <section className="panel" aria-labelledby="rota-seats">
      <h2 id="rota-seats">{words.rota.seats}</h2>
      <ul className="plain-rows">
        {seats.map((seat) => (
          <li key={seat.id}>
            <span>
              <b>{seat.name}</b> <Tag>{words.codes.seatRole[seat.role]}</Tag>{' '}
              <Tag tone="quiet">{seat.console ? words.rota.console : words.rota.noConsole}</Tag>{' '}
              {seat.active ? null : <Tag tone="quiet">{words.rota.seatInactive}</Tag>}
              <small>
                {seat.hours.length === 0 ? words.rota.always : seat.hours.map((hours) => hoursText(hours, words)).join(words.common.list)}
              </small>
              {seat.held === null ? null : <small>{words.rota.heldBy(nameOf(seat.held.person), dayAndTime(seat.held.since))}</small>}
            </span>
            {mayManage ? (
              <Button size="large" aria-label={words.rota.editSeat(seat.name)} onClick={() => setOpen({ seat })}>
                {words.rota.edit}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" type={seats.length === 0 ? 'primary' : 'default'} onClick={() => setOpen({ seat: null })}>
            {words.rota.addSeat}
          </Button>
        </p>
      ) : null}
      {open === null ? null : <SeatDialog place={place} seat={open.seat} close={() => setOpen(null)} />}
    </section>
  );
};
