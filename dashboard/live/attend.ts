/**
 * 值班台: this screen proves that it can be seen and heard. The server asks; the answer is given where the question
 * arrives, never from a timer: a hidden tab's timers are slowed down to one a minute.
 */
import type { Socket } from 'socket.io-client';
import type { Attend, Proof, Prove } from '../../services/contracts/console.ts';
import type { ConsoleFault } from '../../services/contracts/rota.ts';

/** Frames are looked at so often; the server wants one of the last five seconds. */
const frameEveryMs = 1_000;

/** The part of the socket that is needed here. */
export type Line = Pick<Socket, 'connected' | 'on' | 'off' | 'emit'>;

export interface Attendance {
  /** The seat whose console this screen is; null = none. */
  readonly seat: string | null;
  /** Code of why the server would not have it. */
  readonly refusal: string | null;
  /** What this screen lacks to be seen and heard, as far as it knows itself. */
  readonly lacks: readonly ConsoleFault[];
}

export interface Attending {
  readonly state: () => Attendance;
  readonly subscribe: (listener: () => void) => () => void;
  /** 开始值班: somebody pressed it. */
  readonly begin: (seat: string) => void;
  readonly end: () => void;
  /** What the microphone heard; null = not asked. */
  readonly heard: (heard: boolean | null) => void;
  /** The page shows the board up to this change. */
  readonly shown: (seq: number) => void;
  readonly close: () => void;
}

interface Means {
  readonly line: Line;
  readonly sound: () => Proof['sound'];
  readonly onSound: (listener: () => void) => () => void;
  /** The seat chosen in this tab before the page was loaded again. */
  readonly remembered: string | null;
  readonly remember: (seat: string | null) => void;
}

/** Calls back after the next frame is on the screen: a frame's callback runs before the paint, the message after it. */
export const afterPaint = (done: () => void): void => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
};

export const openAttending = ({ line, sound, onSound, remembered, remember }: Means): Attending => {
  const listeners = new Set<() => void>();
  let seat = remembered;
  let refusal: string | null = null;
  let heard: boolean | null = null;
  let frameAt = performance.now();
  let frames: ReturnType<typeof setTimeout> | null = null;
  let newest = 0;
  let painted = 0;
  let waitingSince: number | null = null;

  const lacking = (): ConsoleFault[] => {
    const found: ConsoleFault[] = [];
    if (document.visibilityState !== 'visible') found.push('hidden');
    if (sound() === 'muted') found.push('muted');
    if (sound() === 'blocked') found.push('sound_blocked');
    if (heard === false) found.push('not_heard');
    return found;
  };

  let held: Attendance = { seat, refusal, lacks: lacking() };
  const tell = (): void => {
    held = { seat, refusal, lacks: lacking() };
    for (const listener of listeners) listener();
  };

  const watchFrames = (): void => {
    if (frames !== null) clearTimeout(frames);
    frames = null;
    if (seat === null) return;
    requestAnimationFrame(() => {
      frameAt = performance.now();
    });
    frames = setTimeout(watchFrames, frameEveryMs);
  };

  const attend = (pressed: boolean): void => {
    if (!line.connected) return;
    const wanted: Attend = { seat, pressed };
    line.emit('attend', wanted, ({ ok, code }: { ok: boolean; code?: string }) => {
      if (wanted.seat !== seat) return;
      refusal = ok ? null : (code ?? 'role');
      tell();
    });
  };

  const choose = (next: string | null, pressed: boolean): void => {
    seat = next;
    refusal = null;
    heard = null;
    remember(seat);
    watchFrames();
    // After a frame: the first answer would else speak of one long ago.
    if (seat === null) attend(pressed);
    else afterPaint(() => attend(pressed));
    tell();
  };

  const onConnect = (): void => {
    if (seat !== null) attend(false);
  };
  const onProve = ({ nonce }: Prove): void => {
    const now = performance.now();
    const proof: Proof = {
      nonce,
      visible: document.visibilityState === 'visible',
      sound: sound(),
      heard,
      frameAgeMs: Math.max(0, now - frameAt),
      unpaintedMs: waitingSince === null ? 0 : Math.max(0, now - waitingSince),
    };
    line.emit('proof', proof);
  };
  const onChange = ({ seq }: { readonly seq: number }): void => {
    // What a snapshot held already is on the screen.
    if (seq <= painted) return;
    newest = Math.max(newest, seq);
    waitingSince ??= performance.now();
  };
  /** What could not be seen or heard may be so again: the server asks at once instead of in a while. */
  const askAgain = (): void => {
    tell();
    onConnect();
  };
  const onVisible = (): void => {
    watchFrames();
    tell();
    if (!document.hidden) afterPaint(onConnect);
  };

  line.on('connect', onConnect);
  line.on('prove', onProve);
  line.on('change', onChange);
  document.addEventListener('visibilitychange', onVisible);
  const stopSound = onSound(askAgain);
  watchFrames();
  onConnect();

  return {
    state: () => held,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (chosen) => choose(chosen, true),
    end: () => choose(null, true),
    heard: (result) => {
      heard = result;
      askAgain();
    },
    shown: (seq) =>
      afterPaint(() => {
        painted = Math.max(painted, seq);
        if (painted >= newest) waitingSince = null;
        else if (waitingSince !== null) waitingSince = performance.now();
      }),
    close: () => {
      line.off('connect', onConnect);
      line.off('prove', onProve);
      line.off('change', onChange);
      document.removeEventListener('visibilitychange', onVisible);
      stopSound();
      if (frames !== null) clearTimeout(frames);
    },
  };
};
