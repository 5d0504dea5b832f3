/** The alarm sound: made by the browser itself (WebAudio), so it needs no file and no network. */
import type { Sound } from './order.ts';

export interface Siren {
  /** Must be called from a click or key press: browsers allow sound only then. True when sound is now possible. */
  readonly start: () => Promise<boolean>;
  readonly running: () => boolean;
  /** `blocked`: the browser lets it make no sound (yet). */
  readonly state: () => 'on' | 'muted' | 'blocked';
  /** Silences this screen; alarms then go to telephones. */
  readonly mute: (muted: boolean) => void;
  /** So many short beeps, for a presence check that must be heard. */
  readonly beeps: (count: number) => void;
  /** Where a self-test plays and listens; null = no sound is possible. */
  readonly audio: () => AudioContext | null;
  /** What should sound from now on; null = silence. */
  readonly play: (sound: Sound | null) => void;
  /** A short sample of the life-safety sound. */
  readonly test: () => void;
  readonly onState: (listener: () => void) => () => void;
  readonly close: () => void;
}

interface Tone {
  /** Hz at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
  /** Seconds after the start of the pattern. */
  readonly at: number;
  readonly seconds: number;
}
interface Pattern {
  readonly tones: readonly Tone[];
  readonly everyMs: number;
  readonly wave: OscillatorType;
}

/** Life safety: a rising sweep that repeats without a pause; urgent: two short beeps, then a rest. */
const patterns: Readonly<Record<Sound, Pattern>> = {
  life_safety: {
    wave: 'sawtooth',
    everyMs: 1_200,
    tones: [
      { from: 600, to: 1_300, at: 0, seconds: 0.55 },
      { from: 600, to: 1_300, at: 0.6, seconds: 0.55 },
    ],
  },
  urgent: {
    wave: 'square',
    everyMs: 2_000,
    tones: [
      { from: 880, to: 880, at: 0, seconds: 0.16 },
      { from: 660, to: 660, at: 0.24, seconds: 0.22 },
    ],
  },
};

const testMs = 1_800;
/** A presence check's beep: higher and shorter than any alarm's tone. */
const beep = { from: 1_760, to: 1_760, seconds: 0.18 } as const;
const beepEverySeconds = 0.45;
const loudness = 0.4;

export const createSiren = (): Siren => {
  const listeners = new Set<() => void>();
  let context: AudioContext | null = null;
  let wanted: Sound | null = null;
  let muted = false;
  let playing: Sound | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;
  let testing: ReturnType<typeof setTimeout> | null = null;
  let live: GainNode | null = null;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  const once = (audio: AudioContext, out: AudioNode, pattern: Pattern): void => {
    for (const tone of pattern.tones) {
      const begin = audio.currentTime + tone.at;
      const end = begin + tone.seconds;
      const source = audio.createOscillator();
      const gain = audio.createGain();
      source.type = pattern.wave;
      source.frequency.setValueAtTime(tone.from, begin);
      source.frequency.linearRampToValueAtTime(tone.to, end);
      // Short ramps at both ends: a hard edge would click.
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(loudness, begin + 0.02);
      gain.gain.setValueAtTime(loudness, end - 0.03);
      gain.gain.linearRampToValueAtTime(0, end);
      source.connect(gain).connect(out);
      source.start(begin);
      source.stop(end);
    }
  };

  const silence = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    // Cuts what is already scheduled.
    live?.disconnect();
    live = null;
    playing = null;
  };

  const settle = (): void => {
    const sound = testing === null ? wanted : 'life_safety';
    if (context === null || context.state !== 'running' || muted) {
      silence();
      return;
    }
    if (sound === playing) return;
    silence();
    if (sound === null) return;
    const audio = context;
    const out = audio.createGain();
    out.connect(audio.destination);
    live = out;
    playing = sound;
    const pattern = patterns[sound];
    once(audio, out, pattern);
    timer = setInterval(() => once(audio, out, pattern), pattern.everyMs);
  };

  return {
    start: async () => {
      if (typeof AudioContext === 'undefined') return false;
      if (context === null) {
        context = new AudioContext();
        context.onstatechange = () => {
          settle();
          tell();
        };
      }
      await context.resume();
      settle();
      tell();
      return context.state === 'running';
    },
    running: () => context?.state === 'running',
    state: () => (context?.state !== 'running' ? 'blocked' : muted ? 'muted' : 'on'),
    mute: (next) => {
      muted = next;
      settle();
      tell();
    },
    beeps: (count) => {
      if (context?.state !== 'running' || muted) return;
      const tones = Array.from({ length: count }, (_, i) => ({ ...beep, at: i * beepEverySeconds }));
      once(context, context.destination, { wave: 'sine', everyMs: 0, tones });
    },
    audio: () => (context?.state === 'running' ? context : null),
    play: (sound) => {
      wanted = sound;
      settle();
    },
    test: () => {
      if (testing !== null) clearTimeout(testing);
      testing = setTimeout(() => {
        testing = null;
        settle();
      }, testMs);
      settle();
    },
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      silence();
      if (testing !== null) clearTimeout(testing);
      void context?.close();
    },
  };
};
