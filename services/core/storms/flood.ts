/**
 * How many alarms of a school made themselves heard lately. A flood begins with more than 10 in 10 minutes and is over
 * when fewer than 5 came in the last 10 (ISA-18.2-2016 §16, EEMUA 191; domain B11); an alarm counts once however often
 * it comes back.
 */

/** Alarms by id with the moment they were last heard, the longest silent first. */
export type Recent = Map<string, number>;

/** Takes note of one and forgets what is too long ago. */
export const hear = (recent: Recent, alarm: string, at: number, withinMs: number): void => {
  recent.delete(alarm);
  recent.set(alarm, at);
  forgetBefore(recent, at - withinMs);
};

/** Drops what was last heard at `before` or earlier. */
export const forgetBefore = (recent: Recent, before: number): void => {
  for (const [alarm, at] of recent) {
    if (at > before) return;
    recent.delete(alarm);
  }
};
