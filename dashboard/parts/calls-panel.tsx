import type { Call } from '../../services/contracts/call.ts';
import { useCalls } from '../api/duty-queries.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { ExerciseMark } from './exercise.tsx';
import { shortTime } from './format.ts';
import { Empty } from './states.tsx';
import { Tag, type Tone } from './tags.tsx';

/** Only what a person saw is good: with a provider, or on a phone in a drawer, is not. */
const stateTone: Readonly<Record<Call['state'], Tone>> = {
  planned: 'plain',
  sending: 'plain',
  sent: 'plain',
  delivered: 'plain',
  seen: 'good',
  failed: 'alarm',
  cancelled: 'quiet',
};
const stateMark: Readonly<Record<Call['state'], string>> = {
  planned: '…',
  sending: '→',
  sent: '→',
  delivered: '▸',
  seen: '✓',
  failed: '✗',
  cancelled: '–',
};

/** When the state it stands in was reached, as far as it was noted. */
const stateAt = (call: Call): number => call.seenAt ?? call.deliveredAt ?? call.sentAt ?? call.plannedAt;

export const CallLine = ({ call, name }: { readonly call: Call; readonly name: string | null }) => {
  const words = useWords();
  const now = useNow(5_000);
  return (
    <li className="call-line">
      <time dateTime={new Date(stateAt(call)).toISOString()}>{shortTime(stateAt(call), now)}</time>
      <span>
        {call.exercise === null ? null : <ExerciseMark />} {name === null ? null : <b>{name}</b>}{' '}
        {wordFor(words.open.step, call.step, words.open.stepOther)} · {words.codes.channel[call.channel]}
        {call.attempts > 1 ? ` · ${words.calls.attempts(call.attempts)}` : ''}
      </span>
      <Tag tone={stateTone[call.state]}>
        {stateMark[call.state]} {words.codes.callState[call.state]}
      </Tag>
      {call.reason === null ? null : (
        <small>{wordFor({ ...words.open.gateReason, ...words.open.callReason }, call.reason, words.open.callReasonOther)}</small>
      )}
    </li>
  );
};

/** 谁被叫了: every attempt to reach somebody about the alarm, and what became of it. */
export const CallsPanel = ({ alarm }: { readonly alarm: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const may = permissions.includes('notice.read');
  const calls = useCalls(alarm, may);
  const nameOf = usePersonName();
  if (!may || calls.data === undefined) return null;
  return (
    <section className="panel" aria-label={words.calls.title}>
      <h2>
        {words.calls.title} <span className="count">{calls.data.length}</span>
      </h2>
      {calls.data.length === 0 ? <Empty>{words.calls.none}</Empty> : null}
      <ol className="call-lines">
        {[...calls.data]
          .sort((a, b) => a.plannedAt - b.plannedAt)
          .map((call) => (
            <CallLine key={call.id} call={call} name={call.person === null ? words.calls.nobody : nameOf(call.person)} />
          ))}
      </ol>
    </section>
  );
};
