/**
 * The way to responders. The second of two barriers before a real responder in a drill is here, and asks nobody what
 * the first one has decided: it looks at the responder's own addresses and at the message itself.
 */
import { randomBytes } from 'node:crypto';
import type { AssistanceRequest, CapMessage, Responder } from '../contracts/responder.ts';
import { isMarked } from '../core/drills/mark.ts';
import type { Seal } from '../core/linkage/link.ts';
import { linkToken, stepKey } from '../core/linkage/link.ts';
import type { LinkageRules } from '../core/linkage/policy.ts';
import type { Way } from '../core/linkage/ways.ts';
import type { ReachMessage } from '../core/linkage/words.ts';
import type { Outgoing, Sent } from '../ports.ts';
import type { Guarded } from './guarded-fetch.ts';
import { guardedPost } from './guarded-fetch.ts';
import { signedHeaders } from './responder-sign.ts';

export interface ResponderSender {
  reach(request: AssistanceRequest, responder: Responder, way: Way, message: ReachMessage): Promise<Sent>;
  sendCap(message: CapMessage, exercise: boolean, responder: Responder, address: string): Promise<Sent>;
}

export interface ResponderSenderParts {
  readonly rules: LinkageRules;
  /** Where people reach this installation; null = not known, then no link can be given. */
  readonly publicUrl: string | null;
  readonly seal: Seal;
  readonly now: () => number;
  /** Messages and calls to telephones. */
  readonly send: (outgoing: Outgoing) => Promise<Sent>;
}

const failed = (code: string, again = true): Sent => ({ ok: false, code, again });

const isOneOf = (ways: readonly Way[], { channel, address }: Way): boolean =>
  ways.some((one) => one.channel === channel && one.address === address);

/** May this leave for this address? A drill's goes to the sandbox, says that it is one, and nowhere else. */
export const barrier = (
  responder: Pick<Responder, 'channels' | 'sandbox'>,
  way: Way,
  message: Pick<ReachMessage, 'exercise' | 'title' | 'text' | 'cap'>,
): string | null => {
  const isReal = isOneOf(responder.channels, way) || responder.channels.some(({ address }) => address === way.address);
  if (message.exercise === null) {
    if (!isOneOf(responder.channels, way)) return 'unknown_address';
    return message.cap !== null && message.cap.status !== 'Actual' ? 'status_wrong' : null;
  }
  const { sandbox } = responder;
  if (sandbox === null || isReal || !isOneOf([sandbox], way)) return 'exercise_sealed';
  if (!isMarked(message.title) || !isMarked(message.text)) return 'exercise_unmarked';
  return message.cap !== null && message.cap.status !== 'Exercise' ? 'status_wrong' : null;
};

/** Acknowledged by the responder's own application: its answer repeats the number we made up for this try (threat T12). */
const echoes = (text: string, nonce: string): boolean => {
  try {
    const answer = JSON.parse(text) as unknown;
    return typeof answer === 'object' && answer !== null && 'nonce' in answer && answer.nonce === nonce;
  } catch {
    // No JSON: some server answered, not the application.
    return false;
  }
};

const outcomeOf = (answer: Guarded, nonce: string): Sent => {
  if (!answer.ok) return failed(answer.code);
  if (answer.status < 200 || answer.status > 299) return failed(`http_${answer.status}`);
  return { ok: true, state: echoes(answer.text, nonce) ? 'delivered' : 'sent', receipt: null };
};

export const createResponderSender = ({ rules, publicUrl, seal, now, send }: ResponderSenderParts): ResponderSender => {
  const post = async (id: string, responder: string, address: string, body: string, type: string, nonce: string): Promise<Sent> => {
    const host = URL.canParse(address) ? new URL(address) : null;
    const answer = await guardedPost(address, {
      body,
      headers: { 'content-type': type, 'campus-nonce': nonce, ...signedHeaders(seal, responder, id, body, now()) },
      timeoutMs: rules.channels.tryMs,
      allowPrivate: host !== null && (rules.privateHosts.includes(host.host) || rules.privateHosts.includes(host.hostname)),
    });
    return outcomeOf(answer, nonce);
  };

  const linkOf = (request: AssistanceRequest, { expiresAt }: ReachMessage): string | null =>
    publicUrl === null ? null : `${publicUrl}/s/${linkToken(seal, request.id, expiresAt)}`;

  const webhook = (request: AssistanceRequest, responder: Responder, { address }: Way, message: ReachMessage): Promise<Sent> => {
    const nonce = randomBytes(16).toString('base64url');
    const body = JSON.stringify({
      type: 'assistance.requested',
      id: request.id,
      nonce,
      exercise: message.exercise !== null,
      title: message.title,
      text: message.text,
      need: request.need,
      place: message.place,
      at: message.at,
      distanceMetres: request.distanceMetres,
      answerBy: request.answerDueAt,
      // POST {action, key} to the link, or open it in a browser.
      link: linkOf(request, message),
      keys: { accept: stepKey(seal, request, 'accept'), reject: stepKey(seal, request, 'reject') },
    });
    return post(request.id, responder.id, address, body, 'application/json', nonce);
  };

  const telephone = (
    request: AssistanceRequest,
    responder: Responder,
    channel: 'sms' | 'voice',
    address: string,
    message: ReachMessage,
  ): Promise<Sent> =>
    send({
      id: `${request.id}.${channel}`,
      channel,
      school: request.school,
      exercise: message.exercise !== null,
      person: { id: responder.id, name: responder.name, phone: address, email: null },
      title: message.title,
      text: message.text,
      link: linkOf(request, message),
      subject: 'request',
      subjectId: request.id,
      at: now(),
    });

  return {
    reach: async (request, responder, way, message) => {
      const refusal = barrier(responder, way, message);
      if (refusal !== null) return failed(refusal, false);
      switch (way.channel) {
        case 'webhook':
          return webhook(request, responder, way, message);
        case 'cap':
          if (message.cap === null) return failed('cap_not_ready');
          return post(request.id, responder.id, way.address, message.cap.xml, 'application/cap+xml', randomBytes(16).toString('base64url'));
        case 'sms':
        case 'voice':
          return telephone(request, responder, way.channel, way.address, message);
        case 'phone':
          // Dialled by a person; no machine may claim to have done it.
          return failed('by_person', false);
      }
    },
    sendCap: async (message, exercise, responder, address) => {
      const words = { title: message.headline, text: message.headline };
      const cap = { identifier: message.identifier, status: message.status, xml: message.xml };
      const refusal = barrier(
        responder,
        { channel: 'cap', address },
        { exercise: exercise ? (message.incident ?? '') : null, ...words, cap },
      );
      if (refusal !== null) return failed(refusal, false);
      return post(message.id, responder.id, address, message.xml, 'application/cap+xml', randomBytes(16).toString('base64url'));
    },
  };
};
