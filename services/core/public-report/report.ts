/** What the public fills in behind a QR code, and how little it is told of what became of it. */
import { z } from 'zod';
import type { Hazard, HazardCategory } from '../../contracts/hazard.ts';

/** The categories somebody without training can tell apart, the most reported first. */
export const publicCategories = [
  'fire_safety',
  'electrical',
  'building',
  'equipment',
  'traffic',
  'food',
  'surroundings',
  'crowding',
  'other',
] as const satisfies readonly HazardCategory[];
export type PublicCategory = (typeof publicCategories)[number];

/** The text fields of the form; browsers send fields left empty as empty text. */
export const publicFieldsSchema = z.object({
  key: z.string().regex(/^[A-Za-z0-9-]{16,64}$/),
  category: z.enum(publicCategories),
  description: z.string().trim().min(10).max(2000),
  contact: z
    .string()
    .trim()
    .max(100)
    .default('')
    .transform((text) => (text === '' ? null : text)),
});
export type PublicFields = z.infer<typeof publicFieldsSchema>;

/** All that the status page says. */
export const publicStatuses = ['received', 'handled', 'closed', 'not_a_hazard'] as const;
export type PublicStatus = (typeof publicStatuses)[number];

export const publicStatusOf = ({ state }: Pick<Hazard, 'state'>): PublicStatus => {
  if (state === 'draft' || state === 'reported') return 'received';
  if (state === 'rejected') return 'not_a_hazard';
  return state === 'closed' ? 'closed' : 'handled';
};
