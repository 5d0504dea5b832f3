import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telemetrySchema } from '../../../services/contracts/uplink.ts';
import { looksLikeTelemetry, native, telemetryEnvelope } from '../../../services/core/codecs/native.ts';
import { readTime } from '../../../services/core/codecs/wire.ts';

const encoder = new TextEncoder();
const decode = (leaf: string, payload: string) => native.decode(leaf, encoder.encode(payload), { source: 'd1', mapping: () => ({}) });

const marks = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, {}, [], Number.NaN, Number.POSITIVE_INFINITY, '', '7'),
  fc.double(),
  fc.jsonValue(),
);
const metricValues = fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.constantFrom<unknown>(null, {}, [], '1.5'));
const valueMaps = fc.oneof(
  fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), metricValues),
  fc.constantFrom<unknown>(undefined, null, [], 3, 'x'),
);
const telemetry = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ ts: marks, seq: marks, boot: marks, values: valueMaps, more: fc.jsonValue() }, { requiredKeys: [] }),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);

describe('the quick check', () => {
  it('accepts exactly what the schema of the envelope accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(telemetry, (element) => {
        const verdict = looksLikeTelemetry(element);
        if (verdict) accepted += 1;
        expect(verdict).toBe(telemetryEnvelope.safeParse(element).success);
      }),
      { numRuns: 3000 },
    );
    // The property means something only if both verdicts occur.
    expect(accepted).toBeGreaterThan(100);
    expect(accepted).toBeLessThan(2900);
  });

  it('takes nothing the contract’s schema accepts for a bad shape', () => {
    const values = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 64 }),
      fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.constant(null)),
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.record({ ts: marks, seq: marks, boot: marks, values }, { requiredKeys: ['values'] }), (element) => {
        if (!telemetrySchema.safeParse(element).success) return;
        accepted += 1;
        expect(decode('telemetry', JSON.stringify(element)).refusals.map((refusal) => refusal.reason)).not.toContain('bad_shape');
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('readings', () => {
  it('keeps every finite number as it is, and its order', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), fc.integer(), (numbers, ts) => {
        const values = Object.fromEntries(numbers.map((value, index) => [`m${index}`, value]));
        const decoded = decode('telemetry', JSON.stringify({ ts, values }));
        expect(decoded).toMatchObject({ refusals: [], uplinks: [{ ts, values: Object.entries(values) }] });
      }),
    );
  });

  it('decodes each element of a backlog as it would alone', () => {
    fc.assert(
      fc.property(fc.array(telemetry, { minLength: 1, maxLength: 6 }), (elements) => {
        const alone = elements.map((element) => decode('telemetry', JSON.stringify([element])));
        const together = decode('telemetry', JSON.stringify(elements));
        expect(together.uplinks).toEqual(alone.flatMap((decoded) => decoded.uplinks));
        if (together.refusals.length < 32) expect(together.refusals).toHaveLength(alone.flatMap((decoded) => decoded.refusals).length);
      }),
    );
  });

  it('says where in a backlog something is wrong', () => {
    expect(decode('telemetry', '[{"values":{"co":1}},{"values":{"co":"x"}}]').refusals).toEqual([
      { reason: 'bad_value', detail: '[1] values."co": "x" is no reading' },
    ]);
  });

  it.each(['"12,5"', '"0x10"', '""', '"NaN"', '"Infinity"', '[]', '{}', '1e999', '-1e999', `"${'1'.repeat(65)}"`])(
    'refuses %s',
    (value) => {
      expect(decode('telemetry', `{"values":{"co":${value}}}`)).toMatchObject({ uplinks: [], refusals: [{ reason: 'bad_value' }] });
    },
  );

  it('refuses bytes that are not UTF-8', () => {
    const payload = Uint8Array.from([...encoder.encode('{"values":{"'), 0xff, ...encoder.encode('":1}}')]);
    expect(native.decode('telemetry', payload, { source: 'd1', mapping: () => ({}) })).toMatchObject({
      uplinks: [],
      refusals: [{ reason: 'bad_utf8' }],
    });
  });
});

const noTimes: readonly unknown[] = [
  'now',
  '2023-11-15',
  '20231115',
  '20231115061320',
  '1700000000',
  '2023-11-15T24:00:00',
  '2023-02-30T00:00:00',
  '2023-13-01T00:00:00',
  '2023-11-15T06:60:00',
  '2023-11-15T06:13:20.1234567890',
  '2023-11-15T06:13:20+25:00',
  '06:13:20',
  '',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  8.64e15 + 2,
  -9e15,
  true,
  {},
  [],
];

describe('device time', () => {
  it.each([
    [undefined, null],
    [null, null],
    [0, 0],
    [1_700_000_000, 1_700_000_000],
    [1_700_000_000_000.9, 1_700_000_000_000],
    [4_102_444_800_000, 4_102_444_800_000],
    [8.64e15, 8.64e15],
    ['1700000000000', 1_700_000_000_000],
    ['2023-11-15T06:13:20', 1_700_000_000_000],
    ['2023-11-15 06:13:20', 1_700_000_000_000],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['2023-11-15T06:13:20.5+08:00', 1_700_000_000_500],
    ['2023-11-15T06:13:20,123456789+0800', 1_700_000_000_123],
    ['2023-11-14T14:13-08', 1_699_999_980_000],
    ['1970-01-01T00:00:00', -28_800_000],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['9999-12-31T23:59:59Z', 253_402_300_799_000],
  ])('%s is %s', (given, ms) => expect(readTime(given)).toBe(ms));

  it.each(noTimes)('%s is none', (given) => expect(readTime(given)).toBeUndefined());

  it('reads back every time ISO text can tell, in any zone', () => {
    const withinIso = fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
    fc.assert(
      fc.property(withinIso, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString();
        fc.pre(local.length === 24);
        const zone = `${String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
        expect(readTime(`${local.slice(0, -1)}${offset < 0 ? '-' : '+'}${zone}`)).toBe(date.getTime());
      }),
    );
  });
});
