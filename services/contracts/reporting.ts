/** 信息报告: 首报 / 续报 / 终报 with their clocks, what contradicts them, and accountability cases. */
import { z } from 'zod';
import { bilingualSchema, idSchema, timeSchema } from './values.ts';

export const reportKinds = ['initial', 'follow_up', 'final'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** One report upward about one incident. Append-only: a correction is another report. */
export const incidentReportSchema = z.object({
  id: z.string(),
  school: idSchema,
  incident: z.string(),
  kind: z.enum(reportKinds),
  channel: z.enum(['oral', 'written']),
  by: z.string(),
  at: timeSchema,
  /** When the reporter says it happened. */
  happenedAt: timeSchema,
  /** What it was: a fire, or nothing. */
  nature: z.enum(['fire', 'gas', 'crush', 'intrusion', 'poisoning', 'other', 'false_alarm']),
  /** null = not known yet: said on the telephone, not left out of what is written. */
  deaths: z.number().int().min(0).max(100_000).nullable(),
  injured: z.number().int().min(0).max(100_000).nullable(),
  /** What happened. */
  text: z.string().trim().min(1).max(4000),
  /** 已采取的措施. */
  measures: z.string().trim().max(4000).nullable(),
});
export type IncidentReport = z.infer<typeof incidentReportSchema>;

/** Fields a jurisdiction may demand of a written report (State Council Order 493, article 12). */
export const reportFields = ['deaths', 'injured', 'measures'] as const;
export type ReportField = (typeof reportFields)[number];

/** `POST /incidents/{id}/reports` */
export const reportDraftSchema = incidentReportSchema
  .pick({ kind: true, channel: true, happenedAt: true, nature: true, text: true })
  .extend({
    deaths: incidentReportSchema.shape.deaths.default(null),
    injured: incidentReportSchema.shape.injured.default(null),
    measures: incidentReportSchema.shape.measures.default(null),
  });
export type ReportDraft = z.infer<typeof reportDraftSchema>;

/** One time limit of one incident, and whether it was kept. */
export const reportClockSchema = z.object({
  kind: z.enum(reportKinds),
  channel: z.enum(['oral', 'written', 'any']),
  dueAt: timeSchema,
  doneAt: timeSchema.nullable(),
  late: z.boolean(),
  /** What the report that would have met it lacks. */
  missing: z.array(z.enum(reportFields)),
  cites: bilingualSchema,
});
export type ReportClock = z.infer<typeof reportClockSchema>;

/** 迟报 漏报 谎报 瞒报, and what contradicts evidence (弄虚作假). */
export const findingKinds = ['late', 'omitted', 'false', 'concealed', 'fake_evidence'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What sensors and the audit chain say against what was reported. A finding is a question, not a verdict. */
export const findingSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  school: idSchema,
  kind: z.enum(findingKinds),
  /** `incident`, `alarm`, `hazard` or `evidence`, and its id. */
  subject: z.string(),
  subjectId: z.string(),
  at: timeSchema,
  /** Stable code of the sentence that says what contradicts what. */
  reason: z.string(),
  facts: z.record(z.string(), z.string()),
  /** The alarms, reports, audit entries it rests on: `alarm:…`, `report:…`, `audit:SEQ`, `evidence:…`. */
  evidence: z.array(z.string()),
  state: z.enum(['open', 'dismissed', 'case']),
  decidedBy: z.string().nullable(),
  decidedAt: timeSchema.nullable(),
  decision: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** `POST /findings/{id}/decision`: what became of the question, when it is no case. */
export const findingDecisionSchema = z.object({ decision: z.literal('dismiss'), note: z.string().trim().min(1).max(2000) });
export type FindingDecision = z.infer<typeof findingDecisionSchema>;

/** 问责: opened only by a person's decision, and only with a duty and the evidence of its breach. */
export const accountabilitySchema = z.object({
  id: z.string(),
  version: z.number().int(),
  org: idSchema,
  person: idSchema.nullable(),
  /** The duty sheet and the item that was breached. */
  sheet: z.string(),
  item: z.number().int(),
  findings: z.array(z.string()).min(1),
  openedAt: timeSchema,
  openedBy: z.string(),
  reason: z.string().trim().min(1).max(2000),
  state: z.enum(['open', 'closed']),
  outcome: z.string().nullable(),
  closedAt: timeSchema.nullable(),
});
export type Accountability = z.infer<typeof accountabilitySchema>;

/** `POST /accountability` */
export const accountabilityDraftSchema = z.object({
  person: idSchema.nullable().default(null),
  sheet: z.string().min(1).max(80),
  item: z.number().int().min(0),
  findings: z.array(z.string().min(1).max(80)).min(1).max(50),
  reason: accountabilitySchema.shape.reason,
});
export type AccountabilityDraft = z.infer<typeof accountabilityDraftSchema>;

/** `POST /accountability/{id}/close` */
export const accountabilityOutcomeSchema = z.object({ outcome: z.string().trim().min(1).max(2000) });
