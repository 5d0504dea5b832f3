/**
 * What may be folded into a storm's card or held back by maintenance, and what never waits. Fire, smoke, gas and panic
 * are always shown one by one (domain C3: in a flood "fire stays individually visible"), whatever their level.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { AlarmKind, Severity } from '../../contracts/values.ts';

const threats: ReadonlySet<AlarmKind> = new Set(['smoke', 'heat', 'gas', 'manual_call', 'panic', 'video_fire', 'video_smoke']);

/** Heat and carbon monoxide as measured: an early warning may wait, an alarm may not. */
const threatsAtAlarm: ReadonlySet<AlarmKind> = new Set(['temperature', 'co']);

/** A threat to life, or one that a second sign or a person has confirmed: never folded, never held back. */
export const neverWaits = ({ kind, level, severity, verification }: Pick<Alarm, 'kind' | 'level' | 'severity' | 'verification'>): boolean =>
  threats.has(kind) || (threatsAtAlarm.has(kind) && level === 'alarm') || severity === 'life_safety' || verification === 'confirmed';

/** May be folded now: real, open, shown, and nothing that never waits. */
export const mayFold = (alarm: Alarm): boolean =>
  alarm.open && alarm.exercise === null && alarm.availability === 'in_service' && alarm.incident === null && !neverWaits(alarm);

const rank: Readonly<Record<Severity, number>> = { life_safety: 2, urgent: 1, advisory: 0 };

export const isGraver = (a: Pick<Alarm, 'severity'>, b: Pick<Alarm, 'severity'>): boolean => rank[a.severity] > rank[b.severity];

/** Waits for somebody to look at it. */
export const isUnseen = ({ open, acknowledged, availability }: Alarm): boolean => open && !acknowledged && availability === 'in_service';

/**
 * The one that stays out of the card and is called for on behalf of its storm: the gravest that nobody acknowledged, then the oldest; null
 * when all are seen to. Ids are in order of time.
 */
export const speakerOf = (members: Iterable<Alarm>): Alarm | null => {
  let speaker: Alarm | null = null;
  for (const alarm of members) {
    if (!isUnseen(alarm)) continue;
    if (speaker === null || isGraver(alarm, speaker) || (!isGraver(speaker, alarm) && alarm.id < speaker.id)) speaker = alarm;
  }
  return speaker;
};
