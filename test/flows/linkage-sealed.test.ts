/** Drills stay sealed, the registry needs two people, and what others tell is kept once. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Responder } from '../../services/contracts/responder.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { campus, fireAt, responderOf } from '../core/linkage/incidents.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import type { Endpoint, Manner } from './linkage-ground.ts';
import { openEndpoint, openGround } from './linkage-ground.ts';

let house: House;
const closing: { close(): void }[] = [];
afterEach(() => {
  for (const one of closing.splice(0)) one.close();
  house.close();
});

const endpoint = async (manner: Manner): Promise<Endpoint> => {
  const made = await openEndpoint(manner);
  closing.push(made);
  return made;
};

const duty = { id: 'duty', name: 'duty', role: 'duty-officer', org: 's1' } as const;

const micro = (id: string, url: string, metresNorth: number, fields: Partial<Responder> = {}): Responder =>
  responderOf(id, {
    location: { latitude: campus.latitude + metresNorth / 111_195, longitude: campus.longitude },
    channels: [{ channel: 'webhook', address: url }],
    ...fields,
  });

describe('a drill', () => {
  it('reaches the sandbox and nobody else, opens no telephone task, and its CAP says Exercise', async () => {
    house = openHouse();
    const real = await endpoint('acknowledges');
    const sandbox = await endpoint('acknowledges');
    const ground = openGround(house);
    ground.put(
      micro('m1', real.url, 100, { sandbox: { channel: 'webhook', address: sandbox.url } }),
      micro('m2', real.url, 200, {
        channels: [
          { channel: 'phone', address: '119' },
          { channel: 'cap', address: `${real.url}/cap` },
        ],
      }),
      micro('n1', real.url, 300, { kind: 'neighbour', sandbox: { channel: 'cap', address: `${sandbox.url}/cap` } }),
    );
    ground.change(null, fireAt('s1', { exercise: 'drl-1', level: 'II' }));
    for (let i = 0; i < 200; i++) {
      await ground.beat();
      house.now += 1000;
    }
    expect(real.got).toEqual([]);
    expect(ground.tasks()).toEqual([]);
    expect(ground.sent).toEqual([]);
    expect(sandbox.got.length).toBeGreaterThan(0);
    for (const { body } of sandbox.got) expect(body).toMatch(/【演练】/);
    for (const { body } of sandbox.got.filter(({ headers }) => headers['content-type'] === 'application/cap+xml'))
      expect(body).toContain('<status>Exercise</status>');
    expect(ground.requests().find(({ responder }) => responder === 'm2')).toMatchObject({ state: 'cancelled', reason: 'exercise_sealed' });
    expect(ground.service.facts.list('capMessage', { schools: null, limit: 10 }).items.map(({ status }) => status)).toEqual(['Exercise']);
    expect(ground.errors).toEqual([]);
  });
});

describe('the registry', () => {
  it('takes a changed address as unverified until somebody else has tried it', () => {
    house = openHouse();
    const acts = actsOf(house.service);
    const { id: _, version: _v, verifiedAt: _a, changedBy: _c, ...form } = responderOf('m1');
    expect(acts.putResponder(duty, 'm1', form, 0)).toMatchObject({ ok: true, value: { verifiedAt: null, changedBy: 'duty' } });
    expect(acts.verifyResponder(duty, 'm1')).toMatchObject({ ok: false, code: 'second_person' });
    expect(acts.verifyResponder({ ...duty, id: 'boss' }, 'm1')).toMatchObject({ ok: true, value: { verifiedAt: house.now } });
    expect(acts.putResponder(duty, 'm1', { ...form, name: '新名' }, 2)).toMatchObject({ ok: true, value: { verifiedAt: house.now } });
    const moved = { ...form, channels: [{ channel: 'webhook' as const, address: 'https://other.example/' }] };
    expect(acts.putResponder(duty, 'm1', moved, 2)).toMatchObject({ ok: false, status: 412 });
    expect(acts.putResponder(duty, 'm1', moved, 3)).toMatchObject({ ok: true, value: { verifiedAt: null } });
    const sandbox = { channel: 'webhook' as const, address: 'https://other.example' };
    expect(acts.putResponder(duty, 'm2', { ...form, sandbox }, 0)).toMatchObject({ ok: false, code: 'sandbox_is_real' });
    expect(acts.putResponder(duty, 'm2', { ...form, channels: [...form.channels, ...form.channels] }, 0)).toMatchObject({
      code: 'channel_twice',
    });
  });
});

describe('what others tell by CAP', () => {
  const received = (fields = {}) => ({
    identifier: 'w-1',
    sender: 'weather.example',
    sent: Date.UTC(2026, 10, 21, 3),
    status: 'Actual' as const,
    msgType: 'Alert' as const,
    references: '',
    expiresAt: null,
    headline: { zh: '暴雨', en: 'Rain' },
    areas: [{ polygons: [], circles: [{ at: [30.26, 120.17] as const, kilometres: 2 }] }],
    signature: 'none' as const,
    xml: '<alert/>',
    ...fields,
  });

  it('is kept once, shown until it is withdrawn, and only where it concerns', () => {
    house = openHouse();
    const ground = openGround(house);
    const acts = actsOf(ground.service);
    const from = { ...duty, org: 's1' };
    const first = acts.receiveCap(from, null, received());
    expect(first).toMatchObject({ ok: true, value: { school: 's1', direction: 'in' } });
    expect(acts.receiveCap(from, null, received())).toEqual(first);
    expect(house.store.facts.list('capMessage', { schools: null, limit: 10 }).items).toHaveLength(1);
    house.now += 60_000;
    acts.receiveCap(
      from,
      null,
      received({ identifier: 'w-2', msgType: 'Cancel', references: 'weather.example,w-1,2026-11-21T11:00:00+08:00' }),
    );
    const [earlier] = house.store.facts
      .list('capMessage', { schools: null, limit: 10 })
      .items.filter(({ identifier }) => identifier === 'w-1');
    expect(earlier?.expiresAt).toBe(house.now);
    // Nobody withdraws what another has said.
    acts.receiveCap(from, null, received({ identifier: 'w-3' }));
    acts.receiveCap(
      from,
      null,
      received({
        identifier: 'e-1',
        sender: 'evil.example',
        msgType: 'Cancel',
        references: 'weather.example,w-3,2026-11-21T11:00:00+08:00',
      }),
    );
    const kept = house.store.facts.list('capMessage', { schools: null, limit: 10 }).items.find(({ identifier }) => identifier === 'w-3');
    expect(kept?.expiresAt).toBeGreaterThan(house.now);
  });
});
