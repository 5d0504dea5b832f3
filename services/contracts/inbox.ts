/** What a person is to know or to do, besides alarms: one row each, kept until read. */
import { z } from 'zod';
import { idSchema, timeSchema } from './values.ts';

export const inboxItemSchema = z.object({
  id: z.string(),
  person: idSchema,
  school: idSchema,
  at: timeSchema,
  /** Stable code of the sentence, e.g. `hazard_major`, `hazard_overdue_notice`, `measure_missed`, `duty_to_read`. */
  kind: z.string().regex(/^[a-z_]+$/),
  subject: z.string(),
  subjectId: z.string(),
  facts: z.record(z.string(), z.string()),
  /** Why this person: as which link of the chain. */
  as: z.string(),
  readAt: timeSchema.nullable(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;
