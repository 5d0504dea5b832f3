/**
 * Zigbee2MQTT: `{prefix}/{friendly name}` with the device's whole state as one JSON object, `…/availability`, and the
 * bridge's own topics. Friendly names may hold spaces and slashes.
 * https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
 *
 * A state message repeats what it last knew of every attribute (its `cache_state` is on by default), so whatever comes
 * from one is stateful. A missing key means "unchanged", null means "unknown": neither is 0, neither clears anything.
 */
import type { EventType } from '../../contracts/values.ts';
import type { Codec, Decoded, Marks, Uplink } from './codec.ts';
import { zigbee2mqttSamples } from './samples/zigbee2mqtt.ts';
import { describe, isMetricName, isRecord, noMarks, Outcome, readJson, readNumber, readText, readTime, refused, said } from './wire.ts';

export const zigbee2mqtt: Codec = { id: 'zigbee2mqtt', prefix: 'zigbee2mqtt', decode, samples: zigbee2mqttSamples };

type State = Readonly<Record<string, unknown>>;

function decode(path: string, payload: Uint8Array): Decoded {
  if (path === '') return refused('unknown_topic', 'the prefix itself carries nothing');
  const segments = path.split('/');
  if (segments[0] === 'bridge') return decodeBridge(segments.slice(1).join('/'), payload);
  const source = segments.slice(0, -1).join('/');
  const last = segments.at(-1);
  if (source !== '' && last === 'availability') return decodeAvailability(source, payload);
  // The same word comes inside the state message; counted here too, one press would be two.
  if (source !== '' && last === 'action') return refused('not_telemetry', 'repeats the action of the device’s own message');
  if (segments.slice(1).some((segment) => segment === 'set' || segment === 'get')) {
    return refused('not_telemetry', 'a command to a device, not a report of it');
  }
  return decodeState(path, payload);
}

function decodeBridge(topic: string, payload: Uint8Array): Decoded {
  if (topic === 'state') {
    const online = readOnline(payload);
    return typeof online === 'boolean' ? said({ type: 'gateway', online, firmware: null, ...noMarks }) : online;
  }
  if (topic === 'event') return decodeBridgeEvent(payload);
  return refused('not_telemetry', `bridge/${topic}: the bridge’s own housekeeping says nothing about a device’s surroundings`);
}

function decodeBridgeEvent(payload: Uint8Array): Decoded {
  const json = readJson(payload);
  if (!json.ok) return refused(json.reason, json.detail);
  const event = json.value;
  if (!isRecord(event) || typeof event.type !== 'string') return refused('bad_shape', 'a bridge event has a type');
  if (event.type !== 'device_leave' && event.type !== 'device_announce') {
    return refused('not_telemetry', `bridge event ${describe(event.type)} says nothing about a device’s readiness`);
  }
  const name = isRecord(event.data) ? (event.data.friendly_name ?? event.data.ieee_address) : undefined;
  if (typeof name !== 'string' || name === '') return refused('bad_shape', 'the bridge event names no device');
  return said(statusOf(name, event.type === 'device_announce'));
}

function decodeAvailability(source: string, payload: Uint8Array): Decoded {
  const online = readOnline(payload);
  return typeof online === 'boolean' ? said(statusOf(source, online)) : online;
}

const statusOf = (source: string, online: boolean): Uplink => ({ type: 'status', source, online, firmware: null, rssi: null, ...noMarks });

/** `online` and `offline`: bare words up to version 1, `{"state": …}` since. */
function readOnline(payload: Uint8Array): boolean | Decoded {
  const text = readText(payload);
  if (!text.ok) return refused(text.reason, text.detail);
  let word: unknown = text.value.trim();
  if (text.value.trimStart().startsWith('{')) {
    const json = readJson(payload);
    if (!json.ok) return refused(json.reason, json.detail);
    word = isRecord(json.value) ? json.value.state : undefined;
  }
  if (word === 'online' || word === 'offline') return word === 'online';
  return refused('bad_value', `${describe(word)} is neither online nor offline`);
}

function decodeState(source: string, payload: Uint8Array): Decoded {
  const json = readJson(payload);
  if (!json.ok) return refused(json.reason, json.detail);
  if (!isRecord(json.value)) return refused('bad_shape', `a device’s state is a JSON object, not ${describe(json.value)}`);
  const state = json.value;
  if (Object.keys(state).length === 0) return refused('empty', 'the state has no attributes');
  const out = new Outcome();
  const marks = readMarks(state, out);
  const values = readValues(state, out);
  if (values.length > 0) out.uplinks.push({ type: 'readings', source, values, ...marks });
  readConditions(source, state, marks, out);
  if (typeof state.action === 'string' && panicActions.has(state.action)) {
    out.uplinks.push(eventOf(source, 'panic', 'active', null, false, marks));
  }
  // All unknown, or nothing but settings and button presses: no reading, yet a sign of life.
  if (out.uplinks.length === 0 && out.refusals.length === 0) out.uplinks.push({ type: 'readings', source, values: [], ...marks });
  return out.done();
}

/** `advanced.last_seen` is off by default; else epoch ms or ISO 8601. A bad one costs the time, not the message. */
function readMarks(state: State, out: Outcome): Marks {
  const ts = readTime(state.last_seen);
  if (ts === undefined) out.refuse('bad_time', () => `last_seen ${describe(state.last_seen)} is no time; time of receipt counts`);
  return { ...noMarks, ts: ts ?? null };
}

/** Attributes whose documented unit is that of a metric the rules know under another name. */
const metricOf: ReadonlyMap<string, string> = new Map([
  // dB/m: https://www.zigbee2mqtt.io/devices/JY-GZ-01AQ.html ; its plain smoke_density has no unit and stays itself.
  ['smoke_density_dbm', 'smoke'],
  // mA, in every residual-current breaker that exposes it, e.g. https://www.zigbee2mqtt.io/devices/D5Z.html
  ['leakage_current', 'current_leakage'],
]);

function readValues(state: State, out: Outcome): (readonly [string, number])[] {
  const values: (readonly [string, number])[] = [];
  for (const [name, raw] of Object.entries(state)) {
    if (conditionAttributes.has(name) || name === 'last_seen' || raw === null || typeof raw === 'object') continue;
    const number = readNumber(raw);
    // Words are settings and modes ("sensitivity": "high"), not readings.
    if (number === undefined && typeof raw === 'string') continue;
    const metric = metricOf.get(name) ?? name;
    if (number !== undefined && isMetricName(metric)) values.push([metric, number]);
    else out.refuse('bad_value', () => `${describe(name)}: ${number === undefined ? describe(raw) : 'not a name for a metric'}`);
  }
  return values;
}

/** The words of an attribute that mean yes and no; others mean nothing. */
type Vocabulary = ReadonlyMap<string, boolean>;
const vocabulary = (yes: readonly string[], no: readonly string[], base: Vocabulary = new Map()): Vocabulary =>
  new Map([...base, ...yes.map((word) => [word, true] as const), ...no.map((word) => [word, false] as const)]);

const flag = vocabulary(['true', 'on', '1'], ['false', 'off', '0']);

interface ConditionRule {
  readonly event: EventType;
  /** Attributes that tell it: any yes = active, else any no = cleared, else nothing is known. */
  readonly attributes: Readonly<Record<string, Vocabulary>>;
  /** What the device is there to detect: a value that cannot be read is refused, never passed over. */
  readonly detects: boolean;
}

/**
 * Names and words as in the "exposes" of smoke, gas and CO detectors: Xiaomi JTYJ-GD-01LM/BW and JY-GZ-01AQ, Heiman
 * HS1SA and HS1CA-E, Tuya TS0205, TS0601_smoke_3, PA-44Z and the TS0601 gas family, Bosch 8750001213 and BSD-2,
 * Develco SMSZB-120 and HESZB-120 (https://www.zigbee2mqtt.io/devices/…); `trouble` and `battery_defect` are bits of the
 * IAS zone status.
 */
const conditions: readonly ConditionRule[] = [
  { event: 'smoke_alarm', attributes: { smoke: flag }, detects: true },
  { event: 'gas_alarm', attributes: { gas: flag, carbon_monoxide: flag }, detects: true },
  { event: 'panic', attributes: { sos: flag, emergency: flag, panic: flag }, detects: true },
  { event: 'tamper', attributes: { tamper: flag }, detects: false },
  {
    event: 'low_battery',
    attributes: { battery_low: flag, battery_state: vocabulary(['low'], ['medium', 'high']) },
    detects: false,
  },
  {
    event: 'fault',
    attributes: {
      fault: vocabulary(['fault', 'serious_fault', 'sensor_fault', 'probe_fault', 'power_fault'], ['none'], flag),
      device_fault: flag,
      trouble: flag,
      battery_defect: flag,
      self_test: vocabulary(['check_failure'], ['check_success']),
      self_test_result: vocabulary(['failure'], ['success']),
    },
    detects: false,
  },
  {
    event: 'test',
    attributes: {
      test: flag,
      test_mode: flag,
      self_test: vocabulary(['checking'], ['check_success', 'check_failure', 'others'], flag),
      self_test_result: vocabulary(['checking'], ['success', 'failure', 'others']),
    },
    detects: false,
  },
];
const testRule = conditions.find((rule) => rule.event === 'test');
const conditionAttributes: ReadonlySet<string> = new Set(conditions.flatMap((rule) => Object.keys(rule.attributes)));

/** What an emergency button sends as `action` (https://www.zigbee2mqtt.io/devices/TS0215A_sos.html). */
const panicActions: ReadonlySet<string> = new Set(['emergency', 'sos', 'panic']);

/** The attributes that say `answer` to what the rule asks. */
function telling(rule: ConditionRule, state: State, answer: boolean): readonly string[] {
  return Object.keys(rule.attributes).filter((attribute) => truthOf(rule, attribute, state) === answer);
}

function truthOf(rule: ConditionRule, attribute: string, state: State): boolean | undefined {
  const raw = state[attribute];
  if (typeof raw !== 'boolean' && typeof raw !== 'number' && typeof raw !== 'string') return undefined;
  return rule.attributes[attribute]?.get(String(raw).toLowerCase());
}

function readConditions(source: string, state: State, marks: Marks, out: Outcome): void {
  const testing = testRule !== undefined && telling(testRule, state, true).length > 0;
  const tested: string[] = [];
  for (const rule of conditions) {
    if (rule.detects) refuseUnreadable(rule, state, out);
    const causes = telling(rule, state, true);
    if (causes.length === 0) {
      if (telling(rule, state, false).length > 0) out.uplinks.push(eventOf(source, rule.event, 'cleared', null, true, marks));
    } else if (testing && (rule.event === 'smoke_alarm' || rule.event === 'gas_alarm')) {
      // The detector says itself that it is being tested: told below as the test, not here as a fire.
      tested.push(...causes);
    } else {
      // The attribute is worth telling only where several mean the same event.
      const cause = Object.keys(rule.attributes).length > 1 ? causes.join(', ') : null;
      const text = rule === testRule && tested.length > 0 ? `${cause}: ${tested.join(', ')}` : cause;
      out.uplinks.push(eventOf(source, rule.event, 'active', text, true, marks));
    }
  }
}

function refuseUnreadable(rule: ConditionRule, state: State, out: Outcome): void {
  for (const attribute of Object.keys(rule.attributes)) {
    const raw = state[attribute];
    if (raw === undefined || raw === null || truthOf(rule, attribute, state) !== undefined) continue;
    out.refuse('bad_value', () => `${attribute}: ${describe(raw)} is neither true nor false`);
  }
}

function eventOf(
  source: string,
  event: EventType,
  state: 'active' | 'cleared',
  text: string | null,
  stateful: boolean,
  marks: Marks,
): Uplink {
  return { type: 'event', source, event, state, confidence: null, text, media: [], stateful, ...marks };
}
