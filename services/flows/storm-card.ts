/** A storm's card: its counts, who speaks for it, its end, and one act that acknowledges all of it. */
import type { StormActs } from '../acts/storms.ts';
import type { Alarm } from '../contracts/alarm.ts';
import type { Storm } from '../contracts/storm.ts';
import { actOnAlarm } from '../core/alarms/act.ts';
import { bucketOf, sheetOf, totalOf } from '../core/storms/balance.ts';
import { forgetBefore } from '../core/storms/flood.ts';
import { isUnseen, mayFold, speakerOf } from '../core/storms/fold.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import { spacesAbove } from '../core/world.ts';
import type { Actor, DueRow, Result } from '../ports.ts';
import { keepAlarm } from './keep-alarm.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { awaitCount, keepStorm, membersOf, recentOf, withinMs } from './storms.ts';

/** Members acknowledged in one transaction, so that no act stalls the broker. */
const acknowledgedPerTurn = 200;

/** A young storm is counted every second, an old one every minute: its sheet grows with its age. */
const countAgain = (storm: Storm, at: number): number => {
  const pace = storm.calmAt === null ? (at - storm.openedAt) / 30 : 60_000;
  return at + Math.min(Math.max(pace, 1000), 60_000);
};

const current = (service: Service, turn: Turn, id: string): Storm | null =>
  [...service.world().storms.values()].find((storm) => storm.id === id) ?? turn.put.storm.get(id) ?? service.facts.get('storm', id);

/** Up to where its sheet counts; the step of time in which it calmed down is not over yet. */
const sheetEnd = (storm: Storm): number => (storm.calmAt === null ? Number.MAX_SAFE_INTEGER : bucketOf(storm.calmAt));

/** What a count of it asks for. */
const extent = (storm: Storm) => [storm.id, storm.school, storm.from, sheetEnd(storm)] as const;

const add = (counts: Record<string, number>, key: string, count: number): void => {
  counts[key] = (counts[key] ?? 0) + count;
};

/** The storm with its counts as the store has them now. */
export const counted = (service: Service, storm: Storm): Storm => {
  const world = service.world();
  const places: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  const devices = new Set<string>();
  let alarms = 0;
  for (const group of service.facts.storms.members(storm.id)) {
    alarms += group.count;
    devices.add(group.device);
    add(places, spacesAbove(world, group.space).find((space) => world.spaces.get(space)?.kind === 'building') ?? '', group.count);
    add(kinds, group.kind, group.count);
  }
  return { ...storm, alarms, devices: devices.size, places, kinds, balance: totalOf(service.facts.storms.fates(...extent(storm))) };
};

/** Another voice comes out of the card, when the one that spoke was answered and a whole window has gone by since. */
const withVoice = (service: Service, turn: Turn, storm: Storm, members: readonly Alarm[]): Storm => {
  const { speaker } = storm;
  const spoke = speaker && [...service.world().alarms.values()].find(({ id }) => id === speaker.alarm);
  if (speaker && (turn.at < speaker.at + withinMs(service) || (spoke && isUnseen(spoke)))) return storm;
  const next = speakerOf(members);
  if (!next) return storm;
  keepAlarm(service, turn, { ...next, storm: null }, []);
  return { ...storm, speaker: { alarm: next.id, severity: next.severity, at: turn.at } };
};

const ended = (turn: Turn, storm: Storm): Storm => {
  audit(turn, {
    actor: 'system',
    act: 'storm.closed',
    subject: 'storm',
    subjectId: storm.id,
    school: storm.school,
    detail: { alarms: storm.alarms, raw: storm.balance.raw, difference: storm.balance.difference },
  });
  return { ...storm, version: storm.version + 1, open: false, closedAt: turn.at };
};

const going = (service: Service, turn: Turn, storm: Storm): Storm => {
  const recent = recentOf(service, storm.school, turn.at);
  forgetBefore(recent, turn.at - withinMs(service));
  const lastAt = Math.max(storm.lastAt, ...recent.values());
  const calm = recent.size < service.policies.storm.flood.endsBelow;
  if (!calm || storm.calmAt !== null) return { ...storm, lastAt };
  return { ...storm, version: storm.version + 1, lastAt, calmAt: turn.at };
};

/** The moment to look at a storm again: what it counts, whether it is over, who speaks for it. */
export const stormDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const storm = current(service, turn, row.subject);
  if (!storm) return;
  let next = storm.open ? going(service, turn, storm) : storm;
  if (next.open) next = withVoice(service, turn, next, membersOf(service.world(), storm.id));
  const members = membersOf(service.world(), storm.id);
  next = counted(service, next);
  if (next.open && next.calmAt !== null && !members.some((alarm) => alarm.open && !alarm.acknowledged)) next = ended(turn, next);
  if (JSON.stringify(next) !== JSON.stringify(storm)) keepStorm(service, turn, next);
  // What came in this very moment is stored with it and counted the next time; so is the last of a storm that has ended.
  if (next.open || storm.open) awaitCount(turn, next, countAgain(next, turn.at));
};

/** Its members, and the one that speaks for them. */
const acknowledgeSome = (service: Service, turn: Turn, storm: Storm, actor: string): void => {
  const recent = recentOf(service, storm.school, turn.at);
  // Only what was there before the click (ISA-18.2): one that came back since is news.
  const before = storm.acknowledgedAt ?? turn.at;
  const waiting = [...service.world().alarms.values()].filter(
    (alarm) =>
      (alarm.storm === storm.id || (alarm.id === storm.speaker?.alarm && mayFold(alarm))) &&
      !alarm.acknowledged &&
      (recent.get(alarm.id) ?? alarm.receivedAt) <= before,
  );
  for (const alarm of waiting.slice(0, acknowledgedPerTurn)) {
    const act = actOnAlarm(alarm, { action: 'acknowledge' }, actor, turn.at);
    keepAlarm(service, turn, act.alarm, [], actor);
    audit(turn, { actor, act: act.act, subject: 'alarm', subjectId: alarm.id, school: alarm.school, detail: { storm: storm.id } });
  }
  const key = `storm_rest:${storm.id}`;
  turn.due.set(key, waiting.length > acknowledgedPerTurn ? { key, kind: 'storm_rest', dueAt: turn.at, subject: storm.id } : null);
};

/** The rest of a large storm that was acknowledged in one act. */
export const stormRestDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  const storm = current(service, turn, row.subject);
  if (storm?.acknowledgedBy) acknowledgeSome(service, turn, storm, storm.acknowledgedBy);
};

const acknowledgeStorm = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Storm> => {
  const storm = [...service.world().storms.values()].find((one) => one.id === id) ?? service.facts.get('storm', id);
  if (!storm) return { ok: false, status: 404, code: 'not_found', detail: `no storm ${id}` };
  if (ifMatch !== null && ifMatch !== storm.version)
    return { ok: false, status: 412, code: 'stale', detail: `version ${storm.version} is current` };
  if (!storm.open) return { ok: false, status: 409, code: 'closed', detail: `storm ${id} is over` };
  const turn = newTurn(service.clock.now());
  const next = keepStorm(service, turn, { ...storm, version: storm.version + 1, acknowledgedBy: actor.id, acknowledgedAt: turn.at });
  audit(turn, {
    actor: actor.id,
    act: 'storm.acknowledged',
    subject: 'storm',
    subjectId: id,
    school: storm.school,
    detail: { alarms: storm.alarms },
  });
  acknowledgeSome(service, turn, next, actor.id);
  awaitCount(turn, next, turn.at);
  service.commit(turn);
  return { ok: true, value: next };
};

export const stormActs = (service: Service): StormActs => ({
  acknowledgeStorm: (actor, id, ifMatch) => acknowledgeStorm(service, actor, id, ifMatch),
  countedStorm: (storm) => counted(service, storm),
  stormSheet: (storm) => sheetOf(service.facts.storms.tallied(...extent(storm))),
});
