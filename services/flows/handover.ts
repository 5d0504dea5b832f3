/** 交接班: the sheet is the system's, both sign, and with the second signature responsibility moves. */
import type { Alarm } from '../contracts/alarm.ts';
import type { Handover, Seat } from '../contracts/rota.ts';
import { may, orgsBelow, sees } from '../core/access/policy.ts';
import { nextOn } from '../core/rota/next.ts';
import { plannedOn } from '../core/rota/on-duty.ts';
import type { HandoverSheet } from '../core/rota/sheet.ts';
import { sameSheet, sheetFrom, sheetLimit } from '../core/rota/sheet.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { armCheck } from './duty-checks.ts';
import { keepSeat, pendingHandover, settleSeat } from './hold-seats.ts';
import { refused, schoolOrNull } from './posts.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const ids = (all: Iterable<{ readonly id: string }>): string[] => [...all].map(({ id }) => id);

/** Attempts to reach one person about one alarm: more than there ever are. */
const callsOfOne = 100;

/** Calls about these alarms of which nobody knows yet whether they reached anybody. */
const pendingCalls = (service: Service, alarms: readonly Alarm[]): string[] =>
  alarms.flatMap(({ id }) =>
    service.facts
      .list('call', { where: { subject: 'alarm', subjectId: id }, schools: null, limit: callsOfOne })
      .items.filter(({ state }) => state === 'planned' || state === 'sending' || state === 'sent')
      .map((call) => call.id),
  );

const buildSheet = (service: Service, school: string): HandoverSheet => {
  const world = service.world();
  const within = <T extends { readonly school: string }>(all: Iterable<T>): T[] =>
    [...all].filter((one) => sees(world, school, one.school));
  const alarms = within(world.alarms.values()).filter(({ exercise }) => exercise === null);
  const schools = orgsBelow(world, school);
  const overdue = service.facts.list('hazard', { where: { open: true, overdue: true }, schools, limit: sheetLimit }).items;
  const tally = service.facts.hazardTally(schools).reduce((sum, one) => sum + one.overdue, 0);
  return sheetFrom(
    {
      openAlarms: ids(alarms),
      shelved: ids(alarms.filter(({ availability }) => availability === 'shelved')),
      blind: ids(within(world.devices.values()).filter(({ availability }) => availability !== 'in_service')),
      maintenance: ids(within(world.maintenances.values())),
      overdueHazards: ids(overdue),
      pendingCalls: pendingCalls(service, alarms),
      incidents: ids(within(world.incidents.values()).filter(({ exercise }) => exercise === null)),
    },
    { overdueHazards: tally },
  );
};

const keepHandover = (service: Service, turn: Turn, actor: string, handover: Handover, act: `handover.${string}`): void => {
  turn.put.handover.set(handover.id, handover);
  const { seat, giver, taker, sheet } = handover;
  const counts = Object.fromEntries(
    Object.entries(sheet).flatMap(([kind, list]) => (Array.isArray(list) ? [[kind, list.length + (sheet.more[kind] ?? 0)]] : [])),
  );
  const school = schoolOrNull(service.world(), handover.school);
  audit(turn, { actor, act, subject: 'handover', subjectId: handover.id, school, detail: { seat, giver, taker, counts } });
};

/** Whether the person is the one who comes: on the rota for this seat now or next. */
const isExpected = (service: Service, seat: Seat, taker: string, at: number): boolean =>
  plannedOn(service.world(), seat, at)?.id === taker || nextOn(service.world(), seat, at) === taker;

export const openHandover = (service: Service, actor: Actor, id: string, taker: string): Result<Handover> => {
  const world = service.world();
  const seat = world.seats.get(id);
  if (!seat?.active || !sees(world, actor.org, seat.school)) return refused(404, 'not_found', `no seat ${id}`);
  const turn = newTurn(service.clock.now());
  if (!seat.held) return refused(409, 'nobody_holds', 'nobody holds the seat: whoever begins takes it');
  const person = world.people.get(taker);
  if (!person?.active || !may(person.role, 'duty.hold')) return refused(400, 'unknown_person', `nobody ${taker} who may hold a seat`);
  if (seat.held.person === taker) return refused(409, 'holds_already', 'they hold the seat already');
  if (!isExpected(service, seat, taker, turn.at))
    return refused(409, 'not_on_rota', 'they are not on the rota now or next: swap the shift first');
  if (pendingHandover(service, turn, id)) return refused(409, 'handover_open', 'a handover of this seat is not signed yet');
  const handover: Handover = {
    id: service.newId('hnd'),
    version: 1,
    school: seat.school,
    seat: id,
    giver: seat.held.person,
    taker,
    state: 'open',
    at: turn.at,
    sheet: buildSheet(service, seat.school),
    givenAt: null,
    takenAt: null,
  };
  keepHandover(service, turn, actor.id, handover, 'handover.opened');
  service.commit(turn);
  return { ok: true, value: handover };
};

/** One that is not signed by both yet, or why not. */
const pending = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Handover> => {
  const handover = service.facts.get('handover', id);
  if (!handover || !sees(service.world(), actor.org, handover.school)) return refused(404, 'not_found', `no handover ${id}`);
  if (ifMatch !== null && ifMatch !== handover.version) return refused(412, 'stale', `version ${handover.version} is current`);
  if (handover.state === 'done' || handover.state === 'cancelled') return refused(409, 'closed', 'it is signed or cancelled');
  return { ok: true, value: handover };
};

/** What the giver had taken on and is still open is the taker's now; its time line says so. */
const handAlarmsOver = (service: Service, turn: Turn, { id, giver, taker, school }: Handover): void => {
  const world = service.world();
  for (const alarm of world.alarms.values()) {
    if (alarm.acknowledgedBy !== giver || !sees(world, school, alarm.school)) continue;
    audit(turn, {
      actor: taker,
      act: 'alarm.handed_over',
      subject: 'alarm',
      subjectId: alarm.id,
      school: alarm.school,
      detail: { handover: id, giver, taker },
    });
  }
};

const take = (service: Service, turn: Turn, handover: Handover, seat: Seat): void => {
  const next: Seat = { ...seat, held: { person: handover.taker, since: turn.at } };
  keepSeat(service.world(), turn, next);
  keepHandover(service, turn, handover.taker, handover, 'handover.taken');
  handAlarmsOver(service, turn, handover);
  armCheck(service, turn, next);
  settleSeat(service, turn, seat.id);
};

/** Whoever signs, signs what is true at that moment: the sheet is made again. */
export const signHandover = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Handover> => {
  const found = pending(service, actor, id, ifMatch);
  if (!found.ok) return found;
  const before = found.value;
  const seat = service.world().seats.get(before.seat);
  if (!seat?.active || seat.held?.person !== before.giver) return refused(409, 'giver_left', 'the giver does not hold the seat any more');
  const giving = before.state === 'open';
  if (actor.id !== (giving ? before.giver : before.taker))
    return refused(409, 'not_your_turn', giving ? 'the giver signs first' : 'the taker signs now');
  if (!giving && !service.world().people.get(before.taker)?.active) return refused(409, 'not_on_rota', 'the taker is there no more');
  const turn = newTurn(service.clock.now());
  const signed = { ...handoverNow(service, before), version: before.version + 1 };
  const handover: Handover = giving ? { ...signed, state: 'given', givenAt: turn.at } : { ...signed, state: 'done', takenAt: turn.at };
  if (giving) keepHandover(service, turn, actor.id, handover, 'handover.given');
  else take(service, turn, handover, seat);
  service.commit(turn);
  return { ok: true, value: handover };
};

export const cancelHandover = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Handover> => {
  const found = pending(service, actor, id, ifMatch);
  if (!found.ok) return found;
  const turn = newTurn(service.clock.now());
  const handover: Handover = { ...found.value, version: found.value.version + 1, state: 'cancelled' };
  keepHandover(service, turn, actor.id, handover, 'handover.cancelled');
  settleSeat(service, turn, handover.seat);
  service.commit(turn);
  return { ok: true, value: handover };
};

/** As it would be signed now, where it is not signed by both yet. */
export const handoverNow = (service: Service, handover: Handover): Handover => {
  if (handover.state === 'done' || handover.state === 'cancelled') return handover;
  const sheet = buildSheet(service, handover.school);
  return sameSheet(sheet, handover.sheet) ? handover : { ...handover, sheet };
};
