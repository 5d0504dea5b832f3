/** Frigate's topics of one camera, `frigate/{camera}/…`. https://docs.frigate.video/integrations/mqtt */
import type { EventType } from '../../contracts/values.ts';
import type { Decoded, Uplink } from './codec.ts';
import { describe, isMetricName, noMarks, readNumber, readText, refused, said } from './wire.ts';

export const readingsOf = (source: string, values: readonly (readonly [string, number])[]): Uplink => ({
  type: 'readings',
  source,
  values,
  ...noMarks,
});

/** A condition Frigate keeps telling. */
export const conditionOf = (source: string, event: EventType, active: boolean, text: string | null): Uplink => ({
  type: 'event',
  source,
  event,
  state: active ? 'active' : 'cleared',
  confidence: null,
  text,
  media: [],
  stateful: true,
  ...noMarks,
});

/**
 * Sounding fire alarms among Frigate's audio labels (its audio-labelmap.txt). The camera's microphone hears another
 * system's alarm: the camera's evidence of a fire, told with that text, never a detector's own word.
 */
export const alarmSounds: ReadonlySet<string> = new Set(['fire_alarm', 'smoke_detector']);

/** Ends of a topic that set something up or tell how it is set up. */
const settings: ReadonlySet<string> = new Set(['set', 'state', 'suspend', 'suspended', 'ptz', 'review_status', 'transcription']);

/** Middles of a topic that are no count of objects. */
const notObjects: ReadonlySet<string> = new Set(['classification', 'ptz_autotracker']);

/** @param rest the topic after the camera's name, at least one segment */
export function decodeCameraTopic(camera: string, rest: readonly string[], payload: Uint8Array): Decoded {
  const [topic = '', leaf] = rest;
  if (camera === '' || rest.length > 3) return refused('unknown_topic', 'no such topic of a camera');
  const end = rest[rest.length - 1] ?? '';
  if (settings.has(end)) return refused('not_telemetry', `${end}: a setting or command, not what the camera sees`);
  // Before any decoding: these bytes are a JPEG.
  if (end === 'snapshot') return refused('not_telemetry', 'a picture as raw bytes; pictures are fetched when an event names them');
  if (notObjects.has(topic)) return refused('not_telemetry', `${topic}: nothing a rule could judge`);
  const text = readText(payload);
  if (!text.ok) return refused(text.reason, text.detail);
  const word = text.value.trim();
  if (leaf === undefined) return topic === 'motion' ? decodeSwitch(camera, 'motion', word) : decodeNumber(camera, `count_${topic}`, word);
  if (rest.length > 2) return refused('unknown_topic', 'no such topic of a camera');
  if (topic === 'status') return decodeRole(camera, leaf, word);
  if (topic === 'audio') return decodeAudio(camera, leaf, word);
  if (leaf === 'active') return decodeNumber(camera, `active_count_${topic}`, word);
  return refused('unknown_topic', 'no such topic of a camera');
}

/** Counts of objects by label, for a camera or, in the same place of the topic, a zone. */
function decodeNumber(camera: string, metric: string, word: string): Decoded {
  const number = readNumber(word);
  if (number === undefined || !isMetricName(metric)) return refused('bad_value', `${describe(metric)}: ${describe(word)} is no number`);
  return said(readingsOf(camera, [[metric, number]]));
}

function decodeSwitch(camera: string, metric: string, word: string): Decoded {
  if ((word !== 'ON' && word !== 'OFF') || !isMetricName(metric)) {
    return refused('bad_value', `${describe(metric)}: ${describe(word)} is neither ON nor OFF`);
  }
  return said(readingsOf(camera, [[metric, word === 'ON' ? 1 : 0]]));
}

function decodeAudio(camera: string, label: string, word: string): Decoded {
  if (label === 'dBFS' || label === 'rms') return decodeNumber(camera, `audio_${label.toLowerCase()}`, word);
  const heard = decodeSwitch(camera, `audio_${label}`, word);
  if (!alarmSounds.has(label) || heard.uplinks.length === 0) return heard;
  return said(conditionOf(camera, 'video_fire', word === 'ON', `audio: ${label}`));
}

/**
 * `online` tells that Frigate's process for the stream runs, not that the camera is reached: a dead camera's status goes
 * back and forth with every retry (same page). So it may report the loss, and only frames in `frigate/stats` clear it.
 */
function decodeRole(camera: string, role: string, word: string): Decoded {
  if (word !== 'online' && word !== 'offline' && word !== 'disabled') {
    return refused('bad_value', `${describe(word)} is not one of online, offline, disabled`);
  }
  if (role !== 'detect') return refused('not_telemetry', `status of ${describe(role)}: the watched stream is that of detect`);
  if (word === 'online') return refused('not_telemetry', 'a running process is no proof of a picture; camera_fps in stats is');
  return said(conditionOf(camera, 'video_loss', true, `detect: ${word}`));
}
