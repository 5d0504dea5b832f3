/** `config/console.yaml`: how soon a screen must answer, and when a console counts as lost. */
import { z } from 'zod';

/** The promise: from the fault to the reroute; half a second is left for the tick that notices and the one that sends. */
const reroutedWithinSeconds = 29.5;

const cited = <T extends z.ZodNumber>(value: T) =>
  z.strictObject({ value, cites: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }) });

const fileSchema = z
  .strictObject({
    proveSeconds: cited(z.number().min(0.2).max(10)),
    answerSeconds: cited(z.number().min(0.2).max(20)),
    lostSeconds: cited(z.number().min(1).max(25)),
    frameSeconds: cited(z.number().min(1).max(10)),
    slowMilliseconds: cited(z.number().int().min(100).max(10_000)),
    breachSeconds: cited(z.number().min(1).max(20)),
    slowShownMinutes: cited(z.number().min(1).max(1440)),
  })
  .refine(
    ({ proveSeconds, lostSeconds }) => lostSeconds.value >= 2 * proveSeconds.value,
    'lostSeconds must leave room for two questions (proveSeconds): one lost answer would lose the console',
  )
  .refine(
    ({ lostSeconds, frameSeconds }) => lostSeconds.value + frameSeconds.value <= reroutedWithinSeconds,
    `lostSeconds and frameSeconds together may not exceed ${reroutedWithinSeconds}: alarms must reach phones within 30 s of the fault`,
  )
  .refine(
    ({ breachSeconds, proveSeconds, answerSeconds }) =>
      breachSeconds.value + proveSeconds.value + answerSeconds.value <= reroutedWithinSeconds,
    `breachSeconds, proveSeconds and answerSeconds together may not exceed ${reroutedWithinSeconds}: alarms must reach phones within 30 s`,
  );

/** The same in milliseconds. */
export interface ConsolePolicy {
  readonly proveMs: number;
  readonly answerMs: number;
  readonly lostMs: number;
  readonly frameMs: number;
  readonly slowMs: number;
  readonly breachMs: number;
  readonly slowShownMs: number;
}

export const consolePolicySchema = fileSchema.transform(
  (file): ConsolePolicy => ({
    proveMs: file.proveSeconds.value * 1000,
    answerMs: file.answerSeconds.value * 1000,
    lostMs: file.lostSeconds.value * 1000,
    frameMs: file.frameSeconds.value * 1000,
    slowMs: file.slowMilliseconds.value,
    breachMs: file.breachSeconds.value * 1000,
    slowShownMs: file.slowShownMinutes.value * 60_000,
  }),
);
