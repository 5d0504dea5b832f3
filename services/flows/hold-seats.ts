/** Who answers for a seat as time goes by, kept with every change of the rota and at every moment at which it may change. */
import type { Handover, Seat, SeatRole } from '../contracts/rota.ts';
import { seatRoles } from '../contracts/rota.ts';
import type { Severity } from '../contracts/values.ts';
import { dayMs } from '../core/calendar.ts';
import type { GapTerms } from '../core/rota/gaps.ts';
import { heldAfter, nextMoment, unsignedShift } from '../core/rota/hold.ts';
import { onSeat } from '../core/rota/on-duty.ts';
import type { Turn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import type { DueRow } from '../ports.ts';
import { armCheck } from './duty-checks.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const minuteMs = 60_000;

/** A rota is judged by the seats that alarms really call; steps that call nobody on a seat are not its matter. */
export const gapTermsOf = ({ policies: { duty, escalation } }: Service): GapTerms => {
  const seatsCalled = (severity: Severity): SeatRole[][] =>
    escalation.alarms[severity].steps
      .map(({ who }) => seatRoles.filter((role) => who.includes(role)))
      .filter((called) => called.length > 0);
  return {
    personsAShift: duty.crew.personsAShift,
    calls: { life_safety: seatsCalled('life_safety'), urgent: seatsCalled('urgent'), advisory: seatsCalled('advisory') },
  };
};

export const keepSeat = (world: World, turn: Turn, seat: Seat): void => {
  world.seats.set(seat.id, seat);
  turn.put.seat.set(seat.id, seat);
};

/** The handover of a seat that is not signed by both yet. */
export const pendingHandover = (service: Service, turn: Turn, seat: string): Handover | null => {
  const stored = (['open', 'given'] as const).flatMap(
    (state) => service.facts.list('handover', { where: { seat, state }, schools: null, limit: 10 }).items,
  );
  const now = new Map(
    [...stored, ...turn.put.handover.values()].map((handover) => [handover.id, turn.put.handover.get(handover.id) ?? handover]),
  );
  return [...now.values()].find((one) => one.seat === seat && (one.state === 'open' || one.state === 'given')) ?? null;
};

/** The shift goes on and nobody has signed: both are told, and the duty leader, once a shift. */
const tellLate = (service: Service, turn: Turn, seat: Seat): void => {
  const world = service.world();
  const shift = unsignedShift(world, seat, turn.at);
  if (!shift || !seat.held || turn.at < shift.startsAt + service.policies.duty.handover.lateMinutes * minuteMs) return;
  const leaders = onSeat(world, seat.school, 'leader', turn.at).map(({ id }) => id);
  for (const person of new Set([seat.held.person, shift.person, ...leaders])) {
    const id = `inb-late-${shift.id}-${person}`;
    if (service.facts.get('inboxItem', id)) continue;
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: seat.school,
      at: turn.at,
      kind: 'handover_late',
      subject: 'seat',
      subjectId: seat.id,
      facts: {
        post: seat.name,
        giver: world.people.get(seat.held.person)?.name ?? seat.held.person,
        taker: world.people.get(shift.person)?.name ?? shift.person,
      },
      as: person === seat.held.person ? 'giver' : person === shift.person ? 'taker' : 'duty_leader',
      readAt: null,
    });
  }
};

/** Looks at one seat: who answers for it now, whom to tell, when to look again. */
export const settleSeat = (service: Service, turn: Turn, id: string): void => {
  const world = service.world();
  const seat = world.seats.get(id);
  if (!seat) return;
  const held = heldAfter(world, seat, turn.at, pendingHandover(service, turn, id) !== null);
  const next = held === seat.held ? seat : { ...seat, held };
  if (next !== seat) {
    keepSeat(world, turn, next);
    audit(turn, {
      actor: 'system',
      act: held ? 'seat.taken' : 'seat.left',
      subject: 'seat',
      subjectId: id,
      school: seat.school,
      detail: { person: held?.person ?? null, before: seat.held?.person ?? null },
    });
    armCheck(service, turn, next);
  }
  tellLate(service, turn, next);
  const at = nextMoment(world, next, turn.at, service.policies.duty.handover.lateMinutes * minuteMs);
  const key = `seat:${id}`;
  turn.due.set(key, at === null ? null : { key, kind: 'seat', dueAt: at, subject: id });
};

export const seatDue = (service: Service, turn: Turn, row: DueRow): void => {
  turn.due.set(row.key, null);
  settleSeat(service, turn, row.subject);
};

/** Over for more than a day: no more known by heart. */
export const forgetPast = (world: World, at: number): void => {
  for (const past of [world.shifts, world.leaves]) for (const { id, endsAt } of past.values()) if (endsAt <= at - dayMs) past.delete(id);
};
