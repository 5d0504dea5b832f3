/** 双控: risks with their controls, and list two of the 两个清单: institutional measures. */
import { z } from 'zod';
import { hazardCategories, rootCauses } from './hazard.ts';
import { idSchema, timeSchema } from './values.ts';

/** 红橙黄蓝. */
export const riskLevels = ['major', 'considerable', 'general', 'low'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** 管控措施: has an owner and a frequency; a missed check becomes a hazard. */
export const controlSchema = z.object({
  id: idSchema,
  measure: z.string().trim().min(1).max(500),
  owner: idSchema,
  everyDays: z.number().int().min(1).max(366),
  lastCheckedAt: timeSchema.nullable(),
  /** The end of the Shanghai day by which it must be checked next. */
  nextDueAt: timeSchema,
  /** Since when a check is missing; null = none is. */
  missedSince: timeSchema.nullable(),
});
export type Control = z.infer<typeof controlSchema>;

/** 风险点. */
export const riskSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  space: idSchema.nullable(),
  category: z.enum(hazardCategories),
  source: z.string().trim().min(1).max(500),
  /** 1 (hardly ever) … 5 (often). */
  likelihood: z.number().int().min(1).max(5),
  /** 1 (slight) … 5 (deaths). */
  severity: z.number().int().min(1).max(5),
  /** From likelihood × severity by table. */
  level: z.enum(riskLevels),
  controls: z.array(controlSchema).min(1),
  retiredAt: timeSchema.nullable(),
});
export type Risk = z.infer<typeof riskSchema>;

/** `PUT /risks/:id`: what people say about a risk; level and dates follow from it. */
export const riskDraftSchema = riskSchema.omit({ id: true, version: true, level: true, retiredAt: true, controls: true }).extend({
  space: riskSchema.shape.space.default(null),
  controls: z
    .array(controlSchema.pick({ id: true, measure: true, owner: true, everyDays: true }))
    .min(1)
    .max(50)
    .refine((controls) => new Set(controls.map(({ id }) => id)).size === controls.length, 'two controls with one id'),
  /** It is gone, or no longer a risk. */
  retired: z.boolean().default(false),
});
export type RiskDraft = z.infer<typeof riskDraftSchema>;

/** 六类制度成果: the six headings of item #16. */
export const measureHeadings = [
  'responsibility_chain',
  'institution',
  'management_method',
  'key_project',
  'working_mechanism',
  'prevention_system',
] as const;
export type MeasureHeading = (typeof measureHeadings)[number];

/** 制度措施: what is to be made better in rules and institutions, from the causes behind hazards. */
export const measureSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  org: idSchema,
  title: z.string().trim().min(1).max(200),
  heading: z.enum(measureHeadings),
  causes: z.array(z.enum(rootCauses)),
  hazards: z.array(z.string()),
  owner: idSchema,
  dueAt: timeSchema.nullable(),
  /** 0–100. */
  progressPercent: z.number().int().min(0).max(100),
  state: z.enum(['open', 'done', 'dropped']),
});
export type Measure = z.infer<typeof measureSchema>;

/** `PUT /measures/:id`; hazards are linked one by one. */
export const measureDraftSchema = measureSchema
  .omit({ id: true, version: true, hazards: true })
  .extend({ causes: measureSchema.shape.causes.max(rootCauses.length).default([]), dueAt: measureSchema.shape.dueAt.default(null) });
export type MeasureDraft = z.infer<typeof measureDraftSchema>;

/** A cause that keeps coming back in a school without any institutional measure against it. */
export const measureGapSchema = z.object({ school: idSchema, cause: z.enum(rootCauses), hazards: z.number().int() });
export type MeasureGap = z.infer<typeof measureGapSchema>;

/** List two: measures, the six headings with their counts, and what no measure answers yet. */
export const measureListSchema = z.object({
  items: z.array(measureSchema),
  headings: z.array(z.object({ heading: z.enum(measureHeadings), count: z.number().int(), done: z.number().int() })),
  gaps: z.array(measureGapSchema),
  next: z.string().nullable(),
});
export type MeasureList = z.infer<typeof measureListSchema>;
