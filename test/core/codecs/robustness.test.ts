/** Whatever bytes come: no codec throws, every message comes to something, and nothing unusable goes on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codec, Decoded } from '../../../services/core/codecs/codec.ts';
import { codecs } from '../../../services/core/codecs/index.ts';

const encoder = new TextEncoder();
const mapping = () => ({ intrusionZones: ['fence'], baseUrl: ['http://nvr'] });

/** Paths that lead into every branch, and any other. */
const knownPaths = (
  'telemetry event status reply kitchen a/b x/availability bridge/state bridge/event bridge/info x/set x/action events reviews stats ' +
  'available cam/person cam/person/active cam/audio/fire_alarm cam/status/detect cam/motion'
).split(' ');
const paths = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...knownPaths) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) });

/** Field names and values the codecs look for, in any combination, beside arbitrary JSON. */
const names = fc.constantFrom(
  ...(
    'ts seq boot values type state confidence text media online smoke gas test self_test action battery temperature last_seen before after ' +
    'camera label data objects zones severity cameras camera_fps service id has_snapshot frame_time end_time top_score __proto__ constructor'
  ).split(' '),
);
const words = fc.constantFrom<unknown>(
  'online',
  'smoke_alarm',
  'new',
  'end',
  'update',
  'fire',
  'person',
  'alert',
  'true',
  '100.00',
  '\ud800',
  true,
  null,
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.double(),
    fc.jsonValue(),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('tree')), { maxLength: 8 }).map((entries) => {
      const record: Record<string, unknown> = {};
      for (const [name, value] of entries)
        Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
      return record;
    }),
  ),
}));

function check(decoded: Decoded): void {
  expect(decoded.uplinks.length + decoded.refusals.length).toBeGreaterThan(0);
  for (const refusal of decoded.refusals) expect(refusal.detail.length).toBeLessThanOrEqual(300);
  for (const uplink of decoded.uplinks) {
    if (uplink.ts !== null) expect(Number.isInteger(uplink.ts) && Math.abs(uplink.ts) <= 8.64e15).toBe(true);
    if (uplink.type === 'readings') {
      for (const [metric, value] of uplink.values) {
        expect(metric in {}).toBe(false);
        expect(metric.length > 0 && metric.length <= 64 && Number.isFinite(value)).toBe(true);
      }
    }
    if (uplink.type === 'event' && uplink.confidence !== null) expect(uplink.confidence >= 0 && uplink.confidence <= 1).toBe(true);
    if (uplink.type === 'event') for (const media of uplink.media) expect(media.url.length).toBeLessThanOrEqual(2048);
  }
}

const decode = (codec: Codec, path: string, payload: Uint8Array): Decoded => codec.decode(path, payload, { source: 'device-1', mapping });

describe.each(codecs.map((codec) => [codec.id, codec] as const))('%s', (_id, codec) => {
  it('takes any bytes', () => {
    fc.assert(fc.property(paths, fc.uint8Array({ maxLength: 200 }), (path, payload) => check(decode(codec, path, payload))));
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(paths, tree, (path, value) => check(decode(codec, path, encoder.encode(JSON.stringify(value) ?? '')))),
      { numRuns: 1000 },
    );
  });

  it('takes deep, long and crowded payloads in short time', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const nested = `${'{"values":'.repeat(6_000)}1${'}'.repeat(6_000)}`;
    const crowd = `[${'1,'.repeat(30_000)}1]`;
    const metrics = `{"values":{${Array.from({ length: 5_000 }, (_, index) => `"m${index}":{}`).join(',')}}}`;
    const started = performance.now();
    for (const path of knownPaths) {
      for (const payload of [deep, nested, crowd, metrics, `"${'x'.repeat(60_000)}"`, 'x'.repeat(70_000)]) {
        const decoded = decode(codec, path, encoder.encode(payload));
        check(decoded);
        expect(decoded.refusals.length).toBeLessThanOrEqual(33);
      }
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
