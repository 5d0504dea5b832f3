import { Button } from 'antd';
import { Link, useLocation } from 'react-router';
import { usePlaceNames } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { useOrderedAlarms } from '../live/live.tsx';
import { needOf } from '../live/order.ts';
import { KindIcon, SignIcon } from './icons.tsx';

/** Stays until somebody clicks: a duty room that believes it would hear an alarm must be right. */
export const SoundBanner = () => {
  const words = useWords();
  const duty = useDuty();
  if (duty.on) return null;
  return (
    <div className="sound-banner" role="region" aria-label={words.duty.off}>
      <SignIcon sign="sound" />
      <p>
        <strong>{words.duty.off}</strong>
        <span>{typeof AudioContext === 'undefined' ? words.duty.noAudio : words.duty.offHint}</span>
      </p>
      <Button type="primary" size="large" onClick={duty.start}>
        {words.duty.start}
      </Button>
    </div>
  );
};

/** On every page: the gravest alarm nobody has acknowledged, and the way to it. */
export const AlarmStrip = () => {
  const words = useWords();
  const waiting = useOrderedAlarms().filter((alarm) => {
    const need = needOf(alarm);
    return need === 'ack_life' || need === 'ack';
  });
  const first = waiting[0];
  const { place } = usePlaceNames(first?.school ?? null, first?.space ?? null, null);
  const location = useLocation();
  if (first === undefined || (waiting.length === 1 && location.pathname === `/alarms/${first.id}`)) return null;
  return (
    <Link className={`alarm-strip ${first.severity}`} to={`/alarms/${first.id}`}>
      <KindIcon kind={first.kind} />
      <strong>{words.strip.unacknowledged(waiting.length)}</strong>
      <span>
        {place} · {words.codes.kind[first.kind]}
      </span>
      <b>{words.strip.goto}</b>
    </Link>
  );
};
