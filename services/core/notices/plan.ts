/**
 * Who is told of an alarm, or why not: every gate with its verdict, so that the question can be asked later. Muting
 * happens here and in the ladder (`core/escalation`), never in the record or on the board.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Person, Why } from '../../contracts/place.ts';
import type { Role, Severity } from '../../contracts/values.ts';
import { heldBy } from '../escalation/hold.ts';
import type { Found } from '../escalation/people.ts';
import { peopleOf } from '../escalation/people.ts';
import type { Callee, EscalationPolicy, StepName } from '../escalation/policy.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

/** Severities each role is told of; a role that is missing is told of none. */
export type NoticePolicy = Readonly<Partial<Record<Role, readonly Severity[]>>>;

export interface TellingPolicy {
  readonly notices: NoticePolicy;
  readonly escalation: EscalationPolicy;
}

export type Gate = Why['gates'][number];

const gate = (name: string, passed: boolean, yes: string, no: string): Gate => ({ gate: name, passed, reason: passed ? yes : no });

/** Where in a ladder a person stands, and how they are found there. */
export interface Place {
  readonly step: StepName;
  readonly found: Found;
  readonly who: Callee;
}

/** Everybody an alarm's ladder calls at a time, each at their first step. */
export const placesFor = (
  world: World,
  { escalation }: TellingPolicy,
  alarm: Pick<Alarm, 'school' | 'severity'>,
  at: number,
): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  for (const { step, who } of escalation.alarms[alarm.severity].steps)
    for (const callee of who) {
      const { people, found } = peopleOf(world, alarm.school, callee, at);
      for (const { id } of people) if (!places.has(id)) places.set(id, { step, found, who: callee });
    }
  return places;
};

/** What of the alarm itself lets it be told, each in its own gate. */
export const gatesOfAlarm = (alarm: Alarm): Gate[] => {
  const { availability } = alarm;
  const suppressed = availability === 'suppressed_by_design' || availability === 'out_of_service';
  return [
    gate('shelving', availability !== 'shelved', 'not_shelved', 'shelved'),
    gate('maintenance', !suppressed, 'no_maintenance', availability),
    gate('storm', alarm.storm === null, 'no_storm', 'storm'),
    gate('cause', alarm.cause === null, 'own_cause', 'explained_by_other_alarm'),
    gate('late', heldBy({ ...alarm, acknowledged: false }) !== 'late_backlog', alarm.late ? 'late_but_active' : 'in_time', 'late_backlog'),
    { gate: 'exercise', passed: true, reason: alarm.exercise === null ? 'real' : 'exercise_marked' },
  ];
};

const onDuty: Readonly<Record<string, string>> = { first: 'seat_first', second: 'seat_second', leader: 'seat_leader' };

/** How the ladder finds a person: on a seat, by role where there is no rota, as the bureau; or not at all. */
export const dutyGate = (place: Place | undefined): Gate =>
  place === undefined
    ? { gate: 'duty', passed: false, reason: 'not_on_duty' }
    : { gate: 'duty', passed: true, reason: place.found === 'on_seat' ? (onDuty[place.who] ?? 'by_role') : place.found };

/**
 * The gates between an alarm and a person, in order; a person is due when all are passed.
 * @param place where the alarm's ladder has this person now
 */
export const gatesFor = (world: World, { notices }: TellingPolicy, alarm: Alarm, person: Person, place: Place | undefined): Gate[] => {
  const receives = place !== undefined || (notices[person.role]?.includes(alarm.severity) ?? false);
  return [
    gate('account', person.active, 'active', 'inactive'),
    gate('branch', branchAbove(world, alarm.school).includes(person.org), 'school_in_branch', 'other_school'),
    gate('role', receives, `role_receives_${alarm.severity}`, `role_not_told_of_${alarm.severity}`),
    ...gatesOfAlarm(alarm),
    dutyGate(place),
  ];
};

export const isTold = (gates: readonly Gate[]): boolean => gates.every(({ passed }) => passed);

/** People placed at the alarm's school or above it. */
export const peopleAround = (world: World, school: string): Person[] => {
  const branch = new Set(branchAbove(world, school));
  return [...world.people.values()].filter((person) => branch.has(person.org));
};
