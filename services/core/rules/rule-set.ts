/**
 * The rule file (`config/rules.yaml`) as data: strict, cross-checked, and every error told at once with its path. The
 * caller parses the YAML text; this module sees the plain object.
 */
import { z } from 'zod';
import { deviceSchema, spaceSchema } from '../../contracts/place.ts';
import { alarmKinds, type Bilingual, bilingualSchema, idSchema, levels, metricUnits, severities } from '../../contracts/values.ts';
import type { PreparedRule, RuleFlaw, RuleHead } from './kind.ts';
import { ruleKinds } from './kinds.ts';
import { type SteamSettings, steamSchema } from './steam.ts';

const spaceUse = spaceSchema.shape.use;

const scopeSchema = z.strictObject({
  schools: z.array(idSchema).min(1).optional(),
  spaceUse: z.array(spaceUse).min(1).optional(),
  exceptSpaceUse: z.array(spaceUse).min(1).optional(),
  deviceTypes: z.array(deviceSchema.shape.type).min(1).optional(),
  devices: z.array(idSchema).min(1).optional(),
});
export type Scope = z.infer<typeof scopeSchema>;

const ruleSchema = z.strictObject({
  id: idSchema,
  version: z.number().int().positive(),
  kind: z.enum(ruleKinds.map(({ name }) => name)),
  metric: z.enum(Object.keys(metricUnits)).optional(),
  unit: z.string().optional(),
  alarm: z.enum(alarmKinds),
  level: z.enum(levels),
  severity: z.enum(severities),
  /** Rooms in which the same thing is more, or less, severe. */
  severityIn: z.array(z.strictObject({ spaceUse: z.array(spaceUse).min(1), severity: z.enum(severities) })).optional(),
  scope: scopeSchema.default({}),
  params: z.unknown(),
  cites: bilingualSchema,
  text: bilingualSchema,
});
type RuleEntry = z.infer<typeof ruleSchema>;

const fileSchema = z.strictObject({
  silent: z.strictObject({ missedIntervals: z.number().int().positive(), minimumSeconds: z.number().positive(), cites: bilingualSchema }),
  agreement: z.strictObject({ windowSeconds: z.number().positive().max(3600), cites: bilingualSchema }),
  steam: steamSchema,
  rules: z.array(z.unknown()).min(1),
});

export interface ScopedRule {
  readonly scope: Scope;
  readonly severityIn: NonNullable<RuleEntry['severityIn']>;
  readonly rule: PreparedRule;
}

export interface AgreementSettings {
  readonly windowSeconds: number;
  readonly cites: Bilingual;
}

export interface RuleSet {
  /** A device is silent after so many missed reports, but never sooner than `minimumSeconds`. */
  readonly silent: { readonly missedIntervals: number; readonly minimumSeconds: number; readonly cites: Bilingual };
  /** Two independent devices in one space confirm each other within this time. */
  readonly agreement: AgreementSettings;
  readonly steam: SteamSettings;
  readonly rules: readonly ScopedRule[];
}

export interface RuleFileError {
  /** E.g. `rules[3].params.limit`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export type ParsedRules =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly errors: readonly RuleFileError[] };

const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((done, key) => (typeof key === 'number' ? `${done}[${key}]` : `${done}${done === '' ? '' : '.'}${String(key)}`), '');

const headOf = (entry: RuleEntry): RuleHead => ({
  id: entry.id,
  version: entry.version,
  kind: entry.kind,
  metric: entry.metric ?? null,
  unit: entry.unit ?? null,
  alarm: entry.alarm,
  level: entry.level,
  severity: entry.severity,
  cites: entry.cites,
  text: entry.text,
});

const unitFlaws = ({ metric, unit }: RuleEntry): readonly RuleFlaw[] => {
  const right = metric === undefined ? undefined : metricUnits[metric];
  return unit === right
    ? []
    : [{ path: ['unit'], message: right === undefined ? 'a rule without a metric has no unit' : `${metric} is in ${right}` }];
};

type ReadRule = { readonly rule: ScopedRule | null; readonly flaws: readonly RuleFlaw[] };

const readRule = (raw: unknown): ReadRule => {
  const read = ruleSchema.safeParse(raw);
  if (!read.success) return { rule: null, flaws: read.error.issues };
  const entry = read.data;
  const kind = ruleKinds.find(({ name }) => name === entry.kind);
  const prepared = kind?.prepare(headOf(entry), entry.params);
  const flaws = [...unitFlaws(entry), ...(prepared?.ok === false ? prepared.flaws : [])];
  if (!prepared?.ok) return { rule: null, flaws };
  return { rule: { scope: entry.scope, severityIn: entry.severityIn ?? [], rule: prepared.rule }, flaws };
};

const idOf = (raw: unknown): unknown => (typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined);

const duplicateFlaws = (rules: readonly unknown[]): readonly RuleFlaw[] => {
  const ids = rules.map(idOf);
  return ids.flatMap((id, i) =>
    id !== undefined && ids.indexOf(id) < i
      ? [{ path: ['rules', i, 'id'], message: `${JSON.stringify(id)} is already the id of rules[${ids.indexOf(id)}]` }]
      : [],
  );
};

/** Reads a rule file already parsed from YAML. Every error at once, each with its path. */
export const parseRules = (yamlObject: unknown): ParsedRules => {
  const file = fileSchema.safeParse(yamlObject);
  const listed: unknown = typeof yamlObject === 'object' && yamlObject !== null && 'rules' in yamlObject ? yamlObject.rules : undefined;
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const read = entries.map(readRule);
  const flaws: readonly RuleFlaw[] = [
    ...(file.success ? [] : file.error.issues),
    ...read.flatMap((one, i) => one.flaws.map(({ path, message }) => ({ path: ['rules', i, ...path], message }))),
    ...duplicateFlaws(entries),
  ];
  if (!file.success || flaws.length > 0) return { ok: false, errors: flaws.map(({ path, message }) => ({ path: written(path), message })) };
  const { silent, agreement, steam } = file.data;
  return { ok: true, ruleSet: { silent, agreement, steam, rules: read.flatMap(({ rule }) => (rule === null ? [] : [rule])) } };
};
