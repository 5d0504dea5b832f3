import { z } from 'zod';
import { orgSchema, personSchema } from './place.ts';
import { idSchema, roles } from './values.ts';

/** RFC 9457 problem document with a stable code. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
});

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const signInSchema = z.object({ id: idSchema, password: z.string().min(1).max(200) });
export const setupSchema = z.object({
  token: z.string().min(1).max(200),
  id: idSchema,
  name: z.string().min(1).max(100),
  password: z.string().min(8).max(200),
});

/** `GET /api/v1/session` */
export const sessionSchema = z.object({
  person: personSchema,
  role: z.enum(roles),
  org: orgSchema,
  permissions: z.array(z.string()),
  demo: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;
