/** Odd moments with responders: one who said yes does not come, one says yes when nobody needs it, a sandbox that is taken away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../services/contracts/place.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { fireAt, responderOf } from '../core/linkage/incidents.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import type { Endpoint, Ground } from './linkage-ground.ts';
import { openEndpoint, openGround } from './linkage-ground.ts';

const duty = { id: 'duty', name: 'duty', role: 'duty-officer', org: 's1' } as const;
let house: House;
let ground: Ground;
let up: Endpoint;

beforeEach(async () => {
  house = openHouse();
  up = await openEndpoint('acknowledges');
  ground = openGround(house);
});
afterEach(() => {
  up.close();
  house.close();
});

const station = (id: string) => responderOf(id, { channels: [{ channel: 'webhook', address: `${up.url}/${id}` }] });
const requestsOf = (responder: string) => ground.requests().filter((request) => request.responder === responder);
const say = (responder: string, action: 'accept' | 'on_scene') =>
  actsOf(ground.service).answerRequest(requestsOf(responder)[0]?.id ?? '', { action, reason: undefined });
const callOff = (responder: string) =>
  actsOf(ground.service).onRequest(duty, requestsOf(responder)[0]?.id ?? '', { action: 'cancel', reason: '车辆故障' }, null);

describe('a responder who said yes and does not come', () => {
  it('is replaced by the next one, or by the one that was let go because of it', async () => {
    ground.put(station('a'), station('b'));
    ground.change(null, fireAt('s1'));
    await ground.beat();
    expect(say('a', 'accept')).toMatchObject({ ok: true });
    await ground.beat();
    expect(requestsOf('b')).toMatchObject([{ state: 'cancelled', reason: 'enough_accepted' }]);
    expect(callOff('a')).toMatchObject({ ok: true });
    await ground.beat();
    expect(
      requestsOf('b')
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['cancelled', 'delivered']);
    // Whoever was called off by a person is not asked again by the machine.
    expect(requestsOf('a')).toMatchObject([{ state: 'cancelled' }]);
    expect(new Set(up.got.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });
});

describe('a responder who is late', () => {
  const calls = () => ground.service.facts.list('call', { where: { subject: 'request' }, schools: null, limit: 50 }).items;
  const wait = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i += 5) {
      house.now += 5000;
      await ground.beat();
    }
  };

  it('is asked after by a person', async () => {
    const turn = newTurn(house.now);
    const officer: Person = { id: 'duty', name: '王', role: 'duty-officer', org: 's1', phone: '13800000000', active: true };
    house.store.world().people.set(officer.id, officer);
    turn.put.person.set(officer.id, officer);
    house.store.commit(turn);
    ground.put(station('a'));
    ground.change(null, fireAt('s1'));
    await ground.beat();
    expect(say('a', 'accept')).toMatchObject({ ok: true });
    await wait(175);
    expect(calls()).toEqual([]);
    await wait(10);
    expect(calls()).not.toEqual([]);
    expect(house.store.facts.timeline('request', requestsOf('a')[0]?.id ?? '').map(({ act }) => act)).toContain('escalation.step');
  });

  it('is not asked after when it is there in time', async () => {
    ground.put(station('a'));
    ground.change(null, fireAt('s1'));
    await ground.beat();
    for (const action of ['accept', 'on_scene'] as const) expect(say('a', action)).toMatchObject({ ok: true });
    await wait(200);
    expect(house.store.facts.timeline('request', requestsOf('a')[0]?.id ?? '')).toEqual([]);
  });
});

describe('a yes that comes too late', () => {
  it('changes nothing after it was called off, and nothing after the end', async () => {
    ground.put(station('a'), station('b'));
    const fire = fireAt('s1');
    ground.change(null, fire);
    await ground.beat();
    expect(say('a', 'accept')).toMatchObject({ ok: true });
    expect(say('b', 'accept')).toMatchObject({ ok: false, status: 409 });
    ground.change(fire, { ...fire, version: 2, state: 'closed', closedAt: house.now });
    await ground.beat();
    expect(ground.requests().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(say('a', 'accept')).toMatchObject({ ok: false, status: 409 });
    expect(ground.requests()).toHaveLength(2);
  });
});

describe('a drill', () => {
  it('whose sandbox is taken away, or becomes a real address, sends nothing more', async () => {
    const sandbox = { channel: 'webhook', address: `${up.url}/practice` } as const;
    up.manner = 'refuses_500';
    ground.put({ ...station('a'), sandbox });
    ground.change(null, fireAt('s1', { exercise: 'drl-1' }));
    await ground.beat();
    const tried = up.got.length;
    expect(up.got.every(({ url }) => url.endsWith('/practice'))).toBe(true);
    ground.put({ ...station('a'), sandbox: null });
    for (let i = 0; i < 40; i++) {
      house.now += 1000;
      await ground.beat();
    }
    ground.put({ ...station('a'), sandbox, channels: [sandbox] });
    for (let i = 0; i < 40; i++) {
      house.now += 1000;
      await ground.beat();
    }
    expect(up.got.length).toBe(tried);
    expect(ground.tasks()).toEqual([]);
    expect(ground.errors).toEqual([]);
  });
});
