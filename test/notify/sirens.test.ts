/** Sirens: the command and its answer, its time limit, the drill's seal, and what two emergencies share. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../services/contracts/call.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import { newTurn } from '../../services/core/turn.ts';
import { createDeliver } from '../../services/flows/deliver.ts';
import { soundSirens } from '../../services/flows/sirens.ts';
import { tick } from '../../services/flows/tick.ts';
import { createSender } from '../../services/notify/send.ts';
import { incidentOf } from '../api/emergencies.ts';
import { type House, openHouse } from '../flows/harness.ts';
import { deafOutside } from '../flows/outside.ts';

let house: House;
let published: { topic: string; body: Record<string, unknown> }[];
let deliver: () => Promise<void>;

const open = (): void => {
  const sender = createSender({
    channels: [],
    world: house.store.world,
    now: () => house.now,
    connected: (identity) => house.connected.has(identity),
    publish: (topic, payload) => void published.push({ topic, body: JSON.parse(payload) as Record<string, unknown> }),
  });
  const outside = { ...deafOutside, send: sender.send };
  const carryOut = createDeliver(house.service, outside, (row, error) => expect([row, error]).toEqual([]));
  deliver = () => carryOut(tick(house.service));
};

beforeEach(() => {
  published = [];
  house = openHouse();
  house.addDevice('horn', { space: 'b1', mapping: { commands: ['siren'] } });
  house.addDevice('smoke', { space: 'r1' });
  house.connected.add('horn');
  open();
});
afterEach(() => house.close());

const incident = (fields: Partial<Incident> = {}): Incident => ({
  ...incidentOf('s1'),
  id: 'inc-1',
  school: 's1',
  space: 'b1',
  exercise: null,
  ...fields,
});

const sound = (of: Incident, on: boolean): void => {
  house.now += 1;
  const turn = newTurn(house.now);
  soundSirens(house.service, turn, of, on);
  house.service.commit(turn);
};
const calls = (): Call[] => house.store.facts.list('call', { schools: null, limit: 100 }).items.sort((a, b) => a.plannedAt - b.plannedAt);
const after = async (ms: number): Promise<void> => {
  for (const end = house.now + ms; house.now < end; ) {
    house.now += 1000;
    await deliver();
  }
};

describe('a siren', () => {
  it('is told once by command, and counts as sounding only when it says so', async () => {
    sound(incident(), true);
    sound(incident(), true);
    await deliver();
    expect(published).toHaveLength(1);
    const { topic, body } = published[0] ?? { topic: '', body: {} };
    expect(topic).toBe('campus/v1/s1/horn/command');
    expect(body).toEqual({ id: calls()[0]?.id, command: 'siren', args: { on: true }, expiresAt: (calls()[0]?.plannedAt ?? 0) + 60_000 });
    expect(calls()).toMatchObject([{ channel: 'siren', device: 'horn', state: 'sent', subject: 'incident', subjectId: 'inc-1' }]);
    house.publish('smoke', 'reply', { id: body['id'] });
    expect(calls()).toMatchObject([{ state: 'sent' }]);
    house.publish('horn', 'reply', { id: body['id'], ts: house.now });
    expect(calls()).toMatchObject([{ state: 'delivered' }]);
    await after(90_000);
    expect([published.length, calls()[0]?.state]).toEqual([1, 'delivered']);
  });

  it('that does not answer, or says no, is shown as failed', async () => {
    sound(incident(), true);
    await deliver();
    await after(61_000);
    expect(calls()).toMatchObject([{ state: 'failed', reason: 'no_answer' }]);
    // It may not have listened yet: told again, and it is one command all the same.
    expect(published.length).toBeGreaterThanOrEqual(10);
    expect(new Set(published.map(({ body }) => body['id'])).size).toBe(1);
    sound(incident(), true);
    await deliver();
    house.publish('horn', 'reply', { id: published.at(-1)?.body['id'], ok: false });
    expect(calls()).toMatchObject([{ state: 'failed' }, { state: 'failed', reason: 'device_refused' }]);
    const acts = house.store.facts.timeline('incident', 'inc-1').map(({ act }) => act);
    expect(acts.filter((act) => act.startsWith('siren.'))).toEqual(['siren.sounded', 'siren.failed', 'siren.sounded', 'siren.failed']);
  });

  it('that is away is tried until its time is up, and never after', async () => {
    house.connected.clear();
    sound(incident(), true);
    await after(10_000);
    expect(published).toEqual([]);
    expect(calls()).toMatchObject([{ state: 'planned', reason: 'device_offline' }]);
    house.connected.add('horn');
    await after(3_000);
    expect(published).toHaveLength(1);
    house.connected.clear();
    sound(incident({ id: 'inc-2' }), true);
    await after(61_000);
    house.connected.add('horn');
    await after(5_000);
    expect(published).toHaveLength(1);
    expect(calls().find(({ subjectId }) => subjectId === 'inc-2')).toMatchObject({ state: 'failed', reason: 'device_offline' });
  });

  it('is told again, with the same id, by a process that begins where another ended', async () => {
    sound(incident(), true);
    const [id] = calls().map((call) => call.id);
    house = house.reopen();
    house.connected.add('horn');
    open();
    await deliver();
    expect(published.map(({ body }) => body['id'])).toEqual([id]);
  });

  it('is silenced with its emergency, unless another still wants it', async () => {
    const other = incident({ id: 'inc-2', space: 'r1' });
    house.store.world().incidents.set(other.id, other);
    sound(incident(), true);
    await deliver();
    sound(incident(), false);
    await deliver();
    expect(published).toHaveLength(1);
    house.store.world().incidents.clear();
    sound(incident(), false);
    await deliver();
    expect(published.map(({ body }) => body['args'])).toEqual([{ on: true }, { on: false }]);
    expect(calls().map(({ state, reason }) => [state, reason])).toEqual([
      ['cancelled', 'superseded'],
      ['sent', null],
    ]);
    sound(incident({ id: 'inc-3' }), false);
    expect(calls()).toHaveLength(2);
  });

  it('is not silenced again by what is over, once another emergency needs it', async () => {
    const [over, next] = [incident(), incident({ id: 'inc-2', space: 'r1' })];
    const turn = newTurn(house.now);
    turn.put.incident.set(over.id, over);
    house.service.commit(turn);
    sound(over, true);
    await deliver();
    sound(over, false);
    await deliver();
    house.store.world().incidents.set(next.id, next);
    sound(next, true);
    await after(30_000);
    const told = published.map(({ body }) => (body['args'] as { on: boolean }).on);
    expect(told.slice(0, 3)).toEqual([true, false, true]);
    expect(told.slice(3)).not.toContain(false);
  });

  it('sounds in a drill only where the school decided so, and says that it is one', async () => {
    sound(incident({ exercise: 'drill-1' }), true);
    await deliver();
    expect(published).toEqual([]);
    expect(calls()).toMatchObject([{ state: 'failed', reason: 'exercise_sealed', exercise: 'drill-1' }]);
    house.addDevice('horn', { space: 'b1', mapping: { commands: ['siren'], exercise: ['yes'] } });
    sound(incident({ exercise: 'drill-1' }), true);
    await deliver();
    expect(published.map(({ body }) => body['args'])).toEqual([{ on: true, exercise: true }]);
  });

  it('of another building, or out of service, is left alone', async () => {
    house.addDevice('far', { space: 'b2', mapping: { commands: ['siren'] } });
    house.addDevice('old', { space: 'r1', mapping: { commands: ['siren'] }, availability: 'out_of_service' });
    house.addDevice('school-wide', { space: null, mapping: { commands: ['siren'] } });
    sound(incident(), true);
    expect(
      calls()
        .map(({ device }) => device)
        .sort(),
    ).toEqual(['horn', 'school-wide']);
  });
});
