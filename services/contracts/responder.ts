/** 周边救援力量联动: registry, requests and their dialogue, telephone tasks, CAP. */
import { z } from 'zod';
import { bilingualSchema, idSchema, timeSchema } from './values.ts';

export const responderKinds = [
  'fire_station',
  'micro_station',
  'police',
  'hospital',
  'neighbour',
  'emergency_bureau',
  'team',
  'other',
] as const;
export const capabilities = ['fire', 'rescue', 'medical', 'security', 'hazmat', 'evacuation', 'shelter'] as const;
export type Capability = (typeof capabilities)[number];
export const responderChannels = ['webhook', 'cap', 'sms', 'voice', 'phone'] as const;
export type ResponderChannel = (typeof responderChannels)[number];

export const responderSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  /** The organisation that keeps it: a school, or the bureau for all its schools. */
  school: idSchema,
  name: z.string().trim().min(1).max(200),
  kind: z.enum(responderKinds),
  capabilities: z.array(z.enum(capabilities)).min(1),
  location: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
  /** In this order; `phone` is dialled by a person. */
  channels: z
    .array(z.object({ channel: z.enum(responderChannels), address: z.string().trim().min(1).max(500) }))
    .min(1)
    .max(6),
  /** Where drills may reach it, and nowhere else; null = drills never do. */
  sandbox: z.object({ channel: z.enum(['webhook', 'cap']), address: z.string().trim().min(1).max(500) }).nullable(),
  contact: z.string().trim().max(100),
  /** Somebody tried the contact and it answered; a changed address is unverified again. */
  verifiedAt: timeSchema.nullable(),
  /** Who last changed where it is reached: somebody else verifies it. */
  changedBy: z.string().nullable(),
  active: z.boolean(),
});
export type Responder = z.infer<typeof responderSchema>;
export const responderFormSchema = responderSchema.omit({ id: true, version: true, verifiedAt: true, changedBy: true });
export type ResponderForm = z.infer<typeof responderFormSchema>;

export const requestStates = [
  'draft',
  'sent',
  'delivered',
  'accepted',
  'rejected',
  'no_answer',
  'en_route',
  'on_scene',
  'cleared',
  'cancelled',
] as const;
export type RequestState = (typeof requestStates)[number];

/** 求助请求 (domain C4): one responder asked about one incident. */
export const assistanceRequestSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  open: z.boolean(),
  school: idSchema,
  incident: z.string(),
  responder: idSchema,
  /** The line of `config/linkage.yaml` it is asked by. */
  line: z.string(),
  /** 1, 2, 3 …: k of the n asked in a wave must accept, else the next wave is asked. */
  wave: z.number().int(),
  need: z.enum(capabilities),
  exercise: z.string().nullable(),
  state: z.enum(requestStates),
  /** What was tried, oldest first, with what became of it. */
  attempts: z.array(
    z.object({
      channel: z.enum(responderChannels),
      at: timeSchema,
      outcome: z.enum(['sending', 'sent', 'delivered', 'failed']),
      reason: z.string().nullable(),
    }),
  ),
  /** When each state was reached. */
  times: z.partialRecord(z.enum(requestStates), timeSchema),
  distanceMetres: z.number().nullable(),
  /** No answer by then: the next is asked. */
  answerDueAt: timeSchema.nullable(),
  /** When it should be on the scene. */
  arrivalDueAt: timeSchema.nullable(),
  reason: z.string().nullable(),
});
export type AssistanceRequest = z.infer<typeof assistanceRequestSchema>;
export const requestActions = ['accept', 'reject', 'en_route', 'on_scene', 'clear', 'cancel'] as const;
export type RequestAction = (typeof requestActions)[number];
/** `POST /requests/{id}/actions` */
export const requestActionSchema = z.object({
  action: z.enum(requestActions),
  reason: z.string().trim().min(1).max(500).optional(),
});
export type RequestActionRequest = z.infer<typeof requestActionSchema>;

/** 报警电话任务: 119, 120 and 110 have no machine interface; a person dials, the system keeps the script and the 60 s clock. */
export const phoneTaskSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  open: z.boolean(),
  school: idSchema,
  incident: z.string(),
  /** The request it stands in for, when a responder can only be phoned. */
  request: z.string().nullable(),
  /** 119, 120, 110, or a responder's number. */
  number: z.string().max(40),
  exercise: z.string().nullable(),
  /** What to say, in this order (GB 25201: address, place, what burns, how much, caller, number). */
  script: z.array(z.object({ item: z.string(), text: bilingualSchema })),
  openedAt: timeSchema,
  dueAt: timeSchema,
  takenBy: z.string().nullable(),
  takenAt: timeSchema.nullable(),
  doneAt: timeSchema.nullable(),
  outcome: z.enum(['reached', 'not_reached', 'cancelled']).nullable(),
  late: z.boolean(),
});
export type PhoneTask = z.infer<typeof phoneTaskSchema>;
export const phoneOutcomes = ['reached', 'not_reached', 'cancelled'] as const;
export type PhoneOutcome = (typeof phoneOutcomes)[number];

/** CAP 1.2 (OASIS 2010): one message sent or received. */
export const capMessageSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  /** Ours: the school; received: the organisation it concerns. */
  school: idSchema,
  incident: z.string().nullable(),
  direction: z.enum(['out', 'in']),
  identifier: z.string(),
  sender: z.string(),
  sent: timeSchema,
  status: z.enum(['Actual', 'Exercise', 'System', 'Test', 'Draft']),
  msgType: z.enum(['Alert', 'Update', 'Cancel', 'Ack', 'Error']),
  references: z.string(),
  expiresAt: timeSchema.nullable(),
  headline: bilingualSchema,
  /** `faulty`: not valid against the schema, so never sent. `received`: from others. */
  state: z.enum(['preparing', 'issued', 'faulty', 'received']),
  fault: z.string().nullable(),
  /** Signed by us; or: the signature of what was received holds under a key we trust. */
  signed: z.boolean(),
  /** `unknown_key`: whole, but nobody told us that this key is the sender's. */
  signature: z.enum(['none', 'holds', 'unknown_key']),
  /** Left out of lists and changes. */
  xml: z.string(),
});
export type CapMessage = z.infer<typeof capMessageSchema>;
