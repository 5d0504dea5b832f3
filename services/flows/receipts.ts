/** What providers say of notices afterwards, and what people try of the channels. */
import type { ChannelActs, ReceiptLine } from '../acts/channels.ts';
import type { Call, ChannelId } from '../contracts/call.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor } from '../ports.ts';
import { callAnswered } from './calls.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** Takes an alarm on for somebody, exactly as when they do it on a screen. */
export type TakeOn = (actor: Actor, alarm: string) => unknown;

const actorOf = (service: Service, id: string | null): Actor | null => {
  const person = id === null ? undefined : service.world().people.get(id);
  return person?.active ? { id: person.id, name: person.name, role: person.role, org: person.org } : null;
};

/** The answer `1` is the person's own act: the one who was called, at the number that was called. */
const takeOn = (service: Service, call: Call, line: ReceiptLine, claim: TakeOn): void => {
  const actor = line.claims && call.subject === 'alarm' ? actorOf(service, call.person) : null;
  if (actor) claim(actor, call.subjectId);
};

export const channelActs = (service: Service, claim: TakeOn): ChannelActs => ({
  receipt: (kind: ChannelId, line) => {
    const call = service.facts.get('call', line.call);
    if (!call || call.channel !== kind) return { ok: true, value: { known: false } };
    const turn = newTurn(service.clock.now());
    callAnswered(service, turn, call.id, line.claims ? 'seen' : line.state, line.reason);
    service.commit(turn);
    takeOn(service, call, line, claim);
    return { ok: true, value: { known: true } };
  },
  channelTried: (actor, channel, school, outcome) => {
    const turn = newTurn(service.clock.now());
    audit(turn, {
      actor: actor.id,
      act: 'channel.tried',
      subject: 'channel',
      subjectId: channel,
      school,
      detail: outcome.ok ? { outcome: outcome.state } : { outcome: 'failed', reason: outcome.code },
    });
    service.commit(turn);
  },
});
