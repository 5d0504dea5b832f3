import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { usePlaceNames } from '../api/places.ts';
import { useLanguage } from '../i18n/language.tsx';
import { forgetInTab, remember, remembered, rememberedInTab, rememberInTab } from '../parts/remember.ts';
import { type Attendance, type Attending, openAttending } from './attend.ts';
import { useBoard, useLive, useOrderedAlarms } from './live.tsx';
import { loopBack } from './loop-back.ts';
import { notifyWhenHidden } from './notify.ts';
import { soundFor } from './order.ts';
import { createSiren, type Siren } from './siren.ts';

interface Duty {
  /** Sound can be heard. */
  readonly on: boolean;
  readonly muted: boolean;
  readonly speech: boolean;
  /** Unlocks the sound of this screen. */
  readonly start: () => void;
  readonly test: () => void;
  readonly setSpeech: (on: boolean) => void;
  readonly mute: (muted: boolean) => void;
  readonly beeps: (count: number) => void;
  /** Whether this screen is a seat's console, and what it lacks to count as attended. */
  readonly attendance: Attendance;
  /** 开始值班 on this seat's console: sound, notifications, proof. */
  readonly begin: (seat: string) => void;
  readonly end: () => void;
  /** Plays a tone and listens to it by the microphone; null = nothing was learned. */
  readonly listen: () => Promise<boolean | null>;
}

const DutyContext = createContext<Duty | null>(null);
const seatKey = 'console-seat';

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
  const text =
    alarm === undefined
      ? null
      : `${alarm.exercise === null ? '' : words.exercise.mark}${words.duty.say(place, words.codes.kind[alarm.kind], words.codes.level[alarm.level])}`;
  useEffect(() => {
    if (alarm === undefined || text === null || spoken.current.has(alarm.id)) return;
    spoken.current.add(alarm.id);
    say(text, language);
  }, [alarm, text, language]);
  return null;
};

interface Means {
  readonly siren: Siren;
  readonly attending: Attending;
}

const noAttendance: Attendance = { seat: null, refusal: null, lacks: [] };

/** The siren and the proof of this screen, for as long as somebody is signed in. */
const useMeans = (): Means | null => {
  const live = useLive();
  const [means, setMeans] = useState<Means | null>(null);
  useEffect(() => {
    const siren = createSiren();
    const attending = openAttending({
      line: live.line,
      sound: siren.state,
      onSound: siren.onState,
      remembered: rememberedInTab(seatKey),
      remember: (seat) => (seat === null ? forgetInTab(seatKey) : rememberInTab(seatKey, seat)),
    });
    setMeans({ siren, attending });
    return () => {
      attending.close();
      siren.close();
    };
  }, [live]);
  return means;
};

/** Holds the siren: one 开始值班 click makes it possible, the board decides what sounds. */
export const DutyProvider = ({ children }: { readonly children: ReactNode }) => {
  const { language, words } = useLanguage();
  const live = useLive();
  const means = useMeans();
  const [speech, setSpeechOn] = useState(() => remembered('speech') === 'on');
  const board = useBoard();
  const sound = useMemo(() => (board === null ? null : soundFor(board.alarms.values(), board.open.storms)), [board]);
  const seq = board?.seq ?? null;

  const subscribe = useCallback((listener: () => void) => means?.attending.subscribe(listener) ?? (() => undefined), [means]);
  const attendance = useSyncExternalStore(subscribe, () => means?.attending.state() ?? noAttendance);
  const state = useSyncExternalStore(subscribe, () => means?.siren.state() ?? 'blocked');
  useEffect(() => means?.siren.play(sound), [means, sound]);
  useEffect(() => {
    if (seq !== null) means?.attending.shown(seq);
  }, [means, seq]);
  useEffect(() => notifyWhenHidden(live, words), [live, words]);

  const duty = useMemo<Duty>(
    () => ({
      on: state !== 'blocked',
      muted: state === 'muted',
      speech,
      attendance,
      start: () => void means?.siren.start(),
      test: () => {
        void means?.siren.start().then(() => means.siren.test());
        if (speech) say(words.duty.sayTest, language);
      },
      setSpeech: (next) => {
        remember('speech', next ? 'on' : 'off');
        setSpeechOn(next);
        if (next) say(words.duty.sayTest, language);
      },
      mute: (muted) => means?.siren.mute(muted),
      beeps: (count) => means?.siren.beeps(count),
      begin: (seat) => {
        means?.siren.mute(false);
        void means?.siren.start();
        // Asked once; the browser keeps the answer.
        if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
        means?.attending.begin(seat);
      },
      end: () => means?.attending.end(),
      listen: async () => {
        const audio = means?.siren.audio() ?? null;
        const heard = audio === null ? null : await loopBack(audio);
        means?.attending.heard(heard);
        return heard;
      },
    }),
    [state, speech, attendance, means, words, language],
  );
  return (
    <DutyContext value={duty}>
      {duty.on && !duty.muted && speech ? <Announcer /> : null}
      {children}
    </DutyContext>
  );
};

export const useDuty = (): Duty => {
  const duty = useContext(DutyContext);
  if (duty === null) throw new Error('asked for the siren outside the sign-in');
  return duty;
};
