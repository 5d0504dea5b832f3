/** CAP: every turn of an incident is told to the world outside; and what others tell is shown. */
import type { CapActs } from '../acts/linkage.ts';
import type { Incident } from '../contracts/incident.ts';
import type { CapMessage, Responder } from '../contracts/responder.ts';
import type { CapNode } from '../core/cap/build.ts';
import { buildCap, capHeadline, capName, capReferences, capStatusOf, gbIdentifier } from '../core/cap/build.ts';
import { respondersOf } from '../core/linkage/choose.ts';
import { backOffMs, waysOf } from '../core/linkage/ways.ts';
import { placeName } from '../core/linkage/words.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { DueRow, Sent } from '../ports.ts';
import { receiveCap } from './cap-received.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

export interface CapOutside {
  /** Draws, checks against the schema and signs; what is not valid comes back as the reason. */
  issueCap(
    alert: readonly CapNode[],
  ): Promise<{ readonly ok: true; readonly xml: string } | { readonly ok: false; readonly fault: string }>;
  /** Posts an issued message to one responder's CAP address. */
  sendCap(message: CapMessage, exercise: boolean, responder: Responder, address: string): Promise<Sent>;
}

/** Lists and screens do without the text. */
const noteCap = (turn: Turn, message: CapMessage): void => {
  const shown: CapMessage = { ...message, xml: '' };
  noteChange(turn, 'capMessage', shown);
};

const put = (turn: Turn, message: CapMessage): void => {
  turn.put.capMessage.set(message.id, message);
  noteCap(turn, message);
};

/** Newest first. */
const messagesOf = (service: Service, turn: Turn, incident: string): CapMessage[] => {
  const stored = service.facts.list('capMessage', { where: { incident, direction: 'out' }, schools: null, limit: 500 }).items;
  const all = new Map(stored.map((one) => [one.id, one]));
  for (const one of turn.put.capMessage.values()) if (one.incident === incident) all.set(one.id, one);
  return [...all.values()].sort((a, b) => serialOf(b) - serialOf(a));
};

const serialOf = ({ identifier }: CapMessage): number => Number(identifier.split('-').at(-1));

/** Alert when it begins, Update when its level changes, Cancel when it ends, each referring to those before. */
export const issueCap = (service: Service, turn: Turn, incident: Incident, msgType: 'Alert' | 'Update' | 'Cancel'): void => {
  const { cap } = service.policies.linkage;
  const world = service.world();
  const org = world.orgs.get(incident.school);
  if (!org) return;
  const earlier = messagesOf(service, turn, incident.id);
  const sent = Math.floor(turn.at / 1000) * 1000;
  const serial = earlier.length + 1;
  const identifier = capName(`${incident.id}-${serial}`);
  const draft = {
    incident,
    org,
    place: placeName(world, incident.school, incident.space),
    identifier,
    sender: cap.sender,
    sent,
    expiresAt: sent + cap.expiresMinutes * 60_000,
    msgType,
    // A faulty one was never sent: nobody could know what is meant.
    references: capReferences(earlier.filter(({ state }) => state !== 'faulty').reverse()),
    gbIdentifier: cap.gbIdentifier && gbIdentifier(cap.gbIdentifier, sent, serial - 1),
  } as const;
  const message: CapMessage = {
    id: `cap-${identifier}`,
    version: 1,
    school: incident.school,
    incident: incident.id,
    direction: 'out',
    identifier,
    sender: cap.sender,
    sent,
    status: capStatusOf(incident.exercise),
    msgType,
    references: draft.references,
    expiresAt: draft.expiresAt,
    headline: capHeadline(draft),
    state: 'preparing',
    fault: null,
    signed: false,
    signature: 'none',
    xml: '',
  };
  put(turn, message);
  const key = `cap:${message.id}`;
  turn.due.set(key, { key, kind: 'cap', dueAt: turn.at, subject: JSON.stringify({ message: message.id, alert: buildCap(draft) }) });
};

/** Draws what was decided, then hands it to everybody who listens to CAP. */
export const capDue = async (service: Service, outside: CapOutside, row: DueRow): Promise<void> => {
  const wanted = JSON.parse(row.subject) as { message: string; alert: readonly CapNode[] };
  const before = service.facts.get('capMessage', wanted.message);
  const issued = before?.state === 'preparing' ? await outside.issueCap(wanted.alert) : null;
  const turn = newTurn(service.clock.now());
  turn.due.set(row.key, null);
  if (before && issued) {
    const next: CapMessage = issued.ok
      ? { ...before, version: before.version + 1, state: 'issued', signed: true, signature: 'holds', xml: issued.xml }
      : { ...before, version: before.version + 1, state: 'faulty', fault: issued.fault };
    put(turn, next);
    audit(turn, {
      actor: 'system',
      act: issued.ok ? 'cap.issued' : 'cap.faulty',
      subject: 'incident',
      subjectId: before.incident ?? before.id,
      school: before.school,
      detail: { capMessage: before.id, msgType: before.msgType, status: before.status },
    });
    if (issued.ok) sendToListeners(service, turn, next);
  }
  service.commit(turn);
};

const exerciseOf = (service: Service, message: CapMessage): string | null =>
  message.incident === null ? null : (service.facts.get('incident', message.incident)?.exercise ?? null);

const capAddress = (responder: Responder, exercise: string | null): string | null =>
  waysOf(responder, exercise).find(({ channel }) => channel === 'cap')?.address ?? null;

const sendToListeners = (service: Service, turn: Turn, message: CapMessage): void => {
  const exercise = exerciseOf(service, message);
  for (const responder of respondersOf(service.world(), message.school)) {
    if (capAddress(responder, exercise) === null) continue;
    const key = `cap_send:${message.id}:${responder.id}`;
    turn.due.set(key, {
      key,
      kind: 'cap_send',
      dueAt: turn.at,
      subject: JSON.stringify({ message: message.id, responder: responder.id, failures: 0 }),
    });
  }
};

interface Sending {
  readonly message: string;
  readonly responder: string;
  readonly failures: number;
}

/** Is there a later message that says more? Then this one need not arrive any more. */
const isSuperseded = (service: Service, message: CapMessage): boolean =>
  message.incident !== null &&
  messagesOf(service, newTurn(service.clock.now()), message.incident).some(
    (other) => other.state === 'issued' && serialOf(other) > serialOf(message),
  );

export const capSendDue = async (service: Service, outside: CapOutside, row: DueRow): Promise<void> => {
  const sending = JSON.parse(row.subject) as Sending;
  const message = service.facts.get('capMessage', sending.message);
  const responder = service.world().responders.get(sending.responder);
  const exercise = message ? exerciseOf(service, message) : null;
  const address = responder?.active ? capAddress(responder, exercise) : null;
  const now = service.clock.now();
  const wanted =
    message?.state === 'issued' &&
    address !== null &&
    (message.expiresAt ?? 0) > now &&
    !(sending.failures > 0 && isSuperseded(service, message));
  const sent = wanted && responder ? await outside.sendCap(message, exercise !== null, responder, address) : null;
  const turn = newTurn(service.clock.now());
  const again = sent !== null && !sent.ok && sent.again;
  turn.due.set(
    row.key,
    again
      ? {
          ...row,
          dueAt: turn.at + backOffMs(sending.failures, service.policies.linkage.channels.retryCapMs),
          subject: JSON.stringify({ ...sending, failures: sending.failures + 1 }),
        }
      : null,
  );
  if (message && sent && !again)
    audit(turn, {
      actor: 'system',
      act: sent.ok ? 'cap.sent' : 'cap.refused',
      subject: 'incident',
      subjectId: message.incident ?? message.id,
      school: message.school,
      detail: { capMessage: message.id, responder: sending.responder, ...(sent.ok ? {} : { code: sent.code }) },
    });
  service.commit(turn);
};

export const capActs = (service: Service): CapActs => ({
  receiveCap: (actor, schools, received) => receiveCap(service, actor, schools, received),
});
