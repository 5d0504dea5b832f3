/** The second barrier, and what leaves the house for a responder. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { CapMessage } from '../../services/contracts/responder.ts';
import { responderChannels } from '../../services/contracts/responder.ts';
import { exerciseMark } from '../../services/core/drills/mark.ts';
import { readLink } from '../../services/core/linkage/link.ts';
import type { ReachMessage } from '../../services/core/linkage/words.ts';
import { barrier, createResponderSender } from '../../services/notify/responder-send.ts';
import { responderSecret } from '../../services/notify/responder-sign.ts';
import type { Outgoing } from '../../services/ports.ts';
import { began, requestOf, responderOf } from '../core/linkage/incidents.ts';
import { linkageRulesOf } from '../flows/harness.ts';
import type { Endpoint } from '../flows/linkage-ground.ts';
import { openEndpoint, seal } from '../flows/linkage-ground.ts';

const open: Endpoint[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

const messageOf = (fields: Partial<ReachMessage> = {}): ReachMessage => ({
  title: { zh: '求助', en: 'Help' },
  text: { zh: '情况', en: 'What' },
  place: '教学楼',
  at: { latitude: 30, longitude: 120 },
  exercise: null,
  expiresAt: began + 3_600_000,
  cap: null,
  ...fields,
});
const mark = (text: string) => ({ zh: exerciseMark.zh + text, en: exerciseMark.en + text });

const senderWith = (sent: Outgoing[] = []) =>
  createResponderSender({
    rules: { ...linkageRulesOf(), privateHosts: ['127.0.0.1'] },
    publicUrl: 'https://duty.example',
    seal,
    now: () => began,
    send: async (outgoing) => {
      sent.push(outgoing);
      return { ok: true, state: 'sent', receipt: null };
    },
  });

describe('the barrier', () => {
  const way = fc.record({ channel: fc.constantFrom(...responderChannels), address: fc.constantFrom('a', 'b', 'c', 'd') });
  const sandbox = fc.option(
    fc.record({ channel: fc.constantFrom('webhook' as const, 'cap' as const), address: fc.constantFrom('a', 'b', 'c', 'd') }),
    {
      nil: null,
    },
  );

  it('lets nothing of a drill through but to a sandbox that is no real address, marked, as Exercise', () => {
    fc.assert(
      fc.property(
        fc.array(way, { minLength: 1, maxLength: 4 }),
        sandbox,
        way,
        fc.boolean(),
        fc.option(fc.constantFrom('Actual', 'Exercise', 'Test'), { nil: null }),
        (channels, box, to, isMarked, status) => {
          const words = isMarked ? { title: mark('t'), text: mark('x') } : {};
          const message = messageOf({ exercise: 'drl-1', ...words, cap: status === null ? null : { identifier: 'i', status, xml: '' } });
          const let_ = barrier({ channels, sandbox: box }, to, message) === null;
          const sealed =
            box !== null &&
            to.channel === box.channel &&
            to.address === box.address &&
            channels.every(({ address }) => address !== to.address);
          expect(let_).toBe(sealed && isMarked && (status === null || status === 'Exercise'));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('lets nothing real through to an address that is not the responder’s, nor as an exercise', () => {
    const one = responderOf('m1', { sandbox: { channel: 'webhook', address: 'https://box.example' } });
    expect(barrier(one, { channel: 'webhook', address: 'https://m1.example/hook' }, messageOf())).toBeNull();
    expect(barrier(one, { channel: 'webhook', address: 'https://box.example' }, messageOf())).toBe('unknown_address');
    expect(
      barrier(
        one,
        { channel: 'webhook', address: 'https://m1.example/hook' },
        messageOf({ cap: { identifier: 'i', status: 'Exercise', xml: '' } }),
      ),
    ).toBe('status_wrong');
  });

  it('stands in the sending itself: no request leaves', async () => {
    const real = await openEndpoint('acknowledges');
    open.push(real);
    const sent: Outgoing[] = [];
    const sender = senderWith(sent);
    const one = responderOf('m1', {
      channels: [
        { channel: 'webhook', address: real.url },
        { channel: 'sms', address: '139' },
      ],
    });
    const drill = messageOf({ exercise: 'drl-1', title: mark('t'), text: mark('x') });
    for (const to of one.channels)
      expect(await sender.reach(requestOf('r1'), one, to, drill)).toEqual({ ok: false, code: 'exercise_sealed', again: false });
    const cap = { status: 'Exercise', incident: 'i', headline: mark('h'), identifier: 'i-1', xml: '<alert/>' } as CapMessage;
    expect(
      await sender.sendCap(cap, true, responderOf('c1', { channels: [{ channel: 'cap', address: real.url }] }), real.url),
    ).toMatchObject({
      code: 'exercise_sealed',
    });
    expect(real.got).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe('a request by webhook', () => {
  it('is signed, carries a link that leads back to it, and counts as delivered only when the application repeats its number', async () => {
    const endpoint = await openEndpoint('acknowledges');
    open.push(endpoint);
    const one = responderOf('m1', { channels: [{ channel: 'webhook', address: endpoint.url }] });
    const to = { channel: 'webhook', address: endpoint.url } as const;
    expect(await senderWith().reach(requestOf('req-1'), one, to, messageOf())).toMatchObject({ ok: true, state: 'delivered' });
    const got = endpoint.got[0];
    const secret = Buffer.from(responderSecret(seal, 'm1').slice(6), 'base64');
    const signed = `${got?.headers['webhook-id']}.${got?.headers['webhook-timestamp']}.${got?.body}`;
    expect(got?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
    const body = JSON.parse(got?.body ?? '{}') as { link: string; id: string };
    expect(body.id).toBe('req-1');
    expect(readLink(seal, body.link.split('/s/')[1] ?? '', began)).toBe('req-1');
    endpoint.manner = 'silent_200';
    expect(await senderWith().reach(requestOf('req-1'), one, to, messageOf())).toMatchObject({ ok: true, state: 'sent' });
    endpoint.manner = 'refuses_500';
    expect(await senderWith().reach(requestOf('req-1'), one, to, messageOf())).toEqual({ ok: false, code: 'http_500', again: true });
    endpoint.manner = 'redirects';
    expect(await senderWith().reach(requestOf('req-1'), one, to, messageOf())).toEqual({
      ok: false,
      code: 'redirect_refused',
      again: true,
    });
  });

  it('goes to no address inside the house unless the installation says so', async () => {
    const endpoint = await openEndpoint('acknowledges');
    open.push(endpoint);
    const sender = createResponderSender({
      rules: linkageRulesOf(),
      publicUrl: null,
      seal,
      now: () => began,
      send: () => Promise.reject(new Error('none')),
    });
    for (const address of [
      endpoint.url,
      endpoint.url.replace('http:', 'https:'),
      'https://169.254.169.254/',
      'https://[::1]/',
      'https://0x7f000001/',
    ]) {
      const one = responderOf('m1', { channels: [{ channel: 'webhook', address }] });
      expect(await sender.reach(requestOf('req-1'), one, { channel: 'webhook', address }, messageOf())).toMatchObject({ ok: false });
    }
    expect(endpoint.got).toEqual([]);
  });

  it('by SMS says who, what, where, with the link, under the id of the request', async () => {
    const sent: Outgoing[] = [];
    const one = responderOf('m1', { channels: [{ channel: 'sms', address: '13900000000' }] });
    await senderWith(sent).reach(requestOf('req-1'), one, { channel: 'sms', address: '13900000000' }, messageOf());
    expect(sent).toMatchObject([
      { id: 'req-1.sms', channel: 'sms', person: { phone: '13900000000' }, link: expect.stringMatching(/^https:\/\/duty\.example\/s\//) },
    ]);
  });
});
