/**
 * 告警风暴: more alarms than a person can take in become one card. Alarms stay on record and are counted one by one; only
 * the screen folds them, and nobody is called for each. One stays out of the card and is called for as ever, on behalf of
 * all: the gravest that nobody acknowledged, then the oldest; a graver one that comes later takes the word.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Storm } from '../contracts/storm.ts';
import type { AlarmAct } from '../core/alarms/advance.ts';
import { bucketMs, bucketOf, emptyBalance } from '../core/storms/balance.ts';
import type { Recent } from '../core/storms/flood.ts';
import { hear } from '../core/storms/flood.ts';
import { isGraver, mayFold, neverWaits, speakerOf } from '../core/storms/fold.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import { keepAlarm } from './keep-alarm.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { alarmHeard } from './triggers.ts';

const heardActs: readonly AlarmAct[] = ['alarm.opened', 'alarm.raised', 'alarm.again'];

/** Derived from the counted triggers: gone with the world it belongs to. */
const recents = new WeakMap<World, Map<string, Recent>>();

export const withinMs = ({ policies }: Pick<Service, 'policies'>): number => policies.storm.flood.withinSeconds * 1000;

/** Alarms of a school heard lately; begun again from the store after a start. */
export const recentOf = (service: Service, school: string, at: number): Recent => {
  const world = service.world();
  const schools = recents.get(world) ?? new Map<string, Recent>();
  recents.set(world, schools);
  const known = schools.get(school);
  if (known) return known;
  const recent: Recent = new Map();
  // A step of time is stored by its begin: its end is taken, lest a start ends a flood too early.
  for (const row of service.facts.storms.heardSince(school, at - withinMs(service))) recent.set(row.alarm, Math.min(row.at + bucketMs, at));
  schools.set(school, recent);
  return recent;
};

export const keepStorm = (service: Service, turn: Turn, storm: Storm): Storm => {
  const { storms } = service.world();
  if (storm.open) storms.set(storm.school, storm);
  else if (storms.get(storm.school)?.id === storm.id) storms.delete(storm.school);
  turn.put.storm.set(storm.id, storm);
  noteChange(turn, 'storm', storm);
  return storm;
};

/** Its counts are to be looked at by then. */
export const awaitCount = (turn: Turn, storm: Pick<Storm, 'id'>, dueAt: number): void => {
  const key = `storm:${storm.id}`;
  turn.due.set(key, { key, kind: 'storm', dueAt, subject: storm.id });
};

/** Open alarms folded into a storm. */
export const membersOf = (world: World, storm: string): Alarm[] => [...world.alarms.values()].filter((alarm) => alarm.storm === storm);

const blankStorm = (service: Service, school: string, at: number): Storm => ({
  id: service.newId('stm'),
  version: 1,
  school,
  open: true,
  from: bucketOf(at - withinMs(service)),
  openedAt: at,
  lastAt: at,
  calmAt: null,
  closedAt: null,
  alarms: 0,
  devices: 0,
  places: {},
  kinds: {},
  balance: emptyBalance(),
  speaker: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
});

const spokenBy = (alarm: Alarm | null, at: number): Storm['speaker'] => alarm && { alarm: alarm.id, severity: alarm.severity, at };

/** Opens, with the alarms of its window that nobody has seen to yet; `except` is the one just at hand. */
const openStorm = (service: Service, turn: Turn, school: string, recent: Recent, except: string): Storm => {
  const world = service.world();
  const blank = blankStorm(service, school, turn.at);
  const waiting = [...world.alarms.values()].filter(
    (alarm) => alarm.school === school && recent.has(alarm.id) && alarm.id !== except && !alarm.acknowledged && mayFold(alarm),
  );
  const speaker = speakerOf(waiting);
  const folded = waiting.filter((alarm) => alarm !== speaker);
  const storm = keepStorm(service, turn, { ...blank, alarms: folded.length, speaker: spokenBy(speaker, turn.at) });
  for (const alarm of folded) keepAlarm(service, turn, { ...alarm, storm: storm.id }, []);
  audit(turn, {
    actor: 'system',
    act: 'storm.opened',
    subject: 'storm',
    subjectId: storm.id,
    school,
    detail: { alarms: recent.size, withinSeconds: service.policies.storm.flood.withinSeconds },
  });
  awaitCount(turn, storm, turn.at);
  return storm;
};

/** The storm this alarm belongs to: one that goes on, or begins again while its card still stands, or opens now. */
const stormNow = (service: Service, turn: Turn, alarm: Alarm, recent: Recent): Storm | null => {
  const flooded = recent.size > service.policies.storm.flood.moreThan;
  const storm = service.world().storms.get(alarm.school);
  if (!storm) return flooded ? openStorm(service, turn, alarm.school, recent, alarm.id) : null;
  if (storm.calmAt === null) return storm;
  if (!flooded) return null;
  awaitCount(turn, storm, turn.at);
  return keepStorm(service, turn, { ...storm, version: storm.version + 1, calmAt: null });
};

/** Folded, unless it speaks for its storm or is graver than the one that does. */
const foldInto = (service: Service, turn: Turn, storm: Storm, alarm: Alarm): Alarm => {
  if (storm.speaker?.alarm === alarm.id) return alarm;
  if (storm.speaker !== null && !isGraver(alarm, storm.speaker)) return { ...alarm, storm: storm.id };
  keepStorm(service, turn, { ...storm, speaker: spokenBy(alarm, turn.at) });
  return alarm;
};

/** What has become a threat to life, or part of an incident, stands by itself at once. */
export const leaveStorm = (turn: Turn, alarm: Alarm): Alarm => {
  if (alarm.storm === null || (!neverWaits(alarm) && alarm.incident === null)) return alarm;
  awaitCount(turn, { id: alarm.storm }, turn.at);
  return { ...alarm, storm: null };
};

/** A person has done something about an alarm: it may leave its storm, and the card may be done with. */
export const seenInStorm = (turn: Turn, alarm: Alarm): Alarm => {
  const next = leaveStorm(turn, alarm);
  if (next.storm !== null) awaitCount(turn, { id: next.storm }, turn.at);
  return next;
};

/** An alarm has opened, become graver or come back: it joins its school's storm, or leaves it. */
export const joinStorm = (service: Service, turn: Turn, alarm: Alarm, acts: readonly AlarmAct[] = ['alarm.opened']): Alarm => {
  const standing = leaveStorm(turn, alarm);
  const heard = acts.some((act) => heardActs.includes(act));
  if (!heard || alarm.exercise !== null || alarm.availability !== 'in_service' || alarm.cause !== null) return standing;
  alarmHeard(turn, standing);
  const recent = recentOf(service, alarm.school, turn.at);
  hear(recent, alarm.id, turn.at, withinMs(service));
  const storm = stormNow(service, turn, standing, recent);
  if (storm !== null && standing.storm === storm.id) return standing;
  // It came back after its storm: it is news again, of its own or of the next storm.
  if (standing.storm !== null) awaitCount(turn, { id: standing.storm }, turn.at);
  const single: Alarm = standing.storm === null ? standing : { ...standing, storm: null };
  return storm !== null && mayFold(single) ? foldInto(service, turn, storm, single) : single;
};
