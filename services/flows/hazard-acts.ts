import type { HazardActs } from '../acts/hazards.ts';
import type { InboxItem } from '../contracts/inbox.ts';
import { allowedHazardActions } from '../core/hazards/act.ts';
import { newTurn } from '../core/turn.ts';
import type { Actor, Result } from '../ports.ts';
import { actOnHazard } from './act-on-hazard.ts';
import { hazardActor, hazardContext } from './hazard-context.ts';
import { reportByPerson, reportByPublic } from './report-hazard.ts';
import type { Service } from './service.ts';

/** Somebody read what they were told. Reading it again changes nothing. */
const readInbox = (service: Service, actor: Actor, id: string): Result<InboxItem> => {
  const item = service.facts.get('inboxItem', id);
  if (item?.person !== actor.id) return { ok: false, status: 404, code: 'not_found', detail: `no message ${id} of yours` };
  if (item.readAt !== null) return { ok: true, value: item };
  const turn = newTurn(service.clock.now());
  const read = { ...item, readAt: turn.at };
  turn.put.inboxItem.set(id, read);
  service.commit(turn);
  return { ok: true, value: read };
};

export const hazardActs = (service: Service): HazardActs => ({
  onHazard: (actor, id, request, ifMatch) => actOnHazard(service, actor, id, request, ifMatch),
  reportHazard: (actor, report) => reportByPerson(service, actor, report),
  reportByPublic: (report) => reportByPublic(service, report),
  allowedHazardActions: (hazard, actor) =>
    allowedHazardActions(hazard, hazardActor(service, actor), hazardContext(service, hazard, service.clock.now())),
  readInbox: (actor, id) => readInbox(service, actor, id),
});
