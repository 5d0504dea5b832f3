/** Every codec's own samples, in one table. */
import { describe, expect, it } from 'vitest';
import { nativeRoot } from '../../../services/contracts/uplink.ts';
import type { Codec, CodecSample } from '../../../services/core/codecs/codec.ts';
import { codecById, codecs } from '../../../services/core/codecs/index.ts';

const encoder = new TextEncoder();

function decodeSample(codec: Codec, sample: CodecSample) {
  const mapping = () => sample.mapping ?? {};
  const payload = encoder.encode(sample.payload);
  if (codec.prefix !== null) {
    expect(sample.topic.startsWith(`${codec.prefix}/`)).toBe(true);
    return codec.decode(sample.topic.slice(codec.prefix.length + 1), payload, { source: '', mapping });
  }
  const [, device = '', leaf = ''] = sample.topic.slice(nativeRoot.length).split('/');
  return codec.decode(leaf, payload, { source: device, mapping });
}

describe.each(codecs.map((codec) => [codec.id, codec] as const))('%s', (id, codec) => {
  it('is found by its id', () => expect(codecById(id)).toBe(codec));

  it.each(codec.samples.map((sample) => [sample.topic, sample.payload.slice(0, 60), sample] as const))(
    '%s %s',
    (_topic, _payload, sample) => {
      const decoded = decodeSample(codec, sample);
      expect(sample.cites).not.toBe('');
      expect(decoded.uplinks).toMatchObject([...(sample.gives.uplinks ?? [])]);
      expect(decoded.uplinks).toHaveLength(sample.gives.uplinks?.length ?? 0);
      expect(decoded.refusals.map((refusal) => refusal.reason)).toEqual(sample.gives.refusals ?? []);
      for (const refusal of decoded.refusals) expect(refusal.detail).not.toBe('');
    },
  );
});
