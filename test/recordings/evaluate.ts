/**
 * Replays recordings through the rules and says when each place was warned and alarmed, beside what really happened.
 * Pure; used by the rules' tests and by the benchmark `detection`.
 */
import { compileRules, judgeReading, newRuleState, type RuleSet } from '../../services/core/rules/index.ts';
import type { JudgedReading, Signal } from '../../services/core/rules/rule.ts';
import type { RecordedDevice, Recording } from './recording.ts';

/** Quiet time before a recording, as a sensor in an empty room would report it. */
export const leadInMs = 600_000;

/** Real alarms in one place differ by this much and more; a verdict within it is no later than the last of them. */
export const graceS = 10;

export interface DeviceVerdict {
  readonly device: string;
  /** Seconds from the recording's zero; null = never. */
  readonly warningS: number | null;
  readonly alarmS: number | null;
  /** Signals of level early_warning or alarm before ignition, or before the recording's zero where no ignition is known. */
  readonly tooEarly: number;
  readonly faults: number;
  readonly signals: readonly Signal[];
}

export interface Row {
  readonly source: Recording['source'];
  readonly test: string;
  readonly location: string;
  readonly fire: boolean;
  readonly firstRealAlarmS: number | null;
  readonly lastRealAlarmS: number | null;
  readonly ceiling57S: number | null;
  /** Earliest of the place's devices. */
  readonly warningS: number | null;
  readonly alarmS: number | null;
  /** When two of its devices had warned within the agreement window: what their agreement makes an alarm. */
  readonly agreedS: number | null;
  readonly tooEarly: number;
  readonly devices: readonly DeviceVerdict[];
}

/** The first values of every metric, repeated at the recording's own pace through the lead-in. */
const leadIn = ({ readings }: RecordedDevice): JudgedReading[] => {
  const start = readings[0]?.at ?? 0;
  const metrics = [...new Set(readings.map(({ metric }) => metric))];
  const second = readings.find(({ at }) => at > start)?.at ?? start + 1000;
  const step = second - start;
  const first = metrics.flatMap((metric) => readings.find((reading) => reading.metric === metric) ?? []);
  return Array.from({ length: Math.floor(leadInMs / step) }, (_, i) => start - leadInMs + i * step)
    .filter((at) => at < start)
    .flatMap((at) => first.map(({ metric, value }) => ({ metric, value, at })));
};

const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);

export const judgeDevice = (ruleSet: RuleSet, recorded: RecordedDevice, quietUntilMs: number): DeviceVerdict => {
  const device = {
    id: recorded.device,
    school: 's',
    space: null,
    type: 'sensor',
    spaceUse: null,
    reportIntervalSeconds: recorded.reportIntervalSeconds,
  };
  const rules = compileRules(ruleSet, device);
  const state = newRuleState();
  const signals = [...leadIn(recorded), ...recorded.readings].flatMap((reading) => judgeReading(rules, state, reading));
  const active = signals.filter((signal) => signal.state === 'active');
  const fire = active.filter(({ level }) => level !== 'fault');
  const counted = fire.filter(({ at }) => at >= quietUntilMs);
  return {
    device: recorded.device,
    warningS: seconds(counted[0]?.at),
    alarmS: seconds(counted.find(({ level }) => level === 'alarm')?.at),
    tooEarly: fire.length - counted.length,
    faults: active.length - fire.length,
    signals,
  };
};

const earliest = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** First moment at which two devices' conditions of level early_warning or alarm were seen within the window. */
const agreementS = (verdicts: readonly DeviceVerdict[], windowSeconds: number): number | null => {
  const moments = verdicts
    .flatMap(({ device, signals }) => signals.filter((s) => s.level !== 'fault').map(({ at, state }) => ({ device, at, state })))
    .sort((a, b) => a.at - b.at);
  const lastSeen = new Map<string, number>();
  for (const { device, at, state } of moments) {
    // An active condition supports until it clears, and for the window afterwards.
    if (state === 'active' && [...lastSeen].some(([other, seen]) => other !== device && at - seen <= windowSeconds * 1000))
      return at / 1000;
    lastSeen.set(device, state === 'active' ? Number.POSITIVE_INFINITY : at);
  }
  return null;
};

/** One row a place. */
export const evaluateRecording = (ruleSet: RuleSet, recording: Recording): Row => {
  const { truth } = recording;
  const quietUntilMs = (truth.ignitionS ?? 0) * 1000;
  const devices = recording.devices.map((device) => judgeDevice(ruleSet, device, quietUntilMs));
  return {
    source: recording.source,
    test: recording.test,
    location: recording.location,
    fire: truth.fire,
    firstRealAlarmS: truth.firstRealAlarmS,
    lastRealAlarmS: truth.lastRealAlarmS,
    ceiling57S: truth.ceiling57S,
    warningS: earliest(devices.map(({ warningS }) => warningS)),
    alarmS: earliest(devices.map(({ alarmS }) => alarmS)),
    agreedS: agreementS(devices, ruleSet.agreement.windowSeconds),
    tooEarly: devices.reduce((sum, { tooEarly }) => sum + tooEarly, 0),
    devices,
  };
};

export interface Summary {
  /** Places where real smoke alarms sounded. */
  readonly places: number;
  /** … with a warning or alarm no later than the last of them + grace. */
  readonly warnedInTime: number;
  readonly alarmedInTime: number;
  /** … with level alarm at any time. */
  readonly alarmed: number;
  readonly rooms: number;
  /** Rooms with level alarm no later than 57 °C at the ceiling + grace, and nothing before ignition. */
  readonly roomsInTime: number;
  /** Alarms where there was no fire. */
  readonly falseAlarms: number;
  readonly tooEarly: number;
}

const inTime = (time: number | null, truth: number | null): boolean => time !== null && truth !== null && time <= truth + graceS;

export const summarize = (table: readonly Row[]): Summary => {
  const places = table.filter(({ source, lastRealAlarmS }) => source === 'nist' && lastRealAlarmS !== null);
  const rooms = table.filter(({ source }) => source === 'fsri');
  return {
    places: places.length,
    warnedInTime: places.filter((row) => inTime(row.warningS, row.lastRealAlarmS)).length,
    alarmedInTime: places.filter((row) => inTime(row.alarmS, row.lastRealAlarmS)).length,
    alarmed: places.filter(({ alarmS }) => alarmS !== null).length,
    rooms: rooms.length,
    roomsInTime: rooms.filter((row) => inTime(row.alarmS, row.ceiling57S) && row.tooEarly === 0).length,
    falseAlarms: table.filter(({ fire, alarmS }) => !fire && alarmS !== null).length,
    tooEarly: table.reduce((sum, row) => sum + row.tooEarly, 0),
  };
};
