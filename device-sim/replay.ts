/** A recording as a simulation: a quiet lead-in, then the recorded readings in their recorded spacing. */
import type { FleetDevice, FleetIdentity } from './fleet.ts';
import type { Moment } from './moments.ts';
import { randomOf } from './random.ts';
import { civilMs, numberIn, readCsv } from './recordings/csv.ts';
import { celsius, dbPerMetre, inOrder, type RecordedReading, type Recording, tidy } from './recordings/recording.ts';

export interface LeadIn {
  readonly ms: number;
  /** Standard deviation as part of a sensor's usual noise: 0 = the first reading held. */
  readonly noise: number;
  readonly seed: number;
}

/** Usual noise of sensors in a quiet room, in the metric's unit. */
const usualNoise: Readonly<Record<string, number>> = { temperature: 0.1, humidity: 0.3, smoke: 0.01, co: 0.2 };

/** Longest spacing in a lead-in: an hourly record still gets several quiet readings. */
const longestSpacingMs = 60_000;

/** Median spacing of a device's readings. */
const spacingOf = (readings: readonly RecordedReading[]): number => {
  const gaps = readings
    .slice(1, 200)
    .map((reading, i) => reading.atMs - (readings[i]?.atMs ?? 0))
    .sort((a, b) => a - b);
  return Math.max(1_000, Math.min(longestSpacingMs, gaps[gaps.length >> 1] ?? longestSpacingMs));
};

/** The recording with each device's first reading held before it, at the recording's own spacing. */
export const withLeadIn = (recording: Recording, lead: LeadIn): Recording => {
  const start = recording.readings[0]?.atMs ?? 0;
  const quiet = recording.devices.flatMap(({ suffix }) => {
    const own = recording.readings.filter((reading) => reading.device === suffix);
    const first = own[0];
    if (!first) return [];
    const spacing = spacingOf(own);
    const random = randomOf(lead.seed, `${recording.name} ${suffix}`);
    return Array.from({ length: Math.floor(lead.ms / spacing) }, (_, i): RecordedReading => {
      const noisy = Object.entries(first.values).map(([metric, value]) => {
        const moved = value + random.noise(lead.noise * (usualNoise[metric] ?? 0));
        return [metric, tidy(metric === 'smoke' ? Math.max(0, moved) : moved)] as const;
      });
      return { atMs: start - lead.ms + i * spacing, device: suffix, values: Object.fromEntries(noisy) };
    });
  });
  return { ...recording, readings: inOrder([...quiet, ...recording.readings]) };
};

export interface Recorded {
  readonly identity: FleetIdentity;
  readonly device: FleetDevice;
}

export const durationOf = (recording: Recording): number => (recording.readings.at(-1)?.atMs ?? 0) - (recording.readings[0]?.atMs ?? 0);

/** The recording with only the devices that somebody plays. */
export const playedBy = (recording: Recording, cast: ReadonlyMap<string, Recorded>): Recording => ({
  ...recording,
  devices: recording.devices.filter(({ suffix }) => cast.has(suffix)),
  readings: recording.readings.filter(({ device }) => cast.has(device)),
});

/** Readings as moments from 0 on. `cast` says which device of the fleet plays a recorded one. */
export function* replay(recording: Recording, cast: ReadonlyMap<string, Recorded>): Generator<Moment> {
  const start = recording.readings[0]?.atMs ?? 0;
  for (const { atMs, device, values } of recording.readings) {
    const actor = cast.get(device);
    if (actor) yield { act: 'say', atMs: atMs - start, ...actor, say: { type: 'readings', values } };
  }
}

/** `COLUMN=DEVICE:METRIC[:UNIT]`, how a column of a plain CSV file is to be understood. */
export interface ColumnAs {
  readonly column: string;
  readonly device: string;
  readonly metric: string;
  readonly convert: (value: number) => number;
}

const units: Readonly<Record<string, (value: number) => number>> = { F: celsius, od: dbPerMetre, K: (kelvin) => kelvin - 273.15 };

/** Null where the text is not of that form. */
export const columnAs = (text: string): ColumnAs | null => {
  const match = /^(.+)=([A-Za-z0-9][\w.-]*):([\w-]+)(?::(\w+))?$/.exec(text);
  const [, column = '', device = '', metric = '', unit] = match ?? [];
  const convert = unit === undefined ? (value: number) => value : units[unit];
  return match && convert ? { column, device, metric, convert } : null;
};

/** A plain CSV: the time column holds seconds, or civil time; other columns as said. */
export const plainRecording = (
  name: string,
  text: string,
  timeColumn: string | undefined,
  columns: readonly ColumnAs[],
): Recording | string => {
  const table = readCsv(text);
  const timeAt = timeColumn === undefined ? 0 : table.indexOf(timeColumn);
  const missing = [
    ...(timeAt < 0 ? [timeColumn] : []),
    ...columns.map(({ column }) => column).filter((column) => table.indexOf(column) < 0),
  ];
  if (missing.length > 0) return `no column ${missing.join(', ')} in ${name}; it has ${table.columns.join(', ')}`;
  const zero = civilMs(table.rows[0]?.[timeAt]);
  const devices = [...new Set(columns.map(({ device }) => device))];
  const readings = table.rows.flatMap((row) => {
    const civil = civilMs(row[timeAt]);
    const seconds = numberIn(row, timeAt);
    const atMs = civil !== null && zero !== null ? civil - zero : seconds === null ? null : seconds * 1000;
    if (atMs === null) return [];
    return devices.flatMap((device): RecordedReading[] => {
      const values = columns.flatMap((as) => {
        const value = as.device === device ? numberIn(row, table.indexOf(as.column)) : null;
        return value === null ? [] : [[as.metric, tidy(as.convert(value))] as const];
      });
      return values.length === 0 ? [] : [{ atMs, device, values: Object.fromEntries(values) }];
    });
  });
  const metricsOf = (device: string): string[] => columns.filter((as) => as.device === device).map((as) => as.metric);
  return { name, devices: devices.map((suffix) => ({ suffix, metrics: metricsOf(suffix) })), readings: inOrder(readings), marks: [] };
};

/** Default id of the device that plays a recorded one. */
export const recordedId = (recording: Recording, suffix: string): string =>
  `${recording.name}-${suffix}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);
