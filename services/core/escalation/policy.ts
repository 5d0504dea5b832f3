/** `config/escalation.yaml`: who is called about what, when, by which channel, and how long a person may take. */
import { z } from 'zod';
import type { CallSubject } from '../../contracts/call.ts';
import { channelIds } from '../../contracts/call.ts';
import { spaceSchema } from '../../contracts/place.ts';
import { seatRoles } from '../../contracts/rota.ts';
import { bilingualSchema, roles, severities } from '../../contracts/values.ts';

/** EN 54-2: an alarm is never held back for verification longer than this. */
const longestVerifySeconds = 600;

const cited = <T extends z.ZodType>(value: T) => z.strictObject({ value, cites: bilingualSchema });
const seconds = (most: number) => cited(z.number().int().min(0).max(most));

/** Steps have names that screens have words for. */
export const stepNames = ['first_seat', 'second_seat', 'seats', 'duty_leader', 'principal', 'bureau'] as const;
export type StepName = (typeof stepNames)[number];
export const isStep = (name: string): name is StepName => (stepNames as readonly string[]).includes(name);

export const callees = [...seatRoles, ...roles, 'bureau'] as const;
/** A seat, a role at the school, or the bureau above it. */
export type Callee = (typeof callees)[number];

const distinct = <T>(rows: readonly T[]): boolean => new Set(rows).size === rows.length;

const stepSchema = z.strictObject({
  step: z.enum(stepNames),
  afterSeconds: seconds(86_400),
  who: z.array(z.enum(callees)).min(1).refine(distinct, 'named twice'),
  /** In this order, each when the one before failed or is silent. */
  channels: z
    .array(z.enum(channelIds).exclude(['robot', 'webhook', 'siren']))
    .min(1)
    .refine(distinct, 'named twice'),
  /** Told at the same time, naming nobody. */
  groups: z.array(z.enum(['robot', 'webhook'])).default([]),
});
export type LadderStep = z.infer<typeof stepSchema>;

const stepsSchema = z
  .array(stepSchema)
  .min(1)
  .refine((steps) => distinct(steps.map(({ step }) => step)), 'a step stands twice')
  .refine(
    (steps) => steps.every((step, i) => i === 0 || step.afterSeconds.value > (steps[i - 1]?.afterSeconds.value ?? 0)),
    'every step comes later than the one before it',
  );

const alarmLadderSchema = z.strictObject({
  steps: stepsSchema,
  /** null = an acknowledgement holds. */
  ackLapseSeconds: seconds(86_400).nullable(),
  /** After the last step, when nobody at all was reached; null = it ends there. */
  againSeconds: seconds(86_400).nullable(),
  /** Each time anew the wait doubles, up to this: who cannot be reached at all is not called forever at the same pace. */
  againAtMostSeconds: seconds(86_400).nullable(),
});
export type AlarmLadder = z.infer<typeof alarmLadderSchema>;

export const otherLadders = ['duty_check', 'console', 'request', 'runner', 'phone_task'] as const;
export type OtherLadder = (typeof otherLadders)[number];

export const escalationPolicySchema = z.strictObject({
  alarms: z.record(z.enum(severities), alarmLadderSchema),
  others: z.record(z.enum(otherLadders), z.strictObject({ steps: stepsSchema })),
  fallThroughSeconds: cited(z.record(z.enum(channelIds), z.number().int().min(1).max(120))),
  retry: z.strictObject({
    attempts: cited(z.number().int().min(1).max(20)),
    firstSeconds: seconds(60),
    /** A failure takes the next channel after this at the latest. */
    fallThroughSeconds: seconds(10),
  }),
  verify: z.strictObject({
    uses: z.array(spaceSchema.shape.use).min(1),
    seconds: cited(z.number().int().min(10).max(longestVerifySeconds)),
  }),
  claimMinutes: cited(z.number().int().min(1).max(1440)),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;

const ladderOfSubject: Readonly<Partial<Record<CallSubject, OtherLadder>>> = {
  dutyCheck: 'duty_check',
  console: 'console',
  request: 'request',
  runnerTask: 'runner',
  phoneTask: 'phone_task',
};

/** The steps for something that is not an alarm; [] = it has no ladder. */
export const stepsFor = (policy: EscalationPolicy, subject: CallSubject): readonly LadderStep[] => {
  const ladder = ladderOfSubject[subject];
  return ladder === undefined ? [] : policy.others[ladder].steps;
};
