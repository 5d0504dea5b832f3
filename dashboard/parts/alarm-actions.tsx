import { App, Button, Input, Radio } from 'antd';
import { useEffect, useState } from 'react';
import type { AlarmAction, AlarmActionRequest, AlarmView, DismissCause } from '../../services/contracts/alarm.ts';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useAlarmAction } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useLive } from '../live/live.tsx';
import { Dialog } from './dialog.tsx';
import { Key, useShortcuts } from './shortcuts.tsx';

const keyOf: Readonly<Partial<Record<AlarmAction, string>>> = { acknowledge: 'a', verify: 'v', confirm: 'c', dismiss: 'd' };
/** Actions that ask for something first. */
type Asking = 'confirm' | 'dismiss' | 'reset' | 'shelve';
const asking: readonly string[] = ['confirm', 'dismiss', 'reset', 'shelve'] satisfies readonly Asking[];
const shelveHours = [1, 2, 4, 8] as const;
const hourMs = 3_600_000;

/** Buttons shown always; the others only while they are possible. */
const always: readonly string[] = ['acknowledge', 'verify', 'confirm', 'dismiss'];

interface DialogProps {
  readonly action: Asking;
  readonly busy: boolean;
  readonly send: (request: AlarmActionRequest) => void;
  readonly close: () => void;
}

const ActionDialog = ({ action, busy, send, close }: DialogProps) => {
  const words = useWords();
  const live = useLive();
  const [cause, setCause] = useState<DismissCause | null>(null);
  const [note, setNote] = useState('');
  const [hours, setHours] = useState<number>(1);
  const causes = Object.keys(words.codes.dismissCause) as DismissCause[];
  const needsReason = action === 'reset' || action === 'shelve';
  const ready = action === 'dismiss' ? cause !== null : !needsReason || note.trim() !== '';

  const submit = (): void => {
    if (!ready) return;
    const text = note.trim();
    if (action === 'confirm') send({ action, note: text || null });
    else if (action === 'dismiss' && cause !== null) send({ action, cause, note: text || null });
    else if (action === 'reset') send({ action, reason: text });
    else if (action === 'shelve') send({ action, reason: text, until: live.now() + hours * hourMs });
  };

  useEffect(() => {
    if (action !== 'dismiss') return undefined;
    const pick = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLTextAreaElement) return;
      const chosen = causes[Number(event.key) - 1];
      if (chosen !== undefined) setCause(chosen);
    };
    addEventListener('keydown', pick);
    return () => removeEventListener('keydown', pick);
  });

  const title = {
    confirm: words.actions.confirmTitle,
    dismiss: words.actions.dismissTitle,
    reset: words.actions.resetTitle,
    shelve: words.actions.shelveTitle,
  }[action];
  return (
    <Dialog
      open
      title={title}
      onCancel={close}
      onOk={submit}
      okText={words.codes.alarmAction[action]}
      okButtonProps={{ disabled: !ready, loading: busy, danger: action === 'confirm' }}
      cancelText={words.common.cancel}
    >
      <form
        className="action-form"
        onKeyDown={(event) => {
          const plainEnter = event.key === 'Enter' && !event.nativeEvent.isComposing && !event.shiftKey;
          if (!plainEnter) return;
          event.preventDefault();
          submit();
        }}
      >
        {action === 'confirm' ? <p>{words.actions.confirmHint}</p> : null}
        {action === 'dismiss' ? (
          <fieldset>
            <legend>{words.actions.dismissCause}</legend>
            <Radio.Group value={cause} onChange={(event) => setCause(event.target.value as DismissCause)} className="causes">
              {causes.map((code, index) => (
                <Radio key={code} value={code}>
                  <Key>{index + 1}</Key> {words.codes.dismissCause[code]}
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
        ) : null}
        {action === 'shelve' ? (
          <fieldset>
            <legend>{words.actions.shelveUntil}</legend>
            <p>{words.actions.shelveHint}</p>
            <Radio.Group value={hours} onChange={(event) => setHours(event.target.value as number)}>
              {shelveHours.map((n) => (
                <Radio key={n} value={n}>
                  {words.actions.shelveHours(n)}
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
        ) : null}
        <label>
          <span>
            {needsReason ? words.actions.reason : words.actions.note}{' '}
            <small>{needsReason ? words.common.required : words.common.optional}</small>
          </span>
          <Input.TextArea value={note} onChange={(event) => setNote(event.target.value)} rows={2} maxLength={2000} />
        </label>
      </form>
    </Dialog>
  );
};

/** What may be done with an alarm, by button and by key; whatever is not possible says why. */
export const AlarmActions = ({ alarm }: { readonly alarm: AlarmView }) => {
  const words = useWords();
  const live = useLive();
  const { message } = App.useApp();
  const mutation = useAlarmAction();
  const [dialog, setDialog] = useState<Asking | null>(null);

  const send = (request: AlarmActionRequest): void =>
    mutation.mutate(
      { alarm, action: request },
      {
        onSuccess: (answer) => {
          live.adopt(answer);
          // A dialog opened by the next key, while this act was on its way, stays.
          if (asking.includes(request.action)) setDialog(null);
          void message.success(words.actions.done(words.codes.alarmAction[request.action]));
        },
        onError: (error) => {
          const stale = error instanceof Refusal && error.status === 412;
          if (stale) setDialog(null);
          void message.error(stale ? words.actions.changed : sentenceOf(error, words));
        },
      },
    );

  const reasonOf = (reason: string | null): string => (reason === null ? '' : wordFor(words.open.reason, reason, words.open.reasonOther));
  const run = (name: string): void => {
    const action = alarm.allowedActions.find((candidate) => candidate.action === name);
    if (action === undefined) return;
    if (!action.allowed) void message.warning(words.actions.notAllowed + reasonOf(action.reason));
    else if (asking.includes(name)) setDialog(name as Asking);
    // The same key twice is one act; another one means what it says, though the first is still on its way.
    else if (mutation.isPending && mutation.variables.action.action === name) return;
    else if (name === 'acknowledge' || name === 'verify' || name === 'cosign' || name === 'unshelve') send({ action: name });
  };
  useShortcuts({ a: () => run('acknowledge'), v: () => run('verify'), c: () => run('confirm'), d: () => run('dismiss') });

  const shown = alarm.allowedActions.filter(({ action, allowed }) => allowed || always.includes(action));
  const next = shown.find(({ allowed }) => allowed)?.action;
  return (
    <div className="alarm-actions" role="group" aria-label={words.actions.label}>
      {shown.map(({ action, allowed, reason }) => {
        const key = keyOf[action as AlarmAction];
        return (
          <span key={action} className="alarm-action">
            <Button
              size="large"
              type={allowed && action === next ? 'primary' : 'default'}
              danger={allowed && action === 'confirm'}
              className={allowed ? '' : 'not-allowed'}
              aria-disabled={!allowed}
              {...(allowed ? {} : { 'aria-describedby': `why-${alarm.id}-${action}` })}
              onClick={() => run(action)}
            >
              {wordFor(words.codes.alarmAction, action, words.common.unknown)}
              {key === undefined ? null : <Key>{key.toUpperCase()}</Key>}
            </Button>
            {allowed ? null : <small id={`why-${alarm.id}-${action}`}>{reasonOf(reason)}</small>}
          </span>
        );
      })}
      {dialog === null ? null : <ActionDialog action={dialog} busy={mutation.isPending} send={send} close={() => setDialog(null)} />}
    </div>
  );
};
