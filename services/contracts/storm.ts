/** 告警风暴 and 维护窗口: what is folded into one card or held back for a time, and the sheet that shows nothing was lost. */
import { z } from 'zod';
import { idSchema, severities, timeSchema } from './values.ts';

/** raw = members + singles + suppressed, to the last one: every trigger that arrived is accounted for once. */
export const balanceSchema = z.object({
  raw: z.number().int(),
  /** Triggers of alarms folded into the card. */
  members: z.number().int(),
  /** Triggers of alarms that stood on their own meanwhile: life safety above all. */
  singles: z.number().int(),
  /** Triggers that made or changed no alarm, by reason: a repeat of the same message, older than what is known, under maintenance … */
  suppressed: z.record(z.string(), z.number().int()),
  /** raw − members − singles − suppressed. */
  difference: z.number().int(),
});
export type Balance = z.infer<typeof balanceSchema>;

/** More alarms than a person can take in (> 10 in 10 minutes, ISA-18.2), folded into one card of a school. */
export const stormSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  open: z.boolean(),
  /** Begin of the time its sheet covers: the window of alarms that opened it. */
  from: timeSchema,
  openedAt: timeSchema,
  /** An alarm was heard last. */
  lastAt: timeSchema,
  /** The flood is over since; the card stands until somebody has acknowledged what is still open in it. */
  calmAt: timeSchema.nullable(),
  closedAt: timeSchema.nullable(),
  /** Alarms folded in. */
  alarms: z.number().int(),
  devices: z.number().int(),
  /** Alarms folded in, by building (its space id, '' = none) and by kind. */
  places: z.record(z.string(), z.number().int()),
  kinds: z.record(z.string(), z.number().int()),
  balance: balanceSchema,
  /** The alarm that stays out of the card and is called for on behalf of all, since when: the gravest, then the oldest. */
  speaker: z.object({ alarm: z.string(), severity: z.enum(severities), at: timeSchema }).nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: timeSchema.nullable(),
});
export type Storm = z.infer<typeof stormSchema>;

/** 维护窗口: alarms of these devices are held back, and let go when it ends. Fire, smoke, gas and panic are never held. */
export const maintenanceSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  devices: z.array(idSchema).min(1).max(500),
  startsAt: timeSchema,
  endsAt: timeSchema,
  reason: z.string().trim().min(1).max(500),
  /** 工单 and who patrols instead. */
  workOrder: z.string().trim().min(1).max(100),
  substitute: idSchema,
  by: z.string(),
  state: z.enum(['planned', 'running', 'ended', 'cancelled']),
  /** Alarms held back, and those still standing at its end that were let go. */
  held: z.number().int(),
  released: z.number().int(),
});
export type Maintenance = z.infer<typeof maintenanceSchema>;
export const maintenanceFormSchema = maintenanceSchema.pick({
  school: true,
  devices: true,
  startsAt: true,
  endsAt: true,
  reason: true,
  workOrder: true,
  substitute: true,
});
export type MaintenanceForm = z.infer<typeof maintenanceFormSchema>;
