/**
 * What is wrong with a rota, for every minute ahead and every class of alarm. Between two moments at which a shift, a
 * leave or a seat's hours begin or end nothing changes, so the rota is looked at once in each such stretch.
 */
import type { Person } from '../../contracts/place.ts';
import type { Gap, Leave, Seat, SeatRole, Shift } from '../../contracts/rota.ts';
import type { Severity } from '../../contracts/values.ts';
import { severities } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { momentsOf, mustBeHeld } from './hours.ts';
import { isOnLeave, seatsOf, shiftInForce } from './on-duty.ts';

export interface GapTerms {
  /** Persons in the duty room at least (GB 25201: two a shift). */
  readonly personsAShift: number;
  /** Seats an alarm of the class calls, step by step (`config/escalation.yaml`). */
  readonly calls: Readonly<Record<Severity, readonly (readonly SeatRole[])[]>>;
}

type Fault = Omit<Gap, 'from' | 'to'>;

interface Rota {
  readonly world: World;
  readonly school: string;
  /** Of all schools: one person may be wanted in two of them. */
  readonly seats: readonly Seat[];
  readonly shifts: ReadonlyMap<string, readonly Shift[]>;
  readonly leaves: readonly Leave[];
  readonly terms: GapTerms;
}

/** A seat at one moment: whose shift it is, and who is really there. */
interface Place {
  readonly seat: Seat;
  readonly shift: Shift | null;
  readonly person: Person | null;
  readonly faults: readonly Fault[];
}

/** The chair itself: in the duty room, not at the end of a telephone line elsewhere. */
const inDutyRoom = ({ role }: Seat): boolean => role !== 'leader';

/** A page reaches whoever sits before it; everybody else must have a telephone. */
const callable = ({ seat, person }: Place): boolean => person !== null && (seat.console || Boolean(person.phone));

const placeOf = ({ world, shifts, leaves }: Rota, seat: Seat, at: number): Place => {
  const shift = shiftInForce(shifts.get(seat.id) ?? [], seat.id, at);
  if (!shift) return { seat, shift, person: null, faults: [] };
  const person = world.people.get(shift.person);
  const fault = (kind: Gap['kind']): Fault => ({ kind, seat: seat.id, severity: null, people: [shift.person] });
  const away = isOnLeave(leaves, shift.person, at);
  const faults: Fault[] = [];
  if (!person?.active) faults.push(fault('inactive'));
  if (away) faults.push(fault('on_leave'));
  const there = person?.active && !away ? person : null;
  // A lost console sends its alarms to telephones: without one nobody is reached then, whatever the seat.
  if (there && !there.phone) faults.push(fault('no_contact'));
  return { seat, shift, person: there, faults };
};

const crewFaults = (places: readonly Place[], wanted: number, at: number): Fault[] => {
  const room = places.filter(({ seat }) => inDutyRoom(seat));
  const people = [...new Set(room.flatMap(({ person }) => (person ? [person.id] : [])))].sort();
  return room.some(({ seat }) => mustBeHeld(seat, at)) && people.length < wanted
    ? [{ kind: 'fewer_than_two', seat: null, severity: null, people }]
    : [];
};

/** Who is called about an alarm of this class, step by step; a step that only calls the same people again is none. */
const callFaults = (places: readonly Place[], severity: Severity, order: GapTerms['calls'][Severity]): Fault[] => {
  const called = new Set<string>();
  let steps = 0;
  for (const roles of order) {
    const before = called.size;
    for (const place of places) if (roles.includes(place.seat.role) && place.person && callable(place)) called.add(place.person.id);
    if (called.size > before) steps += 1;
  }
  if (steps === 0) return [{ kind: 'nobody', seat: null, severity, people: [] }];
  return steps === 1 && order.length > 1 ? [{ kind: 'no_one_next', seat: null, severity, people: [...called].sort() }] : [];
};

const twoPosts = (all: readonly Place[], school: string): Fault[] => {
  const posts = new Map<string, Seat[]>();
  for (const { seat, person } of all) if (person) posts.set(person.id, [...(posts.get(person.id) ?? []), seat]);
  return [...posts].flatMap(([person, seats]): Fault[] =>
    seats.length > 1 && seats.some((seat) => seat.school === school)
      ? [{ kind: 'two_posts', seat: null, severity: null, people: [person] }]
      : [],
  );
};

const faultsAt = (rota: Rota, at: number): Fault[] => {
  const all = rota.seats.map((seat) => placeOf(rota, seat, at));
  const places = all.filter(({ seat }) => seat.school === rota.school);
  return [
    ...places.flatMap(({ faults }) => faults),
    ...places
      .filter(({ seat, person }) => !person && mustBeHeld(seat, at))
      .map(({ seat }): Fault => ({ kind: 'nobody', seat: seat.id, severity: null, people: [] })),
    ...crewFaults(places, rota.terms.personsAShift, at),
    ...twoPosts(all, rota.school),
    ...severities.flatMap((severity) => callFaults(places, severity, rota.terms.calls[severity])),
  ];
};

/** What the gap is, whenever it is. */
export const gapKey = ({ kind, seat, severity, people }: Fault): string => [kind, seat ?? '', severity ?? '', ...people].join('|');

const rotaOf = (world: World, school: string, from: number, to: number, terms: GapTerms): Rota => {
  const shifts = new Map<string, Shift[]>();
  for (const shift of world.shifts.values())
    if (!shift.cancelled && shift.startsAt < to && shift.endsAt > from) shifts.set(shift.seat, [...(shifts.get(shift.seat) ?? []), shift]);
  const mine = new Set(seatsOf(world, school).flatMap(({ id }) => (shifts.get(id) ?? []).map(({ person }) => person)));
  const elsewhere = [...world.seats.values()].filter(
    (seat) => seat.school !== school && seat.active && (shifts.get(seat.id) ?? []).some(({ person }) => mine.has(person)),
  );
  const leaves = [...world.leaves.values()].filter(({ cancelled, startsAt, endsAt }) => !cancelled && startsAt < to && endsAt > from);
  return { world, school, seats: [...seatsOf(world, school), ...elsewhere], shifts, leaves, terms };
};

/** Every stretch of [from, to) in which something of the school's rota does not hold, earliest first; none where there is no rota. */
export const findGaps = (world: World, school: string, from: number, to: number, terms: GapTerms): Gap[] => {
  const rota = rotaOf(world, school, from, to, terms);
  if (!rota.seats.some((seat) => seat.school === school)) return [];
  const moments = rota.seats.flatMap((seat) => momentsOf(seat, rota.shifts.get(seat.id) ?? [], rota.leaves, from, to));
  const starts = [from, ...new Set(moments.sort((a, b) => a - b))];
  const gaps: Gap[] = [];
  let open = new Map<string, Gap>();
  starts.forEach((start, index) => {
    const end = starts[index + 1] ?? to;
    const now = new Map<string, Gap>();
    for (const fault of faultsAt(rota, start)) {
      const key = gapKey(fault);
      const known = open.get(key);
      if (known) known.to = end;
      else gaps.push({ from: start, to: end, ...fault });
      const gap = known ?? gaps.at(-1);
      if (gap) now.set(key, gap);
    }
    open = now;
  });
  return gaps.sort((a, b) => a.from - b.from || (gapKey(a) < gapKey(b) ? -1 : 1));
};
