/**
 * Every field a step's form may ask for, by name: what kind it is, so that the server checks it and the screens draw it
 * from the same row.
 */
import { z } from 'zod';
import { signatureSchema } from '../../contracts/document.ts';
import type { EvidenceStage } from '../../contracts/evidence.ts';
import { hazardCategories, rootCauses } from '../../contracts/hazard.ts';
import { idSchema, timeSchema } from '../../contracts/values.ts';

export type FieldKind =
  | 'text'
  | 'person'
  | 'day'
  | 'days'
  | 'money'
  | 'choice'
  | 'photos'
  | 'signature'
  | 'protection'
  | 'flag'
  | 'hazard'
  | 'measure';

export interface Field {
  readonly kind: FieldKind;
  readonly schema: z.ZodType;
  readonly options?: readonly string[];
  /** Photos: the stages their pictures may have been taken for. */
  readonly stages?: readonly EvidenceStage[];
  /** Photos: at least one must have been taken inside the school's fence. */
  readonly onSite?: boolean;
}

const text = (min: number, max = 2000): Field => ({ kind: 'text', schema: z.string().trim().min(min).max(max) });
const choice = (options: readonly string[]): Field => ({ kind: 'choice', schema: z.enum(options as [string, ...string[]]), options });
const photos = (stages: readonly EvidenceStage[], onSite = false): Field => ({
  kind: 'photos',
  schema: z.array(z.string().min(1).max(80)).min(1).max(12),
  stages,
  onSite,
});

/** 防护措施 as a form brings them. */
export const protectionDraftSchema = z.object({
  measure: z.string().trim().min(2).max(500),
  responsible: idSchema,
  everyHours: z.number().positive().max(744).nullable().default(null),
});

export const fields = {
  reason: text(2),
  opinion: text(1),
  finding: text(2),
  description: text(4),
  measures: text(2),
  requirements: text(4),
  letter: text(4),
  interim: text(2),
  contingency: text(2),
  target: text(2, 200),
  supervisor: text(2, 200),
  contact: text(2, 200),
  notice: text(2, 200),
  note: text(1),
  responsible: { kind: 'person', schema: idSchema },
  deadline: { kind: 'day', schema: timeSchema },
  days: { kind: 'days', schema: z.number().int().min(1).max(366) },
  /** Yuan. */
  funds: { kind: 'money', schema: z.number().min(0).max(1e9) },
  cost: { kind: 'money', schema: z.number().min(0).max(1e9) },
  grade: choice(['general', 'major']),
  cause: choice(rootCauses),
  category: choice(hazardCategories),
  protection: { kind: 'protection', schema: z.array(protectionDraftSchema).min(1).max(20) },
  measure: { kind: 'measure', schema: z.string().min(1).max(64) },
  stop_use: { kind: 'flag', schema: z.boolean() },
  duplicate: { kind: 'hazard', schema: z.string().min(1).max(64) },
  photos_found: photos(['found', 'before']),
  photos_before: photos(['found', 'before']),
  photos_after: photos(['after']),
  photos_protection: photos(['protection']),
  photos_site: photos(['site'], true),
  photos_recheck: photos(['recheck'], true),
  signature: { kind: 'signature', schema: signatureSchema },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;

export const fieldOf = (name: FieldName): Field => fields[name];
