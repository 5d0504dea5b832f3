import { Button } from 'antd';
import { useState } from 'react';
import type { Leave } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useCancelLeave, useNewLeave } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { useNow } from '../../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { MomentField } from '../moment-field.tsx';
import { Empty } from '../states.tsx';
import { OnePerson } from './people-choice.tsx';
import { midnightOf } from './rota-model.ts';
import { dayAndTime } from './times.ts';

const dayMs = 86_400_000;

const LeaveDialog = ({ place, close }: { readonly place: string; readonly close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useNewLeave();
  const tomorrow = midnightOf(useNow(60_000)) + dayMs;
  const [person, setPerson] = useState<string | null>(null);
  const [startsAt, setStartsAt] = useState<number | null>(tomorrow);
  const [endsAt, setEndsAt] = useState<number | null>(tomorrow + dayMs);
  const whole = person !== null && startsAt !== null && endsAt !== null && startsAt < endsAt;
  return (
    <ActDialog
      title={words.rota.addLeave}
      hint={words.rota.leaveHint}
      ready={whole}
      pending={mutation.isPending}
      close={close}
      send={() => {
        if (whole) mutation.mutate({ person, startsAt, endsAt }, outcome(words.rota.addLeave, close));
      }}
    >
      <Field label={words.rota.who}>
        <OnePerson place={place} label={words.rota.who} value={person} onChange={setPerson} />
      </Field>
      <div className="side-by-side">
        <Field label={words.rota.begins}>
          <MomentField label={words.rota.begins} value={startsAt} onChange={setStartsAt} />
        </Field>
        <Field label={words.rota.ends}>
          <MomentField label={words.rota.ends} value={endsAt} onChange={setEndsAt} />
        </Field>
      </div>
    </ActDialog>
  );
};

interface Props {
  readonly place: string;
  readonly leaves: readonly Leave[];
  readonly mayManage: boolean;
}

/** Who is away now or will be. */
export const LeavePanel = ({ place, leaves, mayManage }: Props) => {
  const words = useWords();
  const nameOf = usePersonName();
  const now = useNow(60_000);
  const outcome = useOutcome();
  const cancelling = useCancelLeave();
  const [adding, setAdding] = useState(false);
  const coming = leaves.filter(({ cancelled, endsAt }) => !cancelled && endsAt > now).toSorted((a, b) => a.startsAt - b.startsAt);
  return (
    <section className="panel" aria-labelledby="rota-leaves">
      <h2 id="rota-leaves">{words.rota.leaves}</h2>
      {coming.length === 0 ? <Empty>{words.rota.noLeaves}</Empty> : null}
      <ul className="plain-rows">
        {coming.map((leave) => (
          <li key={leave.id}>
            <span>
              <b>{nameOf(leave.person)}</b> <small>{words.rota.from(dayAndTime(leave.startsAt), dayAndTime(leave.endsAt))}</small>
            </span>
            {mayManage ? (
              <Button
                size="large"
                aria-label={words.rota.cancelLeave(nameOf(leave.person))}
                loading={cancelling.isPending}
                onClick={() => cancelling.mutate(leave, outcome(words.rota.cancelLeaveShort))}
              >
                {words.rota.cancelLeaveShort}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" onClick={() => setAdding(true)}>
            {words.rota.addLeave}
          </Button>
        </p>
      ) : null}
      {adding ? <LeaveDialog place={place} close={() => setAdding(false)} /> : null}
    </section>
  );
};
