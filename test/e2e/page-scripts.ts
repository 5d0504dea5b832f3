/** Scripts that run in the page under test: they watch what it does with sound, notifications and its main thread. */

/** Gives the test a hand on the page's sound. */
export const holdSound = (): void => {
  const Real = AudioContext;
  globalThis.AudioContext = class extends Real {
    constructor() {
      super();
      Reflect.set(globalThis, 'heldSound', this);
    }
  };
};
/** Notes what the browser is asked to show, as if somebody had allowed it. */
export const noteNotifications = (): void => {
  const shown: string[] = [];
  Reflect.set(globalThis, 'shown', shown);
  const noted = class {
    static readonly permission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
  };
  Reflect.set(globalThis, 'Notification', noted);
};
/** Counts the beeps of the last prompt: only they are of this wave. */
export const countBeeps = (): void => {
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number) {
    const burst = Reflect.get(globalThis, 'beeps') as { at: number; count: number } | undefined;
    const now = performance.now();
    if (this.type === 'sine')
      Reflect.set(globalThis, 'beeps', burst && now - burst.at < 100 ? { at: now, count: burst.count + 1 } : { at: now, count: 1 });
    begin.call(this, when);
  };
};
/** A main thread that does nothing else for so long. */
export const block = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
};
