/** The rota: seats, shifts, swaps, leave. Whoever answers for a seat is settled in the same turn. */
import type { SwapForm } from '../acts/rota.ts';
import type { Gap, Leave, Seat, SeatForm, Shift, ShiftForm } from '../contracts/rota.ts';
import { sees } from '../core/access/policy.ts';
import { dayMs } from '../core/calendar.ts';
import { findGaps } from '../core/rota/gaps.ts';
import { seatsOf } from '../core/rota/on-duty.ts';
import { badTimes, leavesGap, shiftRefusal } from '../core/rota/place-shift.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { gapTermsOf, keepSeat, settleSeat } from './hold-seats.ts';
import { putRefusal, refused, schoolOrNull } from './posts.ts';
import { lookSoon } from './rota-look.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const hourMs = 3600_000;

/** Ends a turn that changed the rota of these schools. */
const committed = <T>(service: Service, turn: Turn, schools: Iterable<string>, value: T): Result<T> => {
  for (const school of new Set(schools)) {
    for (const seat of seatsOf(service.world(), school)) settleSeat(service, turn, seat.id);
    lookSoon(service, turn, school);
  }
  service.commit(turn);
  return { ok: true, value };
};

export const putSeat = (service: Service, actor: Actor, id: string, form: SeatForm, ifMatch: number | null): Result<Seat> => {
  const world = service.world();
  const known = world.seats.get(id);
  const refusal = putRefusal(service, actor, id, form.school, known && { org: known.school, version: known.version }, ifMatch);
  if (refusal) return refused(refusal.status, refusal.code, refusal.detail);
  if (known && known.school !== form.school) return refused(409, 'org_fixed', 'a seat stays where it is: make a new one');
  const bad = form.hours.find(({ from, to }) => from >= to || to - from > 1440);
  if (bad) return refused(400, 'bad_hours', 'hours end after they begin, at most a day later');
  const turn = newTurn(service.clock.now());
  const seat: Seat = { ...form, id, version: (known?.version ?? 0) + 1, held: known?.held ?? null };
  keepSeat(world, turn, seat);
  audit(turn, {
    actor: actor.id,
    act: known ? 'seat.changed' : 'seat.added',
    subject: 'seat',
    subjectId: id,
    school: schoolOrNull(world, form.school),
    detail: { role: form.role, console: form.console, hours: form.hours, active: form.active },
  });
  settleSeat(service, turn, id);
  const done = committed(service, turn, [form.school], seat);
  return done.ok ? { ok: true, value: world.seats.get(id) ?? seat } : done;
};

const keepShift = (
  service: Service,
  turn: Turn,
  actor: Actor,
  shift: Shift,
  act: 'shift.added' | 'shift.swapped' | 'shift.cancelled',
): void => {
  service.world().shifts.set(shift.id, shift);
  turn.put.shift.set(shift.id, shift);
  const { seat, person, startsAt, endsAt, replaces, reason } = shift;
  audit(turn, {
    actor: actor.id,
    act,
    subject: 'shift',
    subjectId: shift.id,
    school: schoolOrNull(service.world(), shift.school),
    detail: { seat, person, startsAt, endsAt, replaces, reason },
  });
};

/** Checked against the rota and against each other, then put on it together. */
export const addShifts = (service: Service, actor: Actor, forms: readonly ShiftForm[]): Result<{ items: Shift[] }> => {
  const world = service.world();
  const turn = newTurn(service.clock.now());
  const rota = [...world.shifts.values()];
  const items: Shift[] = [];
  for (const form of forms) {
    const seat = world.seats.get(form.seat);
    if (!seat || !sees(world, actor.org, seat.school)) return refused(404, 'not_found', `no seat ${form.seat}`);
    const refusal = shiftRefusal(world, rota, form, turn.at);
    if (refusal) return refused(refusal.status, refusal.code, `shift ${items.length + 1}: ${refusal.detail}`);
    const shift: Shift = { ...form, id: service.newId('shf'), version: 1, school: seat.school, by: actor.id, cancelled: false };
    rota.push(shift);
    items.push(shift);
  }
  for (const shift of items) keepShift(service, turn, actor, shift, 'shift.added');
  return committed(
    service,
    turn,
    items.map(({ school }) => school),
    { items },
  );
};

/** A shift that can still be changed, or why not. */
const openShift = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Shift> => {
  const shift = service.facts.get('shift', id);
  if (!shift || !sees(service.world(), actor.org, shift.school)) return refused(404, 'not_found', `no shift ${id}`);
  if (ifMatch !== null && ifMatch !== shift.version) return refused(412, 'stale', `version ${shift.version} is current`);
  if (shift.cancelled || shift.endsAt <= service.clock.now()) return refused(409, 'closed', 'it is over or cancelled');
  return { ok: true, value: shift };
};

export const cancelShift = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Shift> => {
  const found = openShift(service, actor, id, ifMatch);
  if (!found.ok) return found;
  const shift = found.value;
  const turn = newTurn(service.clock.now());
  const soon = shift.startsAt < turn.at + service.policies.duty.rota.noticeHours * hourMs;
  if (soon && leavesGap(service.world(), shift, turn.at, gapTermsOf(service)))
    return refused(409, 'leaves_gap', 'nobody would hold the seat then: put somebody in their place');
  const next = { ...shift, version: shift.version + 1, cancelled: true };
  keepShift(service, turn, actor, next, 'shift.cancelled');
  return committed(service, turn, [shift.school], next);
};

export const swapShift = (service: Service, actor: Actor, id: string, form: SwapForm, ifMatch: number | null): Result<Shift> => {
  const found = openShift(service, actor, id, ifMatch);
  if (!found.ok) return found;
  const world = service.world();
  const turn = newTurn(service.clock.now());
  const wanted: ShiftForm = { ...form, seat: found.value.seat, replaces: id };
  const refusal = shiftRefusal(world, [...world.shifts.values()], wanted, turn.at);
  if (refusal) return refused(refusal.status, refusal.code, refusal.detail);
  const shift: Shift = { ...wanted, id: service.newId('shf'), version: 1, school: found.value.school, by: actor.id, cancelled: false };
  keepShift(service, turn, actor, shift, 'shift.swapped');
  return committed(service, turn, [shift.school], shift);
};

const keepLeave = (service: Service, turn: Turn, actor: Actor, leave: Leave, act: 'leave.added' | 'leave.cancelled'): Result<Leave> => {
  const world = service.world();
  world.leaves.set(leave.id, leave);
  turn.put.leave.set(leave.id, leave);
  const { person, startsAt, endsAt } = leave;
  audit(turn, {
    actor: actor.id,
    act,
    subject: 'leave',
    subjectId: leave.id,
    school: schoolOrNull(world, leave.school),
    detail: { person, startsAt, endsAt },
  });
  const schools = [...world.shifts.values()].filter((shift) => shift.person === person && !shift.cancelled).map(({ school }) => school);
  return committed(service, turn, schools, leave);
};

export const addLeave = (service: Service, actor: Actor, form: Pick<Leave, 'person' | 'startsAt' | 'endsAt'>): Result<Leave> => {
  const person = service.world().people.get(form.person);
  if (!person?.active || !sees(service.world(), actor.org, person.org)) return refused(404, 'not_found', `no person ${form.person}`);
  const turn = newTurn(service.clock.now());
  const bad = badTimes(form.startsAt, form.endsAt, turn.at);
  if (bad) return refused(bad.status, bad.code, bad.detail);
  const leave: Leave = { ...form, id: service.newId('lev'), version: 1, school: person.org, by: actor.id, cancelled: false };
  return keepLeave(service, turn, actor, leave, 'leave.added');
};

export const cancelLeave = (service: Service, actor: Actor, id: string, ifMatch: number | null): Result<Leave> => {
  const leave = service.facts.get('leave', id);
  if (!leave || !sees(service.world(), actor.org, leave.school)) return refused(404, 'not_found', `no leave ${id}`);
  if (ifMatch !== null && ifMatch !== leave.version) return refused(412, 'stale', `version ${leave.version} is current`);
  if (leave.cancelled) return refused(409, 'closed', 'it is cancelled');
  const turn = newTurn(service.clock.now());
  return keepLeave(service, turn, actor, { ...leave, version: leave.version + 1, cancelled: true }, 'leave.cancelled');
};

export const rotaGaps = (service: Service, school: string, days: number): Gap[] => {
  const now = service.clock.now();
  return findGaps(service.world(), school, now, now + days * dayMs, gapTermsOf(service));
};
