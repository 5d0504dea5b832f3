/** 通知与升级: what is sent to whom by which channel, and what became of it. */
import { z } from 'zod';
import { idSchema, timeSchema } from './values.ts';

/** `screen`: the duty-room page; `browser`: a notification of the browser; `robot`: WeCom, DingTalk, Feishu; `siren`: an MQTT command. */
export const channelIds = ['screen', 'browser', 'email', 'sms', 'voice', 'robot', 'webhook', 'siren'] as const;
export type ChannelId = (typeof channelIds)[number];

/** Accepted by a provider (`sent`) is not delivered; delivered to a phone is not seen by a person. */
export const callStates = ['planned', 'sending', 'sent', 'delivered', 'seen', 'failed', 'cancelled'] as const;
export type CallState = (typeof callStates)[number];

export const callSubjects = ['alarm', 'dutyCheck', 'console', 'request', 'runnerTask', 'phoneTask', 'incident', 'drill'] as const;
export type CallSubject = (typeof callSubjects)[number];

/** One attempt to reach one person (or one siren) about one thing by one channel. */
export const callSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  /** What it is about: an alarm, a missed presence check, a lost console … */
  subject: z.enum(callSubjects),
  subjectId: z.string(),
  /** How often the ladder was begun for it by then: a level raised or a condition that came back begins it anew. */
  occurrence: z.number().int(),
  /** null = no person: a group's robot, a webhook, a siren. */
  person: idSchema.nullable(),
  /** The siren or broadcast that is commanded; nothing where a person or a provider is called. */
  device: idSchema.nullish(),
  /** Step of the escalation it belongs to, as named in `config/escalation.yaml`. */
  step: z.string(),
  channel: z.enum(channelIds),
  state: z.enum(callStates),
  /** 演练: the drill; marked in every text. */
  exercise: z.string().nullable(),
  plannedAt: timeSchema,
  sentAt: timeSchema.nullable(),
  deliveredAt: timeSchema.nullable(),
  seenAt: timeSchema.nullable(),
  /** Stable code of why it failed or was cancelled. */
  reason: z.string().nullable(),
  attempts: z.number().int(),
});
export type Call = z.infer<typeof callSchema>;

/** Where an alarm's escalation stands. Not counted in the alarm's version: it changes nothing a person judges by. */
export const escalationSchema = z.object({
  /** How often the ladder was begun for it; each time everybody due is called anew. */
  occurrence: z.number().int(),
  /** Deadlines count from here: the commit that opened or raised it, later by the time an acknowledgement held that lapsed. */
  since: timeSchema,
  /** Step that was last carried out; null = none yet. */
  step: z.string().nullable(),
  next: z.string().nullable(),
  nextAt: timeSchema.nullable(),
});
export type Escalation = z.infer<typeof escalationSchema>;
