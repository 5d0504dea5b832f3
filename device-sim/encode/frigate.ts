/**
 * Frigate in its default settings: tracked objects on `frigate/events` (new, update, end), object counts by camera,
 * statistics every minute, availability. Shape: docs.frigate.video/integrations/mqtt.
 */
import type { EventType } from '../../services/contracts/values.ts';
import type { FleetDevice } from '../fleet.ts';
import { hashOf } from '../random.ts';
import { type Dated, type EncoderOf, type Message, sourceOf } from './encoder.ts';

/** Labels of its object models; fire and smoke need a model trained for them. */
const labelOf: Partial<Record<EventType, string>> = {
  video_intrusion: 'person',
  video_object: 'person',
  video_fire: 'fire',
  video_smoke: 'smoke',
};

interface Tracked {
  readonly id: string;
  readonly startS: number;
  last: Record<string, unknown>;
}

export const frigateEncoder: EncoderOf = (identity) => {
  const prefix = identity.prefixes[0] ?? 'frigate';
  const tracked = new Map<string, Tracked>();

  const object = (
    device: FleetDevice,
    label: string,
    track: Tracked,
    nowS: number,
    score: number,
    ended: boolean,
  ): Record<string, unknown> => {
    const zones = label === 'person' ? (device.mapping.intrusionZones ?? []) : [];
    return {
      id: track.id,
      camera: sourceOf(device),
      frame_time: nowS,
      snapshot_time: track.startS,
      label,
      sub_label: null,
      top_score: score,
      false_positive: false,
      start_time: track.startS,
      end_time: ended ? nowS : null,
      score,
      box: [424, 300, 536, 712],
      area: 46_144,
      ratio: 0.27,
      region: [264, 150, 867, 753],
      stationary: false,
      motionless_count: 0,
      position_changes: 2,
      current_zones: ended ? [] : zones,
      entered_zones: zones,
      has_clip: ended,
      has_snapshot: true,
    };
  };

  const event = (device: FleetDevice, { ts, say }: Dated): Message[] => {
    if (say.type !== 'event') return [];
    const label = labelOf[say.event];
    if (!label) return [];
    const key = `${device.id}|${label}`;
    const nowS = ts / 1000;
    const known = tracked.get(key);
    const ended = say.state === 'cleared';
    if (ended && !known) return [];
    const track = known ?? {
      id: `${nowS.toFixed(6)}-${hashOf(key + nowS)
        .toString(36)
        .slice(0, 6)}`,
      startS: nowS,
      last: {},
    };
    const after = object(device, label, track, nowS, say.confidence ?? 0.8, ended);
    const type = ended ? 'end' : known ? 'update' : 'new';
    const messages: Message[] = [
      { topic: `${prefix}/events`, payload: JSON.stringify({ type, before: known ? track.last : after, after }) },
      { topic: `${prefix}/${sourceOf(device)}/${label}`, payload: ended ? '0' : '1' },
    ];
    if (ended) tracked.delete(key);
    else tracked.set(key, { ...track, last: after });
    return messages;
  };

  /** Whether each camera delivers frames; the only thing Frigate says about a camera that sees nothing of note. */
  const stats = (): Message => {
    const cameras = identity.devices
      .filter((device) => device.type === 'camera')
      .map(
        (device) =>
          [sourceOf(device), { camera_fps: 5, process_fps: 5, skipped_fps: 0, detection_fps: 0.4, detection_enabled: true }] as const,
      );
    const service = { uptime: 86_400, version: '0.16.2', latest_version: '0.16.2' };
    return { topic: `${prefix}/stats`, payload: JSON.stringify({ cameras: Object.fromEntries(cameras), detection_fps: 0.4, service }) };
  };

  const say = (device: FleetDevice, dated: Dated): Message[] => {
    if (dated.say.type === 'event') return event(device, dated);
    if (dated.say.type === 'readings') return [];
    if (device.id !== identity.id) return [];
    const available = { topic: `${prefix}/available`, payload: dated.say.online ? 'online' : 'offline' };
    return dated.say.online ? [available, stats()] : [available];
  };
  return { say, backlog: (device, items) => items.flatMap((item) => say(device, item)) };
};
