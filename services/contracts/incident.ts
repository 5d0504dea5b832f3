import { z } from 'zod';
import { allowedActionSchema, timelineEntrySchema } from './alarm.ts';
import { idSchema, roles, timeSchema } from './values.ts';

/** 响应等级: IV 一般/蓝, III 较大/黄, II 重大/橙, I 特别重大/红. */
export const responseLevels = ['IV', 'III', 'II', 'I'] as const;
export type ResponseLevel = (typeof responseLevels)[number];

/** One task of the plan in force, with its clock. Carried over when the level rises, never begun anew. */
export const incidentTaskSchema = z.object({
  id: z.string(),
  /** Stable code of the task, or `own` with the plan's own words in `text`. */
  task: z.string(),
  text: z.string().nullable(),
  role: z.string(),
  /** Who took it; null = nobody yet. */
  person: idSchema.nullable(),
  level: z.enum(responseLevels),
  startedAt: timeSchema,
  dueAt: timeSchema.nullable(),
  /** Its time was over before it was done; that stays so. */
  late: z.boolean(),
  doneAt: timeSchema.nullable(),
  doneBy: z.string().nullable(),
});
export type IncidentTask = z.infer<typeof incidentTaskSchema>;

/** 伤亡: numbers as known at a moment; appended, never changed. */
export const casualtiesSchema = z.object({
  at: timeSchema,
  by: z.string(),
  dead: z.number().int().min(0),
  serious: z.number().int().min(0),
  injured: z.number().int().min(0),
  missing: z.number().int().min(0),
});
export type Casualties = z.infer<typeof casualtiesSchema>;

/** A confirmed emergency: the alarms of one place and time under one response. */
export const incidentSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  /** The building (or the nearest larger space) that holds all its alarms. */
  space: idSchema.nullable(),
  level: z.enum(responseLevels),
  state: z.enum(['open', 'closed']),
  kind: z.string(),
  /** 演练: the drill it belongs to; null = real. */
  exercise: z.string().nullable(),
  eventAt: timeSchema,
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  alarms: z.array(z.string()),
  /** The role that commands at its level, and who has taken command. */
  commandRole: z.enum(roles),
  commander: idSchema.nullable(),
  /** The plan in force when it began; null = the shipped one. */
  plan: z.object({ id: z.string(), edition: z.number().int() }).nullable(),
  /** Every level it was given, oldest first; `reason` is a stable code when automatic. */
  levels: z.array(z.object({ at: timeSchema, level: z.enum(responseLevels), by: z.string(), reason: z.string(), automatic: z.boolean() })),
  tasks: z.array(incidentTaskSchema),
  casualties: z.array(casualtiesSchema),
  /** 已控制. */
  controlledAt: timeSchema.nullable(),
  hazard: z.string().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;
export const incidentViewSchema = incidentSchema.extend({ allowedActions: z.array(allowedActionSchema) });
export type IncidentView = z.infer<typeof incidentViewSchema>;
export const incidentDetailSchema = incidentViewSchema.extend({ timeline: z.array(timelineEntrySchema) });
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

export const incidentActions = ['command', 'raise', 'lower', 'take_task', 'finish_task', 'casualties', 'control', 'end'] as const;
export type IncidentAction = (typeof incidentActions)[number];

const number = z.number().int().min(0).max(100_000);
const said = z.string().trim().min(1).max(2000);

/** `POST /incidents/{id}/actions` */
export const incidentActionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('command') }),
  z.object({ action: z.literal('raise'), level: z.enum(responseLevels), reason: said }),
  z.object({ action: z.literal('lower'), reason: said }),
  z.object({ action: z.literal('take_task'), task: z.string().max(80) }),
  z.object({ action: z.literal('finish_task'), task: z.string().max(80) }),
  z.object({ action: z.literal('casualties'), dead: number, serious: number, injured: number, missing: number }),
  z.object({ action: z.literal('control') }),
  z.object({ action: z.literal('end'), cause: said, course: said, measures: said }),
]);
export type IncidentActionRequest = z.infer<typeof incidentActionSchema>;
