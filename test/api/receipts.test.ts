/** Providers' callbacks over HTTP: only the signed, new and recent change what is known of a call. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../services/contracts/call.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { receiptSecret } from './channels.ts';
import { own } from './documents.ts';

let campus: Campus;
const person = 'duty-officer-1';
const callOf = (id: string, fields: Partial<Call> = {}): Call => ({
  id,
  version: 1,
  school: own.school,
  subject: 'alarm',
  subjectId: `${own.school}-alarm`,
  occurrence: 1,
  person,
  step: 'first_seat',
  channel: 'sms',
  state: 'sent',
  exercise: null,
  plannedAt: 0,
  sentAt: 0,
  deliveredAt: null,
  seenAt: null,
  reason: null,
  attempts: 1,
  ...fields,
});

beforeAll(async () => {
  campus = await openCampus();
  campus.commit((turn) => {
    for (const call of [callOf('c1'), callOf('c2'), callOf('c3', { channel: 'voice' })]) turn.put.call.set(call.id, call);
  });
});
afterAll(() => campus.close());

const post = async (body: unknown, fields: { secret?: string; timestamp?: number; channel?: string } = {}) => {
  const { secret = receiptSecret, timestamp = Math.floor(campus.clock.now() / 1000), channel = `${own.school}-channel` } = fields;
  const text = JSON.stringify(body);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  const response = await fetch(`${campus.url}/api/v1/receipts/${channel}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-campus-timestamp': String(timestamp), 'x-campus-signature': signature },
    body: text,
  });
  return { status: response.status, body: (await response.json()) as { code: unknown; known?: number } };
};
const stateOf = (id: string): string | undefined => campus.facts.get('call', id)?.state;

describe('receipts', () => {
  it('go into the call they are about', async () => {
    expect(await post({ id: 'c1', state: 'delivered' })).toEqual({ status: 200, body: { code: 0, known: 1 } });
    expect(stateOf('c1')).toBe('delivered');
  });

  it('leave alone what another kind of channel carried, and what is not known', async () => {
    const said = [
      { id: 'c3', state: 'seen' },
      { id: 'no-such-call', state: 'seen' },
    ];
    expect((await post(said)).body).toEqual({ code: 0, known: 0 });
    expect(stateOf('c3')).toBe('sent');
  });

  it('are refused unsigned, of another secret, old, or twice', async () => {
    const body = { id: 'c2', state: 'failed', reason: 'switched_off' };
    expect(await post(body, { secret: 'another secret of letters' })).toMatchObject({ status: 403, body: { code: 'bad_signature' } });
    expect(await post(body, { timestamp: Math.floor(campus.clock.now() / 1000) - 400 })).toMatchObject({
      status: 403,
      body: { code: 'stale_signature' },
    });
    expect(await post(body, { channel: 'none' })).toMatchObject({ status: 403, body: { code: 'bad_signature' } });
    expect(stateOf('c2')).toBe('sent');
    expect((await post(body)).status).toBe(200);
    expect(await post(body)).toMatchObject({ status: 409, body: { code: 'replayed' } });
    expect(campus.facts.get('call', 'c2')).toMatchObject({ state: 'failed', reason: 'switched_off' });
  });

  it('with the answer 1 take the alarm on for the person who was called', async () => {
    const alarm = `${own.school}-alarm`;
    expect(campus.deps.world().alarms.size).toBeGreaterThan(0);
    await post({ id: 'c1', state: 'delivered', reply: '1' });
    expect(campus.facts.get('alarm', alarm)?.acknowledged).toBe(true);
    const who = campus.facts.timeline('alarm', alarm).find(({ act }) => act === 'alarm.acknowledged')?.actor;
    expect(who).toBe(person);
    expect(stateOf('c1')).toBe('seen');
  });
});

describe('the channels', () => {
  it('are shown as they stand, and tried by who may; a broken one is shown as broken', async () => {
    const ask = async (method: string, path: string, token: string) => {
      const response = await fetch(`${campus.url}/api/v1/channels${path}`, { method, headers: { authorization: `Bearer ${token}` } });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const leader = campus.token('duty-leader');
    expect((await ask('GET', '', leader)).body).toMatchObject({ items: [{ id: `${own.school}-channel`, channel: 'sms', ok: null }] });
    expect((await ask('POST', `/${own.school}-channel/test`, campus.token('teacher'))).status).toBe(403);
    const tried = await ask('POST', `/${own.school}-channel/test`, leader);
    expect(tried).toMatchObject({ status: 200, body: { ok: false } });
    expect((await ask('POST', '/foreign-elm-channel/test', leader)).status).toBe(404);
    expect(campus.facts.timeline('channel', `${own.school}-channel`).map(({ act }) => act)).toEqual(['channel.tried']);
  });
});
