/** The way out: which channel is taken, that a dead one holds nobody up, how each stands, and what comes back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Org } from '../../services/contracts/place.ts';
import type { Channel } from '../../services/core/notices/channels.ts';
import { channelSchema } from '../../services/core/notices/channels.ts';
import { emptyWorld } from '../../services/core/world.ts';
import type { Sender } from '../../services/notify/send.ts';
import { createSender } from '../../services/notify/send.ts';
import { callbackKey, gatewaySignature } from '../../services/notify/sign.ts';
import { openProvider, outgoingOf, type Provider } from './stub.ts';

const secret = 'x'.repeat(16);
const providers: Provider[] = [];
const clock = { now: Date.UTC(2026, 10, 22) };
let [first, second] = [null, null] as unknown as [Provider, Provider];

beforeEach(async () => {
  [first, second] = [await openProvider(), await openProvider()];
  providers.push(first, second);
});
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
});

const world = emptyWorld();
const org = (id: string, kind: Org['kind'], parent: string | null): Org => ({
  id,
  kind,
  parent,
  name: id,
  schoolKind: null,
  ownership: null,
  location: null,
});
for (const each of [
  org('county', 'bureau', null),
  org('hill', 'township', 'county'),
  org('oak', 'school', 'hill'),
  org('elm', 'school', 'county'),
])
  world.orgs.set(each.id, each);

const gateway = (id: string, provider: Provider, place: string | null = null, kind = 'sms'): Channel =>
  channelSchema.parse({ id, kind, form: 'http', org: place, allowPrivate: true, settings: { url: `${provider.url}${id}` } });

const senderOf = (...channels: Channel[]): Sender =>
  createSender({
    channels: channels.map((channel) => ({ channel, secret })),
    world: () => world,
    now: () => clock.now,
    connected: () => false,
    publish: () => undefined,
  });

const paths = (): string[] => [...first.asked, ...second.asked].map(({ path }) => path);

describe('which channel', () => {
  it('is that of the nearest organisation above the school', async () => {
    const sender = senderOf(gateway('all', first), gateway('hill', first, 'hill'), gateway('elm', first, 'elm'));
    await sender.send(outgoingOf({ school: 'oak' }));
    await sender.send(outgoingOf({ school: 'elm' }));
    expect(paths()).toEqual(['/hill', '/elm']);
  });

  it('is named as missing where none of the kind is there', async () => {
    const sender = senderOf(gateway('elm', first, 'elm'));
    expect(await sender.send(outgoingOf({ school: 'oak' }))).toEqual({ ok: false, code: 'no_channel', again: false });
    expect(await sender.send(outgoingOf({ school: 'elm', channel: 'voice' }))).toEqual({ ok: false, code: 'no_channel', again: false });
  });

  it('is the stand-in when the first fails, with the same id, but not for what is the notice’s own fault', async () => {
    first.status = 500;
    const sender = senderOf(gateway('one', first), gateway('two', second));
    expect(await sender.send(outgoingOf())).toMatchObject({ ok: true });
    expect([first, second].map(({ asked }) => asked[0]?.headers['idempotency-key'])).toEqual(['call-1', 'call-1']);
    const nobody = { id: 'p', name: 'p', phone: null, email: null };
    expect(await sender.send(outgoingOf({ person: nobody }))).toMatchObject({ code: 'no_phone' });
    expect(sender.views().map(({ id, ok, detail }) => [id, ok, detail])).toEqual([
      ['one', false, 'provider_error'],
      ['two', true, null],
    ]);
  });
});

describe('a dead provider', () => {
  it('is asked three times, then rests ten seconds, then one try decides', async () => {
    first.status = 503;
    const sender = senderOf(gateway('one', first));
    expect(sender.views()).toMatchObject([{ ok: null }]);
    for (let i = 0; i < 3; i++) expect(await sender.send(outgoingOf())).toMatchObject({ code: 'provider_error', again: true });
    expect(await sender.send(outgoingOf())).toEqual({ ok: false, code: 'channel_down', again: true });
    expect(first.asked).toHaveLength(3);
    expect(sender.views()).toMatchObject([{ ok: false, since: clock.now, detail: 'provider_error' }]);
    clock.now += 10_000;
    expect(await sender.send(outgoingOf())).toMatchObject({ code: 'provider_error' });
    expect(await sender.send(outgoingOf())).toMatchObject({ code: 'channel_down' });
    clock.now += 10_000;
    first.status = 200;
    expect((await Promise.all([sender.send(outgoingOf()), sender.send(outgoingOf())])).map(({ ok }) => ok)).toEqual([true, false]);
    expect(await sender.send(outgoingOf())).toMatchObject({ ok: true });
    expect(sender.views()).toMatchObject([{ ok: true, since: clock.now, detail: null }]);
  });

  it('holds up no other channel: 200 notices lie with a silent one, another goes out at once', async () => {
    first.delayMs = Number.POSITIVE_INFINITY;
    const sender = senderOf(gateway('one', first), gateway('call', second, null, 'voice'));
    const stuck = Array.from({ length: 200 }, (_, i) => sender.send(outgoingOf({ id: `c${i}` })));
    const began = performance.now();
    expect(await sender.send(outgoingOf({ channel: 'voice' }))).toMatchObject({ ok: true });
    const tookMs = Math.round(performance.now() - began);
    expect(tookMs).toBeLessThan(1000);
    const outcomes = await Promise.all(stuck);
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)))).toEqual(new Set(['timed_out', 'channel_down']));
    // A lane's worth were asked, and two before the third failure was known; the rest were told without asking.
    expect(first.asked.length).toBeLessThanOrEqual(18);
    process.stdout.write(`a voice call beside 200 notices at a silent provider: ${tookMs} ms\n`);
  }, 15_000);
});

describe('a receipt', () => {
  const letter = (body: unknown, fields: { timestamp?: string; signature?: string; key?: string; channel?: string } = {}) => {
    const text = JSON.stringify(body);
    const timestamp = fields.timestamp ?? String(clock.now / 1000);
    return { channel: 'one', key: null, body: text, timestamp, signature: gatewaySignature(secret, timestamp, text), ...fields };
  };
  const delivered = { id: 'call-1', state: 'delivered' };

  it('is read when it is signed, new and recent', () => {
    const sender = senderOf(gateway('one', first));
    expect(sender.readReceipt(letter([delivered, { id: 'call-2', state: 'failed', reason: 'switched_off' }]))).toEqual({
      ok: true,
      value: {
        kind: 'sms',
        lines: [
          { call: 'call-1', state: 'delivered', reason: null, claims: false },
          { call: 'call-2', state: 'failed', reason: 'switched_off', claims: false },
        ],
      },
    });
    expect(sender.readReceipt(letter({ ...delivered, state: 'seen', reply: ' 1 ' }))).toMatchObject({
      value: { lines: [{ claims: true }] },
    });
    expect(sender.readReceipt(letter({ ...delivered, reply: '110' }))).toMatchObject({ value: { lines: [{ claims: false }] } });
  });

  it('is refused when forged, stale, sent again or of another channel', () => {
    const sender = senderOf(gateway('one', first), gateway('two', first));
    const good = letter(delivered);
    const codes = [
      letter(delivered, { signature: '0'.repeat(64) }),
      { ...good, body: good.body.replace('delivered', 'failed') },
      { ...good, signature: null },
      { ...good, channel: 'none' },
      letter(delivered, { timestamp: String(clock.now / 1000 - 301) }),
      letter(delivered, { timestamp: String(clock.now / 1000 + 301) }),
      letter({ id: 'call-1', state: 'planned' }),
    ].map((each) => sender.readReceipt({ ...each, key: null }));
    expect(codes.map((each) => (each.ok ? 'ok' : each.code))).toEqual([
      'bad_signature',
      'bad_signature',
      'bad_signature',
      'bad_signature',
      'stale_signature',
      'stale_signature',
      'bad_request',
    ]);
    expect([sender.readReceipt(good), sender.readReceipt(good)]).toMatchObject([
      { ok: true },
      { ok: false, code: 'replayed', status: 409 },
    ]);
  });

  it('of Aliyun and Tencent comes by key, and Tencent’s by its own number', async () => {
    const cloud = (form: string, settings: object): Channel =>
      channelSchema.parse({
        id: form,
        kind: form === 'aliyun' ? 'voice' : 'sms',
        form,
        allowPrivate: true,
        settings: { endpoint: first.url, keyId: 'k', template: 't', ...settings },
      });
    const sender = senderOf(cloud('aliyun', {}), cloud('tencent', { app: 'a', sign: 's' }));
    const by = (channel: string, body: unknown, key = callbackKey(secret, channel)) =>
      sender.readReceipt({ channel, key, timestamp: null, signature: null, body: JSON.stringify(body) });
    expect(by('aliyun', { out_id: 'call-1', status_code: '200000', dtmf: '1' })).toMatchObject({
      value: { kind: 'voice', lines: [{ call: 'call-1', state: 'seen', claims: true }] },
    });
    expect(by('aliyun', { out_id: 'call-1', status_code: '200005' })).toMatchObject({
      value: { lines: [{ state: 'failed', reason: 'not_delivered', claims: false }] },
    });
    expect(by('aliyun', {}, 'guess')).toMatchObject({ ok: false, code: 'bad_signature' });
    first.answer = '{"Response":{"SendStatusSet":[{"SerialNo":"n-1","Code":"Ok"}]}}';
    await sender.send(outgoingOf({ id: 'call-7' }));
    expect(
      by('tencent', [
        { sid: 'n-1', report_status: 'SUCCESS' },
        { sid: 'n-x', report_status: 'SUCCESS' },
      ]),
    ).toMatchObject({
      value: { lines: [{ call: 'call-7', state: 'delivered' }] },
    });
  });
});
