/** 印证材料: hashed pictures bound to an alarm or to a step of a hazard. */
import { z } from 'zod';
import { idSchema, timeSchema } from './values.ts';

/** What a picture of a hazard shows. */
export const evidenceStages = ['found', 'protection', 'before', 'after', 'site', 'recheck', 'other'] as const;
export type EvidenceStage = (typeof evidenceStages)[number];

/** Why a picture is doubted. A flag explains and a person decides; nothing is refused by it. */
export const evidenceFlags = [
  'same_file',
  'same_picture',
  'part_of_picture',
  'older_than_report',
  'before_like_after',
  'no_nonce',
  'nonce_used',
  'nonce_expired',
  'time_contradicts',
  'no_place',
  'outside_fence',
  'edited',
  'screenshot',
] as const;
export type EvidenceFlag = (typeof evidenceFlags)[number];

/** WGS-84, as browsers give it. */
export const placeSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracyMetres: z.number().min(0).max(1_000_000),
});
export type Place = z.infer<typeof placeSchema>;

export const flagSchema = z.object({
  flag: z.enum(evidenceFlags),
  /** The other picture it is about. */
  other: z.string().nullable(),
  /** Values the explanation is made from, so that it reads in either language. */
  facts: z.record(z.string(), z.string()),
  decided: z.object({ by: z.string(), at: timeSchema, verdict: z.enum(['genuine', 'fake']), note: z.string() }).nullable(),
});
export type EvidenceFlagged = z.infer<typeof flagSchema>;

export const captureSchema = z.object({
  /** Person id, or `public`. */
  by: z.string(),
  uploadedAt: timeSchema,
  /** When the app took it, by the phone's clock; null = chosen from an album or plain form. */
  capturedAt: timeSchema.nullable(),
  place: placeSchema.nullable(),
  /** When the nonce it was taken under was given out; null = none. */
  nonceAt: timeSchema.nullable(),
  /** Time the camera wrote into the file. */
  exifAt: timeSchema.nullable(),
  /** The file as it was sent; kept is the re-encoded picture. */
  original: z.object({ sha256: z.string(), bytes: z.number().int(), type: z.string(), width: z.number().int(), height: z.number().int() }),
});
export type Capture = z.infer<typeof captureSchema>;

export const evidenceSchema = z.object({
  id: z.string(),
  school: idSchema.nullable(),
  alarm: z.string().nullable(),
  hazard: z.string().nullable(),
  stage: z.enum(evidenceStages).nullable(),
  camera: idSchema.nullable(),
  state: z.enum(['pending', 'stored', 'failed', 'deleted']),
  reason: z.string().nullable(),
  takenAt: timeSchema.nullable(),
  /** Of the kept, re-encoded picture. */
  sha256: z.string().nullable(),
  /** Where it is kept, below the evidence folder; null = not (or no longer) kept. */
  file: z.string().nullable(),
  capture: captureSchema.nullable(),
  flags: z.array(flagSchema),
  /** Some flag is not decided yet. */
  flagged: z.boolean(),
  deleteAt: timeSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The text fields beside the file of `POST /evidence` (multipart). The same `key` sent again gives the same answer. */
export const uploadFieldsSchema = z.object({
  key: z.string().regex(/^[A-Za-z0-9-]{16,64}$/),
  school: idSchema,
  stage: z.enum(evidenceStages),
  /** null or absent = of a report that is still being written. */
  hazard: z.string().max(64).optional(),
  nonce: z.string().max(200).optional(),
  capturedAt: z.coerce.number().pipe(timeSchema).optional(),
  latitude: z.coerce.number().min(-90).max(90).optional(),
  longitude: z.coerce.number().min(-180).max(180).optional(),
  accuracyMetres: z.coerce.number().min(0).max(1_000_000).optional(),
});
export type UploadFields = z.infer<typeof uploadFieldsSchema>;

/** `POST /captures`: proofs that the app held a picture's frame at a known time; a phone keeps some for when it is offline. */
export const captureAskSchema = z.object({ count: z.number().int().min(1).max(20).default(1) });
export const nonceSchema = z.object({ nonce: z.string(), expiresAt: timeSchema });
export type Nonce = z.infer<typeof nonceSchema>;

/** `POST /evidence/:id/flags`: a person's verdict about one flag. */
export const flagDecisionSchema = z.object({
  flag: z.enum(evidenceFlags),
  other: z.string().max(80).nullable().default(null),
  verdict: z.enum(['genuine', 'fake']),
  note: z.string().trim().min(1).max(1000),
});
export type FlagDecision = z.infer<typeof flagDecisionSchema>;
