/** 分级响应: plans, muster, supplies and teams. */
import { z } from 'zod';
import { responseLevels } from './incident.ts';
import { alarmKinds, idSchema, roles, timeSchema } from './values.ts';

const taskSchema = z.object({
  /** Stable code, or `own`. */
  task: z.string().regex(/^[a-z0-9_]{1,40}$/),
  /** The plan's own words; needed for `own`. */
  text: z.string().trim().min(1).max(300).nullable(),
  role: z.enum(roles),
  /** Counted from the moment its level is reached. */
  withinSeconds: z.number().int().min(10).max(86_400).nullable(),
});

/** 应急预案: an edition is never changed; the next one takes its place when it is put in force. */
export const responsePlanSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  name: z.string().trim().min(1).max(200),
  /** Kinds of alarm it is for; empty = all. */
  kinds: z.array(z.enum(alarmKinds)),
  edition: z.number().int(),
  state: z.enum(['draft', 'in_force', 'superseded']),
  /** Tasks that begin when a level is reached. */
  levels: z.partialRecord(z.enum(responseLevels), z.array(taskSchema).max(60)),
  by: z.string(),
  inForceAt: timeSchema.nullable(),
  approvedBy: z.string().nullable(),
  reviewDueAt: timeSchema.nullable(),
});
export type ResponsePlan = z.infer<typeof responsePlanSchema>;
export const responsePlanFormSchema = responsePlanSchema.pick({ school: true, name: true, kinds: true, levels: true });
export type ResponsePlanForm = z.infer<typeof responsePlanFormSchema>;

/** 集合点名: one row a class or group; counts only, no names. */
export const musterSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  open: z.boolean(),
  school: idSchema,
  incident: z.string(),
  exercise: z.string().nullable(),
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string().trim().min(1).max(100),
      place: z.string().trim().max(100),
      expected: z.number().int().min(0),
      present: z.number().int().min(0).nullable(),
      missing: z.number().int().min(0).nullable(),
      countedAt: timeSchema.nullable(),
      countedBy: z.string().nullable(),
    }),
  ),
});
export type Muster = z.infer<typeof musterSchema>;
const heads = z.number().int().min(0).max(100_000);
/** `POST /musters/{id}/counts` */
export const musterCountSchema = z.object({ group: idSchema, present: heads, missing: heads });
export type MusterCount = z.infer<typeof musterCountSchema>;

/** 应急物资. */
export const supplySchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  name: z.string().trim().min(1).max(100),
  quantity: z.number().min(0),
  unit: z.string().trim().min(1).max(20),
  place: z.string().trim().max(100),
  expiresAt: timeSchema.nullable(),
  checkedAt: timeSchema.nullable(),
});
export type Supply = z.infer<typeof supplySchema>;
export const supplyFormSchema = supplySchema.omit({ id: true, version: true, checkedAt: true });
export type SupplyForm = z.infer<typeof supplyFormSchema>;

/** 应急队伍; 集合分组 (a class with its head count) is a team of kind `class`. */
export const teamSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  name: z.string().trim().min(1).max(100),
  kind: z.enum(['micro_station', 'evacuation', 'medical', 'security', 'logistics', 'class']),
  leader: idSchema.nullable(),
  members: z.array(idSchema).max(200),
  /** Heads to be counted, for a class. */
  heads: z.number().int().min(0),
  /** Where it gathers. */
  place: z.string().trim().max(100),
});
export type Team = z.infer<typeof teamSchema>;
export const teamFormSchema = teamSchema.omit({ id: true, version: true });
export type TeamForm = z.infer<typeof teamFormSchema>;

/** Is the school ready? Each row of domain C4's plan check with its verdict. */
export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(
    z.object({
      check: z.enum([
        'plan_in_force',
        'plan_reviewed',
        'drill_recent',
        'rota_filled',
        'two_on_shift',
        'responders_verified',
        'supplies_current',
        'teams_named',
      ]),
      ok: z.boolean(),
      facts: z.record(z.string(), z.string()),
    }),
  ),
});
export type SchoolReadiness = z.infer<typeof readinessSchema>;
