/** Messages written by the vendor's documentation, shortened to what is read; names and figures are our own. */
import type { CodecSample } from '../codec.ts';

const cites = 'https://docs.frigate.video/integrations/mqtt';
const mapping = { intrusionZones: ['fence'], baseUrl: ['https://nvr.example/'] };

const tracked = (fields: object): object => ({
  id: '1700000000.123456-abcdef',
  camera: 'gate',
  frame_time: 1_700_000_000.5,
  label: 'person',
  top_score: 0.91,
  score: 0.8,
  false_positive: false,
  end_time: null,
  current_zones: [],
  entered_zones: [],
  has_snapshot: false,
  ...fields,
});
const event = (type: string, fields: object): string => JSON.stringify({ type, before: tracked({}), after: tracked(fields) });

const reviewed = (severity: string, found: object, fields: object = {}): object => ({
  id: '1700000000.5-abcdef',
  camera: 'gate',
  start_time: 1_700_000_000.5,
  end_time: null,
  severity,
  data: { detections: ['1700000000.123456-abcdef'], objects: [], sub_labels: [], zones: [], audio: [], ...found },
  ...fields,
});
const review = (type: string, before: object, after: object): string => JSON.stringify({ type, before, after });

export const frigateSamples: readonly CodecSample[] = [
  {
    topic: 'frigate/events',
    payload: event('new', { label: 'fire', has_snapshot: true }),
    cites,
    mapping,
    gives: {
      uplinks: [
        {
          type: 'event',
          source: 'gate',
          event: 'video_fire',
          state: 'active',
          confidence: 0.91,
          stateful: true,
          ts: 1_700_000_000_500,
          media: [{ kind: 'snapshot', url: 'https://nvr.example/api/events/1700000000.123456-abcdef/snapshot.jpg' }],
        },
      ],
    },
  },
  {
    topic: 'frigate/events',
    payload: event('end', { label: 'smoke', end_time: 1_700_000_009 }),
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_smoke', state: 'cleared', ts: 1_700_000_009_000, media: [] }] },
  },
  {
    topic: 'frigate/events',
    payload: event('update', { entered_zones: ['yard', 'fence'], current_zones: ['fence'] }),
    cites,
    mapping,
    gives: { uplinks: [{ type: 'event', event: 'video_intrusion', state: 'active', text: 'person · yard, fence' }] },
  },
  {
    topic: 'frigate/events',
    payload: event('end', { entered_zones: ['fence'] }),
    cites,
    mapping,
    gives: {
      uplinks: [
        { type: 'event', event: 'video_intrusion', state: 'cleared' },
        { type: 'event', event: 'video_object', state: 'cleared' },
      ],
    },
  },
  {
    // Without zones of intrusion a person is only seen.
    topic: 'frigate/events',
    payload: event('update', { entered_zones: ['fence'], has_snapshot: true }),
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_object', text: 'person · fence', media: [] }] },
  },
  {
    topic: 'frigate/events',
    payload: event('new', { label: 'fire', false_positive: true }),
    cites,
    gives: { refusals: ['not_telemetry'] },
  },
  { topic: 'frigate/events', payload: '{"type":"new"}', cites, gives: { refusals: ['bad_shape'] } },
  {
    topic: 'frigate/reviews',
    payload: review(
      'new',
      reviewed('alert', { objects: ['person'] }),
      reviewed('alert', { objects: ['person-verified'], zones: ['fence'] }),
    ),
    cites,
    mapping,
    gives: { uplinks: [{ type: 'event', event: 'video_intrusion', state: 'active', ts: 1_700_000_000_500 }] },
  },
  {
    // Whose zone it is cannot be told: the tracked object's own event does.
    topic: 'frigate/reviews',
    payload: review('new', {}, reviewed('alert', { objects: ['person', 'car'], zones: ['fence'] })),
    cites,
    mapping,
    gives: { uplinks: [{ type: 'event', event: 'video_object', text: 'person, car · fence' }] },
  },
  {
    topic: 'frigate/reviews',
    payload: review(
      'update',
      reviewed('detection', { objects: ['car'] }),
      reviewed('alert', { objects: ['car', 'fire'], audio: ['fire_alarm'] }),
    ),
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_fire', state: 'active', text: 'fire, audio: fire_alarm', ts: null }] },
  },
  {
    topic: 'frigate/reviews',
    payload: review('update', reviewed('alert', { objects: ['person'] }), reviewed('alert', { objects: ['person'], sub_labels: ['x'] })),
    cites,
    gives: { uplinks: [{ type: 'readings', source: 'gate', values: [] }] },
  },
  {
    topic: 'frigate/reviews',
    payload: review('end', reviewed('alert', { objects: ['fire'] }), reviewed('alert', { objects: ['fire'] }, { end_time: 1_700_000_060 })),
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_fire', state: 'cleared', ts: 1_700_000_060_000 }] },
  },
  { topic: 'frigate/reviews', payload: review('new', {}, { camera: 'gate' }), cites, gives: { refusals: ['bad_shape'] } },
  { topic: 'frigate/available', payload: 'online', cites, gives: { uplinks: [{ type: 'gateway', online: true }] } },
  { topic: 'frigate/available', payload: 'stopped', cites, gives: { uplinks: [{ type: 'gateway', online: false }] } },
  { topic: 'frigate/available', payload: 'maybe', cites, gives: { refusals: ['bad_value'] } },
  {
    topic: 'frigate/stats',
    payload: '{"cameras":{"gate":{"camera_fps":0.0},"hall":{"camera_fps":5.1},"roof":{}},"service":{"version":"0.16.1","uptime":7200}}',
    cites: `${cites} (frigate/stats), https://docs.frigate.video/integrations/api`,
    gives: {
      uplinks: [
        { type: 'gateway', online: true, firmware: '0.16.1' },
        { type: 'readings', source: 'gate', values: [['camera_fps', 0]] },
        { type: 'event', source: 'gate', event: 'video_loss', state: 'active', stateful: true },
        { type: 'readings', source: 'hall', values: [['camera_fps', 5.1]] },
        { type: 'event', source: 'hall', event: 'video_loss', state: 'cleared', stateful: true },
      ],
      refusals: ['bad_value'],
    },
  },
  {
    topic: 'frigate/stats',
    payload: '{"cameras":{"gate":{"camera_fps":0.0}},"service":{"version":"0.16.1","uptime":25}}',
    cites,
    gives: {
      uplinks: [
        { type: 'gateway', online: true },
        { type: 'readings', source: 'gate', values: [['camera_fps', 0]] },
      ],
    },
  },
  {
    topic: 'frigate/gate/person',
    payload: '2',
    cites,
    gives: { uplinks: [{ type: 'readings', source: 'gate', values: [['count_person', 2]] }] },
  },
  { topic: 'frigate/gate/all/active', payload: '1', cites, gives: { uplinks: [{ type: 'readings', values: [['active_count_all', 1]] }] } },
  { topic: 'frigate/gate/motion', payload: 'ON', cites, gives: { uplinks: [{ type: 'readings', values: [['motion', 1]] }] } },
  {
    topic: 'frigate/hall/audio/fire_alarm',
    payload: 'ON',
    cites: `${cites}; labels in https://github.com/blakeblackshear/frigate/blob/dev/audio-labelmap.txt`,
    gives: {
      uplinks: [{ type: 'event', source: 'hall', event: 'video_fire', state: 'active', confidence: null, text: 'audio: fire_alarm' }],
    },
  },
  {
    topic: 'frigate/hall/audio/fire_alarm',
    payload: 'OFF',
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_fire', state: 'cleared' }] },
  },
  { topic: 'frigate/hall/audio/scream', payload: 'ON', cites, gives: { uplinks: [{ type: 'readings', values: [['audio_scream', 1]] }] } },
  {
    topic: 'frigate/hall/audio/dBFS',
    payload: '-31.5',
    cites,
    gives: { uplinks: [{ type: 'readings', values: [['audio_dbfs', -31.5]] }] },
  },
  { topic: 'frigate/hall/audio/transcription', payload: 'hello', cites, gives: { refusals: ['not_telemetry'] } },
  {
    topic: 'frigate/gate/status/detect',
    payload: 'offline',
    cites,
    gives: { uplinks: [{ type: 'event', event: 'video_loss', state: 'active', text: 'detect: offline' }] },
  },
  { topic: 'frigate/gate/status/detect', payload: 'online', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/person/snapshot', payload: '\u00ff\u00d8JFIF', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/detect/set', payload: 'OFF', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/recordings/state', payload: 'ON', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/zone/fence/state', payload: 'ON', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/review_status', payload: 'ALERT', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/classification/door', payload: 'open', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/gate/person', payload: 'many', cites, gives: { refusals: ['bad_value'] } },
  { topic: 'frigate/tracked_object_update', payload: '{"type":"face","name":"x"}', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/camera_activity', payload: '{}', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/notifications/state', payload: 'OFF', cites, gives: { refusals: ['not_telemetry'] } },
  { topic: 'frigate/elsewhere', payload: 'x', cites, gives: { refusals: ['unknown_topic'] } },
];
