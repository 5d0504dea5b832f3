/**
 * Frigate: `frigate/events` and `frigate/reviews` (what a camera sees), `frigate/stats` (whether it sees at all),
 * `frigate/available`, and each camera's own topics. The source is the camera's name.
 * https://docs.frigate.video/integrations/mqtt
 *
 * What a camera's place makes of a person is mapping, no code: `intrusionZones` (a person there is an intrusion),
 * `baseUrl` (where Frigate's HTTP API answers, for snapshots).
 */
import type { Media } from '../../contracts/uplink.ts';
import type { EventType } from '../../contracts/values.ts';
import type { Codec, CodecContext, Decoded, Marks } from './codec.ts';
import { alarmSounds, conditionOf, decodeCameraTopic, readingsOf } from './frigate-camera.ts';
import { frigateSamples } from './samples/frigate.ts';
import { describe, isRecord, noMarks, Outcome, readJson, readText, readTime, refused, said, strings } from './wire.ts';

export const frigate: Codec = { id: 'frigate', prefix: 'frigate', decode, samples: frigateSamples };

type Json = Readonly<Record<string, unknown>>;

/** Topics of Frigate itself that say nothing about what a camera sees. */
const housekeeping: ReadonlySet<string> = new Set([
  'camera_activity',
  'job_state',
  'model_state',
  'notifications',
  'onConnect',
  'profile',
  'restart',
  'tracked_object_update',
  'triggers',
]);

function decode(path: string, payload: Uint8Array, context: CodecContext): Decoded {
  const [head = '', ...rest] = path.split('/');
  if (housekeeping.has(head)) return refused('not_telemetry', `${head}: Frigate’s own housekeeping says nothing a rule could judge`);
  if (rest.length > 0) return decodeCameraTopic(head, rest, payload);
  if (head === 'available') return decodeAvailable(payload);
  if (head !== 'events' && head !== 'reviews' && head !== 'stats') return refused('unknown_topic', `no such topic: ${head}`);
  const json = readJson(payload);
  if (!json.ok) return refused(json.reason, json.detail);
  if (!isRecord(json.value)) return refused('bad_shape', `${head} carries a JSON object, not ${describe(json.value)}`);
  if (head === 'stats') return decodeStats(json.value);
  return decodeChange(head, json.value, context);
}

/** `stopped` is told before a wanted stop, `offline` is the last will. */
function decodeAvailable(payload: Uint8Array): Decoded {
  const text = readText(payload);
  if (!text.ok) return refused(text.reason, text.detail);
  const word = text.value.trim();
  if (word !== 'online' && word !== 'offline' && word !== 'stopped') {
    return refused('bad_value', `${describe(word)} is not one of online, offline, stopped`);
  }
  return said({ type: 'gateway', online: word === 'online', firmware: null, ...noMarks });
}

/** Both feeds tell a change: its type, and what the tracked object or review was before and is after it. */
function decodeChange(feed: 'events' | 'reviews', change: Json, context: CodecContext): Decoded {
  const { type, before, after } = change;
  if (type !== 'new' && type !== 'update' && type !== 'end')
    return refused('bad_shape', `type ${describe(type)} is not one of new, update, end`);
  if (!isRecord(after)) return refused('bad_shape', 'after is missing');
  const camera = after.camera;
  if (typeof camera !== 'string' || camera === '') return refused('bad_shape', 'after.camera is missing');
  const mapping = context.mapping(camera);
  const zones = new Set(mapping.intrusionZones);
  return feed === 'events'
    ? decodeObject(camera, type, after, zones, mapping.baseUrl?.[0])
    : decodeReview(camera, type, isRecord(before) ? before : {}, after, zones);
}

/** Labels of fire models; Frigate's own model knows none, so whoever adds one names them. */
const fireKinds: ReadonlyMap<string, EventType> = new Map([
  ['fire', 'video_fire'],
  ['flame', 'video_fire'],
  ['flames', 'video_fire'],
  ['smoke', 'video_smoke'],
]);

function kindOf(label: string, inIntrusionZone: boolean): EventType {
  return fireKinds.get(label) ?? (label === 'person' && inIntrusionZone ? 'video_intrusion' : 'video_object');
}

function decodeObject(
  camera: string,
  type: string,
  object: Json,
  intrusionZones: ReadonlySet<string>,
  baseUrl: string | undefined,
): Decoded {
  const label = object.label;
  if (typeof label !== 'string' || label === '') return refused('bad_shape', 'after.label is missing');
  if (object.false_positive === true) return refused('not_telemetry', 'Frigate itself still takes this object for a false positive');
  const zones = [...new Set([...strings(object.entered_zones), ...strings(object.current_zones)])];
  const kind = kindOf(
    label,
    zones.some((zone) => intrusionZones.has(zone)),
  );
  const ended = type === 'end';
  const out = new Outcome();
  // Who entered the zone on the way was an object before: both end.
  for (const event of ended && kind === 'video_intrusion' ? [kind, 'video_object' as const] : [kind]) {
    out.uplinks.push({
      type: 'event',
      source: camera,
      event,
      state: ended ? 'cleared' : 'active',
      confidence: scoreOf(object.top_score) ?? scoreOf(object.score),
      text: describeSight([label], zones),
      media: snapshotOf(object, baseUrl),
      stateful: true,
      ...marksAt(ended ? (object.end_time ?? object.frame_time) : object.frame_time),
    });
  }
  return out.done();
}

const scoreOf = (score: unknown): number | null => (typeof score === 'number' && score >= 0 && score <= 1 ? score : null);

/** Labels and zones as Frigate's configuration names them; never a recognised person's or vehicle's name. */
const describeSight = (labels: readonly string[], zones: readonly string[]): string =>
  `${labels.join(', ')}${zones.length === 0 ? '' : ` · ${zones.join(', ')}`}`.slice(0, 200);

/** Frigate's times are seconds with a fraction. */
function marksAt(seconds: unknown): Marks {
  const ts = typeof seconds === 'number' ? readTime(seconds * 1000) : null;
  return { ...noMarks, ts: ts ?? null };
}

/** Start time and six random letters; whatever else is named so has no place in a URL. */
const objectId = /^[\w.-]{1,100}$/;

/** https://docs.frigate.video/integrations/api : /api/events/:event_id/snapshot.jpg */
function snapshotOf(object: Json, baseUrl: string | undefined): readonly Media[] {
  const { id, has_snapshot } = object;
  if (has_snapshot !== true || typeof id !== 'string' || !objectId.test(id) || !isHttpUrl(baseUrl)) return [];
  return [{ kind: 'snapshot', url: `${baseUrl.replace(/\/+$/, '')}/api/events/${id}/snapshot.jpg` }];
}

const isHttpUrl = (url: string | undefined): url is string => url !== undefined && url.length <= 1000 && /^https?:\/\/\S+$/.test(url);

/**
 * A review gathers all that overlaps on one camera; `frigate/events` tells the same objects one by one and more exactly.
 * So of an update only what it adds counts: otherwise the update after a person left would bring the person back.
 */
function decodeReview(camera: string, type: string, before: Json, after: Json, intrusionZones: ReadonlySet<string>): Decoded {
  if (after.severity !== 'alert' && after.severity !== 'detection') {
    return refused('bad_shape', `after.severity ${describe(after.severity)} is neither alert nor detection`);
  }
  const seen = sightsOf(after, intrusionZones);
  const already = type === 'update' ? sightsOf(before, intrusionZones) : new Map<EventType, string>();
  const out = new Outcome();
  for (const [event, text] of seen) {
    if (already.has(event)) continue;
    out.uplinks.push({
      type: 'event',
      source: camera,
      event,
      state: type === 'end' ? 'cleared' : 'active',
      confidence: null,
      text,
      media: [],
      stateful: true,
      // An update carries no time of its own.
      ...(type === 'update' ? noMarks : marksAt(type === 'end' ? after.end_time : after.start_time)),
    });
  }
  if (out.uplinks.length === 0) out.uplinks.push(readingsOf(camera, []));
  return out.done();
}

/** What a review shows, by event. */
function sightsOf(review: Json, intrusionZones: ReadonlySet<string>): ReadonlyMap<EventType, string> {
  const found = isRecord(review.data) ? review.data : {};
  const zones = strings(found.zones);
  const labels = strings(found.objects).map((label) => label.replace(/-verified$/, ''));
  // The zones are those of all objects together: only where all are people are they the person's.
  const peopleOnly = labels.every((label) => label === 'person');
  const intrusion = review.severity === 'alert' && peopleOnly && zones.some((zone) => intrusionZones.has(zone));
  const labelsOf = new Map<EventType, string[]>();
  for (const label of labels) labelsOf.set(kindOf(label, intrusion), [...(labelsOf.get(kindOf(label, intrusion)) ?? []), label]);
  for (const sound of strings(found.audio)) {
    if (alarmSounds.has(sound)) labelsOf.set('video_fire', [...(labelsOf.get('video_fire') ?? []), `audio: ${sound}`]);
  }
  return new Map([...labelsOf].map(([event, names]) => [event, describeSight([...new Set(names)], zones)]));
}

/** Right after its start Frigate has not counted any frames yet. */
const warmUpSeconds = 60;

function decodeStats(stats: Json): Decoded {
  const service = isRecord(stats.service) ? stats.service : {};
  const out = new Outcome();
  out.uplinks.push({
    type: 'gateway',
    online: true,
    firmware: typeof service.version === 'string' ? service.version.slice(0, 200) : null,
    ...noMarks,
  });
  const warm = typeof service.uptime !== 'number' || service.uptime >= warmUpSeconds;
  for (const [camera, counted] of Object.entries(isRecord(stats.cameras) ? stats.cameras : {})) {
    const fps = isRecord(counted) ? counted.camera_fps : undefined;
    if (camera === '' || typeof fps !== 'number' || !Number.isFinite(fps) || fps < 0) {
      out.refuse('bad_value', () => `cameras.${describe(camera)}.camera_fps: ${describe(fps)}`);
      continue;
    }
    out.uplinks.push(readingsOf(camera, [['camera_fps', fps]]));
    if (fps > 0 || warm) out.uplinks.push(conditionOf(camera, 'video_loss', fps === 0, fps === 0 ? 'camera_fps 0' : null));
  }
  return out.done();
}
