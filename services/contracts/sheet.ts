/** Importing an organisation from a spreadsheet: what was wrong, and what became of it. */
import { z } from 'zod';
import { organisationLists } from './organisation.ts';
import { bilingualSchema, idSchema } from './values.ts';

/** Row 0 = the sheet as a whole. */
export const sheetFaultSchema = z.object({ sheet: z.string(), row: z.number().int(), column: z.string(), message: bilingualSchema });
export type SheetFault = z.infer<typeof sheetFaultSchema>;

const countsSchema = z.record(z.enum(organisationLists), z.object({ added: z.number().int(), changed: z.number().int() }));

/** `POST /organisation/import`: with an error nothing is imported; `dry` = only looked at. */
export const sheetImportSchema = z.object({
  ok: z.boolean(),
  dry: z.boolean(),
  counts: countsSchema,
  errors: z.array(sheetFaultSchema),
  /** New devices that sign in themselves: each still needs a secret (`device credentials`). */
  withoutSecret: z.array(idSchema),
});
export type SheetImport = z.infer<typeof sheetImportSchema>;
