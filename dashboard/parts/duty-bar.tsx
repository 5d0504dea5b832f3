import { Button, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { Seat } from '../../services/contracts/rota.ts';
import { usePlaceNames } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { useOrderedAlarms } from '../live/live.tsx';
import { needOf } from '../live/order.ts';
import { ActDialog } from './act-dialog.tsx';
import { DutyCheckPrompt } from './duty-check.tsx';
import { DutyBanner, OnDuty, useConsoles } from './duty-console.tsx';
import { KindIcon } from './icons.tsx';

/** 开始值班: one console is taken as it is, of several one is chosen, without any the sound is all there is to start. */
const StartDuty = ({ consoles, label }: { readonly consoles: readonly Seat[]; readonly label: string }) => {
  const words = useWords();
  const duty = useDuty();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const only = consoles.length === 1 ? consoles[0] : undefined;
  const press = (): void => {
    if (consoles.length > 1) setAsking(true);
    else if (only === undefined) duty.start();
    else duty.begin(only.id);
  };
  const send = (): void => {
    setAsking(false);
    if (chosen === null) duty.start();
    else duty.begin(chosen);
  };
  return (
    <>
      <Button type="primary" size="large" onClick={press}>
        {label}
      </Button>
      {asking ? (
        <ActDialog
          title={words.console.chooseTitle}
          hint={words.console.chooseHint}
          okText={words.duty.start}
          pending={false}
          send={send}
          close={() => setAsking(false)}
        >
          <Radio.Group
            className="choice-column"
            aria-label={words.console.choose}
            value={chosen}
            onChange={({ target }) => setChosen(target.value as string | null)}
            options={[
              ...consoles.map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.seatRole[role]}` })),
              { value: null, label: words.console.noConsole },
            ]}
          />
        </ActDialog>
      ) : null}
    </>
  );
};

/** Stays until somebody clicks: a duty room that believes it would hear an alarm must be right. */
export const SoundBanner = () => {
  const words = useWords();
  const duty = useDuty();
  const consoles = useConsoles();
  const [early, setEarly] = useState(false);
  const { seat } = duty.attendance;
  const { begin } = duty;
  useEffect(() => {
    if (!early || consoles === undefined) return;
    setEarly(false);
    const [only, ...others] = consoles;
    if (only !== undefined && others.length === 0) begin(only.id);
  }, [early, consoles, begin]);
  if (seat !== null)
    return (
      <>
        <OnDuty seat={seat} />
        <DutyCheckPrompt seat={seat} />
      </>
    );
  if (!duty.on)
    return (
      <DutyBanner title={words.duty.off} hint={typeof AudioContext === 'undefined' ? words.duty.noAudio : words.duty.offHint}>
        {consoles === undefined ? (
          // Sound does not wait for an answer of the server; the seat follows.
          <Button
            type="primary"
            size="large"
            onClick={() => {
              duty.start();
              setEarly(true);
            }}
          >
            {words.duty.start}
          </Button>
        ) : (
          <StartDuty consoles={consoles} label={words.duty.start} />
        )}
      </DutyBanner>
    );
  if (consoles === undefined || consoles.length === 0) return null;
  return (
    <section className="duty-line" aria-label={words.console.label}>
      <span>{words.console.choose}</span>
      <StartDuty consoles={consoles} label={words.duty.start} />
    </section>
  );
};

/** On every page: the gravest alarm nobody has acknowledged, and the way to it. */
export const AlarmStrip = () => {
  const words = useWords();
  const waiting = useOrderedAlarms().filter((alarm) => {
    const need = needOf(alarm);
    return need === 'ack_life' || need === 'ack';
  });
  const first = waiting[0];
  const { place } = usePlaceNames(first?.school ?? null, first?.space ?? null, null);
  const location = useLocation();
  if (first === undefined || (waiting.length === 1 && location.pathname === `/alarms/${first.id}`)) return null;
  return (
    <Link className={`alarm-strip ${first.severity}`} to={`/alarms/${first.id}`}>
      <KindIcon kind={first.kind} />
      <strong>{words.strip.unacknowledged(waiting.length)}</strong>
      <span>
        {first.exercise === null ? '' : words.exercise.mark}
        {place} · {words.codes.kind[first.kind]}
      </span>
      <b>{words.strip.goto}</b>
    </Link>
  );
};
