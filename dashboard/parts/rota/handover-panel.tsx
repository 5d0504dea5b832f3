import { Button, Select } from 'antd';
import { useState } from 'react';
import type { Handover, Seat } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useDutyNow, useHandoverStep, useHandovers, useNewHandover } from '../../api/rota-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { AskButton } from '../ask-button.tsx';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';
import { OnePerson } from './people-choice.tsx';
import { SheetList } from './sheet-list.tsx';
import { dayAndTime } from './times.ts';

const BeginDialog = ({ place, seats, close }: { place: string; seats: readonly Seat[]; close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useNewHandover();
  const duty = useDutyNow(place).data ?? [];
  const [seat, setSeat] = useState(seats[0]?.id ?? null);
  const [taker, setTaker] = useState<string | null>(null);
  // Who comes next by the rota, until somebody else is chosen.
  const next = duty.find((one) => one.seat.id === seat)?.next[0] ?? null;
  const chosen = taker ?? next;
  return (
    <ActDialog
      title={words.handover.begin}
      hint={words.handover.beginHint}
      ready={seat !== null && chosen !== null}
      pending={mutation.isPending}
      okText={words.handover.begin}
      close={close}
      send={() => {
        if (seat !== null && chosen !== null) mutation.mutate({ seat, taker: chosen }, outcome(words.handover.begin, close));
      }}
    >
      <Field label={words.rota.seat}>
        <Select
          size="large"
          aria-label={words.rota.seat}
          value={seat}
          onChange={(id) => {
            setSeat(id);
            setTaker(null);
          }}
          options={seats.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field label={words.handover.taker}>
        <OnePerson place={place} label={words.handover.taker} value={chosen} onChange={setTaker} />
      </Field>
    </ActDialog>
  );
};

const Signatures = ({ handover }: { readonly handover: Handover }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const { giver, taker, givenAt, takenAt } = handover;
  return (
    <ol className="signatures">
      <li className={givenAt === null ? '' : 'done'}>
        <b aria-hidden="true">{givenAt === null ? '○' : '✓'}</b>
        {givenAt === null ? words.handover.waitGiver(nameOf(giver)) : words.handover.givenAt(nameOf(giver), dayAndTime(givenAt))}
      </li>
      <li className={takenAt === null ? '' : 'done'}>
        <b aria-hidden="true">{takenAt === null ? '○' : '✓'}</b>
        {takenAt === null ? words.handover.waitGiver(nameOf(taker)) : words.handover.takenAt(nameOf(taker), dayAndTime(takenAt))}
      </li>
    </ol>
  );
};

const OpenHandover = ({ handover, seat }: { readonly handover: Handover; readonly seat: string }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const { person, permissions } = useSession();
  const mutation = useHandoverStep();
  const mySign =
    handover.state === 'open' && handover.giver === person.id
      ? words.handover.signGive
      : handover.state === 'given' && handover.taker === person.id
        ? words.handover.signTake
        : null;
  return (
    <article className="handover">
      <h3>
        {seat} · {words.handover.from(nameOf(handover.giver), nameOf(handover.taker))}{' '}
        <Tag tone="warning">{words.handover.state[handover.state]}</Tag>
      </h3>
      <p className="hint">{words.handover.live}</p>
      <SheetList handover={handover} />
      <Signatures handover={handover} />
      <p className="buttons">
        {mySign === null ? null : (
          <AskButton label={mySign} hint={words.handover.signHint} primary mutation={mutation} input={{ handover, step: 'sign' }} />
        )}
        {permissions.includes('duty.hold') ? (
          <AskButton
            label={words.handover.cancel}
            hint={words.handover.cancelHint}
            danger
            mutation={mutation}
            input={{ handover, step: 'cancel' }}
          />
        ) : null}
      </p>
    </article>
  );
};

const Past = ({ handovers, seatName }: { handovers: readonly Handover[]; seatName: (id: string) => string }) => {
  const words = useWords();
  const nameOf = usePersonName();
  return (
    <section className="panel" aria-labelledby="handover-past">
      <h2 id="handover-past">{words.handover.past}</h2>
      {handovers.length === 0 ? <Empty>{words.handover.noPast}</Empty> : null}
      <ul className="plain-rows">
        {handovers.map((handover) => (
          <li key={handover.id}>
            <details>
              <summary>
                {dayAndTime(handover.takenAt ?? handover.at)} {seatName(handover.seat)} ·{' '}
                {words.handover.from(nameOf(handover.giver), nameOf(handover.taker))}{' '}
                <Tag tone={handover.state === 'done' ? 'good' : 'quiet'}>{words.handover.state[handover.state]}</Tag>
              </summary>
              <Signatures handover={handover} />
              <SheetList handover={handover} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
};

const pastShown = 20;

/** 交接班: under way with the system's sheet, and those that were. */
export const HandoverPanel = ({ place, seats }: { readonly place: string; readonly seats: readonly Seat[] }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useHandovers(place);
  const [beginning, setBeginning] = useState(false);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const open = query.data.filter(({ state }) => state === 'open' || state === 'given');
  const past = query.data.filter(({ state }) => state === 'done' || state === 'cancelled').slice(0, pastShown);
  const seatName = (id: string): string => seats.find((seat) => seat.id === id)?.name ?? words.rota.someSeat;
  const active = seats.filter((seat) => seat.active);
  return (
    <>
      <section className="panel" aria-labelledby="handover-open">
        <div className="panel-head">
          <h2 id="handover-open">{words.handover.open}</h2>
          {permissions.includes('duty.hold') && active.length > 0 ? (
            <Button size="large" type={open.length === 0 ? 'primary' : 'default'} onClick={() => setBeginning(true)}>
              {words.handover.begin}
            </Button>
          ) : null}
        </div>
        {open.length === 0 ? <Empty>{words.handover.none}</Empty> : null}
        {open.map((handover) => (
          <OpenHandover key={handover.id} handover={handover} seat={seatName(handover.seat)} />
        ))}
      </section>
      <Past handovers={past} seatName={seatName} />
      {beginning ? <BeginDialog place={place} seats={active} close={() => setBeginning(false)} /> : null}
    </>
  );
};
