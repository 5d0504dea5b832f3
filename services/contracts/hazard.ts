import { z } from 'zod';
import { allowedActionSchema } from './alarm.ts';
import { hazardStates, idSchema, timeSchema } from './values.ts';

/** What must be put right. A–15 areas of the inspection list come later; these are what sensors and alarms can open. */
export const hazardCategories = [
  'detector_fault',
  'detector_silent',
  'false_alarms',
  'confirmed_event',
  'low_battery',
  'fire_safety',
  'electrical',
  'building',
  'food',
  'traffic',
  'equipment',
  'surroundings',
  'other',
] as const;

export const hazardOrigins = ['sensor', 'alarm', 'patrol', 'inspection', 'public', 'agency', 'control_missed'] as const;

/** 隐患: a deviation that must be rectified. `overdue` is derived, never a state. */
export const hazardSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  space: idSchema.nullable(),
  device: idSchema.nullable(),
  category: z.enum(hazardCategories),
  grade: z.enum(['general', 'major']).nullable(),
  /** What the judgement rules suggest; a person decides. */
  suggestedGrade: z.enum(['general', 'major']).nullable(),
  state: z.enum(hazardStates),
  origin: z.enum(hazardOrigins),
  alarm: z.string().nullable(),
  incident: z.string().nullable(),
  description: z.string(),
  /** Values the description's sentence is made from, so that it reads in either language. */
  facts: z.record(z.string(), z.string()),
  reportedBy: z.string(),
  reportedAt: timeSchema,
  deadline: timeSchema.nullable(),
  overdue: z.boolean(),
  listed: z.boolean(),
  /** Who did which step, for the rule that nobody closes their own hazard. */
  actors: z.record(z.string(), z.string()),
  /** What the forms of the steps brought, by step. */
  forms: z.record(z.string(), z.record(z.string(), z.unknown())),
  closedAt: timeSchema.nullable(),
});
export type Hazard = z.infer<typeof hazardSchema>;
export const hazardViewSchema = hazardSchema.extend({ allowedActions: z.array(allowedActionSchema) });
export type HazardView = z.infer<typeof hazardViewSchema>;

export const hazardActionSchema = z.object({ action: z.string().min(1).max(64) }).catchall(z.unknown());
