import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { usePlaceNames } from '../api/places.ts';
import { useLanguage } from '../i18n/language.tsx';
import { remember, remembered } from '../parts/remember.ts';
import { useBoard, useOrderedAlarms } from './live.tsx';
import { soundFor } from './order.ts';
import { createSiren, type Siren } from './siren.ts';

interface Duty {
  /** Sound can be heard. */
  readonly on: boolean;
  readonly speech: boolean;
  readonly start: () => void;
  readonly test: () => void;
  readonly setSpeech: (on: boolean) => void;
}

const DutyContext = createContext<Duty | null>(null);

const say = (text: string, language: 'zh' | 'en'): void => {
  if (!('speechSynthesis' in window)) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language === 'zh' ? 'zh-CN' : 'en-GB';
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(utterance);
};

/** Speaks the gravest unacknowledged alarm once. */
const Announcer = () => {
  const { language, words } = useLanguage();
  const spoken = useRef(new Set<string>());
  const alarm = useOrderedAlarms().find((candidate) => soundFor([candidate]) !== null);
  const { place } = usePlaceNames(alarm?.school ?? null, alarm?.space ?? null, null);
  const text = alarm === undefined ? null : words.duty.say(place, words.codes.kind[alarm.kind], words.codes.level[alarm.level]);
  useEffect(() => {
    if (alarm === undefined || text === null || spoken.current.has(alarm.id)) return;
    spoken.current.add(alarm.id);
    say(text, language);
  }, [alarm, text, language]);
  return null;
};

/** Holds the siren: one 开始值班 click makes it possible, the board decides what sounds. */
export const DutyProvider = ({ children }: { readonly children: ReactNode }) => {
  const { language, words } = useLanguage();
  const [siren, setSiren] = useState<Siren | null>(null);
  const [speech, setSpeechOn] = useState(() => remembered('speech') === 'on');
  const board = useBoard();
  const sound = useMemo(() => (board === null ? null : soundFor(board.alarms.values())), [board]);

  useEffect(() => {
    const made = createSiren();
    setSiren(made);
    return made.close;
  }, []);
  const subscribe = useCallback((listener: () => void) => siren?.onState(listener) ?? (() => undefined), [siren]);
  const on = useSyncExternalStore(subscribe, () => siren?.running() ?? false);
  useEffect(() => siren?.play(sound), [siren, sound]);

  const duty = useMemo<Duty>(
    () => ({
      on,
      speech,
      start: () => void siren?.start(),
      test: () => {
        void siren?.start().then(() => siren.test());
        if (speech) say(words.duty.sayTest, language);
      },
      setSpeech: (next) => {
        remember('speech', next ? 'on' : 'off');
        setSpeechOn(next);
        if (next) say(words.duty.sayTest, language);
      },
    }),
    [on, speech, siren, words, language],
  );
  return (
    <DutyContext value={duty}>
      {on && speech ? <Announcer /> : null}
      {children}
    </DutyContext>
  );
};

export const useDuty = (): Duty => {
  const duty = useContext(DutyContext);
  if (duty === null) throw new Error('asked for the siren outside the sign-in');
  return duty;
};
