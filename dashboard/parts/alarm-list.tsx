import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, memo, type RefObject, useEffect, useMemo, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import { usePlaceNames } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { useLive, useNow } from '../live/live.tsx';
import { boardLines } from '../live/order.ts';
import { AlarmClocks } from './countdown.tsx';
import { ExerciseMark, exerciseClass } from './exercise.tsx';
import { age, shortTime } from './format.ts';
import { KindIcon } from './icons.tsx';
import { AlarmTags, toneOf } from './tags.tsx';

interface RowProps {
  readonly alarm: AlarmView;
  readonly selected: boolean;
  readonly now: number;
  readonly onPick: (id: string, event: MouseEvent) => void;
}

export const AlarmRow = memo(({ alarm, selected, now, onPick }: RowProps) => {
  const words = useWords();
  const live = useLive();
  const navigate = useNavigate();
  const { place, device } = usePlaceNames(alarm.school, alarm.space, alarm.device);
  useEffect(() => live.painted(alarm.id), [live, alarm.id]);
  const to = `/alarms/${alarm.id}`;
  return (
    <Link
      to={to}
      data-alarm={alarm.id}
      className={`alarm-row tone-${toneOf(alarm)} ${alarm.severity} ${alarm.acknowledged ? '' : 'unacknowledged'} ${exerciseClass(alarm)} ${selected ? 'selected' : ''}`}
      aria-current={selected}
      onClick={(event) => onPick(alarm.id, event)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        void navigate(to);
      }}
    >
      <span className="alarm-mark">
        <KindIcon kind={alarm.kind} />
        <b>{words.codes.level[alarm.level]}</b>
      </span>
      <span className="alarm-words">
        <span className="alarm-title">
          {alarm.exercise === null ? null : <ExerciseMark />}
          <strong>{words.codes.kind[alarm.kind]}</strong>
          <span>{place}</span>
        </span>
        <span className="alarm-more">
          <span>{device}</span>
          <AlarmTags alarm={alarm} now={now} />
          <AlarmClocks alarm={alarm} />
        </span>
      </span>
      <span className="alarm-time">
        <time dateTime={new Date(alarm.eventAt).toISOString()}>{shortTime(alarm.eventAt, now)}</time>
        <span>{age(alarm.eventAt, now, words)}</span>
      </span>
    </Link>
  );
});
AlarmRow.displayName = 'AlarmRow';

interface ListProps {
  readonly alarms: readonly AlarmView[];
  readonly selected: string | null;
  /** Counts the moves by keyboard: each brings the selected row into view and into focus. */
  readonly moves: number;
  readonly onPick: (id: string, event: MouseEvent) => void;
}

/** A row that moves to another group is taken out and put back by the browser, which drops its focus: it is given back. */
const useHeldFocus = (scroller: RefObject<HTMLDivElement | null>): void => {
  const held = useRef<string | null>(null);
  useEffect(() => {
    const note = (event: FocusEvent): void => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-alarm]') : null;
      // A dialog in front borrows the focus; the row gets it back.
      if (row !== null || !(event.target instanceof Element && event.target.closest('[role="dialog"]')))
        held.current = row?.dataset['alarm'] ?? null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useEffect(() => {
    if (held.current === null || document.activeElement !== document.body) return;
    scroller.current?.querySelector<HTMLElement>(`[data-alarm="${CSS.escape(held.current)}"]`)?.focus({ preventScroll: true });
  });
};

/** Any number of alarms; only what is in view is in the document. */
export const AlarmList = ({ alarms, selected, moves, onPick }: ListProps) => {
  const words = useWords();
  const now = useNow(5_000);
  const scroller = useRef<HTMLDivElement>(null);
  useHeldFocus(scroller);
  const lines = useMemo(() => boardLines(alarms), [alarms]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.type === 'group' ? 40 : 74),
    getItemKey: (index) => {
      const line = lines[index];
      if (line === undefined) return index;
      return line.type === 'group' ? `${line.exercise} ${line.need}` : line.alarm.id;
    },
    overscan: 6,
  });
  // Follow the selection when a person moved it, not when new alarms push it about.
  const position = selected === null ? -1 : lines.findIndex((line) => line.type === 'alarm' && line.alarm.id === selected);
  const target = useRef({ position, selected });
  useEffect(() => {
    target.current = { position, selected };
  });
  useEffect(() => {
    const { position: index, selected: id } = target.current;
    if (moves === 0 || index < 0 || id === null) return undefined;
    virtual.scrollToIndex(index);
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-alarm="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [moves, virtual]);

  return (
    <div className="alarm-scroller" ref={scroller}>
      <ul className="alarm-list" aria-label={words.board.alarmList} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          return (
            <li key={item.key} data-index={item.index} ref={virtual.measureElement} style={{ transform: `translateY(${item.start}px)` }}>
              {line.type === 'group' ? (
                <h3 className={`alarm-group need-${line.need} ${line.exercise ? 'exercise' : ''}`}>
                  {line.exercise ? words.exercise.group(words.board.groups[line.need]) : words.board.groups[line.need]}{' '}
                  <span>{line.count}</span>
                </h3>
              ) : (
                <AlarmRow alarm={line.alarm} selected={line.alarm.id === selected} now={now} onPick={onPick} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};
