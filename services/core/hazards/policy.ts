/**
 * `config/hazards.yaml`: time limits, ladder and judgement rules, each dated, scoped to a jurisdiction and cited. What
 * holds for a hazard is the newest entry of the nearest jurisdiction above its school that was in force at the time.
 */
import { z } from 'zod';
import { hazardCategories, hazardLimits, ladderSteps } from '../../contracts/hazard.ts';
import { spaceSchema } from '../../contracts/place.ts';
import { bilingualSchema, idSchema } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

/** A Shanghai day; entries begin and end with it. */
const daySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00+08:00`)), 'no such day')
  .transform((day) => Date.parse(`${day}T00:00:00+08:00`));

const span = z.union([
  z.strictObject({ hours: z.number().positive() }),
  z.strictObject({ workdays: z.number().int().positive() }),
  z.strictObject({ days: z.number().positive() }),
]);
export type Span = z.infer<typeof span>;

const limit = z.strictObject({ general: span, major: span, cites: bilingualSchema });

/** Links of the responsibility chain, and the task forces of the topic. */
export const tellLinks = [
  'responsible',
  'grid_person',
  'safety_officer',
  'safety_head',
  'administration_head',
  'party_head',
  'bureau',
  'task_force',
] as const;
export type TellLink = (typeof tellLinks)[number];

/** What people are told of besides the ladder. */
export const toldEvents = [
  'reported',
  'major',
  'assigned',
  'notice_issued',
  'listed',
  'submitted',
  'sent_back',
  'extension_asked',
  'extension_decided',
  'reopened',
  'closed',
  'limit_missed',
  'protection_missed',
  'recheck_due',
  'watch_reminder',
] as const;
export type ToldEvent = (typeof toldEvents)[number];

const ladderSchema = z.strictObject({
  step: z.enum(ladderSteps),
  /** Days after the deadline; before it, when negative. */
  days: z.number().int().min(-60).max(365),
  tells: z.array(z.enum(tellLinks)).min(1),
  cites: bilingualSchema,
});

export const termsSchema = z.strictObject({
  limits: z.strictObject(
    Object.fromEntries(hazardLimits.map((name) => [name, limit])) as Record<(typeof hazardLimits)[number], typeof limit>,
  ),
  ladder: z.array(ladderSchema),
  tells: z.strictObject(
    Object.fromEntries(toldEvents.map((event) => [event, z.array(z.enum(tellLinks))])) as Record<
      ToldEvent,
      z.ZodArray<z.ZodEnum<Record<TellLink, TellLink>>>
    >,
  ),
  rechecks: z.strictObject({ days: z.array(z.number().int().positive()).min(1), cites: bilingualSchema }),
  recurrence: z.strictObject({ days: z.number().int().positive(), cites: bilingualSchema }),
  listing: z.strictObject({ maxDays: z.number().int().positive(), askExtensionWorkdays: z.number().int().min(0), cites: bilingualSchema }),
  healthyHours: z.number().min(0),
  watchEveryDays: z.number().int().min(1),
  /** A check of an interim protection may be this late before it is told. */
  protectionGraceMinutes: z.number().min(0).max(5),
});
export type HazardTerms = z.infer<typeof termsSchema>;

const jurisdictionSchema = z.strictObject({
  /** Organisation it holds for; null = wherever nothing nearer does. */
  org: idSchema.nullable(),
  from: daySchema,
  terms: termsSchema,
});

const judgementSchema = z.strictObject({
  id: idSchema,
  version: z.number().int().positive(),
  org: idSchema.nullable(),
  from: daySchema,
  until: daySchema.nullable().default(null),
  categories: z.array(z.enum(hazardCategories)).min(1),
  /** Only in rooms of these uses; empty = everywhere. */
  uses: z.array(spaceSchema.shape.use).default([]),
  /** Holds by category and room alone; otherwise a person ticks it. */
  automatic: z.boolean().default(false),
  /** 直接判定: this item alone makes it major. */
  grade: z.enum(['general', 'major']),
  text: bilingualSchema,
  cites: bilingualSchema,
});
export type JudgementRule = z.infer<typeof judgementSchema>;

export const hazardRulesSchema = z
  .strictObject({ jurisdictions: z.array(jurisdictionSchema).min(1), judgement: z.array(judgementSchema) })
  .superRefine((book, context) => {
    if (!book.jurisdictions.some(({ org }) => org === null))
      context.addIssue({ code: 'custom', path: ['jurisdictions'], message: 'one entry must hold everywhere (org: null)' });
    const seen = new Set<string>();
    book.judgement.forEach(({ id, version }, i) => {
      const key = `${id}@${version}`;
      if (seen.has(key)) context.addIssue({ code: 'custom', path: ['judgement', i, 'id'], message: `${key} is there twice` });
      seen.add(key);
    });
  });
export type HazardRules = z.infer<typeof hazardRulesSchema>;

/** What holds at a school at a time: the nearest organisation above it that has an entry in force, the newest of it. */
export const termsFor = (rules: HazardRules, world: World, school: string, at: number): HazardTerms => {
  const inForce = rules.jurisdictions.filter(({ from }) => from <= at).sort((a, b) => b.from - a.from);
  for (const org of [...branchAbove(world, school), null]) {
    const entry = inForce.find((jurisdiction) => jurisdiction.org === org);
    if (entry) return entry.terms;
  }
  // Before the first day of any entry the oldest one for everywhere holds: history may be imported.
  const oldest = rules.jurisdictions.filter(({ org }) => org === null).sort((a, b) => a.from - b.from)[0];
  if (!oldest) throw new Error('hazards.yaml: no entry that holds everywhere');
  return oldest.terms;
};

/** Judgement rules in force at a school at a time, each in its newest version. */
export const judgementFor = (rules: HazardRules, world: World, school: string, at: number): JudgementRule[] => {
  const orgs = new Set<string | null>([null, ...branchAbove(world, school)]);
  const newest = new Map<string, JudgementRule>();
  for (const rule of rules.judgement) {
    if (!orgs.has(rule.org) || rule.from > at || (rule.until !== null && rule.until <= at)) continue;
    const known = newest.get(rule.id);
    if (!known || known.version < rule.version) newest.set(rule.id, rule);
  }
  return [...newest.values()];
};

export interface Judged {
  readonly grade: 'general' | 'major';
  /** `id@version`. */
  readonly rule: string;
}

/** What the rules suggest; one item of direct judgement makes it major. null = the rules say nothing. A person decides. */
export const suggestGrade = (
  rules: readonly JudgementRule[],
  found: { readonly category: JudgementRule['categories'][number]; readonly use: string; readonly criteria: readonly string[] },
): Judged | null => {
  const met = rules.filter(
    (rule) =>
      rule.categories.includes(found.category) &&
      (rule.uses.length === 0 || (rule.uses as readonly string[]).includes(found.use)) &&
      (rule.automatic || found.criteria.includes(rule.id)),
  );
  const decisive = met.find(({ grade }) => grade === 'major') ?? met[0];
  return decisive ? { grade: decisive.grade, rule: `${decisive.id}@${decisive.version}` } : null;
};
