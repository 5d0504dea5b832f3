/** What the kinds of alarm have in common. */
import type { Alarm } from '../../contracts/alarm.ts';
import type { AlarmKind, Level } from '../../contracts/values.ts';

/** Fire, gas and panic stay latched when their condition clears, until reset with a reason (ISA-18.2; domain C3). */
const latching: ReadonlySet<AlarmKind> = new Set(['smoke', 'heat', 'gas', 'manual_call', 'panic', 'video_fire', 'video_smoke']);

/** Signs of fire: two of them from independent devices in one space confirm each other (GB 50116 §4.1.6). */
export const signsOfFire: ReadonlySet<AlarmKind> = new Set([
  'smoke',
  'heat',
  'manual_call',
  'temperature',
  'co',
  'video_fire',
  'video_smoke',
]);

/** Never shelved: hiding them hides a threat to life (domain C3, B11). */
const neverShelved: ReadonlySet<AlarmKind> = new Set([...latching, 'temperature', 'co', 'video_crowd']);

const rank: Readonly<Record<Level, number>> = { fault: 0, early_warning: 1, alarm: 2 };

export const isSignOfFire = (kind: AlarmKind): boolean => signsOfFire.has(kind);
export const mayBeShelved = (alarm: Alarm): boolean => !neverShelved.has(alarm.kind);
export const isHigher = (a: Level, b: Level): boolean => rank[a] > rank[b];
export const higher = (a: Level, b: Level): Level => (isHigher(a, b) ? a : b);
export const latches = (alarm: Pick<Alarm, 'kind' | 'level'>): boolean => alarm.level === 'alarm' && latching.has(alarm.kind);

/** Chattering: three or more activations within 60 s (ISA-18.2; domain B11). All of them are one occurrence. */
export const chatterWithinMs = 60_000;
const chatterFrom = 3;
export const isChattering = ({ returns }: Pick<Alarm, 'returns'>): boolean => returns >= chatterFrom;

/** Faults and early warnings put themselves away once quiet; an alarm waits for a person, one that chatters for both. */
export const closesByItself = (alarm: Pick<Alarm, 'level' | 'returns' | 'acknowledged'>): boolean =>
  alarm.level !== 'alarm' || (alarm.acknowledged && isChattering(alarm));
