/** 依法删除: personal data taken out of the records, the audit chain whole. */
import { z } from 'zod';
import { timeSchema } from './values.ts';

export const erasureSubjects = ['hazard', 'alarm', 'incident', 'evidence', 'person', 'logEntry'] as const;
export type ErasureSubject = (typeof erasureSubjects)[number];

/**
 * Why the law asks for it: Personal Information Protection Law, article 47 (purpose achieved, time of keeping over,
 * consent withdrawn, against the law), and the guardian's or the minor's own request.
 */
export const erasureReasons = ['minor_request', 'purpose_achieved', 'retention_over', 'consent_withdrawn', 'unlawful'] as const;

/** `POST /erasures` */
export const erasureRequestSchema = z.object({
  subject: z.enum(erasureSubjects),
  subjectId: z.string().min(1).max(80),
  reason: z.enum(erasureReasons),
});
export type ErasureRequest = z.infer<typeof erasureRequestSchema>;

/** What was erased; backups made before still hold it until they are deleted. */
export const erasureSchema = erasureRequestSchema.extend({
  at: timeSchema,
  /** Texts of the time line that are gone. */
  texts: z.number().int(),
  /** Pictures that are being deleted. */
  pictures: z.number().int(),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** What stands in a record where a text was; screens show it in the reader's language. */
export const erasedMark = '〔已依法抹除〕';
