/** 值班: seats, shifts, what is wrong with the rota, handovers, presence checks, the log, and the attended console. */
import { z } from 'zod';
import { alarmKinds, idSchema, severities, timeSchema } from './values.ts';

/** 主班, 副班, 带班领导: places in the duty room that somebody holds. Escalation calls seats, not names. */
export const seatRoles = ['first', 'second', 'leader'] as const;
export type SeatRole = (typeof seatRoles)[number];

export const seatSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  /** A school, or the bureau for its own duty room. */
  school: idSchema,
  name: z.string().trim().min(1).max(100),
  role: z.enum(seatRoles),
  /** A screen that must prove that it is attended; false = a telephone post. */
  console: z.boolean(),
  /** Times of day it must be held, minutes from midnight in Shanghai; empty = always. `to` may be after midnight (> 1440). */
  hours: z.array(
    z.object({
      from: z.number().int().min(0).max(1440),
      to: z.number().int().min(1).max(2880),
      days: z.enum(['all', 'workdays', 'free_days']),
    }),
  ),
  active: z.boolean(),
  /**
   * Who answers for it, since when: moved by both signatures of a handover, or taken by whoever begins when nobody held
   * it. Not counted in `version`: it changes nothing that the form says.
   */
  held: z.object({ person: idSchema, since: timeSchema }).nullable(),
});
export type Seat = z.infer<typeof seatSchema>;
export const seatFormSchema = seatSchema.omit({ id: true, version: true, held: true });
export type SeatForm = z.infer<typeof seatFormSchema>;

/** One person on one seat, `startsAt` inclusive, `endsAt` exclusive. Swaps and leave are new shifts that take the place of an older one. */
export const shiftSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  seat: idSchema,
  person: idSchema,
  startsAt: timeSchema,
  endsAt: timeSchema,
  /** The shift this one takes the place of, in its own stretch of time. */
  replaces: z.string().nullable(),
  reason: z.enum(['plan', 'swap', 'leave']),
  /** Put on the rota by. */
  by: z.string(),
  cancelled: z.boolean(),
});
export type Shift = z.infer<typeof shiftSchema>;
export const shiftFormSchema = shiftSchema.omit({ id: true, version: true, school: true, by: true, cancelled: true });
export type ShiftForm = z.infer<typeof shiftFormSchema>;

/** 请假: a person who cannot be on duty in that time, whatever the rota says. */
export const leaveSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  person: idSchema,
  startsAt: timeSchema,
  endsAt: timeSchema,
  by: z.string(),
  cancelled: z.boolean(),
});
export type Leave = z.infer<typeof leaveSchema>;

export const gapKinds = ['nobody', 'fewer_than_two', 'two_posts', 'on_leave', 'no_contact', 'inactive', 'no_one_next'] as const;
/** A stretch of time in which something of the rota does not hold, for a class of alarm. */
export const gapSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  kind: z.enum(gapKinds),
  seat: idSchema.nullable(),
  /** The class of alarm that would not reach anybody as it should; null = all. */
  severity: z.enum(severities).nullable(),
  people: z.array(idSchema),
});
export type Gap = z.infer<typeof gapSchema>;

/** 交接班: the sheet is the system's, responsibility moves only when both have signed. */
export const handoverSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  seat: idSchema,
  giver: idSchema,
  taker: idSchema,
  state: z.enum(['open', 'given', 'done', 'cancelled']),
  at: timeSchema,
  sheet: z.object({
    openAlarms: z.array(z.string()),
    shelved: z.array(z.string()),
    /** Devices not in service. */
    blind: z.array(z.string()),
    maintenance: z.array(z.string()),
    overdueHazards: z.array(z.string()),
    pendingCalls: z.array(z.string()),
    incidents: z.array(z.string()),
    /** More of a kind than the sheet names. */
    more: z.record(z.string(), z.number().int()),
  }),
  givenAt: timeSchema.nullable(),
  takenAt: timeSchema.nullable(),
});
export type Handover = z.infer<typeof handoverSchema>;

/** 查岗: answered within 10 minutes (GB/T 26875.3), or told upward. */
export const dutyCheckSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  open: z.boolean(),
  school: idSchema,
  seat: idSchema,
  /** `random` by the system, `remote` by a leader or the bureau, `audible` = asked by sound, because a page cannot know the system's volume. */
  kind: z.enum(['random', 'remote', 'audible']),
  issuedAt: timeSchema,
  issuedBy: z.string(),
  dueAt: timeSchema,
  answeredAt: timeSchema.nullable(),
  answeredBy: z.string().nullable(),
  missed: z.boolean(),
});
export type DutyCheck = z.infer<typeof dutyCheckSchema>;

/** 值班日志: what a person wrote down; what the system did is in the time lines already and shown beside it. */
export const logEntrySchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  at: timeSchema,
  by: z.string(),
  /** What it is about, where it is about something. */
  subject: z.string().nullable(),
  subjectId: z.string().nullable(),
  text: z.string().trim().min(1).max(2000),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** Why a console does not count as attended. */
export const consoleFaults = [
  'no_screen',
  'no_answer',
  'hidden',
  'muted',
  'sound_blocked',
  'not_heard',
  'frozen',
  'check_missed',
  'slow',
] as const;
export type ConsoleFault = (typeof consoleFaults)[number];

/** 值班台: is the seat's screen alive, visible and audible? One row a seat with a console; id = the seat's. */
export const consoleSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  /** `off`: nobody need be there now — outside the seat's hours, or nobody has ever begun the duty on it. */
  state: z.enum(['attended', 'lost', 'off']),
  /** Why it is lost; an attended one may be `slow`: it painted an alarm later than it should have. */
  faults: z.array(z.enum(consoleFaults)),
  since: timeSchema,
  /** Who began the duty on it. */
  person: idSchema.nullable(),
});
export type Console = z.infer<typeof consoleSchema>;

/** ISA-18.2 / IEC 62682: how much a seat has to bear; each figure beside its target and limit. */
export const loadSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  figures: z.array(
    z.object({
      figure: z.enum([
        'per_10_minutes',
        'per_hour',
        'per_day',
        'peak_10_minutes',
        'flood_share',
        'stale',
        'chattering',
        'top_ten_share',
        'unauthorised_suppression',
      ]),
      value: z.number(),
      target: z.number(),
      limit: z.number(),
    }),
  ),
  priorities: z.record(z.enum(severities), z.number()),
  top: z.array(z.object({ device: idSchema, kind: z.enum(alarmKinds), count: z.number().int() })),
});
export type Load = z.infer<typeof loadSchema>;
