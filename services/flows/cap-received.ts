/** What others tell by CAP is kept for every school it concerns, and shown; only `Actual` is a warning (CAP 1.2 §3.2.1). */
import { createHash } from 'node:crypto';
import type { Org } from '../contracts/place.ts';
import type { CapMessage } from '../contracts/responder.ts';
import { capTime } from '../core/cap/build.ts';
import type { ReceivedCap } from '../core/cap/received.ts';
import { concerned } from '../core/cap/received.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn, noteChange } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** The same message is the same record, however often and by whomever it is brought. */
const recordOf = (sender: string, identifier: string, sent: string): string =>
  `cap-in-${createHash('sha256')
    .update(JSON.stringify([sender, identifier, sent]))
    .digest('hex')
    .slice(0, 24)}`;

const copyOf = (record: string, school: string): string => `${record}.${school}`;

const schoolsFor = (service: Service, schools: readonly string[] | null, { areas }: ReceivedCap): Org[] => {
  const all = [...service.world().orgs.values()].filter(({ id, kind }) => kind === 'school' && (schools?.includes(id) ?? true));
  return concerned(all, areas);
};

const put = (turn: Turn, message: CapMessage): void => {
  turn.put.capMessage.set(message.id, message);
  const shown: CapMessage = { ...message, xml: '' };
  noteChange(turn, 'capMessage', shown);
};

/** What an Update or Cancel of the same sender refers to no longer holds. */
const withdraw = (service: Service, turn: Turn, schools: readonly string[] | null, received: ReceivedCap): void => {
  for (const reference of received.references.split(/\s+/)) {
    const [sender, identifier, sent] = reference.split(',');
    if (sender !== received.sender || identifier === undefined || sent === undefined || Number.isNaN(Date.parse(sent))) continue;
    const record = recordOf(sender, identifier, capTime(Date.parse(sent)));
    const places = [...service.world().orgs.keys()].filter((id) => schools?.includes(id) ?? true);
    for (const id of [record, ...places.map((place) => copyOf(record, place))]) {
      const earlier = service.facts.get('capMessage', id);
      if (!earlier || (earlier.expiresAt !== null && earlier.expiresAt <= turn.at)) continue;
      put(turn, { ...earlier, version: earlier.version + 1, expiresAt: turn.at });
    }
  }
};

/** Keeps a message once. `schools`: those the sender's token speaks to; null = all. */
export const receiveCap = (
  service: Service,
  actor: Actor,
  schools: readonly string[] | null,
  received: ReceivedCap,
): Result<CapMessage> => {
  const world = service.world();
  const id = recordOf(received.sender, received.identifier, capTime(received.sent));
  const known = service.facts.get('capMessage', id);
  if (known) return { ok: true, value: known };
  const place = world.orgs.has(actor.org) ? actor.org : [...world.orgs.values()].find(({ parent }) => parent === null)?.id;
  if (place === undefined) return { ok: false, status: 409, code: 'unknown_org', detail: 'there is no organisation yet' };
  const turn = newTurn(service.clock.now());
  const { areas: _, ...said } = received;
  const record: CapMessage = {
    ...said,
    // §3.2.2: without `expires` every recipient sets its own time.
    expiresAt: said.expiresAt ?? turn.at + service.policies.linkage.cap.expiresMinutes * 60_000,
    id,
    version: 1,
    school: place,
    incident: null,
    direction: 'in',
    state: 'received',
    fault: null,
    signed: received.signature === 'holds',
  };
  if (received.msgType === 'Update' || received.msgType === 'Cancel') withdraw(service, turn, schools, received);
  put(turn, record);
  // The text is kept once; every school has the rest.
  for (const school of schoolsFor(service, schools, received))
    if (school.id !== place) put(turn, { ...record, id: copyOf(id, school.id), school: school.id, xml: '' });
  audit(turn, {
    actor: actor.id,
    act: 'cap.received',
    subject: 'capMessage',
    subjectId: id,
    school: place,
    detail: { status: record.status, msgType: record.msgType, signature: record.signature },
  });
  service.commit(turn);
  return { ok: true, value: record };
};
