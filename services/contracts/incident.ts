import { z } from 'zod';
import { timelineEntrySchema } from './alarm.ts';
import { idSchema, timeSchema } from './values.ts';

/** 响应等级: IV 一般/蓝, III 较大/黄, II 重大/橙, I 特别重大/红. */
export const responseLevels = ['IV', 'III', 'II', 'I'] as const;

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
  eventAt: timeSchema,
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  alarms: z.array(z.string()),
  tasks: z.array(
    z.object({ id: z.string(), task: z.string(), role: z.string(), doneAt: timeSchema.nullable(), doneBy: z.string().nullable() }),
  ),
  hazard: z.string().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;
export const incidentDetailSchema = incidentSchema.extend({ timeline: z.array(timelineEntrySchema) });
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;
