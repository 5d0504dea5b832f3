/** 值班台: how a screen proves, on `/live`, that somebody can see and hear alarms on it. */
import { z } from 'zod';
import { idSchema } from './values.ts';

/**
 * `attend`: this screen is the seat's console from now on; null = no more. `pressed`: somebody pressed 开始值班 just now,
 * false = the page came back by itself.
 */
export const attendSchema = z.object({ seat: idSchema.nullable(), pressed: z.boolean() });
export type Attend = z.infer<typeof attendSchema>;

/** `blocked`: the browser lets the page make no sound. */
export const soundStates = ['on', 'muted', 'blocked'] as const;

/**
 * The answer to `prove`, given where the question arrives and never from a timer: a hidden tab's timers are slowed down
 * to one a minute.
 */
export const proofSchema = z.object({
  nonce: z.number().int(),
  visible: z.boolean(),
  sound: z.enum(soundStates),
  /** Did the microphone hear the test tone? null = not asked. */
  heard: z.boolean().nullable(),
  /** Age of the newest frame that was painted. */
  frameAgeMs: z.number().min(0),
  /** How long the oldest change that arrived waits to be painted; 0 = all are. */
  unpaintedMs: z.number().min(0),
});
export type Proof = z.infer<typeof proofSchema>;

/** `prove`: the question; `at` by the server's clock. */
export interface Prove {
  readonly nonce: number;
  readonly at: number;
}
