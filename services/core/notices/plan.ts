/**
 * Who is told of an alarm on the screen, or why not: every gate with its verdict, so that the question can be asked
 * later. Muting happens here, never in the record or on the board.
 */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Person, Why } from '../../contracts/place.ts';
import type { Role, Severity } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

/** Severities each role is told of; a role that is missing is told of none. */
export type NoticePolicy = Readonly<Partial<Record<Role, readonly Severity[]>>>;

type Gate = Why['gates'][number];

/** The gates between an alarm and a person, in order; a person is told when all are passed. */
export const gatesFor = (world: World, policy: NoticePolicy, alarm: Alarm, person: Person): Gate[] => {
  const inBranch = branchAbove(world, alarm.school).includes(person.org);
  const receives = policy[person.role]?.includes(alarm.severity) ?? false;
  const shelved = alarm.availability === 'shelved';
  const explained = alarm.cause !== null;
  return [
    { gate: 'account', passed: person.active, reason: person.active ? 'active' : 'inactive' },
    { gate: 'branch', passed: inBranch, reason: inBranch ? 'school_in_branch' : 'other_school' },
    { gate: 'role', passed: receives, reason: receives ? `role_receives_${alarm.severity}` : `role_not_told_of_${alarm.severity}` },
    { gate: 'shelving', passed: !shelved, reason: shelved ? 'shelved' : 'not_shelved' },
    { gate: 'cause', passed: !explained, reason: explained ? 'explained_by_other_alarm' : 'own_cause' },
  ];
};

export const isTold = (gates: readonly Gate[]): boolean => gates.every((gate) => gate.passed);

/** People placed at the alarm's school or above it. */
export const peopleAround = (world: World, school: string): Person[] => {
  const branch = new Set(branchAbove(world, school));
  return [...world.people.values()].filter((person) => branch.has(person.org));
};
