/** Why a shift cannot be put on the rota as it is asked for. */
import type { Shift, ShiftForm } from '../../contracts/rota.ts';
import { may } from '../access/policy.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';
import { findGaps, type GapTerms } from './gaps.ts';

export interface ShiftRefusal {
  readonly status: 400 | 409;
  readonly code: string;
  readonly detail: string;
}

/** Longer than any duty there is: a month's telephone duty of a leader. */
export const longestShiftMs = 31 * dayMs;

export const badTimes = (startsAt: number, endsAt: number, now: number): ShiftRefusal | null =>
  startsAt >= endsAt || endsAt <= now || endsAt - startsAt > 12 * longestShiftMs
    ? { status: 400, code: 'bad_times', detail: 'it must end after it begins, and not be over already' }
    : null;

/** The shift it takes the place of, the one that took the place of, and so on. */
const replacedBy = (shifts: readonly Shift[], replaces: string | null): Set<string> => {
  const chain = new Set<string>();
  for (let id = replaces; id !== null && !chain.has(id); id = shifts.find((shift) => shift.id === id)?.replaces ?? null) chain.add(id);
  return chain;
};

const personRefusal = (world: World, person: string, school: string): ShiftRefusal | null => {
  const known = world.people.get(person);
  if (!known?.active || !branchAbove(world, school).includes(known.org))
    return { status: 400, code: 'unknown_person', detail: `nobody active ${person} at ${school}` };
  return may(known.role, 'duty.hold') ? null : { status: 400, code: 'cannot_hold', detail: `${known.role} cannot hold a seat` };
};

/** @param shifts those on the rota, and those that are put on it with this one */
export const shiftRefusal = (world: World, shifts: readonly Shift[], form: ShiftForm, now: number): ShiftRefusal | null => {
  const seat = world.seats.get(form.seat);
  if (!seat?.active) return { status: 400, code: 'unknown_seat', detail: `no seat ${form.seat}` };
  const refusal = badTimes(form.startsAt, form.endsAt, now) ?? personRefusal(world, form.person, seat.school);
  if (refusal) return refusal;
  if (form.endsAt - form.startsAt > longestShiftMs) return { status: 400, code: 'bad_times', detail: 'a shift is 31 days at most' };
  const target = form.replaces === null ? null : shifts.find(({ id }) => id === form.replaces);
  if (target === undefined || (target && (target.cancelled || target.seat !== form.seat)))
    return { status: 400, code: 'unknown_shift', detail: `no shift ${form.replaces} of ${form.seat}` };
  if (target && (form.startsAt < target.startsAt || form.endsAt > target.endsAt))
    return { status: 400, code: 'bad_times', detail: 'it reaches beyond the shift whose place it takes' };
  const replaced = replacedBy(shifts, form.replaces);
  const other = shifts.find(
    (shift) =>
      shift.seat === form.seat &&
      !shift.cancelled &&
      !replaced.has(shift.id) &&
      shift.startsAt < form.endsAt &&
      form.startsAt < shift.endsAt,
  );
  return other ? { status: 409, code: 'overlap', detail: `${other.id} is on this seat at that time` } : null;
};

const emptyMs = (world: World, shift: Shift, now: number, terms: GapTerms): number =>
  findGaps(world, shift.school, Math.max(now, shift.startsAt), shift.endsAt, terms)
    .filter(({ kind, seat }) => kind === 'nobody' && seat === shift.seat)
    .reduce((sum, { from, to }) => sum + to - from, 0);

/** Would nobody sit where somebody must, if this shift were not there? */
export const leavesGap = (world: World, shift: Shift, now: number, terms: GapTerms): boolean => {
  const without = { ...world, shifts: new Map([...world.shifts].filter(([id]) => id !== shift.id)) };
  return emptyMs(without, shift, now, terms) > emptyMs(world, shift, now, terms);
};
