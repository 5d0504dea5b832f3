import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { DutyCheck } from '../../services/contracts/rota.ts';
import { useAnswerDutyCheck } from '../api/duty-check-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { useOutcome } from './act-dialog.tsx';
import { clockText } from './clocks.ts';
import { Dialog } from './dialog.tsx';

/** So many beeps may be asked for: one is a chance noise, more than five are not counted. */
const counts = [2, 3, 4, 5] as const;
/** The prompt comes again until it is answered (GB/T 26875.3: it stands until then). */
const promptEveryMs = 8_000;

const anyCount = (): number => counts[Math.floor(Math.random() * counts.length)] ?? counts[0];

const Check = ({ check }: { readonly check: DutyCheck }) => {
  const words = useWords();
  const duty = useDuty();
  const now = useNow();
  const answer = useAnswerDutyCheck();
  const outcome = useOutcome();
  const [count, setCount] = useState(anyCount);
  const [wrong, setWrong] = useState(false);
  const { beeps, on, muted } = duty;
  const heard = on && !muted;
  const play = useCallback(() => beeps(count), [beeps, count]);
  useEffect(() => {
    play();
    const timer = setInterval(play, promptEveryMs);
    return () => clearInterval(timer);
  }, [play]);
  const send = (): void => answer.mutate(check.id, outcome(words.console.check));
  const choose = (chosen: number): void => {
    if (chosen === count) send();
    else {
      setWrong(true);
      // Another number, or trying them all would do.
      setCount(anyCount());
    }
  };
  return (
    <Dialog open title={words.console.check} closable={false} footer={null} keyboard={false} mask={{ closable: false }}>
      <div className="action-form">
        <p>{check.kind === 'audible' ? words.console.checkAudibleAsk : words.console.checkAsk}</p>
        <p className="hint" role="status">
          {check.missed || now > check.dueAt ? words.console.checkMissed : words.console.checkLeft(clockText(check.dueAt - now))}
          {wrong ? ` ${words.console.checkWrong}` : ''}
        </p>
        {check.kind !== 'audible' ? (
          <Button type="primary" size="large" loading={answer.isPending} onClick={send}>
            {words.console.checkAnswer}
          </Button>
        ) : heard ? (
          <fieldset className="beep-counts" aria-label={words.console.checkAudibleAsk}>
            {counts.map((n) => (
              <Button key={n} size="large" loading={answer.isPending} onClick={() => choose(n)}>
                {words.console.checkCount(n)}
              </Button>
            ))}
            <Button size="large" onClick={play}>
              {words.console.checkPlay}
            </Button>
          </fieldset>
        ) : (
          <>
            <p>{words.console.checkNoSound}</p>
            <Button type="primary" size="large" onClick={() => (muted ? duty.mute(false) : duty.start())}>
              {muted ? words.console.unmute : words.console.sound}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
};

/** 查岗 of this screen's seat: asked by sound where the check must be heard; the number of beeps is on no screen. */
export const DutyCheckPrompt = ({ seat }: { readonly seat: string }) => {
  const board = useBoard();
  const check = [...(board?.open.dutyChecks.values() ?? [])].find((one) => one.seat === seat);
  return check === undefined ? null : <Check key={check.id} check={check} />;
};
