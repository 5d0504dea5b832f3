/** The duty room over HTTP: a rota is put on, read by stretches of time, and its log kept. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { own, personOf, startOfTest } from './documents.ts';

const hour = 3600_000;
let campus: Campus;
let token = '';
beforeAll(async () => {
  campus = await openCampus();
  campus.commit((turn) => {
    for (const id of ['ann', 'ben']) {
      const person = personOf(id, 'duty-officer', own.school);
      campus.deps.world().people.set(id, person);
      turn.put.person.set(id, person);
    }
  });
  token = campus.token('principal');
});
afterAll(() => campus.close());

const ask = async (method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> => {
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const response = await fetch(`${campus.url}/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('puts a rota on, says who is on duty and who is next, and reads it by stretches of time', async () => {
  const seat = { school: own.school, name: 'gate', role: 'second', console: false, hours: [], active: true };
  expect(await ask('PUT', '/seats/gate', seat)).toMatchObject({ status: 200, body: { version: 1, held: null } });
  const shift = (person: string, from: number, to: number) => ({
    seat: 'gate',
    person,
    startsAt: startOfTest + from * hour,
    endsAt: startOfTest + to * hour,
    replaces: null,
    reason: 'plan',
  });
  expect(await ask('POST', '/shifts', { items: [shift('ann', 0, 8), shift('ben', 8, 16), shift('ann', 16, 24)] })).toMatchObject({
    status: 200,
  });
  expect(await ask('POST', '/shifts', { items: [shift('ann', 7, 9)] })).toMatchObject({ status: 409, body: { code: 'overlap' } });
  const duty = await ask('GET', `/duty?school=${own.school}&at=${startOfTest + 9 * hour}`);
  expect((duty.body['seats'] as { seat: { id: string } }[]).find((one) => one.seat.id === 'gate')).toMatchObject({
    people: [{ person: 'ben', until: startOfTest + 16 * hour }],
    next: ['ann'],
  });
  const stretch = await ask('GET', `/shifts?school=${own.school}&seat=gate&from=${startOfTest + 8 * hour}&to=${startOfTest + 16 * hour}`);
  expect((stretch.body['items'] as { person: string }[]).map(({ person }) => person)).toEqual(['ben']);
  const gaps = await ask('GET', `/rota/gaps?school=${own.school}&days=3`);
  expect(gaps.body['items']).toContainEqual(expect.objectContaining({ kind: 'nobody', seat: 'gate', from: startOfTest + 24 * hour }));
});

it('keeps the log, the latest first', async () => {
  expect(await ask('POST', '/log', { school: own.school, text: 'gate closed' })).toMatchObject({
    status: 200,
    body: { text: 'gate closed' },
  });
  const log = await ask('GET', `/log?school=${own.school}`);
  expect((log.body['items'] as { text: string }[]).map(({ text }) => text)).toContain('gate closed');
});
