/**
 * `config/reporting.yaml`: how soon what must be reported, where, since when, and by which rule. Limits differ from
 * place to place (domain B9), so each table names its jurisdiction and its source.
 */
import { z } from 'zod';
import { reportFields } from '../../contracts/reporting.ts';
import { bilingualSchema, idSchema } from '../../contracts/values.ts';
import { dayOf } from '../calendar.ts';

const minutes = z.number().int().min(1).max(10_080);
const fields = z.array(z.enum(reportFields));

const tableSchema = z
  .strictObject({
    /** An organisation of the branch, or `*` for everywhere. */
    jurisdiction: z.union([z.literal('*'), idSchema]),
    /** In force from this day (of Shanghai) on; a later table of the same jurisdiction replaces it. */
    from: z.iso.date(),
    cites: bilingualSchema,
    /** From the incident's confirmation. */
    oralMinutes: minutes,
    writtenMinutes: minutes,
    /** From each report to the next, until the incident is over. */
    followUpMinutes: minutes,
    finalDays: z.number().int().min(1).max(366),
    /** What a written report must not leave open. */
    mandatory: z.strictObject({ initial: fields, final: fields }),
    /** A reported time of the event this much later than the first sensor's contradicts it. */
    timeToleranceMinutes: minutes,
  })
  .refine((table) => table.oralMinutes <= table.writtenMinutes, { path: ['writtenMinutes'], message: 'not sooner than the oral report' });
export type ReportingTable = z.infer<typeof tableSchema>;

const isUnique = (tables: readonly { jurisdiction: string; from: string }[]): boolean =>
  new Set(tables.map(({ jurisdiction, from }) => `${jurisdiction} ${from}`)).size === tables.length;

export const reportingSchema = z.strictObject({
  tables: z
    .array(tableSchema)
    .refine((tables) => tables.some(({ jurisdiction }) => jurisdiction === '*'), 'a table for everywhere (jurisdiction "*") is needed')
    .refine(isUnique, 'two tables of one jurisdiction begin on the same day'),
});
export type ReportingTables = z.infer<typeof reportingSchema>['tables'];

/** The table in force at `at` for the nearest of these organisations; null = none was yet. */
export const tableFor = (tables: ReportingTables, branch: readonly string[], at: number): ReportingTable | null => {
  const day = dayOf(at);
  for (const jurisdiction of [...branch, '*']) {
    const inForce = tables
      .filter((table) => table.jurisdiction === jurisdiction && table.from <= day)
      .sort((a, b) => (a.from < b.from ? 1 : -1))[0];
    if (inForce) return inForce;
  }
  return null;
};
