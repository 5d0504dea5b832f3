/**
 * From a signal to everything it sets in motion: the alarm, its agreement with others, the incident, the hazard, who
 * is told, the picture that is fetched. The order of the lines is the order of the story.
 */
import type { Alarm } from '../contracts/alarm.ts';
import type { Device } from '../contracts/place.ts';
import type { Media } from '../contracts/uplink.ts';
import type { Receipt, Step } from '../core/alarms/advance.ts';
import { advanceAlarm, openAlarm, quietSince } from '../core/alarms/advance.ts';
import { agree, findAgreement } from '../core/alarms/agreement.ts';
import { isSignOfFire, signsOfFire } from '../core/alarms/kinds.ts';
import { joinIncident } from '../core/incidents/group.ts';
import { gatesFor, isTold, peopleAround, placesFor } from '../core/notices/plan.ts';
import type { Signal } from '../core/rules/rule.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import { alarmKeyOf } from '../core/world.ts';
import { watchDrills } from './drill-end.ts';
import { wantPicture } from './evidence.ts';
import { watchConfirmed } from './findings.ts';
import { keepAlarm } from './keep-alarm.ts';
import { holdBack } from './maintenance.ts';
import { reportHazard } from './report-hazard.ts';
import { respondAtEnd } from './response.ts';
import { judgedDevice } from './runtime.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { unhiddenWhenGraver } from './shelving.ts';
import { joinStorm } from './storms.ts';
import { triggerArrived, triggerDropped, triggerTaken } from './triggers.ts';

/** Signals of one device and kind this close together are one event, however late some of them come. */
const sameEventMs = 10 * 60_000;

/** An implausible value is a matter for repair when it stands this long. */
const faultStandsMs = 60_000;

export interface Occasion {
  readonly receivedAt: number;
  readonly late: boolean;
  readonly text: string | null;
  readonly media: readonly Media[];
  /** Event time of newer readings that show the condition gone; null = none. */
  readonly goneSince: number | null;
  /** 演练: the drill that plays it. What a device says itself is always real. */
  readonly exercise: string | null;
}

export const plainOccasion = (at: number): Occasion => ({
  receivedAt: at,
  late: false,
  text: null,
  media: [],
  goneSince: null,
  exercise: null,
});

/** Tells people on the screen, or notes why not; asked again whenever the alarm becomes graver. */
export const tellPeople = (service: Service, turn: Turn, alarm: Alarm): void => {
  const world = service.world();
  const places = placesFor(world, service.policies, alarm, turn.at);
  for (const person of peopleAround(world, alarm.school)) {
    const gates = gatesFor(world, service.policies, alarm, person, places.get(person.id));
    turn.notices.push({ alarm: alarm.id, person: person.id, at: turn.at, channel: 'screen', told: isTold(gates), gates });
  }
};

/** A confirmed alarm belongs to an incident, and what confirmed events leave behind must be put right. */
export const confirmedAlarm = (service: Service, turn: Turn, confirmed: Alarm, actor: string): Alarm => {
  const world = service.world();
  if (confirmed.incident !== null) return confirmed;
  const { incident: joined, opened } = joinIncident(
    world,
    confirmed,
    service.newId('inc'),
    turn.at,
    service.policies.response.rekindle.withinMinutes * 60_000,
  );
  const space = joined.space;
  const hazard =
    opened && joined.exercise === null
      ? reportHazard(service, turn, {
          school: confirmed.school,
          space,
          device: null,
          category: 'confirmed_event',
          origin: 'alarm',
          alarm: confirmed.id,
          incident: joined.id,
          suggestedGrade: null,
          description: '确认的突发事件，须查明原因并整改',
          facts: { kind: confirmed.kind, device: confirmed.device },
        })
      : null;
  const incident = hazard ? { ...joined, hazard: hazard.id } : joined;
  const before = world.incidents.get(incident.id) ?? null;
  world.incidents.set(incident.id, incident);
  turn.put.incident.set(incident.id, incident);
  noteChange(turn, 'incident', incident);
  audit(turn, {
    actor,
    act: opened ? 'incident.opened' : 'incident.joined',
    subject: 'incident',
    subjectId: incident.id,
    school: incident.school,
    detail: { alarm: confirmed.id, level: incident.level, kind: confirmed.kind, exercise: incident.exercise },
  });
  // Whoever responds looks at the alarm as it is now.
  turn.put.alarm.set(confirmed.id, confirmed);
  respondAtEnd(service, turn, before, incident.id);
  // A drill proves nothing of whoever looked before.
  if (incident.exercise === null) watchConfirmed(service, turn, confirmed);
  return { ...confirmed, incident: incident.id, hazard: incident.hazard };
};

const keptStep = (service: Service, turn: Turn, step: Step, actor?: string): Alarm => {
  const { acts } = step;
  let alarm = joinStorm(service, turn, holdBack(service, turn, unhiddenWhenGraver(step.alarm, acts), acts), acts);
  if (step.acts.length > 0) watchDrills(service, turn, alarm);
  if (step.acts.includes('alarm.confirmed')) alarm = confirmedAlarm(service, turn, alarm, actor ?? 'system');
  alarm = keepAlarm(service, turn, alarm, step.acts, actor);
  if (step.acts.some((act) => act === 'alarm.opened' || act === 'alarm.raised' || act === 'alarm.again' || act === 'alarm.confirmed'))
    tellPeople(service, turn, alarm);
  return alarm;
};

/** When an alarm's condition was last seen to hold: a measured one holds as long as its readings say so. */
const lastSupport =
  (service: Service) =>
  (alarm: Alarm): number => {
    const runtime = service.runtimes.get(alarm.device);
    const measured =
      alarm.condition === 'active' &&
      (alarm.kind === 'temperature' || alarm.kind === 'smoke' || alarm.kind === 'co') &&
      !alarm.rule.id.startsWith('event');
    return measured && runtime && Number.isFinite(runtime.judgedAt) ? Math.max(alarm.lastAt, runtime.judgedAt) : alarm.lastAt;
  };

/** Open signs of fire in a room: the real ones, or those of one drill; never both. */
function* openAlarmsIn(world: World, space: string, exercise: string | null): Generator<Alarm> {
  for (const device of world.devicesIn.get(space) ?? []) {
    for (const kind of signsOfFire) {
      const alarm = world.alarms.get(alarmKeyOf({ device, kind, exercise }));
      if (alarm) yield alarm;
    }
  }
}

const seekAgreement = (service: Service, turn: Turn, alarm: Alarm, at: number): void => {
  // One that is confirmed already learns nothing from another repeat of itself.
  if (alarm.space === null || !isSignOfFire(alarm.kind) || (alarm.verification === 'confirmed' && alarm.agreeing.length > 0)) return;
  const world = service.world();
  const settings = service.rules.agreement;
  const agreement = findAgreement(
    alarm,
    at,
    openAlarmsIn(world, alarm.space, alarm.exercise),
    settings.windowSeconds * 1000,
    lastSupport(service),
  );
  if (!agreement) return;
  const pair: readonly (readonly [Alarm, Alarm])[] = [
    [alarm, agreement.other],
    [agreement.other, alarm],
  ];
  for (const [one, other] of pair) {
    const step = agree(one, other, agreement.confirmed, at, settings);
    if (step) keptStep(service, turn, step, 'system');
  }
};

/** An alarm that already covers the moment of a late signal, though it is no longer open. */
const coveringAlarm = (service: Service, device: string, signal: Signal): Alarm | null =>
  service.facts.alarmsAround(device, signal.kind, signal.at - sameEventMs, signal.at + sameEventMs)[0] ?? null;

const stepFor = (service: Service, device: Device, signal: Signal, occasion: Occasion): Step | null => {
  const receipt: Receipt = {
    id: service.newId('alm'),
    receivedAt: occasion.receivedAt,
    late: occasion.late,
    text: occasion.text,
    exercise: occasion.exercise,
  };
  const known = service.world().alarms.get(alarmKeyOf({ device: device.id, kind: signal.kind, exercise: occasion.exercise }));
  if (known) return advanceAlarm(known, signal, receipt);
  if (signal.state === 'cleared') return null;
  if (occasion.goneSince !== null && coveringAlarm(service, device.id, signal)) return null;
  const opened = openAlarm(judgedDevice(service, device), signal, receipt);
  if (occasion.goneSince === null) return opened;
  const quieted = quietSince(opened.alarm, occasion.goneSince);
  return { alarm: quieted.alarm, acts: [...opened.acts, ...quieted.acts.filter((act) => act !== 'alarm.closed')] };
};

/**
 * A fault that stands must be put right. What the device says itself is believed at once; an implausible value may be
 * explained by the next readings (a fire heats faster than a sensor is meant to), so it has to stand for a minute.
 */
const awaitFaultHazard = (turn: Turn, alarm: Alarm): void => {
  const own = alarm.rule.id.startsWith('event');
  const key = `fault_hazard:${alarm.id}`;
  turn.due.set(key, { key, kind: 'fault_hazard', dueAt: turn.at + (own ? 0 : faultStandsMs), subject: alarmKeyOf(alarm) });
};

/** One signal of one device, to its last consequence; null = it changes nothing. */
export const takeSignal = (service: Service, turn: Turn, device: Device, signal: Signal, occasion: Occasion): Alarm | null => {
  const step = stepFor(service, device, signal, occasion);
  if (!step) return null;
  const alarm = keptStep(service, turn, step);
  if (signal.state !== 'active') return alarm;
  seekAgreement(service, turn, alarm, signal.at);
  if (!step.acts.includes('alarm.opened')) return alarm;
  wantPicture(service, turn, alarm, device, occasion.media);
  if (alarm.kind === 'fault' && alarm.exercise === null) awaitFaultHazard(turn, alarm);
  return alarm;
};

/** A signal that the system itself makes, of readings or of their absence: counted as it arises and where it ends. */
export const takeOwnSignal = (service: Service, turn: Turn, device: Device, signal: Signal, occasion: Occasion): void => {
  const counts = signal.state === 'active' && signal.trigger;
  if (counts) triggerArrived(turn, device, signal.kind);
  const alarm = takeSignal(service, turn, device, signal, occasion);
  if (!counts) return;
  if (alarm) triggerTaken(turn, device, signal.kind, alarm);
  else triggerDropped(turn, device, signal.kind, 'already_over');
};
