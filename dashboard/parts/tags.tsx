import type { ReactNode } from 'react';
import type { Alarm } from '../../services/contracts/alarm.ts';
import { useWords } from '../i18n/language.tsx';
import { shortTime } from './format.ts';

export type Tone = 'alarm' | 'warning' | 'fault' | 'good' | 'quiet' | 'plain';

export const Tag = ({
  tone = 'plain',
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}) => (
  <span className={`tag tone-${tone}`} title={title}>
    {children}
  </span>
);

/** Colour family of an alarm; words always stand beside it. */
export const toneOf = (alarm: Pick<Alarm, 'level'>): Tone =>
  alarm.level === 'alarm' ? 'alarm' : alarm.level === 'early_warning' ? 'warning' : 'fault';

const verificationTone: Readonly<Record<Alarm['verification'], Tone>> = {
  unverified: 'plain',
  verifying: 'plain',
  confirmed: 'alarm',
  false: 'quiet',
  test: 'quiet',
  unresolved: 'warning',
};

/** The state of an alarm in words, the most telling first. */
export const AlarmTags = ({ alarm, now }: { readonly alarm: Alarm; readonly now: number }) => {
  const words = useWords();
  return (
    <span className="tags">
      {alarm.acknowledged || !alarm.open ? null : <Tag tone={toneOf(alarm)}>{words.alarm.unacknowledged}</Tag>}
      {alarm.level === 'alarm' || alarm.verification !== 'unverified' ? (
        <Tag tone={verificationTone[alarm.verification]}>{words.codes.verification[alarm.verification]}</Tag>
      ) : null}
      {alarm.condition === 'active' ? null : (
        <Tag tone={alarm.condition === 'cleared' ? 'good' : 'plain'}>{words.codes.condition[alarm.condition]}</Tag>
      )}
      {alarm.agreeing.length > 0 ? <Tag tone="alarm">{words.board.agreeing(alarm.agreeing.length)}</Tag> : null}
      {alarm.count > 1 ? <Tag>{words.board.times(alarm.count)}</Tag> : null}
      {alarm.symptoms > 0 ? <Tag>{words.board.symptoms(alarm.symptoms)}</Tag> : null}
      {alarm.cause === null ? null : <Tag tone="quiet">{words.board.symptomOf}</Tag>}
      {alarm.late ? (
        <Tag tone="quiet" title={words.board.lateHint}>
          {words.board.late}
        </Tag>
      ) : null}
      {alarm.maintenance === null ? null : <Tag tone="quiet">{words.desk.maintenance}</Tag>}
      {alarm.shelved === null ? null : <Tag tone="quiet">{words.board.shelvedUntil(shortTime(alarm.shelved.until, now))}</Tag>}
      {alarm.availability === 'suppressed_by_design' || alarm.availability === 'out_of_service' ? (
        <Tag tone="quiet">{words.codes.alarmAvailability[alarm.availability]}</Tag>
      ) : null}
    </span>
  );
};
