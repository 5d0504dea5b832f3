/** Conditions of rules as sentences and as lines in a chart. Pure. */
import type { Because } from '../../services/contracts/alarm.ts';
import type { AlarmKind } from '../../services/contracts/values.ts';
import { type Words, wordFor } from '../i18n/words.ts';

/** Phrases and names a condition may hold, longest first so that a part is never replaced inside a longer one. */
const phrasesOf = (words: Words): readonly (readonly [string, string])[] =>
  Object.entries({ ...words.codes.event, ...words.codes.metric, ...words.open.condition }).sort(([a], [b]) => b.length - a.length);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Puts the people's words in the place of the identifiers in a machine-readable condition. */
export const conditionText = (condition: string, words: Words): string => {
  let text = condition;
  for (const [phrase, word] of phrasesOf(words)) {
    // Whole words only, and no unit's part (K/min).
    const before = /^\w/.test(phrase) ? '(?<![\\w/])' : '';
    text = text.replace(new RegExp(`${before}${escaped(phrase)}(?!\\w)`, 'g'), word);
  }
  return text.replace(/\s+，\s*/g, '，');
};

/** A value beside its name: a kind of alarm (of the device that agrees) or a measured value. */
export const valueText = (value: string, words: Words): string => wordFor(words.codes.kind, value, '') || conditionText(value, words);

export interface ThresholdLine {
  readonly metric: string;
  readonly value: number;
}

/** Lines a chart can draw: every `metric ≥ number` in the conditions, each once. */
export const thresholdLines = (because: readonly Because[]): ThresholdLine[] => {
  const lines = new Map<string, ThresholdLine>();
  for (const { condition } of because) {
    for (const [, metric, value] of condition.matchAll(/([a-z][a-z0-9_]*)\s*(?:≥|≤|>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)/g)) {
      if (metric !== undefined && value !== undefined) lines.set(`${metric} ${value}`, { metric, value: Number(value) });
    }
  }
  return [...lines.values()];
};

const metricOfKind: Partial<Record<AlarmKind, string>> = {
  smoke: 'smoke',
  heat: 'temperature',
  gas: 'gas',
  temperature: 'temperature',
  humidity: 'humidity',
  co: 'co',
  current_leakage: 'current_leakage',
  water_pressure: 'water_pressure',
  low_battery: 'battery',
};

/** Which curve shows this alarm's moment: what the rule looked at, else what its kind is about, if the device reports it. */
export const metricToShow = (kind: AlarmKind, because: readonly Because[], known: readonly string[]): string | null => {
  const named = thresholdLines(because).map((line) => line.metric);
  const wanted = [...named, ...because.flatMap((b) => Object.keys(b.values)), metricOfKind[kind]];
  return wanted.find((metric): metric is string => metric !== undefined && known.includes(metric)) ?? null;
};
