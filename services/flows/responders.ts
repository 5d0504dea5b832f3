/** The registry of responders: who could help, where they are, how they are reached, and whether anybody has tried. */
import type { ResponderActs } from '../acts/linkage.ts';
import type { Responder, ResponderForm } from '../contracts/responder.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

type Refused = Extract<Result<never>, { ok: false }>;
const refused = (status: 400 | 403 | 404 | 409 | 412, code: string, detail: string): Refused => ({ ok: false, status, code, detail });

const keep = (service: Service, turn: Turn, responder: Responder): void => {
  service.world().responders.set(responder.id, responder);
  turn.put.responder.set(responder.id, responder);
};

const posted = new Set(['webhook', 'cap']);

const plain = (address: string): string => (URL.canParse(address) ? new URL(address).href : address);

/** A sandbox is apart from every real address, this responder's and all others', or a drill would ring it. */
const sandboxMeetsReal = (service: Service, id: string, form: ResponderForm): boolean => {
  const others = [...service.world().responders.values()].filter((other) => other.id !== id);
  const real = new Set([form, ...others].flatMap(({ channels }) => channels.map(({ address }) => plain(address))));
  return [form, ...others].some(({ sandbox }) => sandbox !== null && real.has(plain(sandbox.address)));
};

/** What a form may say beyond its shape. */
const faultOf = (service: Service, id: string, form: ResponderForm): Refused | null => {
  const named = form.channels.map(({ channel }) => channel);
  if (new Set(named).size < named.length) return refused(400, 'channel_twice', 'each channel once');
  const addresses = [...form.channels, ...(form.sandbox ? [form.sandbox] : [])].filter(({ channel }) => posted.has(channel));
  const bad = addresses.find(({ address }) => !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol));
  if (bad) return refused(400, 'bad_address', `${bad.channel} needs an http(s) address`);
  if (sandboxMeetsReal(service, id, form)) return refused(400, 'sandbox_is_real', 'the sandbox must not be an address real requests go to');
  return null;
};

const reached = ({ channels, sandbox }: Pick<Responder, 'channels' | 'sandbox'>): string => JSON.stringify([channels, sandbox]);

const put = (service: Service, actor: Actor, id: string, form: ResponderForm, ifMatch: number | null): Result<Responder> => {
  const world = service.world();
  const before = world.responders.get(id);
  if (ifMatch !== null && ifMatch !== (before?.version ?? 0)) return refused(412, 'stale', `version ${before?.version ?? 0} is current`);
  if (!world.orgs.has(form.school)) return refused(400, 'unknown_org', `no organisation ${form.school}`);
  if (before && before.school !== form.school) return refused(409, 'school_fixed', 'a responder stays with who keeps it');
  const fault = faultOf(service, id, form);
  if (fault) return fault;
  const turn = newTurn(service.clock.now());
  const moved = !before || reached(before) !== reached(form);
  const responder: Responder = {
    id,
    version: (before?.version ?? 0) + 1,
    ...form,
    // T12: a changed address takes the confidence with it, until somebody else has tried it.
    verifiedAt: moved ? null : before.verifiedAt,
    changedBy: moved ? actor.id : before.changedBy,
  };
  keep(service, turn, responder);
  audit(turn, {
    actor: actor.id,
    act: before ? 'responder.changed' : 'responder.recorded',
    subject: 'responder',
    subjectId: id,
    school: responder.school,
    detail: {
      kind: responder.kind,
      capabilities: responder.capabilities,
      channels: responder.channels.map(({ channel }) => channel),
      sandbox: responder.sandbox?.channel ?? null,
      active: responder.active,
      addressChanged: moved,
    },
    said: { name: responder.name, contact: responder.contact, addresses: responder.channels.map(({ address }) => address).join(' ') },
  });
  service.commit(turn);
  return { ok: true, value: responder };
};

const verify = (service: Service, actor: Actor, id: string): Result<Responder> => {
  const responder = service.world().responders.get(id);
  if (!responder) return refused(404, 'not_found', `no responder ${id}`);
  if (responder.verifiedAt === null && responder.changedBy === actor.id)
    return refused(409, 'second_person', 'somebody else than who entered the address tries it');
  const turn = newTurn(service.clock.now());
  const next: Responder = { ...responder, version: responder.version + 1, verifiedAt: turn.at };
  keep(service, turn, next);
  audit(turn, {
    actor: actor.id,
    act: 'responder.verified',
    subject: 'responder',
    subjectId: id,
    school: next.school,
    detail: { channels: next.channels.map(({ channel }) => channel) },
  });
  service.commit(turn);
  return { ok: true, value: next };
};

export const responderActs = (service: Service): ResponderActs => ({
  putResponder: (actor, id, form, ifMatch) => put(service, actor, id, form, ifMatch),
  verifyResponder: (actor, id) => verify(service, actor, id),
});
