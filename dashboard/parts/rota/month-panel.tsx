import { Button } from 'antd';
import { useState } from 'react';
import type { Leave, Seat, Shift } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useShifts } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { useNow } from '../../live/live.tsx';
import { dayOf } from '../format.ts';
import { Failed } from '../states.tsx';
import { Tag } from '../tags.tsx';
import { PatternDialog } from './pattern-dialog.tsx';
import { dayKind, daysOf, isAway, isUnfilled, type Month, midnightOf, monthAfter, monthAt, shiftsOn, weekdayOf } from './rota-model.ts';
import { ShiftDialog } from './shift-dialog.tsx';
import { stretchText } from './times.ts';

interface DayProps {
  readonly day: number;
  readonly now: number;
  readonly seats: readonly Seat[];
  readonly shifts: readonly Shift[];
  readonly leaves: readonly Leave[];
  /** null = may look, not change. */
  readonly open: ((shift: Shift) => void) | null;
}

const ShiftLine = ({ seat, shift, away, open }: { seat: Seat; shift: Shift; away: boolean; open: DayProps['open'] }) => {
  const words = useWords();
  const name = usePersonName()(shift.person);
  const times = stretchText(shift.startsAt, shift.endsAt, words);
  const text = (
    <>
      <b>{name}</b> <small>{times}</small>
      {shift.replaces === null ? null : <Tag>{words.rota.substitute}</Tag>}
      {away ? <Tag tone="warning">{words.rota.leaveMark}</Tag> : null}
    </>
  );
  return open === null ? (
    <span className="shift">{text}</span>
  ) : (
    <button type="button" className="shift" aria-label={words.rota.openShift(seat.name, name, times)} onClick={() => open(shift)}>
      {text}
    </button>
  );
};

const Day = ({ day, now, seats, shifts, leaves, open }: DayProps) => {
  const words = useWords();
  const kind = dayKind(day);
  const date = dayOf(day);
  const today = midnightOf(now) === day;
  const bare = day + 86_400_000 <= now && seats.every(({ id }) => shiftsOn(shifts, id, day).length === 0);
  return (
    <li
      className={`rota-day ${kind} ${today ? 'today' : ''} ${bare ? 'bare' : ''}`}
      {...(weekdayOf(day) === 0 || date.endsWith('-01') ? { style: { gridColumn: weekdayOf(day) + 1 } } : {})}
    >
      <h3>
        <b>{date.slice(5)}</b>
        <span>{words.rota.weekdays.split(' ')[weekdayOf(day)]}</span>
        {today ? <Tag>{words.rota.today}</Tag> : null}
        {kind === 'work' ? null : (
          <Tag tone={kind === 'moved_work' ? 'warning' : 'good'}>
            {kind === 'moved_work' ? words.rota.lieuWork : kind === 'holiday' ? words.rota.holiday : words.rota.free}
          </Tag>
        )}
      </h3>
      <dl>
        {seats.map((seat) => {
          const held = shiftsOn(shifts, seat.id, day);
          const unfilled = isUnfilled(seat, shifts, day, now);
          return held.length === 0 && !unfilled ? null : (
            <div key={seat.id}>
              <dt>{seat.name}</dt>
              <dd>
                {held.map((shift) => (
                  <ShiftLine key={shift.id} seat={seat} shift={shift} away={isAway(leaves, shift)} open={open} />
                ))}
                {unfilled ? <Tag tone="warning">{words.rota.notFilled}</Tag> : null}
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
};

interface Props {
  readonly place: string;
  readonly seats: readonly Seat[];
  readonly leaves: readonly Leave[];
  readonly mayManage: boolean;
}

/** The rota of a month, day by day, with working days, free ones and 调休. */
export const MonthPanel = ({ place, seats, leaves, mayManage }: Props) => {
  const words = useWords();
  const now = useNow(60_000);
  const [month, setMonth] = useState<Month>(() => monthAt(now));
  const [shift, setShift] = useState<Shift | null>(null);
  const [adding, setAdding] = useState(false);
  const days = daysOf(month);
  const query = useShifts(place, days[0] ?? 0, (days.at(-1) ?? 0) + 86_400_000);
  const shown = seats.filter(({ active }) => active);
  const step = (by: 1 | -1): void => setMonth((held) => monthAfter(held, by));
  return (
    <section className="panel" aria-labelledby="rota-month">
      <div className="panel-head">
        <h2 id="rota-month">
          {words.rota.monthTitle} · {words.rota.month(month.year, month.month)}
        </h2>
        <p className="buttons">
          <Button size="large" onClick={() => step(-1)}>
            {words.rota.previous}
          </Button>
          <Button size="large" onClick={() => step(1)}>
            {words.rota.following}
          </Button>
          {mayManage && shown.length > 0 ? (
            <Button size="large" type="primary" onClick={() => setAdding(true)}>
              {words.rota.add}
            </Button>
          ) : null}
        </p>
      </div>
      {query.error === null ? null : <Failed error={query.error} retry={() => void query.refetch()} />}
      <ol className="rota-month" aria-busy={query.isPending}>
        {days.map((day) => (
          <Day
            key={day}
            day={day}
            now={now}
            seats={query.data === undefined ? [] : shown}
            shifts={query.data ?? []}
            leaves={leaves}
            open={mayManage ? setShift : null}
          />
        ))}
      </ol>
      {shift === null ? null : <ShiftDialog place={place} shift={shift} seats={seats} close={() => setShift(null)} />}
      {adding ? <PatternDialog place={place} seats={shown} close={() => setAdding(false)} /> : null}
    </section>
  );
};
