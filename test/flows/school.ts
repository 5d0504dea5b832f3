/** A school with floors and a laboratory beside it, its people, and what they do about incidents there. */
import { expect } from 'vitest';
import type { Incident, IncidentActionRequest } from '../../services/contracts/incident.ts';
import type { Space } from '../../services/contracts/place.ts';
import { newTurn } from '../../services/core/turn.ts';
import { emergenciesIn } from './emergencies.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { actorOf, settle } from './people.ts';

/** Building b1 gets floors f1–f4 with a room and a detector each, building b2 beside it a laboratory. */
export const openSchool = (): House => {
  const house = openHouse();
  settle(house);
  const world = house.store.world();
  const turn = newTurn(house.now);
  const model = world.spaces.get('r1');
  if (!model) throw new Error('no room');
  const put = (fields: Partial<Space>): void => {
    const space: Space = { ...model, ...fields };
    world.spaces.set(space.id, space);
    turn.put.space.set(space.id, space);
  };
  for (const floor of [1, 2, 3, 4]) {
    put({ id: `f${floor}`, kind: 'floor', parent: 'b1' });
    put({ id: `f${floor}-room`, parent: `f${floor}` });
  }
  put({ id: 'b2', kind: 'building', parent: null });
  put({ id: 'lab', parent: 'b2', use: 'laboratory' });
  house.store.commit(turn);
  for (const floor of [1, 2, 3, 4]) house.addDevice(`d${floor}`, { space: `f${floor}-room` });
  house.addDevice('other', { space: 'lab' });
  return house;
};

/** What is done about incidents in whichever house stands now. */
export const responseIn = (now: () => House) => {
  const emergencies = emergenciesIn(now);
  const { acts, act, signal } = emergencies;
  const incidentOf = (id: string): Incident => now().store.facts.get('incident', id) ?? expect.fail(`no incident ${id}`);
  const ask = (who: string, id: string, request: IncidentActionRequest) => acts().onIncident(actorOf(now(), who), id, request, null);
  const does = (who: string, id: string, request: IncidentActionRequest): Incident => {
    const result = ask(who, id, request);
    if (!result.ok) throw new Error(`${who} ${request.action}: ${result.code}`);
    return result.value;
  };
  const refusal = (who: string, id: string, request: IncidentActionRequest): string => {
    const result = ask(who, id, request);
    return result.ok ? 'done' : `${result.status} ${result.code}`;
  };
  const timeline = (id: string) => now().store.facts.timeline('incident', id);

  /** Somebody at the desk confirms what this detector says; answers the incident. */
  const fire = (device: string): Incident => {
    const { id } = signal(device);
    act(id, { action: 'confirm' });
    const incident = now().store.facts.get('alarm', id)?.incident;
    return incidentOf(incident ?? expect.fail('no incident'));
  };

  const resetOf = (device: string): void => act(signal(device, 'cleared').id, { action: 'reset', reason: '火已扑灭' });
  return { ...emergencies, incidentOf, does, refusal, timeline, fire, resetOf };
};
