/** 演练 inside the real pipeline, and the runner who goes and looks. */
import { z } from 'zod';
import { alarmKinds, idSchema, timeSchema } from './values.ts';

export const drillSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  name: z.string().trim().min(1).max(200),
  /** What is played, one after the other: an alarm of this kind at this device, so long after the start. */
  signals: z
    .array(z.object({ device: idSchema, kind: z.enum(alarmKinds), afterSeconds: z.number().int().min(0).max(3600) }))
    .min(1)
    .max(20),
  plannedAt: timeSchema,
  /** The window closes by itself. */
  maximumMinutes: z.number().int().min(1).max(240),
  state: z.enum(['planned', 'running', 'ended', 'preempted', 'missed', 'cancelled']),
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  by: z.string(),
  /** The real alarm that ended it. */
  preemptedBy: z.string().nullable(),
  incident: z.string().nullable(),
  hazard: z.string().nullable(),
});
export type Drill = z.infer<typeof drillSchema>;
export const drillFormSchema = drillSchema.pick({ school: true, name: true, signals: true, plannedAt: true, maximumMinutes: true });
export type DrillForm = z.infer<typeof drillFormSchema>;

/** Step times of a drill beside the standards' limits. */
export const drillReportSchema = z.object({
  drill: drillSchema,
  steps: z.array(
    z.object({
      step: z.enum([
        'shown',
        'acknowledged',
        'verifying',
        'confirmed',
        'forwarded',
        'runner_on_scene',
        'responder_accepted',
        'mustered',
        'ended',
      ]),
      at: timeSchema.nullable(),
      afterMs: z.number().int().nullable(),
      limitMs: z.number().int().nullable(),
      late: z.boolean(),
    }),
  ),
  /** Notices that left the house in it, all marked. */
  calls: z.number().int(),
});
export type DrillReport = z.infer<typeof drillReportSchema>;

/** 现场核实: somebody goes to the room; the code on its wall proves the arrival. */
export const runnerTaskSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  open: z.boolean(),
  school: idSchema,
  alarm: z.string(),
  space: idSchema.nullable(),
  person: idSchema,
  exercise: z.string().nullable(),
  assignedBy: z.string(),
  assignedAt: timeSchema,
  /** 3 minutes (微型消防站). */
  dueAt: timeSchema,
  arrivedAt: timeSchema.nullable(),
  /** `code` = scanned in the room; `said` = by their word. */
  arrivedBy: z.enum(['code', 'said']).nullable(),
  finding: z.enum(['real', 'false', 'unclear']).nullable(),
  foundAt: timeSchema.nullable(),
  late: z.boolean(),
});
export type RunnerTask = z.infer<typeof runnerTaskSchema>;
