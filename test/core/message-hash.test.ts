import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageHash } from '../../services/core/message-hash.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the hash of a message', () => {
  it('is an exact number, the same for the same message', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 300 }), (topic, payload) => {
        const hash = messageHash(topic, payload);
        expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
        expect(messageHash(topic, Uint8Array.from(payload))).toBe(hash);
      }),
    );
  });

  it('tells messages apart that differ in a digit, their length or their topic: none of 300,000 alike', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 100_000; i++) {
      seen.add(messageHash('campus/v1/s1/d1/telemetry', bytes(`{"ts":1795302795691,"seq":${i},"values":{"temperature":21.5}}`)));
      seen.add(messageHash('campus/v1/s1/d1/telemetry', bytes(`{"ts":${1795302795691 + i},"values":{"temperature":21.5}}`)));
      seen.add(messageHash(`campus/v1/s1/d${i}/event`, bytes('{"type":"smoke_alarm"}')));
    }
    expect(seen.size).toBe(300_000);
  });

  it('changes with every single bit', () => {
    const payload = bytes('{"ts":1795302795691,"values":{"temperature":21.5}}');
    const seen = new Set([messageHash('t', payload)]);
    for (let bit = 0; bit < payload.length * 8; bit++) {
      const changed = Uint8Array.from(payload);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      seen.add(messageHash('t', changed));
    }
    expect(seen.size).toBe(payload.length * 8 + 1);
  });
});
