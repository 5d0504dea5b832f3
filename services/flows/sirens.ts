/**
 * 警报器与广播: one command a device of the building, sent over MQTT and answered by the device. A command is tried until
 * it expires; one that nobody answered is shown as failed, never as sounding.
 */
import type { Call } from '../contracts/call.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Device } from '../contracts/place.ts';
import { marked } from '../core/drills/mark.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import { spacesAbove } from '../core/world.ts';
import type { DueRow, Outgoing, Sent } from '../ports.ts';
import { callAnswered, callsAbout, planCall, putCall } from './calls.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** The way out that a siren needs. */
export interface SirenOutside {
  send(outgoing: Outgoing): Promise<Sent>;
}

/** A command older than this is not carried out: whoever left the building must not be frightened by a late siren. */
const commandMs = 60_000;
/** Between tries while a device is away. */
const againMs = 2_000;
/**
 * Sent and not answered for so long: once more, under the same id. The broker keeps nothing for a siren that has just
 * come back and listens to nothing yet, nor beyond the end of this process.
 */
const answerMs = 5_000;

const [soundStep, silenceStep] = ['siren_on', 'siren_off'] as const;

const isSiren = ({ availability, mapping }: Device): boolean =>
  availability !== 'out_of_service' && (mapping['commands']?.includes('siren') ?? false);

/** Sirens inside the incident's space, and those that stand for a larger one around it or for the whole school. */
const sirensOf = (world: World, { school, space }: Pick<Incident, 'school' | 'space'>): Device[] => {
  const around = new Set(spacesAbove(world, space));
  const hears = (device: Device): boolean =>
    space === null || device.space === null || around.has(device.space) || spacesAbove(world, device.space).includes(space);
  return [...world.devices.values()].filter((device) => device.school === school && isSiren(device) && hears(device));
};

/** Commands of this incident that were planned before, also in this very turn; oldest first. */
const commandsOf = (service: Service, turn: Turn, incident: string): Call[] =>
  callsAbout(service, turn, 'incident', incident).filter(({ channel }) => channel === 'siren');

const stands = ({ state }: Call): boolean => state !== 'failed' && state !== 'cancelled';
const onItsWay = ({ state }: Call): boolean => state === 'planned' || state === 'sending' || state === 'sent';

const cancel = (turn: Turn, call: Call): void => {
  putCall(turn, { ...call, version: call.version + 1, state: 'cancelled', reason: 'superseded' });
  turn.due.set(`siren:${call.id}`, null);
};

const command = (service: Service, turn: Turn, incident: Incident, device: Device, on: boolean): void => {
  const { school, id: subjectId, exercise } = incident;
  const step = on ? soundStep : silenceStep;
  const call = planCall(service, turn, { school, subject: 'incident', subjectId, person: null, step, channel: 'siren', exercise });
  putCall(turn, { ...call, device: device.id });
  // It has its own moment: a siren's command ends by time, not by somebody's answer to an alarm.
  turn.due.delete(`call:${call.id}`);
  turn.due.set(`siren:${call.id}`, { key: `siren:${call.id}`, kind: 'siren', dueAt: turn.at, subject: call.id });
};

/** Another emergency still wants this siren: it is not silenced with the first. A drill never keeps or sounds one for a real. */
const wantedElsewhere = (world: World, incident: Incident, device: Device): boolean =>
  [...world.incidents.values()].some(
    (other) =>
      other.id !== incident.id &&
      other.state === 'open' &&
      other.exercise === null &&
      sirensOf(world, other).some(({ id }) => id === device.id),
  );

/** Sounds, or silences, the sirens of the incident's building. Asked again, it repeats only what failed. */
export const soundSirens = (service: Service, turn: Turn, incident: Incident, on: boolean): void => {
  const world = service.world();
  const step = on ? soundStep : silenceStep;
  const before = commandsOf(service, turn, incident.id);
  const asked: string[] = [];
  for (const device of sirensOf(world, incident)) {
    const mine = before.filter((call) => call.device === device.id);
    const last = mine.findLast(stands);
    // Never sounded by this incident, or sounding or silent already.
    if (last?.step === step || (!on && (last === undefined || wantedElsewhere(world, incident, device)))) continue;
    if (last && onItsWay(last)) cancel(turn, last);
    command(service, turn, incident, device, on);
    asked.push(device.id);
  }
  if (asked.length === 0) return;
  audit(turn, {
    actor: 'system',
    act: on ? 'siren.sounded' : 'siren.silenced',
    subject: 'incident',
    subjectId: incident.id,
    school: incident.school,
    detail: { devices: asked },
  });
};

const words = (call: Call, name: string): Pick<Outgoing, 'title' | 'text'> => {
  const on = call.step === soundStep;
  const exercise = call.exercise !== null;
  return {
    title: marked(on ? { zh: '警报器：鸣响', en: 'Siren: sound' } : { zh: '警报器：停止', en: 'Siren: silence' }, exercise),
    text: marked({ zh: name, en: name }, exercise),
  };
};

const outgoingOf = (service: Service, call: Call, device: string): Outgoing => {
  const { id, school, exercise, subject, subjectId, plannedAt } = call;
  const args = { on: call.step === soundStep, ...(exercise === null ? {} : { exercise: true }) };
  return {
    id,
    channel: 'siren',
    school,
    exercise: exercise !== null,
    person: null,
    ...words(call, service.world().devices.get(device)?.name || device),
    link: null,
    subject,
    subjectId,
    command: { device, command: 'siren', args, expiresAt: plannedAt + commandMs },
    at: plannedAt,
  };
};

const failCall = (turn: Turn, call: Call, reason: string): void => {
  putCall(turn, { ...call, version: call.version + 1, state: 'failed', reason });
  turn.due.set(`siren:${call.id}`, null);
  audit(turn, {
    actor: 'system',
    act: 'siren.failed',
    subject: call.subject,
    subjectId: call.subjectId,
    school: call.school,
    detail: { device: call.device, step: call.step, reason },
  });
};

/** What became of the try, in the call as it stands now: the device may have answered, or somebody called it off, meanwhile. */
const settle = (service: Service, row: DueRow, outcome: Sent): void => {
  const turn = newTurn(service.clock.now());
  const call = service.facts.get('call', row.subject);
  if (call?.state !== 'sending') return;
  const expiresAt = call.plannedAt + commandMs;
  if (outcome.ok) {
    putCall(turn, { ...call, version: call.version + 1, state: 'sent', sentAt: call.sentAt ?? turn.at, reason: null });
    turn.due.set(row.key, { ...row, dueAt: Math.min(expiresAt, turn.at + answerMs) });
  } else if (outcome.again && turn.at + againMs < expiresAt) {
    putCall(turn, { ...call, version: call.version + 1, state: 'planned', reason: outcome.code });
    turn.due.set(row.key, { ...row, dueAt: turn.at + againMs });
  } else failCall(turn, call, outcome.code);
  service.commit(turn);
};

/** Silence that was asked for by what is over, while another emergency has begun to need this siren: never sent (again). */
const isOvertaken = (service: Service, call: Call): boolean => {
  const world = service.world();
  const incident = call.step === silenceStep ? service.facts.get('incident', call.subjectId) : null;
  const device = world.devices.get(call.device ?? '');
  return incident !== null && device !== undefined && wantedElsewhere(world, incident, device);
};

/** A siren's moment: to be sent (again), or its time is up. A crash between sending and the note of it sends the same id again. */
export const sirenDue = async (service: Service, outside: SirenOutside, row: DueRow): Promise<void> => {
  const turn = newTurn(service.clock.now());
  const call = service.facts.get('call', row.subject);
  const expired = call !== null && turn.at >= call.plannedAt + commandMs;
  const overtaken = call !== null && onItsWay(call) && isOvertaken(service, call);
  const wanted = call !== null && call.device && onItsWay(call) && !overtaken;
  if (overtaken) cancel(turn, call);
  else if (!wanted) turn.due.set(row.key, null);
  else if (expired) failCall(turn, call, call.state === 'sent' ? 'no_answer' : (call.reason ?? 'expired'));
  else putCall(turn, { ...call, version: call.version + 1, state: 'sending', attempts: call.attempts + 1 });
  service.commit(turn);
  if (!wanted || expired || !call.device) return;
  settle(service, row, await outside.send(outgoingOf(service, call, call.device)));
};

export interface CommandReply {
  /** Id of the command. */
  readonly id: string;
  readonly done: boolean;
}

/** A device's reply. Only the device that was told may answer; an answer to nothing is left alone. */
export const commandAnswered = (service: Service, turn: Turn, device: string, reply: CommandReply): void => {
  const call = turn.put.call.get(reply.id) ?? service.facts.get('call', reply.id);
  if (!call || call.channel !== 'siren' || call.device !== device || !onItsWay(call)) return;
  if (!reply.done) return failCall(turn, call, 'device_refused');
  callAnswered(service, turn, call.id, 'delivered', null);
  turn.due.set(`siren:${call.id}`, null);
};
