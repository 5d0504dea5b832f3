/** Messages written by the vendor's documentation; names and figures are our own. */
import type { CodecSample } from '../codec.ts';

const topics = 'https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html';
const availability = 'https://www.zigbee2mqtt.io/guide/configuration/device-availability.html';
const device = (model: string): string => `https://www.zigbee2mqtt.io/devices/${model}.html`;

export const zigbee2mqttSamples: readonly CodecSample[] = [
  {
    topic: 'zigbee2mqtt/classroom 301/air',
    payload: '{"temperature":21.5,"humidity":40,"battery":"97.00","pressure":null}',
    cites: topics,
    gives: {
      uplinks: [
        {
          type: 'readings',
          source: 'classroom 301/air',
          ts: null,
          values: [
            ['temperature', 21.5],
            ['humidity', 40],
            ['battery', 97],
          ],
        },
      ],
    },
  },
  {
    // A press of the test button publishes just this, several times: nothing but "no smoke".
    topic: 'zigbee2mqtt/corridor smoke',
    payload: '{"battery":88,"voltage":3045,"linkquality":70,"device":{"modelId":"lumi.sensor_smoke"},"smoke":false}',
    cites: device('JTYJ-GD-01LM_BW'),
    gives: {
      uplinks: [
        {
          type: 'readings',
          source: 'corridor smoke',
          values: [
            ['battery', 88],
            ['voltage', 3045],
            ['linkquality', 70],
          ],
        },
        { type: 'event', event: 'smoke_alarm', state: 'cleared', stateful: true },
      ],
    },
  },
  {
    topic: 'zigbee2mqtt/kitchen',
    payload: '{"smoke":true,"battery_low":false,"tamper":true,"last_seen":"2023-11-15T06:13:20+08:00"}',
    cites: device('TS0205'),
    gives: {
      uplinks: [
        { type: 'event', event: 'smoke_alarm', state: 'active', stateful: true, ts: 1_700_000_000_000 },
        { type: 'event', event: 'tamper', state: 'active', stateful: true },
        { type: 'event', event: 'low_battery', state: 'cleared', stateful: true },
      ],
    },
  },
  {
    topic: 'zigbee2mqtt/hall',
    payload: '{"smoke":true,"test":true,"smoke_density":4,"smoke_density_dbm":0.62,"last_seen":1700000000000}',
    cites: device('JY-GZ-01AQ'),
    gives: {
      uplinks: [
        {
          type: 'readings',
          ts: 1_700_000_000_000,
          values: [
            ['smoke_density', 4],
            ['smoke', 0.62],
          ],
        },
        { type: 'event', event: 'test', state: 'active', text: 'test: smoke' },
      ],
    },
  },
  {
    // Unknown is not "no smoke"; words are settings.
    topic: 'zigbee2mqtt/twinguard',
    payload: '{"smoke":null,"self_test":false,"siren_state":"clear","sensitivity":"high","temperature":null,"pre_alarm":null}',
    cites: device('8750001213'),
    gives: { uplinks: [{ type: 'event', event: 'test', state: 'cleared' }] },
  },
  {
    topic: 'zigbee2mqtt/canteen gas',
    payload: '{"gas":false,"carbon_monoxide":true,"self_test":"check_failure","fault":"none"}',
    cites: `${device('HS1CA-E')}; enums as in the Tuya TS0601 gas detectors`,
    gives: {
      uplinks: [
        { type: 'event', event: 'gas_alarm', state: 'active', text: 'carbon_monoxide' },
        { type: 'event', event: 'fault', state: 'active', text: 'self_test' },
        { type: 'event', event: 'test', state: 'cleared' },
      ],
    },
  },
  {
    topic: 'zigbee2mqtt/gate sos',
    payload: '{"action":"emergency","battery":60}',
    cites: device('TS0215A_sos'),
    gives: {
      uplinks: [
        { type: 'readings', values: [['battery', 60]] },
        { type: 'event', event: 'panic', state: 'active', stateful: false },
      ],
    },
  },
  {
    topic: 'zigbee2mqtt/button',
    payload: '{"action":"single"}',
    cites: topics,
    gives: { uplinks: [{ type: 'readings', source: 'button', values: [] }] },
  },
  {
    topic: 'zigbee2mqtt/basement',
    payload: '{"water_leak":true,"leakage_current":31,"contact":false,"battery_state":"low"}',
    cites: 'https://www.zigbee2mqtt.io/guide/usage/exposes.html',
    gives: {
      uplinks: [
        {
          type: 'readings',
          values: [
            ['water_leak', 1],
            ['current_leakage', 31],
            ['contact', 0],
          ],
        },
        { type: 'event', event: 'low_battery', state: 'active' },
      ],
    },
  },
  {
    topic: 'zigbee2mqtt/odd',
    payload: '{"smoke":"maybe","last_seen":"some time ago"}',
    cites: topics,
    gives: { refusals: ['bad_time', 'bad_value'] },
  },
  {
    topic: 'zigbee2mqtt/kitchen/availability',
    payload: '{"state":"offline"}',
    cites: availability,
    gives: { uplinks: [{ type: 'status', source: 'kitchen', online: false }] },
  },
  {
    topic: 'zigbee2mqtt/floor 2/kitchen/availability',
    payload: 'online',
    cites: availability,
    gives: { uplinks: [{ type: 'status', source: 'floor 2/kitchen', online: true }] },
  },
  { topic: 'zigbee2mqtt/kitchen/availability', payload: '', cites: availability, gives: { refusals: ['empty'] } },
  { topic: 'zigbee2mqtt/kitchen/availability', payload: 'asleep', cites: availability, gives: { refusals: ['bad_value'] } },
  {
    topic: 'zigbee2mqtt/bridge/state',
    payload: '{"state":"online"}',
    cites: topics,
    gives: { uplinks: [{ type: 'gateway', online: true }] },
  },
  { topic: 'zigbee2mqtt/bridge/state', payload: 'offline', cites: topics, gives: { uplinks: [{ type: 'gateway', online: false }] } },
  {
    topic: 'zigbee2mqtt/bridge/event',
    payload: '{"type":"device_leave","data":{"friendly_name":"kitchen","ieee_address":"0x00158d0001020304"}}',
    cites: topics,
    gives: { uplinks: [{ type: 'status', source: 'kitchen', online: false }] },
  },
  {
    topic: 'zigbee2mqtt/bridge/event',
    payload: '{"type":"device_announce","data":{"friendly_name":"kitchen","ieee_address":"0x00158d0001020304"}}',
    cites: topics,
    gives: { uplinks: [{ type: 'status', source: 'kitchen', online: true }] },
  },
  {
    topic: 'zigbee2mqtt/bridge/event',
    payload: '{"type":"device_interview","data":{"friendly_name":"kitchen","status":"started"}}',
    cites: topics,
    gives: { refusals: ['not_telemetry'] },
  },
  {
    topic: 'zigbee2mqtt/bridge/logging',
    payload: '{"level":"info","message":"hello"}',
    cites: topics,
    gives: { refusals: ['not_telemetry'] },
  },
  { topic: 'zigbee2mqtt/bridge/devices', payload: '[]', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/bridge/response/permit_join', payload: '{"status":"ok"}', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/kitchen/set', payload: '{"selftest":"selftest"}', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/kitchen/set/state', payload: 'ON', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/kitchen/get', payload: '{"smoke":""}', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/button/action', payload: 'emergency', cites: topics, gives: { refusals: ['not_telemetry'] } },
  { topic: 'zigbee2mqtt/kitchen', payload: 'null', cites: topics, gives: { refusals: ['bad_shape'] } },
  { topic: 'zigbee2mqtt/kitchen', payload: '{}', cites: topics, gives: { refusals: ['empty'] } },
  { topic: 'zigbee2mqtt/kitchen', payload: 'ON', cites: topics, gives: { refusals: ['bad_json'] } },
];
