import { z } from 'zod';
import { allowedActionSchema } from './alarm.ts';
import { placeSchema } from './evidence.ts';
import { hazardStates, idSchema, timeSchema } from './values.ts';

/** What must be put right: what sensors and alarms open, then the topics of the self-check (document S1, nine topics). */
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
  'chemicals',
  'special_equipment',
  'confined_space',
  'surroundings',
  'crowding',
  'control_missed',
  'drill_missed',
  'supply_expired',
  'other',
] as const;
export type HazardCategory = (typeof hazardCategories)[number];

export const hazardOrigins = ['sensor', 'alarm', 'patrol', 'inspection', 'public', 'agency', 'control_missed'] as const;
export type HazardOrigin = (typeof hazardOrigins)[number];

/** 深层次原因: what lets hazards arise, for the analysis of common problems. */
export const rootCauses = [
  'ageing',
  'design',
  'maintenance',
  'funds',
  'training',
  'discipline',
  'institution',
  'supplier',
  'environment',
  'unknown',
] as const;
export type RootCause = (typeof rootCauses)[number];

/** Time limits that run while a hazard is in a state; their lengths are configuration (`config/hazards.yaml`). */
export const hazardLimits = ['grade', 'plan', 'list', 'check', 'close', 'spot_check', 'decide_extension', 'fix_on_spot'] as const;
export type HazardLimit = (typeof hazardLimits)[number];

/** What is done about a missed deadline, in order. */
export const ladderSteps = ['reminder', 'notice', 'letter', 'criticism'] as const;
export type LadderStep = (typeof ladderSteps)[number];

/** 防护措施: in place until the hazard is fixed; one with `everyHours` is a live task. */
export const protectionSchema = z.object({
  id: z.string(),
  measure: z.string(),
  responsible: idSchema,
  /** To be looked at this often; null = it stands by itself. */
  everyHours: z.number().positive().max(744).nullable(),
  nextAt: timeSchema.nullable(),
  lastAt: timeSchema.nullable(),
  /** Since when the check that was due is missing. */
  missedSince: timeSchema.nullable(),
});
export type Protection = z.infer<typeof protectionSchema>;

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
  /** The judgement rule that suggests it: `id@version`. */
  rule: z.string().nullable(),
  /** Items of the judgement rules that were ticked. */
  criteria: z.array(z.string()),
  cause: z.enum(rootCauses).nullable(),
  state: z.enum(hazardStates),
  /** Neither closed, rejected nor transferred. */
  open: z.boolean(),
  origin: z.enum(hazardOrigins),
  alarm: z.string().nullable(),
  incident: z.string().nullable(),
  description: z.string(),
  /** Values the description's sentence is made from, so that it reads in either language. */
  facts: z.record(z.string(), z.string()),
  reportedBy: z.string(),
  reportedAt: timeSchema,
  /** When it began to be put right as it stands: reported, or reopened last. */
  since: timeSchema,
  place: placeSchema.nullable(),
  /** Who is to put it right. */
  responsible: idSchema.nullable(),
  deadline: timeSchema.nullable(),
  overdue: z.boolean(),
  listed: z.boolean(),
  /** 停用: the place or equipment is out of use until it is fixed. */
  stopUse: z.boolean(),
  /** 重点跟踪: reminded more often. */
  watched: z.boolean(),
  protection: z.array(protectionSchema),
  /** The time limit that runs in the present state. */
  limit: z.object({ name: z.enum(hazardLimits), dueAt: timeSchema }).nullable(),
  /** Time limits that were missed, ever. */
  missedLimits: z.array(z.object({ name: z.enum(hazardLimits), at: timeSchema })),
  /** Steps taken about the present deadline; `days` after it (before, when negative). */
  ladder: z.array(z.object({ step: z.enum(ladderSteps), days: z.number().int(), at: timeSchema })),
  /** Last reminder of a watched hazard. */
  remindedAt: timeSchema.nullable(),
  /** 回头看: looked at again after closing. */
  rechecks: z.array(
    z.object({ day: z.number().int(), dueAt: timeSchema, doneAt: timeSchema.nullable(), by: z.string().nullable(), reminded: z.boolean() }),
  ),
  /** Who did which step last. */
  actors: z.record(z.string(), z.string()),
  /** Everybody who ever had a hand in rectifying it: none of them may check it. */
  menders: z.array(z.string()),
  /** What the forms of the steps brought, by step (the last time each was taken). */
  forms: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** How often it was reopened. */
  reopened: z.number().int(),
  closedAt: timeSchema.nullable(),
  /** Closed by its deadline; null = not closed, or it had none. */
  onTime: z.boolean().nullable(),
});
export type Hazard = z.infer<typeof hazardSchema>;
export const hazardViewSchema = hazardSchema.extend({ allowedActions: z.array(allowedActionSchema) });
export type HazardView = z.infer<typeof hazardViewSchema>;

export const hazardActionSchema = z.object({ action: z.string().min(1).max(64) }).catchall(z.unknown());

/** `POST /hazards`: what a person found. The same `key` sent again gives the same hazard. */
export const hazardReportSchema = z.object({
  key: z.string().regex(/^[A-Za-z0-9-]{16,64}$/),
  school: idSchema,
  space: idSchema.nullable().default(null),
  category: z.enum(hazardCategories),
  /** C2: place, category and at least ten characters. */
  description: z.string().trim().min(10).max(2000),
  origin: z.enum(['patrol', 'inspection', 'agency']).default('patrol'),
  criteria: z.array(z.string().max(64)).max(50).default([]),
  place: placeSchema.nullable().default(null),
  /** Ids of uploaded pictures; without any it stays a draft until one is added. */
  photos: z.array(z.string().max(80)).max(12),
});
export type HazardReport = z.infer<typeof hazardReportSchema>;

/** Counts of one school or township; `cleared` = no overdue hazard is open (动态清零). */
export const tallySchema = z.object({
  org: idSchema,
  found: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  major: z.number().int(),
  listed: z.number().int(),
  closed: z.number().int(),
  onTime: z.number().int(),
  late: z.number().int(),
  cleared: z.boolean(),
});
export type Tally = z.infer<typeof tallySchema>;
