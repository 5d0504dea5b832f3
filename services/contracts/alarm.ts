import { z } from 'zod';
import { escalationSchema } from './call.ts';
import { evidenceSchema } from './evidence.ts';
import {
  alarmAvailabilities,
  alarmKinds,
  bilingualSchema,
  conditions,
  idSchema,
  levels,
  severities,
  timeSchema,
  verifications,
} from './values.ts';

/** Why an alarm stands: the rule in its version, the condition in words' parts, and the values that met it. */
export const becauseSchema = z.object({
  rule: z.string(),
  ruleVersion: z.number().int(),
  at: timeSchema,
  /** Machine-readable condition, e.g. `temperature ≥ 57 °C`. */
  condition: z.string(),
  /** Values that met it, by name with unit, e.g. `{ "temperature": "61.2 °C" }`. */
  values: z.record(z.string(), z.string()),
  /** The standard or source the limit comes from. */
  cites: bilingualSchema,
});
export type Because = z.infer<typeof becauseSchema>;

export const alarmActions = ['acknowledge', 'verify', 'confirm', 'dismiss', 'reset', 'shelve', 'cosign', 'unshelve'] as const;
export type AlarmAction = (typeof alarmActions)[number];

/** Causes a duty officer may give when dismissing an alarm as false. */
export const dismissCauses = ['cooking', 'steam', 'dust', 'smoking', 'maintenance', 'test', 'device_fault', 'misuse', 'other'] as const;
export type DismissCause = (typeof dismissCauses)[number];

export const allowedActionSchema = z.object({
  action: z.string(),
  allowed: z.boolean(),
  /** Stable code of why not, e.g. `role`, `own_case`, `not_latched`; null when allowed. */
  reason: z.string().nullable(),
  /** Names of the fields the action needs. */
  form: z.array(z.string()),
});
export type AllowedAction = z.infer<typeof allowedActionSchema>;

/** One alarm: one real event at one source. `open` means a person or the condition still holds it. */
export const alarmSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  space: idSchema.nullable(),
  device: idSchema,
  kind: z.enum(alarmKinds),
  level: z.enum(levels),
  /** The level its own rules gave it, without what other devices added by agreeing. */
  ownLevel: z.enum(levels),
  severity: z.enum(severities),
  condition: z.enum(conditions),
  acknowledged: z.boolean(),
  verification: z.enum(verifications),
  availability: z.enum(alarmAvailabilities),
  open: z.boolean(),
  /** How often it was triggered; a repeat of the same message counts once. */
  count: z.number().int(),
  /** How often in a row it came back within a minute of going quiet; from the third time on it chatters. */
  returns: z.number().int(),
  /** When it began, by the device's own clock (by receipt where that clock is wrong). */
  eventAt: timeSchema,
  /** When its present level was reached, same clock. */
  raisedAt: timeSchema,
  /** Last trigger, same clock. */
  lastAt: timeSchema,
  clearedAt: timeSchema.nullable(),
  receivedAt: timeSchema,
  committedAt: timeSchema,
  /** 补传: reported well after it happened. */
  late: z.boolean(),
  incident: z.string().nullable(),
  hazard: z.string().nullable(),
  /** The alarm that explains this one (a lost gateway explains its silent children). */
  cause: z.string().nullable(),
  /** How many devices this one leaves unseen or explains. */
  symptoms: z.number().int(),
  rule: z.object({ id: z.string(), version: z.number().int() }),
  because: z.array(becauseSchema),
  /** Rules whose condition holds now; the alarm's condition is active while one does. */
  activeRules: z.array(z.string()),
  /** Devices whose own signal agreed with this one. */
  agreeing: z.array(idSchema),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: timeSchema.nullable(),
  verifiedBy: z.string().nullable(),
  verifiedAt: timeSchema.nullable(),
  dismissal: z.object({ cause: z.enum(dismissCauses), note: z.string().nullable() }).nullable(),
  /** 搁置; `cosignedBy` = the second person, needed for life safety before it is shelved at all. */
  shelved: z.object({ until: timeSchema, reason: z.string(), by: z.string(), cosignedBy: z.string().nullable() }).nullable(),
  /** 演练: the drill that made it; null = real. */
  exercise: z.string().nullable(),
  /** The storm's card it is folded into. */
  storm: z.string().nullable(),
  /** The maintenance window that holds it back. */
  maintenance: z.string().nullable(),
  /** Who is called next and when; null = nobody needs to be. */
  escalation: escalationSchema.nullable(),
  /** Life-safety rooms: treated as real when it is not verified by then. */
  verifyBy: timeSchema.nullable(),
  text: z.string().nullable(),
  /** Evidence ids (snapshots); their pictures are behind short-lived links. */
  evidence: z.array(z.string()),
});
export type Alarm = z.infer<typeof alarmSchema>;

export const alarmViewSchema = alarmSchema.extend({ allowedActions: z.array(allowedActionSchema) });
export type AlarmView = z.infer<typeof alarmViewSchema>;

export const timelineEntrySchema = z.object({
  at: timeSchema,
  /** Person id, `device:ID`, or `system`. */
  actor: z.string(),
  actorName: z.string(),
  /** Stable code of the act, e.g. `alarm.opened`, `alarm.acknowledged`. */
  act: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** What a person typed, by field; null = erased by law. */
  said: z.record(z.string(), z.string().nullable()),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const alarmDetailSchema = alarmViewSchema.extend({
  timeline: z.array(timelineEntrySchema),
  pictures: z.array(evidenceSchema),
});
export type AlarmDetail = z.infer<typeof alarmDetailSchema>;

/** `POST /alarms/{id}/actions` */
export const alarmActionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('acknowledge') }),
  z.object({ action: z.literal('verify') }),
  z.object({ action: z.literal('confirm'), note: z.string().max(2000).nullish() }),
  z.object({ action: z.literal('dismiss'), cause: z.enum(dismissCauses), note: z.string().max(2000).nullish() }),
  z.object({ action: z.literal('reset'), reason: z.string().min(1).max(2000) }),
  z.object({ action: z.literal('shelve'), reason: z.string().min(1).max(2000), until: timeSchema }),
  z.object({ action: z.literal('cosign') }),
  z.object({ action: z.literal('unshelve') }),
]);
export type AlarmActionRequest = z.infer<typeof alarmActionSchema>;
