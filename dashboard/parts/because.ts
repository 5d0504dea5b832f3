/** Conditions of rules as sentences and as lines in a chart. Pure. */
import type { Because } from '../../services/contracts/alarm.ts';
import type { AlarmKind } from '../../services/contracts/values.ts';
import { type Words, wordFor } from '../i18n/words.ts';

const number = /-?\d+(?:\.\d+)?/g;

const escaped = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/** Whole words only, and no unit's part (K/min); `{a}` stands for a number. */
const patternOf = (phrase: string): string =>
  `${/^\w/.test(phrase) ? '(?<![\\w/])' : ''}${escaped(phrase).replace(/\{\w\}/g, number.source)}(?!\\w)`;

/** Puts the people's words in the place of the identifiers in a machine-readable condition, each once. */
export const conditionText = (condition: string, words: Words): string => {
  const phrases: Readonly<Record<string, string>> = { ...words.codes.event, ...words.codes.metric, ...words.open.condition };
  // Longest first, so that no part is taken out of a longer phrase.
  const longestFirst = Object.keys(phrases).sort((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map(patternOf).join('|'), 'g');
  const text = condition.replace(any, (part) => {
    const numbers = part.match(number) ?? [];
    let found = 0;
    const word = phrases[part] ?? phrases[part.replace(number, () => `{${'abc'[found++]}}`)] ?? part;
    return word.replace(/\{(\w)\}/g, (_, letter: string) => numbers['abc'.indexOf(letter)] ?? '');
  });
  // Chinese is written without spaces between words and around its own marks.
  return text.replace(/\s+(?=[，（])|(?<=[，（）])\s+|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
};

/** A value beside its name: a kind of alarm (of the device that agrees), the device's own words, or a measured value. */
export const valueText = (name: string, value: string, words: Words): string =>
  name === 'text' ? value : wordFor(words.codes.kind, value, '') || conditionText(value, words);

/** A value's name; the one that is a device is told by that device's name, never by its id. */
export const valueName = (name: string, value: string, deviceName: string | undefined, words: Words): string =>
  deviceName ?? (Object.hasOwn(words.codes.kind, value) ? words.open.otherDevice : conditionText(name, words));

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
