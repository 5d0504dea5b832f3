/**
 * 依法删除: what was said about a thing, whom its pictures show, a person's name. The chain keeps that it was erased, by
 * whom and why; of the texts it only ever held salted hashes. Backups made before keep what they hold until they are
 * deleted; ids stay, and what a record of an older version wrote into the chain itself.
 */
import type { Erasure, ErasureRequest } from '../contracts/erasure.ts';
import type { Evidence } from '../contracts/evidence.ts';
import { sees } from '../core/access/policy.ts';
import { erasedAct } from '../core/audit.ts';
import {
  erasedAlarm,
  erasedEvidence,
  erasedHazard,
  erasedIncident,
  erasedLogEntry,
  erasedPerson,
  erasedReport,
  scrubbed,
  scrubbedDocument,
  typedInHazard,
} from '../core/erasure.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import { alarmKeyOf } from '../core/world.ts';
import type { Actor, Noun, NounTypes, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** Records about one thing: more than there ever are. */
const aboutOne = 1000;

interface Wiping {
  readonly service: Service;
  readonly turn: Turn;
  readonly actor: Actor;
  readonly reason: ErasureRequest['reason'];
  texts: number;
  pictures: number;
}

const about = <N extends Noun>(service: Service, noun: N, where: Readonly<Record<string, string>>): NounTypes[N][] =>
  service.facts.list(noun, { where, schools: null, limit: aboutOne }).items;

/** What still stands of what was said about one subject, by field. */
const saidAbout = (service: Service, subject: string, subjectId: string): [string, string][] =>
  service.facts
    .timeline(subject, subjectId)
    .flatMap(({ said = {} }) =>
      Object.entries(said).flatMap(([field, text]): [string, string][] => (text === null ? [] : [[field, text]])),
    );

/** Erases what was said about one subject, and says so on the chain. */
const wipeSaid = (wiping: Wiping, subject: string, subjectId: string, school: string | null): void => {
  const { service, turn, actor, reason } = wiping;
  wiping.texts += saidAbout(service, subject, subjectId).length;
  turn.erased.push({ subject, subjectId, said: true });
  audit(turn, { actor: actor.id, act: erasedAct, subject, subjectId, school, detail: { reason } });
};

/** A stored picture's file is deleted like one whose time is over; one that is still awaited is not taken any more. */
const wipePicture = (wiping: Wiping, evidence: Evidence): void => {
  const { turn } = wiping;
  wipeSaid(wiping, 'evidence', evidence.id, evidence.school);
  const pending = evidence.state === 'pending';
  turn.put.evidence.set(evidence.id, { ...erasedEvidence(evidence), ...(pending ? { state: 'deleted' as const } : { deleteAt: turn.at }) });
  if (pending) turn.due.set(`fetch:${evidence.id}`, null);
  if (evidence.state !== 'stored') return;
  wiping.pictures += 1;
  const key = `forget:${evidence.id}`;
  turn.due.set(key, { key, kind: 'forget', dueAt: turn.at, subject: evidence.id });
};

/** Messages about it may quote it. */
const wipeMessages = ({ service, turn }: Wiping, subject: string, subjectId: string, texts: readonly string[]): void => {
  for (const item of about(service, 'inboxItem', { subject, subjectId })) {
    const facts = scrubbed(item.facts, texts);
    if (JSON.stringify(facts) !== JSON.stringify(item.facts)) turn.put.inboxItem.set(item.id, { ...item, facts });
  }
};

const wipeHazard = (wiping: Wiping, id: string): void => {
  const { service, turn } = wiping;
  const hazard = service.facts.get('hazard', id);
  if (!hazard) return;
  const texts = typedInHazard(hazard, saidAbout(service, 'hazard', id));
  const next = erasedHazard(hazard);
  turn.put.hazard.set(id, next);
  noteChange(turn, 'hazard', next);
  wipeSaid(wiping, 'hazard', id, hazard.school);
  wipeMessages(wiping, 'hazard', id, texts);
  for (const evidence of about(service, 'evidence', { hazard: id })) wipePicture(wiping, evidence);
  for (const document of about(service, 'document', { hazard: id })) {
    const opinions = document.opinion === null ? [] : [document.opinion];
    turn.put.document.set(document.id, scrubbedDocument(document, [...texts, ...opinions]));
    wipeSaid(wiping, 'document', document.id, document.school);
  }
};

const wipeAlarm = (wiping: Wiping, id: string): void => {
  const { service, turn } = wiping;
  const alarm = service.facts.get('alarm', id);
  if (!alarm) return;
  const key = alarmKeyOf(alarm);
  const held = service.world().alarms.get(key);
  const next = erasedAlarm(held?.id === id ? held : alarm);
  if (held?.id === id) service.world().alarms.set(key, next);
  turn.put.alarm.set(id, next);
  noteChange(turn, 'alarm', next);
  wipeSaid(wiping, 'alarm', id, alarm.school);
  for (const evidence of about(service, 'evidence', { alarm: id })) wipePicture(wiping, evidence);
};

const wipeIncident = (wiping: Wiping, id: string): void => {
  const { service, turn } = wiping;
  const incident = service.facts.get('incident', id);
  if (!incident) return;
  const next = erasedIncident(incident);
  if (service.world().incidents.has(id)) service.world().incidents.set(id, next);
  turn.put.incident.set(id, next);
  noteChange(turn, 'incident', next);
  wipeSaid(wiping, 'incident', id, incident.school);
  for (const report of about(service, 'incidentReport', { incident: id })) turn.put.incidentReport.set(report.id, erasedReport(report));
};

/** The name stands in what the person signed and in the documents of the hazards they had a hand in. */
const wipePerson = (wiping: Wiping, id: string): void => {
  const { service, turn } = wiping;
  const person = service.world().people.get(id);
  if (!person) return;
  const next = erasedPerson(person);
  service.world().people.set(id, next);
  turn.put.person.set(id, next);
  wipeSaid(wiping, 'person', id, person.org);
  const names = [person.name, ...(person.phone === null ? [] : [person.phone])];
  const school = service.world().orgs.get(person.org)?.kind === 'school' ? person.org : null;
  for (const hazard of service.facts.hazardsNaming(id, school)) {
    const forms = scrubbed(hazard.forms, names, 1);
    if (JSON.stringify(forms) !== JSON.stringify(hazard.forms)) {
      const unnamed = { ...hazard, forms, version: hazard.version + 1 };
      turn.put.hazard.set(hazard.id, unnamed);
      noteChange(turn, 'hazard', unnamed);
      turn.erased.push({ subject: 'hazard', subjectId: hazard.id, said: false });
    }
    for (const document of about(service, 'document', { hazard: hazard.id })) {
      if (names.some((name) => JSON.stringify(document).includes(name)))
        turn.put.document.set(document.id, scrubbedDocument(document, names, 1));
    }
  }
};

const wipeEvidence = (wiping: Wiping, id: string): void => {
  const evidence = wiping.service.facts.get('evidence', id);
  if (evidence) wipePicture(wiping, evidence);
};

const wipeLogEntry = (wiping: Wiping, id: string): void => {
  const entry = wiping.service.facts.get('logEntry', id);
  if (!entry) return;
  wiping.turn.put.logEntry.set(id, erasedLogEntry(entry));
  wipeSaid(wiping, 'logEntry', id, entry.school);
};

const wipes: Readonly<Record<ErasureRequest['subject'], (wiping: Wiping, id: string) => void>> = {
  hazard: wipeHazard,
  alarm: wipeAlarm,
  incident: wipeIncident,
  evidence: wipeEvidence,
  person: wipePerson,
  logEntry: wipeLogEntry,
};

/** The organisation it belongs to; null = there is no such thing. */
const placeOf = (service: Service, { subject, subjectId }: ErasureRequest): string | null =>
  subject === 'person' ? (service.world().people.get(subjectId)?.org ?? null) : (service.facts.get(subject, subjectId)?.school ?? null);

export const erase = (service: Service, actor: Actor, request: ErasureRequest): Result<Erasure> => {
  const place = placeOf(service, request);
  if (place === null || !sees(service.world(), actor.org, place))
    return { ok: false, status: 404, code: 'not_found', detail: `no ${request.subject} ${request.subjectId}` };
  // Whoever still has duties has a name; first they hand them over.
  if (request.subject === 'person' && service.world().people.get(request.subjectId)?.active)
    return { ok: false, status: 409, code: 'still_active', detail: 'the person is still active; deactivate them first' };
  const turn = newTurn(service.clock.now());
  const wiping: Wiping = { service, turn, actor, reason: request.reason, texts: 0, pictures: 0 };
  wipes[request.subject](wiping, request.subjectId);
  service.commit(turn);
  return { ok: true, value: { ...request, at: turn.at, texts: wiping.texts, pictures: wiping.pictures } };
};
