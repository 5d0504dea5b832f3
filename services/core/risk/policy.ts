/** `config/risks.yaml`: the four colours by table, and from when on a problem is more than one school's. */
import { z } from 'zod';
import type { RiskLevel } from '../../contracts/risk.ts';
import { riskLevels } from '../../contracts/risk.ts';
import { bilingualSchema, idSchema } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

/** How grave, 0 = low … 3 = major. */
const rank = (level: RiskLevel): number => riskLevels.length - 1 - riskLevels.indexOf(level);

const row = z.array(z.enum(riskLevels)).length(5);

/** More likely or more severe is never a lower level. */
const neverFalls = (levels: readonly (readonly RiskLevel[])[]): boolean =>
  levels.every((cells, l) =>
    cells.every((cell, s) => [levels[l - 1]?.[s], cells[s - 1]].every((lesser) => lesser === undefined || rank(lesser) <= rank(cell))),
  );

const entrySchema = z.strictObject({
  /** Organisation it holds for; null = wherever nothing nearer does. */
  org: idSchema.nullable(),
  /** First Shanghai day it holds. */
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .transform((day) => Date.parse(`${day}T00:00:00+08:00`))
    .refine((at) => !Number.isNaN(at), 'no such day'),
  scale: z.strictObject({ levels: z.array(row).length(5).refine(neverFalls, 'a greater risk has a lower level'), cites: bilingualSchema }),
  rootCause: z.strictObject({ times: z.number().int().min(2), withinDays: z.number().int().positive(), cites: bilingualSchema }),
  common: z.strictObject({ schools: z.number().int().min(2), cites: bilingualSchema }),
  lookBack: z.strictObject({ days: z.number().int().positive(), cites: bilingualSchema }),
});
export type RiskTerms = z.infer<typeof entrySchema>;

export const riskRulesSchema = z.strictObject({
  entries: z.array(entrySchema).refine((entries) => entries.some(({ org }) => org === null), 'no entry that holds everywhere'),
});
export type RiskRules = z.infer<typeof riskRulesSchema>;

/** What holds at an organisation at a time: the nearest one above it with an entry in force, the newest of it. */
export const riskTermsFor = (rules: RiskRules, world: World, org: string, at: number): RiskTerms => {
  const inForce = rules.entries.filter(({ from }) => from <= at).sort((a, b) => b.from - a.from);
  for (const place of [...branchAbove(world, org), null]) {
    const entry = inForce.find((one) => one.org === place);
    if (entry) return entry;
  }
  // Before the first day of any entry the oldest one for everywhere holds: history may be imported.
  const oldest = rules.entries.filter((one) => one.org === null).sort((a, b) => a.from - b.from)[0];
  if (!oldest) throw new Error('risks.yaml: no entry that holds everywhere');
  return oldest;
};

/** 红橙黄蓝 by likelihood × severity, both 1–5. */
export const levelOf = ({ scale }: RiskTerms, likelihood: number, severity: number): RiskLevel => {
  const level = scale.levels[likelihood - 1]?.[severity - 1];
  if (!level) throw new Error(`no level for likelihood ${likelihood}, severity ${severity}`);
  return level;
};
