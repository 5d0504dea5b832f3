/**
 * What a rule kind is: zod parameters, a check across them, and a way to start watching one device. The erased form
 * (`RuleKind`) is what the registry and the rule file's parser see; each kind keeps its own typed parameters inside.
 */
import type { z } from 'zod';
import type { AlarmKind, Bilingual, EventType, Level, Severity } from '../../contracts/values.ts';
import type { JudgedEvent, Signal } from './rule.ts';
import type { Steam } from './steam.ts';
import type { Window } from './window.ts';

/** The part of a rule every kind has. */
export interface RuleHead {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  /** Null for rules on device events. */
  readonly metric: string | null;
  readonly unit: string | null;
  readonly alarm: AlarmKind;
  readonly level: Level;
  readonly severity: Severity;
  readonly cites: Bilingual;
  readonly text: Bilingual;
}

/** What a watch may look at beside the reading it judges. */
export interface WatchContext {
  /** Longest time between two readings that still counts as unbroken. */
  readonly gapMs: number;
  readonly steam: Steam;
  window(metric: string): Window;
}

/** Whether a rule stands active on a device. */
export interface Standing {
  isActive(): boolean;
  assumeActive(): void;
}

/** One rule at work on one device; holds derived state only. */
export interface Watch extends Standing {
  judge(value: number, at: number): Signal | null;
}

/** Decides whether a reading is believed before any other rule sees it. */
export interface Gate extends Standing {
  /** True when the reading may be judged by the other rules. `signal` is then read once. */
  admit(value: number, at: number): boolean;
  signal: Signal | null;
}

export interface WindowNeed {
  readonly metric: string;
  readonly lengthMs: number;
}

interface Ruled {
  readonly head: RuleHead;
}

export interface ReadingRule extends Ruled {
  readonly role: 'reading';
  /** Readings that make it look. */
  readonly metrics: readonly string[];
  readonly windows: readonly WindowNeed[];
  lookbackMs(gapMs: number): number;
  start(head: RuleHead, context: WatchContext): Watch;
}

export interface GateRule extends Ruled {
  readonly role: 'gate';
  readonly metric: string;
  lookbackMs(gapMs: number): number;
  start(head: RuleHead, context: WatchContext): Gate;
}

export interface EventRule extends Ruled {
  readonly role: 'event';
  readonly events: readonly EventType[];
  admits(event: JudgedEvent): boolean;
}

export type PreparedRule = ReadingRule | GateRule | EventRule;

/** What is wrong with a rule and where, relative to the rule. */
export interface RuleFlaw {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type Prepared = { readonly ok: true; readonly rule: PreparedRule } | { readonly ok: false; readonly flaws: readonly RuleFlaw[] };

export interface RuleKind {
  readonly name: string;
  prepare(head: RuleHead, params: unknown): Prepared;
}

/** Ties a kind's typed parameters to its rule and hides their type from the registry. */
export const ruleKind = <P>(
  name: string,
  params: z.ZodType<P>,
  spec: { flaws(head: RuleHead, params: P): readonly RuleFlaw[]; prepare(head: RuleHead, params: P): PreparedRule },
): RuleKind => ({
  name,
  prepare: (head, raw) => {
    const read = params.safeParse(raw);
    if (!read.success) {
      return { ok: false, flaws: read.error.issues.map((issue) => ({ path: ['params', ...issue.path], message: issue.message })) };
    }
    const flaws = spec.flaws(head, read.data);
    return flaws.length > 0 ? { ok: false, flaws } : { ok: true, rule: spec.prepare(head, read.data) };
  },
});

/** For kinds that make sense for one metric only. */
export const needsMetric = (head: RuleHead, metric: string): readonly RuleFlaw[] =>
  head.metric === metric ? [] : [{ path: ['metric'], message: `a ${head.kind} rule judges ${metric}` }];

/** A value as people read it: at most two decimals. */
export const shown = (value: number, unit: string): string => `${Number(value.toFixed(2))} ${unit}`;

/** A rule's signal at one moment. */
export const signalOf = (
  head: RuleHead,
  state: Signal['state'],
  at: number,
  condition: string,
  values: Readonly<Record<string, string>>,
  trigger = false,
): Signal => ({
  kind: head.alarm,
  state,
  level: head.level,
  severity: head.severity,
  at,
  rule: { id: head.id, version: head.version },
  because: { rule: head.id, ruleVersion: head.version, at, condition, values: { ...values }, cites: head.cites },
  trigger,
});
