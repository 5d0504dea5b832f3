/** "Why was I, or wasn't I, called?" Every gate between an alarm and a person with its verdict; never "unknown". */
import type { Alarm } from '../../contracts/alarm.ts';
import type { Call, ChannelId } from '../../contracts/call.ts';
import type { Person, Why } from '../../contracts/place.ts';
import { isReached } from '../escalation/call.ts';
import { heldBy } from '../escalation/hold.ts';
import type { World } from '../world.ts';
import type { Gate, TellingPolicy } from './plan.ts';
import { dutyGate, gatesFor, gatesOfAlarm, placesFor } from './plan.ts';

/** What is known of one alarm and one person. */
export interface Known {
  readonly world: World;
  readonly policy: TellingPolicy;
  readonly alarm: Alarm;
  readonly person: Person;
  /** The gates as they stood when the alarm was raised; null = the person was not around it then. */
  readonly noted: readonly Gate[] | null;
  /** Every call to the person about it, oldest first. */
  readonly calls: readonly Call[];
  readonly at: number;
}

const isRefused = ({ reason, attempts }: Call): boolean => reason === 'no_contact' && attempts === 0;

/** Why the step that would call this person has not come. */
const unreached = (alarm: Alarm, passedAlready: boolean): string => {
  if (passedAlready) return 'not_on_duty_then';
  const held = heldBy(alarm);
  if (held === 'closed' && alarm.acknowledgedAt !== null) return 'acknowledged';
  return held ?? (alarm.escalation?.nextAt == null ? 'ladder_ended' : 'not_reached_yet');
};

const stepGate = ({ world, policy, alarm, person, at }: Known, calls: readonly Call[]): Gate => {
  const called = calls[0];
  if (called) return { gate: 'step', passed: true, reason: `step_${called.step}` };
  const { steps } = policy.escalation.alarms[alarm.severity];
  const place = placesFor(world, policy, alarm, at).get(person.id);
  if (place === undefined) return { gate: 'step', passed: false, reason: 'not_in_ladder' };
  const indexOf = (name: string | null): number => steps.findIndex(({ step }) => step === name);
  return { gate: 'step', passed: false, reason: unreached(alarm, indexOf(place.step) <= indexOf(alarm.escalation?.step ?? null)) };
};

const contactGate = ({ person }: Known, calls: readonly Call[], refused: boolean): Gate => {
  if (refused && calls.length === 0) return { gate: 'contact', passed: false, reason: 'no_contact' };
  const reachable = (person.phone ?? '').trim() !== '' || (person.email ?? '').trim() !== '';
  return { gate: 'contact', passed: true, reason: reachable ? 'has_contact' : 'screen_only' };
};

/** The newest call by each channel: what became of it. */
const channelGates = (calls: readonly Call[]): Gate[] => {
  const newest = new Map<ChannelId, Call>();
  for (const call of calls) newest.set(call.channel, call);
  return [...newest].map(([channel, call]) => ({
    gate: `channel_${channel}`,
    passed: isReached(call),
    reason: isReached(call) ? call.state : (call.reason ?? call.state),
  }));
};

/** Gates as they were when the alarm was raised, or, where calls followed, as they must have been then. */
const gatesThen = (known: Known, calls: readonly Call[]): Gate[] => {
  const { world, policy, alarm, person, noted, at } = known;
  const gates = noted ?? gatesFor(world, policy, alarm, person, placesFor(world, policy, alarm, at).get(person.id));
  const first = calls[0];
  if (!first) return [...gates];
  const free = new Map(
    gatesOfAlarm({ ...alarm, availability: 'in_service', maintenance: null, storm: null, cause: null, late: false }).map((gate) => [
      gate.gate,
      gate,
    ]),
  );
  const seated = dutyGate(placesFor(world, policy, alarm, first.plannedAt).get(person.id));
  const passed: Readonly<Record<string, Gate>> = {
    duty: seated.passed ? seated : { gate: 'duty', passed: true, reason: 'on_duty_then' },
    role: { gate: 'role', passed: true, reason: `role_receives_${alarm.severity}` },
  };
  return gates.map((gate) => (gate.passed ? gate : (passed[gate.gate] ?? free.get(gate.gate) ?? gate)));
};

const actedAt = ({ alarm, person }: Known): number | null =>
  alarm.acknowledgedBy === person.id ? alarm.acknowledgedAt : alarm.verifiedBy === person.id ? alarm.verifiedAt : null;

/** The answer. Told is who was reached: a screen that painted it, a telephone that took it, or a person who acted on it. */
export const answerWhy = (known: Known): Why => {
  const { alarm, person, noted } = known;
  const calls = known.calls.filter((call) => !isRefused(call));
  const reached = calls.find(isReached);
  const at = reached?.deliveredAt ?? actedAt(known);
  const then = gatesThen(known, calls);
  const due = then.every(({ passed }) => passed);
  const later: Gate[] = due
    ? [stepGate(known, calls), contactGate(known, calls, calls.length < known.calls.length), ...channelGates(calls)]
    : channelGates(calls);
  // Somebody who came after the alarm was raised and was never called.
  const unknownThen: Gate[] =
    noted === null && due && calls.length === 0 && at === null ? [{ gate: 'time', passed: false, reason: 'not_registered_then' }] : [];
  return { alarm: alarm.id, person: person.id, told: at !== null, at, gates: [...then, ...later, ...unknownThen], calls: [...known.calls] };
};
