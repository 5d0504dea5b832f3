/** What is made out of hazards and incidents: list one, common problems, rates, look-back, the six mechanisms. */
import { z } from 'zod';
import { hazardCategories, rootCauses } from './hazard.ts';
import { hazardStates, idSchema, timeSchema } from './values.ts';

/** List one (问题隐患清单): a problem as it stood at the time asked for. */
export const problemItemSchema = z.object({
  id: z.string(),
  school: idSchema,
  space: idSchema.nullable(),
  category: z.enum(hazardCategories),
  /** As it was then. */
  state: z.enum(hazardStates),
  description: z.string(),
  facts: z.record(z.string(), z.string()),
  reportedAt: timeSchema,
  /** Measures of list two that are linked to it, ids. */
  measures: z.array(z.string()),
});
export type ProblemItem = z.infer<typeof problemItemSchema>;

/** 共性问题: one category and cause across schools; `cause` null = not yet judged. */
export const paretoItemSchema = z.object({
  category: z.enum(hazardCategories),
  cause: z.enum(rootCauses).nullable(),
  count: z.number().int(),
  schools: z.number().int(),
  /** Share of everything up to and with this row, percent. */
  cumulativePercent: z.number(),
  /** A known cause in enough schools to be everybody's problem. */
  common: z.boolean(),
});
export type ParetoItem = z.infer<typeof paretoItemSchema>;
export const paretoSchema = z.object({ items: z.array(paretoItemSchema), total: z.number().int(), from: timeSchema, to: timeSchema });
export type Pareto = z.infer<typeof paretoSchema>;

/** Of hazards found in the time asked for: found = closed + open + transferred. Rejected ones were none. */
export const closureSchema = z.object({
  found: z.number().int(),
  closed: z.number().int(),
  open: z.number().int(),
  transferred: z.number().int(),
  /** Of those closed: by their deadline, after it, without one. */
  onTime: z.number().int(),
  late: z.number().int(),
  undated: z.number().int(),
  /** 闭环率: closed ÷ found; null = nothing found. */
  closurePercent: z.number().nullable(),
  /** 按时整改率: on time ÷ (on time + late); null = nothing to be measured. */
  onTimePercent: z.number().nullable(),
});
export type Closure = z.infer<typeof closureSchema>;
export const closureReportSchema = z.object({
  items: z.array(closureSchema.extend({ school: idSchema })),
  total: closureSchema,
  from: timeSchema,
  to: timeSchema,
});
export type ClosureReport = z.infer<typeof closureReportSchema>;

/** What was known or looked at, at the spot of an incident, before it. */
export const traceKinds = ['risk', 'control_check', 'missed_check', 'patrol', 'inspection', 'acceptance', 'hazard', 'notice'] as const;
export type TraceKind = (typeof traceKinds)[number];
export const traceSchema = z.object({
  kind: z.enum(traceKinds),
  /** Noun and id of the record. */
  subject: z.string(),
  id: z.string(),
  at: timeSchema,
  /** Person id, `public` or `system`. */
  by: z.string(),
  /** Its topic is one that can lead to such an incident. */
  related: z.boolean(),
  /** Hazards: was it open when the incident happened? */
  open: z.boolean().nullable(),
});
export type Trace = z.infer<typeof traceSchema>;

/** 应发现未发现 / 应整改未整改. A question to people, not a verdict. */
export const backtraceSchema = z.object({
  incident: z.string(),
  eventAt: timeSchema,
  classification: z.enum(['should_have_fixed', 'should_have_found', 'none']),
  /** What the classification rests on: `noun:id`. */
  evidence: z.array(z.string()),
  traces: z.array(traceSchema),
});
export type Backtrace = z.infer<typeof backtraceSchema>;

/** 六项机制: 查找 研判 预警 防范 处置 责任. */
export const mechanisms = ['finding', 'assessment', 'warning', 'prevention', 'response', 'responsibility'] as const;
export type Mechanism = (typeof mechanisms)[number];
export const mechanismStageSchema = z.object({
  stage: z.enum(mechanisms),
  /** null = has not happened. */
  record: z.object({ at: timeSchema, by: z.string(), subject: z.string(), id: z.string(), act: z.string() }).nullable(),
});
export type MechanismStage = z.infer<typeof mechanismStageSchema>;
export const mechanismsSchema = z.object({ stages: z.array(mechanismStageSchema).length(mechanisms.length) });
export type Mechanisms = z.infer<typeof mechanismsSchema>;
