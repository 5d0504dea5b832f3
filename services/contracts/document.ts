/** 文书: formal documents made from records, numbered without gaps, as PDF and DOCX. */
import { z } from 'zod';
import { idSchema, timeSchema } from './values.ts';

export const documentKinds = ['rectification_notice', 'supervision_letter', 'interim_protection', 'acceptance'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** By hand: strokes of points [x0, y0, x1, y1, …] in a field of 1000 × 400; or by keyboard: one's own name typed. */
export const signatureSchema = z.union([
  z.strictObject({
    strokes: z
      .array(z.array(z.number().min(0).max(1000)).min(2).max(2000))
      .min(1)
      .max(60),
  }),
  z.strictObject({ typed: z.string().trim().min(1).max(100) }),
]);
export type Signature = z.infer<typeof signatureSchema>;

/** One issued document. What it says is frozen when it is issued: later changes of the hazard do not change it. */
export const documentSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: z.enum(documentKinds),
  school: idSchema,
  hazard: z.string(),
  /** Who issues it: the organisation whose own numbering it is in. */
  issuer: idSchema,
  year: z.number().int(),
  /** 1, 2, 3 … without gaps per issuer, kind and year. */
  number: z.number().int(),
  issuedAt: timeSchema,
  issuedBy: z.string(),
  /** What it says, as strings by name, frozen: names in Chinese, places, texts, times. */
  content: z.record(z.string(), z.string()),
  /** Times it says, by name. */
  times: z.record(z.string(), timeSchema),
  /** Days from delivery to the deadline; null = the document sets none. */
  days: z.number().int().nullable(),
  deliveredAt: timeSchema.nullable(),
  deliveredTo: z.string().nullable(),
  /** 学校领导意见. */
  opinion: z.string().nullable(),
  signature: signatureSchema.nullable(),
  /** Of who issued it, where the step asks for one (acceptance: the checker). */
  issuerSignature: signatureSchema.nullable(),
});
export type FormalDocument = z.infer<typeof documentSchema>;

/** Taking delivery: what the school's leader says, and their hand. */
export const deliverySchema = z.strictObject({ opinion: z.string().trim().min(1).max(2000), signature: signatureSchema });
export type Delivery = z.infer<typeof deliverySchema>;
