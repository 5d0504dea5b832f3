import { afterEach, describe, expect, it } from 'vitest';
import { newTurn } from '../../services/core/turn.ts';
import { placeDevice } from '../../services/core/world.ts';
import { createFlows } from '../../services/flows/flows.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { deafOutside } from './outside.ts';

let house: House;
afterEach(() => house.close());

describe('a device moved to another gateway', () => {
  it('is spoken for by the new one alone, from that moment on', () => {
    house = openHouse();
    for (const id of ['old', 'new']) house.addDevice(id, { type: 'gateway' });
    house.addDevice('d1', { gateway: 'old' });
    const { store, service } = house;
    const flows = createFlows({
      ...service,
      outside: deafOutside,
      onDeliveryError: (_moment, error) => {
        throw error;
      },
    });
    const say = (identity: string, temperature: number) =>
      flows.take([
        {
          identity,
          topic: 'campus/v1/s1/d1/telemetry',
          payload: Buffer.from(JSON.stringify({ values: { temperature } })),
          qos: 1,
          receivedAt: house.now++,
        },
      ]);
    say('old', 20);
    const device = store.world().devices.get('d1');
    if (!device) throw new Error('no device');
    const turn = newTurn(house.now);
    const moved = { ...device, gateway: 'new', version: device.version + 1 };
    placeDevice(store.world(), moved);
    turn.put.device.set('d1', moved);
    store.commit(turn);
    flows.reorganised(turn);
    say('old', 99);
    say('new', 21);
    expect(store.series.latest('d1', 'temperature')?.value).toBe(21);
    expect(store.facts.rejected({ schools: null, limit: 5 }).items).toMatchObject([{ identity: 'old', reason: 'not_yours' }]);
  });
});
