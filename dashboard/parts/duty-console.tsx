import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ConsoleFault, Seat } from '../../services/contracts/rota.ts';
import { useSeats } from '../api/duty-queries.ts';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { useBoard } from '../live/live.tsx';
import { SignIcon } from './icons.tsx';

/** Seats whose console this screen could be; undefined = not known yet. */
export const useConsoles = (): Seat[] | undefined => {
  const session = useSession();
  const mayHold = session.permissions.includes('duty.hold');
  const seats = useSeats(mayHold ? session.org.id : null);
  if (mayHold && seats.isPending) return undefined;
  return (seats.data ?? []).filter((seat) => seat.console && seat.active);
};

export const DutyBanner = ({ title, hint, children }: { readonly title: string; readonly hint: string; readonly children: ReactNode }) => (
  <div className="sound-banner" role="region" aria-label={title}>
    <SignIcon sign="sound" />
    <p>
      <strong>{title}</strong>
      <span>{hint}</span>
    </p>
    {children}
  </div>
);

/** Listens by the microphone, and says what came of it. */
const SelfTest = ({ label }: { readonly label: string }) => {
  const words = useWords();
  const duty = useDuty();
  const [listening, setListening] = useState(false);
  const [heard, setHeard] = useState<boolean | null | undefined>(undefined);
  const listen = async (): Promise<void> => {
    setListening(true);
    setHeard(await duty.listen());
    setListening(false);
  };
  return (
    <>
      <Button className="head-button" loading={listening} title={words.console.listenHint} onClick={() => void listen()}>
        {listening ? words.console.listening : label}
      </Button>
      <span role="status">{heard === true ? words.console.heard : heard === null ? words.console.noMicrophone : ''}</span>
    </>
  );
};

/** What a person can do about what this screen lacks. */
const Remedies = ({ seat, lacks }: { readonly seat: string; readonly lacks: readonly string[] }) => {
  const words = useWords();
  const duty = useDuty();
  return (
    <>
      {lacks.includes('muted') ? (
        <Button type="primary" size="large" onClick={() => duty.mute(false)}>
          {words.console.unmute}
        </Button>
      ) : null}
      {lacks.includes('sound_blocked') ? (
        <Button type="primary" size="large" onClick={duty.start}>
          {words.console.sound}
        </Button>
      ) : null}
      {lacks.includes('not_heard') ? <SelfTest label={words.console.listenAgain} /> : null}
      {lacks.includes('not_heard') || lacks.includes('refused') || lacks.includes('check_missed') ? (
        <Button type="primary" size="large" onClick={() => duty.begin(seat)}>
          {lacks.includes('not_heard') ? words.console.skipListen : words.console.again}
        </Button>
      ) : null}
      <Button size="large" onClick={duty.end}>
        {words.console.end}
      </Button>
    </>
  );
};

/** This screen is a seat's console: a quiet line while it counts, a banner with the reason while it does not. */
export const OnDuty = ({ seat }: { readonly seat: string }) => {
  const words = useWords();
  const duty = useDuty();
  const known = useBoard()?.open.consoles.get(seat);
  const name = useConsoles()?.find(({ id }) => id === seat)?.name ?? words.console.label;
  const { refusal, lacks } = duty.attendance;
  const missed = known?.faults.includes('check_missed') === true;
  if (refusal !== null)
    return (
      <DutyBanner title={words.console.refused} hint={`${name} · ${sentenceOf(new Refusal(refusal, 403), words)}`}>
        <Remedies seat={seat} lacks={['refused']} />
      </DutyBanner>
    );
  const faults: readonly ConsoleFault[] = missed ? [...lacks, 'check_missed'] : lacks;
  if (faults.length > 0)
    return (
      <DutyBanner
        title={words.console.notAttended}
        hint={`${name} · ${faults.map((fault) => words.codes.consoleFault[fault]).join(' · ')} — ${words.console.notAttendedHint}`}
      >
        <Remedies seat={seat} lacks={faults} />
      </DutyBanner>
    );
  return (
    <section className="duty-line" aria-label={words.console.label}>
      <i aria-hidden="true" />
      <span>{known?.state === 'attended' ? words.console.attended(name) : words.console.waiting(name)}</span>
      {known?.faults.includes('slow') === true ? <em>{words.codes.consoleFault.slow}</em> : null}
      <SelfTest label={words.console.listen} />
      <Button className="head-button" onClick={() => duty.mute(true)}>
        {words.console.mute}
      </Button>
      <Button className="head-button" onClick={duty.end}>
        {words.console.end}
      </Button>
    </section>
  );
};
