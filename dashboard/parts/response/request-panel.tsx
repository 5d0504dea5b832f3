import { Button, Input } from 'antd';
import { useState } from 'react';
import type { AssistanceRequest } from '../../../services/contracts/responder.ts';
import { useCancelRequest, useRequests, useResponders } from '../../api/duty-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import type { Words } from '../../i18n/words.ts';
import { useBoard, useNow } from '../../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { type DialogueStep, dialogueSteps, newest, requestWaits } from '../clocks.ts';
import { Limit } from '../countdown.tsx';
import { ExerciseMark, exerciseClass } from '../exercise.tsx';
import { number, shortTime } from '../format.ts';
import { Empty } from '../states.tsx';
import { Tag } from '../tags.tsx';

const kilometre = 1_000;
const distanceText = (metres: number, words: Words): string =>
  words.requests.distance(
    metres >= kilometre ? words.requests.km(number(Math.round(metres / 100) / 10)) : words.requests.metres(String(Math.round(metres))),
  );

const stepMark: Readonly<Record<DialogueStep['mark'], string>> = { done: '✓', now: '●', missed: '–', ahead: '○', broken: '✗' };

const Dialogue = ({ request }: { readonly request: AssistanceRequest }) => {
  const words = useWords();
  const now = useNow(5_000);
  return (
    <ol className="dialogue">
      {dialogueSteps(request).map(({ state, at, mark }) => (
        <li key={state} className={mark} {...(mark === 'now' ? { 'aria-current': 'step' } : {})}>
          <b aria-hidden="true">{stepMark[mark]}</b>
          <span>{words.codes.requestState[state]}</span>
          <small>{at === null ? (mark === 'missed' ? words.requests.missed : '') : shortTime(at, now)}</small>
        </li>
      ))}
    </ol>
  );
};

const Waiting = ({ request }: { readonly request: AssistanceRequest }) => {
  const words = useWords();
  const waits = requestWaits(request);
  if (waits === null || !request.open) return null;
  return waits.awaits === 'answer' ? (
    <Limit dueAt={waits.dueAt} left={words.requests.answerIn} late={() => words.requests.answerOver} />
  ) : (
    <Limit dueAt={waits.dueAt} left={words.requests.arrivesIn} late={words.requests.arrivalOver} />
  );
};

const Request = ({
  request,
  name,
  cancel,
}: {
  readonly request: AssistanceRequest;
  readonly name: string;
  readonly cancel: (() => void) | null;
}) => {
  const words = useWords();
  const now = useNow(5_000);
  return (
    <li className={`request ${exerciseClass(request)}`}>
      <header>
        {request.exercise === null ? null : <ExerciseMark />}
        <b>{name}</b>
        <small>
          {words.requests.need(words.codes.capability[request.need])} · {words.requests.wave(request.wave)}
          {request.distanceMetres === null ? '' : ` · ${distanceText(request.distanceMetres, words)}`}
        </small>
        <Waiting request={request} />
        {cancel === null ? null : (
          <Button size="small" onClick={cancel} aria-label={`${words.requests.cancel}${words.common.colon}${name}`}>
            {words.requests.cancel}
          </Button>
        )}
      </header>
      <Dialogue request={request} />
      {request.attempts.length === 0 ? null : (
        <details>
          <summary>
            {words.requests.tried} <span className="count">{request.attempts.length}</span>
          </summary>
          <ul className="attempts">
            {request.attempts.map((attempt) => (
              <li key={`${attempt.channel} ${attempt.at}`}>
                {shortTime(attempt.at, now)} · {words.codes.responderChannel[attempt.channel]}{' '}
                <Tag tone={attempt.outcome === 'failed' ? 'alarm' : 'plain'}>
                  {attempt.outcome === 'failed' ? '✗ ' : ''}
                  {words.requests.outcome[attempt.outcome]}
                </Tag>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
};

const CancelDialog = ({ request, close }: { readonly request: AssistanceRequest; readonly close: () => void }) => {
  const words = useWords();
  const cancel = useCancelRequest();
  const outcome = useOutcome();
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={words.requests.cancel}
      ready={reason.trim() !== ''}
      pending={cancel.isPending}
      okText={words.requests.cancel}
      send={() => cancel.mutate({ asked: request, reason: reason.trim() }, outcome(words.requests.cancel, close))}
      close={close}
    >
      <Field label={words.requests.cancelReason}>
        <Input.TextArea value={reason} onChange={(event) => setReason(event.target.value)} rows={2} maxLength={500} />
      </Field>
    </ActDialog>
  );
};

/** Before it arrives a request may be called off (domain C4). */
const stoppable: readonly AssistanceRequest['state'][] = ['draft', 'sent', 'delivered', 'accepted', 'en_route'];

/** 联动力量: whom we asked, and how far each dialogue has come. */
export const RequestPanel = ({ school, incident }: { readonly school: string; readonly incident: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const board = useBoard();
  const responders = useResponders(permissions.includes('responder.read') ? school : null).data;
  const listed = useRequests(incident);
  const [cancelling, setCancelling] = useState<AssistanceRequest | null>(null);
  const live = [...(board?.open.requests.values() ?? [])].filter((request) => request.incident === incident);
  const requests = newest(listed.data ?? [], live).sort(
    (a, b) => Number(b.open) - Number(a.open) || a.wave - b.wave || (a.id < b.id ? -1 : 1),
  );
  const may = permissions.includes('request.act');
  return (
    <section className="panel" aria-label={words.requests.title}>
      <h2>
        {words.requests.title} <span className="count">{requests.length}</span>
      </h2>
      {requests.length === 0 ? <Empty>{words.requests.none}</Empty> : null}
      <ul className="requests">
        {requests.map((request) => (
          <Request
            key={request.id}
            request={request}
            name={responders?.find(({ id }) => id === request.responder)?.name ?? words.requests.unknown}
            cancel={may && request.open && stoppable.includes(request.state) ? () => setCancelling(request) : null}
          />
        ))}
      </ul>
      {cancelling === null ? null : <CancelDialog request={cancelling} close={() => setCancelling(null)} />}
    </section>
  );
};
