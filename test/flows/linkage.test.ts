/** Responders: who is asked, by which way, what a failing way costs, and that nothing is asked twice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Responder } from '../../services/contracts/responder.ts';
import { actsOf } from '../../services/flows/acts.ts';
import { campus, fireAt, responderOf } from '../core/linkage/incidents.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import type { Endpoint, Ground, Manner } from './linkage-ground.ts';
import { closedPort, openBlackHole, openEndpoint, openGround, pause } from './linkage-ground.ts';

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

const states = (ground: Ground): Record<string, string> =>
  Object.fromEntries(ground.requests().map(({ responder, state }) => [responder, state]));

describe('a confirmed fire', () => {
  it('asks the two nearest, opens the 119 task, and a no at once frees the next', async () => {
    house = openHouse();
    const up = await endpoint('acknowledges');
    const ground = openGround(house);
    ground.put(...[400, 100, 900, 300].map((metres, i) => micro(`m${i}`, `${up.url}/${i}`, metres)));
    ground.put(micro('far', up.url, 9000), micro('police', up.url, 10, { kind: 'police', capabilities: ['security'] }));
    const fire = fireAt('s1');
    ground.change(null, fire);
    await ground.beat();
    expect(states(ground)).toEqual({ m1: 'delivered', m3: 'delivered' });
    expect(ground.tasks()).toMatchObject([{ number: '119', open: true, dueAt: house.now + 60_000, exercise: null }]);
    expect(ground.tasks()[0]?.script.map(({ item }) => item)).toEqual([
      'number',
      'address',
      'place',
      'matter',
      'size',
      'casualties',
      'caller',
      'phone',
      'stay',
    ]);
    const acts = actsOf(ground.service);
    const m1 = ground.requests().find(({ responder }) => responder === 'm1');
    expect(acts.answerRequest(m1?.id ?? '', { action: 'reject', reason: '车辆在外' })).toMatchObject({ ok: true });
    await ground.beat();
    expect(states(ground)).toEqual({ m1: 'rejected', m3: 'delivered', m0: 'delivered' });
    expect(ground.requests().find(({ responder }) => responder === 'm0')).toMatchObject({ wave: 2, distanceMetres: 400 });
    const m3 = ground.requests().find(({ responder }) => responder === 'm3');
    for (const action of ['accept', 'en_route', 'on_scene', 'clear'] as const)
      expect(acts.answerRequest(m3?.id ?? '', { action, reason: undefined })).toMatchObject({ ok: true });
    expect(states(ground)).toEqual({ m1: 'rejected', m3: 'cleared', m0: 'cancelled' });
    const done = ground.requests().find(({ responder }) => responder === 'm3');
    expect(Object.keys(done?.times ?? {}).sort()).toEqual(['accepted', 'cleared', 'delivered', 'draft', 'en_route', 'on_scene'].sort());
    expect(done?.arrivalDueAt).toBe(house.now + 180_000);
    expect(acts.answerRequest(m3?.id ?? '', { action: 'accept', reason: undefined })).toMatchObject({ ok: false, code: 'not_possible' });
    expect(ground.errors).toEqual([]);
  });

  it('asks the next after 60 s of silence; a late yes is still welcome', async () => {
    house = openHouse();
    const up = await endpoint('acknowledges');
    const ground = openGround(house);
    ground.put(...[1, 2, 3].map((n) => micro(`m${n}`, `${up.url}/${n}`, n * 100)));
    ground.change(null, fireAt('s1'));
    await ground.beat();
    house.now += 59_900;
    await ground.beat();
    expect(Object.keys(states(ground)).sort()).toEqual(['m1', 'm2']);
    house.now += 200;
    await ground.beat();
    await ground.beat();
    expect(states(ground)).toEqual({ m1: 'no_answer', m2: 'no_answer', m3: 'delivered' });
    const late = ground.requests().find(({ responder }) => responder === 'm1');
    expect(actsOf(ground.service).answerRequest(late?.id ?? '', { action: 'accept', reason: undefined })).toMatchObject({ ok: true });
    expect(states(ground)).toEqual({ m1: 'accepted', m2: 'cancelled', m3: 'cancelled' });
  });

  it('is called off when it ends, and asks nobody twice however often it changes', async () => {
    house = openHouse();
    const up = await endpoint('acknowledges');
    const ground = openGround(house);
    ground.put(
      micro('m1', up.url, 100),
      micro('n1', up.url, 200, { kind: 'neighbour' }),
      micro('b', up.url, 1, { kind: 'emergency_bureau' }),
    );
    const four = fireAt('s1');
    ground.change(null, four);
    ground.change(four, { ...four, version: 2, alarms: ['x'] });
    const two = { ...four, version: 3, level: 'II' as const };
    ground.change(four, two);
    ground.change(two, { ...two, version: 4 });
    await ground.beat();
    expect(Object.keys(states(ground)).sort()).toEqual(['b', 'm1', 'n1']);
    expect(
      up.got.filter(({ headers }) => headers['content-type'] === 'application/json').map(({ headers }) => headers['webhook-id']),
    ).toHaveLength(3);
    ground.change(two, { ...two, version: 5, state: 'closed', closedAt: house.now });
    expect(new Set(Object.values(states(ground)))).toEqual(new Set(['cancelled']));
    expect(ground.tasks().every(({ open }) => !open)).toBe(true);
    await ground.beat();
    const messages = ground.service.facts.list('capMessage', { schools: null, limit: 10 }).items;
    expect(messages.map(({ msgType }) => msgType).sort()).toEqual(['Alert', 'Cancel', 'Update']);
    const cancel = messages.find(({ msgType }) => msgType === 'Cancel');
    expect(cancel?.references.split(' ')).toHaveLength(2);
    expect(messages.every(({ state, signed, status }) => state === 'issued' && signed && status === 'Actual')).toBe(true);
  });

  it('calls 120 when somebody is hurt and 110 on an intrusion; a task nobody takes is late after 60 s', async () => {
    house = openHouse();
    const ground = openGround(house);
    const four = fireAt('s1');
    ground.change(null, four);
    const casualties = [{ at: house.now, by: 'duty', dead: 0, serious: 0, injured: 1, missing: 0 }];
    ground.change(four, { ...four, version: 2, casualties });
    ground.change(null, fireAt('s1', { id: 'inc-2', kind: 'panic' }));
    expect(
      ground
        .tasks()
        .map(({ number }) => number)
        .sort(),
    ).toEqual(['110', '119', '120']);
    const acts = actsOf(ground.service);
    expect(acts.takePhoneTask(duty, 'tel-inc-1-119')).toMatchObject({ ok: true, value: { takenBy: 'duty' } });
    expect(acts.takePhoneTask({ ...duty, id: 'other' }, 'tel-inc-1-119')).toMatchObject({ ok: false, code: 'phone_task_taken' });
    house.now += 60_000;
    await ground.beat();
    expect(Object.fromEntries(ground.tasks().map(({ number, late }) => [number, late]))).toEqual({
      '110': true,
      '119': false,
      '120': true,
    });
    expect(acts.finishPhoneTask(duty, 'tel-inc-1-119', 'reached')).toMatchObject({ ok: true, value: { outcome: 'reached', open: false } });
  });
});

describe('a way that fails', () => {
  it('is followed by another channel in ≤ 10 s and by a person in ≤ 30 s, whatever way it fails', async () => {
    house = openHouse({ now: Date.now() });
    const manners: Manner[] = ['refuses_500', 'hangs', 'answers_then_hangs', 'drips', 'huge', 'redirects', 'silent_200'];
    const bad: [string, string][] = await Promise.all(
      manners.map(async (manner): Promise<[string, string]> => [manner, (await endpoint(manner)).url]),
    );
    const hole = await openBlackHole();
    closing.push(hole);
    bad.push(
      ['black_hole', hole.url],
      ['nobody_listens', await closedPort()],
      ['unknown_name', 'https://no-such-host.invalid/hook'],
      ['metadata', 'http://169.254.169.254/latest'],
    );
    const good = await endpoint('acknowledges');
    const ground = openGround(house);
    ground.put(
      ...bad.map(([name, url]) =>
        micro(`other_${name}`, url, 100, {
          channels: [
            { channel: 'webhook', address: url },
            { channel: 'cap', address: `${good.url}/${name}` },
          ],
        }),
      ),
      ...bad.map(([name, url]) =>
        micro(`person_${name}`, url, 100, {
          channels: [
            { channel: 'webhook', address: url },
            { channel: 'cap', address: `${url}?cap` },
            { channel: 'phone', address: '0571-0000' },
          ],
        }),
      ),
    );
    await ground.ready();
    house.now = Date.now();
    const began = house.now;
    ground.change(null, fireAt('s1', { level: 'II' }));
    // CAP listeners get the message as well; what is measured is the request itself.
    const byRequest = (name: string) => ground.requests().find(({ responder }) => responder === name);
    const tasks = () => ground.tasks().filter(({ request }) => request !== null);
    const handed = (name: string): boolean => tasks().some(({ request }) => request === byRequest(name)?.id);
    while (Date.now() - began < 31_000) {
      house.now = Date.now();
      ground.start();
      await pause(50);
      const delivered = bad.every(([name]) => byRequest(`other_${name}`)?.state === 'delivered');
      if (delivered && bad.every(([name]) => handed(`person_${name}`))) break;
    }
    const rows = bad.map(([name]) => {
      const other = byRequest(`other_${name}`);
      const person = byRequest(`person_${name}`);
      const task = tasks().find(({ request }) => request === person?.id);
      return { name, otherMs: (other?.times.delivered ?? Infinity) - began, personMs: (task?.openedAt ?? Infinity) - began };
    });
    for (const { name, otherMs, personMs } of rows)
      process.stdout.write(`linkage: ${name}: another channel ${otherMs} ms, a person ${personMs} ms\n`);
    for (const { name, otherMs, personMs } of rows) {
      expect(`${name} ${otherMs <= 10_000}`).toBe(`${name} true`);
      expect(`${name} ${personMs <= 30_000}`).toBe(`${name} true`);
    }
    expect(ground.errors).toEqual([]);
  }, 60_000);

  it('is asked on, at most 30 s apart, and reached ≤ 60 s after it is back', async () => {
    house = openHouse();
    const down = await endpoint('refuses_500');
    const ground = openGround(house);
    ground.put(micro('m1', down.url, 100));
    ground.change(null, fireAt('s1'));
    const tries: number[] = [];
    const run = async (ms: number): Promise<void> => {
      for (const end = house.now + ms; house.now < end; house.now += 250) {
        const before = down.got.length;
        await ground.beat();
        for (let i = before; i < down.got.length; i++) tries.push(house.now);
      }
    };
    await run(10 * 60_000);
    const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_500);
    expect(new Set(down.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(ground.tasks().filter(({ request }) => request !== null)).toHaveLength(1);
    down.manner = 'acknowledges';
    const back = house.now;
    await run(61_000);
    const request = ground.requests()[0];
    process.stdout.write(
      `linkage: ${tries.length} tries in 10 min, widest gap ${Math.max(...gaps)} ms; delivered ${(request?.times.delivered ?? Infinity) - back} ms after recovery\n`,
    );
    expect((request?.times.delivered ?? Infinity) - back).toBeLessThanOrEqual(60_000);
    expect(request?.state).toMatch(/delivered|no_answer/);
  }, 60_000);

  it('kills nothing twice: ended in the middle of sending, the same request goes out again under the same id', async () => {
    house = openHouse();
    const hanging = await endpoint('hangs');
    const ground = openGround(house);
    ground.put(micro('m1', hanging.url, 100));
    ground.change(null, fireAt('s1'));
    ground.start();
    while (hanging.got.length === 0) await pause(10);
    // The process ends here: what it was about to write is lost.
    const reopened = house.reopen();
    house = reopened;
    hanging.manner = 'acknowledges';
    const again = openGround(reopened);
    for (let i = 0; i < 40 && again.requests()[0]?.state !== 'delivered'; i++) {
      reopened.now += 250;
      await again.beat();
    }
    expect(again.requests()).toMatchObject([{ responder: 'm1', state: 'delivered' }]);
    const ids = hanging.got.map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
  }, 30_000);

  it('called off meanwhile is not tried again', async () => {
    house = openHouse();
    const down = await endpoint('refuses_500');
    const ground = openGround(house);
    ground.put(micro('m1', down.url, 100));
    const fire = fireAt('s1');
    ground.change(null, fire);
    await ground.beat();
    ground.change(fire, { ...fire, version: 2, state: 'closed', closedAt: house.now });
    const before = down.got.length;
    for (let i = 0; i < 300; i++) {
      house.now += 1000;
      await ground.beat();
    }
    expect(down.got.length).toBe(before);
  });
});
