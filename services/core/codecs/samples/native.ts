import type { CodecSample } from '../codec.ts';

const cites = 'The native form of the contract: contracts/uplink.ts';
const topic = (leaf: string): string => `campus/v1/school-1/smoke-7/${leaf}`;

export const nativeSamples: readonly CodecSample[] = [
  {
    topic: topic('telemetry'),
    payload: '{"ts":1700000000000,"seq":41,"boot":"b7","values":{"temperature":23.4,"smoke":0.05}}',
    cites,
    gives: {
      uplinks: [
        {
          type: 'readings',
          source: 'smoke-7',
          ts: 1_700_000_000_000,
          seq: '41',
          boot: 'b7',
          values: [
            ['temperature', 23.4],
            ['smoke', 0.05],
          ],
        },
      ],
    },
  },
  {
    // Decimal text, truth, and null, which is not 0; without a zone the time is +08:00.
    topic: topic('telemetry'),
    payload: '{"ts":"2023-11-15T06:13:20.123456789","values":{"battery":"100.00","door":true,"temperature":null}}',
    cites,
    gives: {
      uplinks: [
        {
          type: 'readings',
          ts: 1_700_000_000_123,
          values: [
            ['battery', 100],
            ['door', 1],
          ],
        },
      ],
    },
  },
  {
    topic: topic('telemetry'),
    payload: '{"values":{"temperature":null}}',
    cites,
    gives: { uplinks: [{ type: 'readings', values: [] }] },
  },
  {
    topic: topic('telemetry'),
    payload: '{"values":{"temperature":1e999,"humidity":{"now":40},"co":2,"__proto__":1}}',
    cites,
    gives: { uplinks: [{ type: 'readings', values: [['co', 2]] }], refusals: ['bad_value', 'bad_value', 'bad_value'] },
  },
  {
    // Backlog: the bad elements are refused alone.
    topic: topic('telemetry'),
    payload: '[{"ts":0,"values":{"co":1}},{"ts":"2023-11-15","values":{"co":2}},7,{"ts":4102444800000,"values":{"co":3}},{"values":{}}]',
    cites,
    gives: {
      uplinks: [
        { type: 'readings', ts: 0, values: [['co', 1]] },
        { type: 'readings', ts: 4_102_444_800_000, values: [['co', 3]] },
      ],
      refusals: ['bad_time', 'bad_shape', 'empty'],
    },
  },
  { topic: topic('telemetry'), payload: '{"values":{"temperature":NaN}}', cites, gives: { refusals: ['bad_json'] } },
  { topic: topic('telemetry'), payload: '{"ts":8e15,"values":{"co":1}}', cites, gives: { uplinks: [{ type: 'readings', ts: 8e15 }] } },
  { topic: topic('telemetry'), payload: '{"ts":9e15,"values":{"co":1}}', cites, gives: { refusals: ['bad_time'] } },
  { topic: topic('telemetry'), payload: '{"ts":1e999,"values":{"co":1}}', cites, gives: { refusals: ['bad_time'] } },
  { topic: topic('telemetry'), payload: '{"temperature":23.4}', cites, gives: { refusals: ['bad_shape'] } },
  { topic: topic('telemetry'), payload: '[]', cites, gives: { refusals: ['empty'] } },
  { topic: topic('telemetry'), payload: 'null', cites, gives: { refusals: ['bad_shape'] } },
  { topic: topic('telemetry'), payload: '', cites, gives: { refusals: ['empty'] } },
  {
    topic: topic('event'),
    payload:
      '{"ts":1700000000000,"type":"smoke_alarm","confidence":0.9,"text":"二层","media":[{"kind":"snapshot","url":"https://nvr.example/1.jpg"}]}',
    cites,
    gives: {
      uplinks: [
        {
          type: 'event',
          event: 'smoke_alarm',
          state: 'active',
          confidence: 0.9,
          text: '二层',
          media: [{ kind: 'snapshot', url: 'https://nvr.example/1.jpg' }],
          stateful: false,
          ts: 1_700_000_000_000,
        },
      ],
    },
  },
  {
    topic: topic('event'),
    payload: '{"type":"gas_alarm","state":"cleared"}',
    cites,
    gives: { uplinks: [{ type: 'event', event: 'gas_alarm', state: 'cleared', media: [] }] },
  },
  { topic: topic('event'), payload: '{"type":"earthquake"}', cites, gives: { refusals: ['bad_shape'] } },
  { topic: topic('event'), payload: '{"type":"panic","confidence":7}', cites, gives: { refusals: ['bad_shape'] } },
  { topic: topic('event'), payload: '{"type":"panic","ts":"yesterday"}', cites, gives: { refusals: ['bad_time'] } },
  {
    topic: topic('status'),
    payload: '{"online":false,"firmware":"1.2.0","rssi":-71}',
    cites,
    gives: { uplinks: [{ type: 'status', source: 'smoke-7', online: false, firmware: '1.2.0', rssi: -71 }] },
  },
  { topic: topic('status'), payload: '{"online":"yes"}', cites, gives: { refusals: ['bad_shape'] } },
  {
    topic: topic('reply'),
    payload: '{"ts":1700000000000,"id":"c1","ok":false}',
    cites,
    gives: { uplinks: [{ type: 'reply', source: 'smoke-7', command: 'c1', done: false, ts: 1_700_000_000_000 }] },
  },
  { topic: topic('reply'), payload: '{"ok":true}', cites, gives: { refusals: ['bad_shape'] } },
  { topic: topic('command'), payload: '{"id":"c1"}', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: topic('telemetries'), payload: '{}', cites, gives: { refusals: ['unknown_topic'] } },
];
