import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { DutyCheck, Seat } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useDutyChecks, useIssueCheck, useLog, useLogEntry } from '../../api/rota-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';
import { dayAndTime } from './times.ts';

const WriteBox = ({ place }: { readonly place: string }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useLogEntry();
  const [text, setText] = useState('');
  return (
    <form
      className="action-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '')
          mutation.mutate(
            { school: place, text: text.trim() },
            outcome(words.handover.log, () => setText('')),
          );
      }}
    >
      <Field label={words.handover.write}>
        <Input.TextArea rows={2} maxLength={2000} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
      <p className="hint">{words.handover.writeHint}</p>
      <p>
        <Button size="large" htmlType="submit" loading={mutation.isPending} disabled={text.trim() === ''}>
          {words.handover.save}
        </Button>
      </p>
    </form>
  );
};

/** 值班日志: what people wrote down, the newest first. */
export const LogPanel = ({ place }: { readonly place: string }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const { permissions } = useSession();
  const query = useLog(place);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="panel" aria-labelledby="duty-log">
      <h2 id="duty-log">{words.handover.log}</h2>
      {permissions.includes('duty.hold') ? <WriteBox place={place} /> : null}
      {query.data.length === 0 ? <Empty>{words.handover.noLog}</Empty> : null}
      <ul className="plain-rows">
        {query.data.map((entry) => (
          <li key={entry.id}>
            <span>
              <span className="typed">{entry.text}</span>
              <small>
                {dayAndTime(entry.at)} {nameOf(entry.by)}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

const IssueDialog = ({ seats, close }: { readonly seats: readonly Seat[]; readonly close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useIssueCheck();
  const [seat, setSeat] = useState(seats[0]?.id ?? null);
  const [kind, setKind] = useState<'remote' | 'audible'>('remote');
  return (
    <ActDialog
      title={words.handover.issueTitle}
      hint={words.handover.issueHint}
      ready={seat !== null}
      pending={mutation.isPending}
      okText={words.handover.issue}
      close={close}
      send={() => {
        if (seat !== null) mutation.mutate({ seat, kind }, outcome(words.handover.issue, close));
      }}
    >
      <Field label={words.rota.seat}>
        <Select
          size="large"
          aria-label={words.rota.seat}
          value={seat}
          onChange={setSeat}
          options={seats.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field label={words.handover.kind}>
        <Select
          size="large"
          aria-label={words.handover.kind}
          value={kind}
          onChange={setKind}
          options={(['remote', 'audible'] as const).map((one) => ({ value: one, label: words.handover.kinds[one] }))}
        />
      </Field>
    </ActDialog>
  );
};

const CheckLine = ({ check, seat }: { readonly check: DutyCheck; readonly seat: string }) => {
  const words = useWords();
  const nameOf = usePersonName();
  return (
    <li>
      <span>
        <b>{seat}</b> · {words.handover.kinds[check.kind]}
        <small>{words.handover.issuedBy(nameOf(check.issuedBy), dayAndTime(check.issuedAt))}</small>
      </span>
      {check.answeredAt !== null ? (
        <Tag tone="good">{words.handover.answered(nameOf(check.answeredBy ?? ''), dayAndTime(check.answeredAt))}</Tag>
      ) : check.missed ? (
        <Tag tone="alarm">{words.handover.missed}</Tag>
      ) : (
        <Tag tone={check.open ? 'warning' : 'quiet'}>
          {check.open ? words.handover.waiting(dayAndTime(check.dueAt)) : words.handover.state.cancelled}
        </Tag>
      )}
    </li>
  );
};

/** 查岗: issued, answered, missed. */
export const CheckPanel = ({ place, seats }: { readonly place: string; readonly seats: readonly Seat[] }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useDutyChecks(place);
  const [issuing, setIssuing] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const active = seats.filter((seat) => seat.active);
  return (
    <section className="panel" aria-labelledby="duty-checks">
      <div className="panel-head">
        <h2 id="duty-checks">{words.handover.checks}</h2>
        {permissions.includes('dutyCheck.issue') && active.length > 0 ? (
          <Button size="large" onClick={() => setIssuing(true)}>
            {words.handover.issue}
          </Button>
        ) : null}
      </div>
      {query.data.length === 0 ? <Empty>{words.handover.noChecks}</Empty> : null}
      <ul className="plain-rows">
        {query.data.map((check) => (
          <CheckLine key={check.id} check={check} seat={seats.find(({ id }) => id === check.seat)?.name ?? words.rota.someSeat} />
        ))}
      </ul>
      {issuing ? <IssueDialog seats={active} close={() => setIssuing(false)} /> : null}
    </section>
  );
};
