/** Time left and time gone by, each second. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import { useWords } from '../i18n/language.tsx';
import { type Words, wordFor } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { clockText } from './clocks.ts';
import { ClockIcon } from './icons.tsx';
import { Tag } from './tags.tsx';

/** A limit in words: what is left, or by how much it is passed. */
export const Limit = ({
  dueAt,
  left,
  late,
}: {
  readonly dueAt: number;
  readonly left: (clock: string) => string;
  readonly late: (clock: string) => string;
}) => {
  const now = useNow();
  return <Tag tone={now > dueAt ? 'alarm' : 'plain'}>{now > dueAt ? late(clockText(now - dueAt)) : left(clockText(dueAt - now))}</Tag>;
};

const awaitsVerdict: readonly Alarm['verification'][] = ['unverified', 'verifying'];

/** Who is called next, as a sentence; null = nobody. */
export const nextCallText = (alarm: Pick<Alarm, 'escalation' | 'open'>, now: number, words: Words): string | null => {
  const { next = null, nextAt = null } = alarm.escalation ?? {};
  if (!alarm.open || next === null || nextAt === null) return null;
  const who = wordFor(words.open.step, next, words.open.stepOther);
  const left = nextAt - now;
  // Under a minute in words, as one says it; above as a clock.
  if (left <= 0) return words.desk.callingNow(who);
  return words.desk.callsIn(left < 60_000 ? words.time.durationSeconds(Math.ceil(left / 1000)) : clockText(left), who);
};

/** By when it must be verified, as a sentence; null = no limit, or verified. */
export const verifyText = (alarm: Pick<Alarm, 'verifyBy' | 'verification' | 'open'>, now: number, words: Words): string | null => {
  if (!alarm.open || alarm.verifyBy === null || !awaitsVerdict.includes(alarm.verification)) return null;
  return alarm.verifyBy > now ? words.desk.verifyIn(clockText(alarm.verifyBy - now)) : words.desk.verifyOver;
};

/** What happens by itself if nobody does anything. */
export const AlarmClocks = ({ alarm }: { readonly alarm: Alarm }) => {
  const words = useWords();
  const now = useNow();
  const texts = [nextCallText(alarm, now, words), verifyText(alarm, now, words)].filter((text) => text !== null);
  return texts.length === 0 ? null : (
    <span className="alarm-clocks">
      {texts.map((text) => (
        <span key={text} className="alarm-clock">
          <ClockIcon /> {text}
        </span>
      ))}
    </span>
  );
};
