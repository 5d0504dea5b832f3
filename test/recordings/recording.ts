/** Recordings as readings of devices. Pure: text of CSV files in, readings out; times are ms from the recording's own zero. */
import type { JudgedReading } from '../../services/core/rules/rule.ts';

export interface RecordedDevice {
  readonly device: string;
  readonly reportIntervalSeconds: number;
  readonly readings: readonly JudgedReading[];
}

/** What really happened, seconds from the recording's zero; null = did not happen or is not known. */
export interface Truth {
  readonly fire: boolean;
  readonly firstRealAlarmS: number | null;
  readonly lastRealAlarmS: number | null;
  readonly ceiling57S: number | null;
  readonly ignitionS: number | null;
}

/** One place in one recording: devices that stand in one room. */
export interface Recording {
  readonly source: 'nist' | 'fsri' | 'nab' | 'motes';
  readonly test: string;
  readonly location: string;
  readonly devices: readonly RecordedDevice[];
  readonly truth: Truth;
}

const rows = (csv: string): { header: string[]; body: string[][] } => {
  const [header = '', ...body] = csv
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  return { header: header.split(','), body: body.map((line) => line.split(',')) };
};

const number = (cell: string | undefined): number => (cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell));

const column = (header: readonly string[], body: readonly string[][], name: string): number[] | null => {
  const i = header.indexOf(name);
  return i < 0 ? null : body.map((row) => number(row[i]));
};

const readingsOf = (times: readonly number[], channels: Readonly<Record<string, readonly number[] | null>>): JudgedReading[] =>
  times.flatMap((s, i) =>
    Object.entries(channels).flatMap(([metric, values]) => {
      const value = values?.[i] ?? Number.NaN;
      return Number.isFinite(value) ? [{ metric, value, at: Math.round(s * 1000) }] : [];
    }),
  );

const noTruth: Truth = { fire: false, firstRealAlarmS: null, lastRealAlarmS: null, ceiling57S: null, ignitionS: null };

const firstAt = (times: readonly number[], values: readonly number[], limit: number, from = Number.NEGATIVE_INFINITY): number | null =>
  times.find((s, i) => s >= from && (values[i] as number) >= limit) ?? null;

const earliest = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((t) => t !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** NIST: smoke meter (optical density 1/m × 10 = dB/m) and ceiling thermocouple of one location are one device. */
export const readNist = (test: string, csv: string, activations: string): Recording[] => {
  const { header, body } = rows(csv);
  const times = column(header, body, 'TIME') ?? [];
  const alarms = rows(activations).body.filter((row) => row[0] === test);
  const locations = header.flatMap((name) => /^TC([A-Z])_1$/.exec(name)?.[1] ?? []);
  return locations.flatMap((location) => {
    const density = column(header, body, `SM${location}_1`);
    const temperature = column(header, body, `TC${location}_1`);
    if (density === null || temperature === null) return [];
    const sounded = alarms.filter((row) => row[2] === location).map((row) => number(row[3]));
    const smoke = density.map((d) => d * 10);
    return [
      {
        source: 'nist' as const,
        test,
        location,
        devices: [{ device: `${test}-${location}`, reportIntervalSeconds: 10, readings: readingsOf(times, { smoke, temperature }) }],
        truth: {
          fire: true,
          firstRealAlarmS: earliest(sounded),
          lastRealAlarmS: sounded.length === 0 ? null : Math.max(...sounded),
          ceiling57S: firstAt(times, temperature, 57),
          ignitionS: null,
        },
      },
    ];
  });
};

/** FSRI: the thermocouples 25 mm below the ceiling are ordinary sensors of one room; ignition is time 0. */
export const readFsri = (test: string, csv: string): Recording => {
  const { header, body } = rows(csv);
  const times = column(header, body, 'Time') ?? [];
  const quadrants = header.flatMap((name) => /^Quadrant ([A-D]) Temperature 25 mm Below Ceiling$/.exec(name)?.[1] ?? []);
  const ceilings = quadrants.map((quadrant) => column(header, body, `Quadrant ${quadrant} Temperature 25 mm Below Ceiling`) ?? []);
  const devices = ceilings.map((temperature, i) => ({
    device: `${test}-${quadrants[i]}`,
    reportIntervalSeconds: 10,
    readings: readingsOf(times, { temperature }),
  }));
  const ceiling57S = earliest(ceilings.map((values) => firstAt(times, values, 57, 0)));
  return { source: 'fsri', test, location: 'room', devices, truth: { ...noTruth, fire: true, ceiling57S, ignitionS: 0 } };
};

/** NAB: °F, hourly, times without a zone. */
export const readNab = (test: string, csv: string): Recording => {
  const { body } = rows(csv);
  const start = Date.parse(`${body[0]?.[0]}Z`);
  const times = body.map((row) => (Date.parse(`${row[0]}Z`) - start) / 1000);
  const temperature = body.map((row) => ((number(row[1]) - 32) * 5) / 9);
  const devices = [{ device: test, reportIntervalSeconds: 3600, readings: readingsOf(times, { temperature }) }];
  return { source: 'nab', test, location: 'office', devices, truth: noTruth };
};

/** Motes: one reading every 5 s each; a labelled event is steam. */
export const readMotes = (test: string, csv: string): Recording[] => {
  const { header, body } = rows(csv);
  const motes = column(header, body, 'mote_id') ?? [];
  return [...new Set(motes)].map((mote) => {
    const own = body.filter((_, i) => motes[i] === mote);
    const times = own.map((_, i) => i * 5);
    const channels = { humidity: column(header, own, 'humidity'), temperature: column(header, own, 'temperature') };
    const devices = [{ device: `mote-${mote}`, reportIntervalSeconds: 10, readings: readingsOf(times, channels) }];
    return { source: 'motes', test, location: `mote ${mote}`, devices, truth: noTruth };
  });
};
