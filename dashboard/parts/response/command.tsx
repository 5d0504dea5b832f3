/** Who commands, at what level, and what the commander may do now. */
import { App, Button } from 'antd';
import { useState } from 'react';
import type { IncidentAction, IncidentActionRequest, IncidentDetail, IncidentView } from '../../../services/contracts/incident.ts';
import { useIncidentAction } from '../../api/duty-queries.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { Refusal, sentenceOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { useNow } from '../../live/live.tsx';
import { casualtiesNow, goneText } from '../clocks.ts';
import { ExerciseMark, exerciseClass } from '../exercise.tsx';
import { shortTime } from '../format.ts';
import { useArrivalFocus } from '../keep-focus.ts';
import { LevelSign } from '../level-sign.tsx';
import { Key, useShortcuts } from '../shortcuts.tsx';
import { Tag } from '../tags.tsx';
import { type Asked, CommandDialog } from './command-dialogs.tsx';

/** In the order an emergency runs; tasks have buttons of their own. */
const shown = ['command', 'raise', 'lower', 'casualties', 'control', 'end'] as const satisfies readonly IncidentAction[];
type Shown = (typeof shown)[number];
const keyOf: Readonly<Partial<Record<Shown, string>>> = { command: 'm', raise: 'u' };
const asks: readonly Shown[] = ['raise', 'lower', 'casualties', 'end'] satisfies readonly Asked[];

/** Sends an act; says what became of it. A stale page is told to look again. */
export const useIncidentSender = (incident: IncidentView) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useIncidentAction();
  const send = (action: IncidentActionRequest, done?: () => void): void => {
    if (mutation.isPending) return;
    mutation.mutate(
      { incident, action },
      {
        onSuccess: () => {
          void message.success(words.actions.done(words.codes.incidentAction[action.action]));
          done?.();
        },
        onError: (error) => {
          const stale = error instanceof Refusal && error.status === 412;
          void message.error(stale ? words.actions.changed : sentenceOf(error, words));
        },
      },
    );
  };
  const refusal = (action: IncidentAction): string | null => {
    const row = incident.allowedActions.find((candidate) => candidate.action === action);
    if (row?.allowed === true) return null;
    return wordFor(words.open.reason, row?.reason ?? 'role', words.open.reasonOther);
  };
  return { send, refusal, pending: mutation.isPending };
};

const Commands = ({ incident }: { readonly incident: IncidentView }) => {
  const words = useWords();
  const { message } = App.useApp();
  const { send, refusal, pending } = useIncidentSender(incident);
  const [dialog, setDialog] = useState<Asked | null>(null);
  const run = (action: Shown): void => {
    const why = refusal(action);
    if (why !== null) void message.warning(words.actions.notAllowed + why);
    else if (asks.includes(action)) setDialog(action as Asked);
    else if (action === 'command' || action === 'control') send({ action });
  };
  useShortcuts({ m: () => run('command'), u: () => run('raise') });
  return (
    <div className="alarm-actions" role="group" aria-label={words.response.actions}>
      {shown.map((action) => {
        const why = refusal(action);
        const key = keyOf[action];
        return (
          <span key={action} className="alarm-action">
            <Button
              size="large"
              type={why === null && action === 'command' ? 'primary' : 'default'}
              danger={why === null && action === 'raise'}
              className={why === null ? '' : 'not-allowed'}
              aria-disabled={why !== null}
              {...(why === null ? {} : { 'aria-describedby': `why-${incident.id}-${action}` })}
              onClick={() => run(action)}
            >
              {words.codes.incidentAction[action]}
              {key === undefined ? null : <Key>{key.toUpperCase()}</Key>}
            </Button>
            {why === null ? null : <small id={`why-${incident.id}-${action}`}>{why}</small>}
          </span>
        );
      })}
      {dialog === null ? null : (
        <CommandDialog
          incident={incident}
          action={dialog}
          busy={pending}
          send={(action) => send(action, () => setDialog(null))}
          close={() => setDialog(null)}
        />
      )}
    </div>
  );
};

const CasualtyLine = ({ incident }: { readonly incident: IncidentView }) => {
  const words = useWords();
  const known = casualtiesNow(incident);
  if (known === null) return null;
  return (
    <span className="casualty-line">
      {(['dead', 'serious', 'injured', 'missing'] as const).map((name) => (
        <Tag key={name} tone={known[name] > 0 ? 'alarm' : 'quiet'}>
          {words.response[name]} {known[name]}
        </Tag>
      ))}
    </span>
  );
};

/** The head of the emergency: level by word, bars and colour; commander; how long it lasts; what may be done. */
export const CommandBanner = ({ incident, place }: { readonly incident: IncidentDetail; readonly place: string }) => {
  const words = useWords();
  const now = useNow();
  const session = useSession();
  const nameOf = usePersonName();
  const heading = useArrivalFocus<HTMLHeadingElement>();
  const role = wordFor(words.codes.role, incident.commandRole, words.common.unknown);
  const mine = incident.commander === session.person.id;
  return (
    <section className={`panel preview command level-frame-${incident.level} ${exerciseClass(incident)}`}>
      <header>
        <LevelSign level={incident.level} />
        <h1 ref={heading} tabIndex={-1}>
          {incident.exercise === null ? null : <ExerciseMark />}{' '}
          {words.incidents.heading(wordFor(words.codes.kind, incident.kind, words.common.unknown), place)}
        </h1>
        <Tag tone={incident.state === 'open' ? 'alarm' : 'quiet'}>{words.codes.incidentState[incident.state]}</Tag>
        <span className="preview-age">
          {incident.closedAt === null ? words.response.since(goneText(now - incident.openedAt)) : shortTime(incident.closedAt, now)}
        </span>
      </header>
      <p className="command-facts">
        <b className={incident.commander === null && incident.state === 'open' ? 'nobody' : ''}>
          {incident.commander === null
            ? words.response.noCommander(role)
            : mine
              ? words.response.commandedByMe
              : words.response.commander(nameOf(incident.commander), role)}
        </b>
        <span>
          {incident.controlledAt === null ? words.response.notControlled : words.response.controlled(shortTime(incident.controlledAt, now))}
        </span>
        <span>{incident.plan === null ? words.response.shippedPlan : words.response.plan(incident.plan.edition)}</span>
        <CasualtyLine incident={incident} />
      </p>
      <Commands incident={incident} />
    </section>
  );
};
