/** Which alarm needs a person first. Pure. */
import type { Alarm, AlarmView } from '../../services/contracts/alarm.ts';
import type { Storm } from '../../services/contracts/storm.ts';

/** Groups of the board from the top down; each answers "what does it need from a person now". */
export const needs = ['ack_life', 'verify_life', 'ack', 'verify', 'confirmed', 'notice', 'reset', 'watched', 'aside'] as const;
export type Need = (typeof needs)[number];

const awaitsVerdict = (alarm: Alarm): boolean =>
  alarm.verification === 'unverified' || alarm.verification === 'verifying' || alarm.verification === 'unresolved';

/** Acknowledging is not judging: an acknowledged alarm still stands high until somebody has looked (ISA-18.2, domain C3). */
export const needOf = (alarm: Alarm): Need => {
  if (alarm.availability !== 'in_service' || alarm.cause !== null) return 'aside';
  const life = alarm.severity === 'life_safety';
  if (!alarm.acknowledged) {
    if (alarm.level === 'alarm') return life ? 'ack_life' : 'ack';
    return life && alarm.level === 'early_warning' ? 'ack' : 'notice';
  }
  if (alarm.level === 'alarm' && awaitsVerdict(alarm)) return life ? 'verify_life' : 'verify';
  if (alarm.verification === 'confirmed') return 'confirmed';
  return alarm.condition === 'latched' ? 'reset' : 'watched';
};

const rank: Readonly<Record<Need, number>> = Object.fromEntries(needs.map((need, index) => [need, index])) as Record<Need, number>;
const severityRank = { life_safety: 0, urgent: 1, advisory: 2 } as const;

/**
 * Real ones first, whatever a drill plays; then the most needed; inside a group the graver, then the newer; ids break ties
 * so that rows never swap places.
 */
export const orderAlarms = <T extends Alarm>(alarms: Iterable<T>): T[] =>
  [...alarms]
    .map((alarm) => ({ alarm, rank: rank[needOf(alarm)] }))
    .sort(
      (a, b) =>
        Number(a.alarm.exercise !== null) - Number(b.alarm.exercise !== null) ||
        a.rank - b.rank ||
        severityRank[a.alarm.severity] - severityRank[b.alarm.severity] ||
        b.alarm.eventAt - a.alarm.eventAt ||
        (a.alarm.id < b.alarm.id ? -1 : 1),
    )
    .map(({ alarm }) => alarm);

export type BoardLine =
  | { readonly type: 'group'; readonly need: Need; readonly exercise: boolean; readonly count: number }
  | { readonly type: 'alarm'; readonly alarm: AlarmView };

/** The ordered alarms with a heading before each group; those of a drill have headings of their own. */
export const boardLines = (ordered: readonly AlarmView[]): BoardLine[] => {
  const lines: BoardLine[] = [];
  const groupOf = (alarm: AlarmView): string => `${alarm.exercise === null ? '' : 'exercise '}${needOf(alarm)}`;
  const counts = new Map<string, number>();
  for (const alarm of ordered) counts.set(groupOf(alarm), (counts.get(groupOf(alarm)) ?? 0) + 1);
  let last: string | null = null;
  for (const alarm of ordered) {
    const group = groupOf(alarm);
    if (group !== last)
      lines.push({ type: 'group', need: needOf(alarm), exercise: alarm.exercise !== null, count: counts.get(group) ?? 0 });
    last = group;
    lines.push({ type: 'alarm', alarm });
  }
  return lines;
};

/** Groups that call for a person right now. */
export const callsNow = (alarm: Alarm): boolean => rank[needOf(alarm)] <= rank.verify;

/** Folded into the card of a storm that is still open: shown and counted there, not among the single ones. */
export const isFolded = (alarm: Alarm, storms: ReadonlyMap<string, unknown>): boolean => alarm.storm !== null && storms.has(alarm.storm);

export type Sound = 'life_safety' | 'urgent';

/** A storm speaks with one voice: that member's which is called for on behalf of all. */
const isHushed = (alarm: Alarm, storms: ReadonlyMap<string, Pick<Storm, 'speaker'>>): boolean =>
  isFolded(alarm, storms) && storms.get(alarm.storm ?? '')?.speaker?.alarm !== alarm.id;

/** What the siren must play: the gravest alarm nobody has acknowledged. Warnings and faults never wail (domain C3). */
export const soundFor = (alarms: Iterable<Alarm>, storms: ReadonlyMap<string, Pick<Storm, 'speaker'>> = new Map()): Sound | null => {
  let sound: Sound | null = null;
  for (const alarm of alarms) {
    if (alarm.acknowledged || !alarm.open || alarm.level !== 'alarm' || needOf(alarm) === 'aside' || isHushed(alarm, storms)) continue;
    if (alarm.severity === 'life_safety') return 'life_safety';
    if (alarm.severity === 'urgent') sound = 'urgent';
  }
  return sound;
};
