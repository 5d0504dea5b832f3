/** A recording of the real world in the simulator's own terms. Parsing is pure: text in, readings out. */

export interface RecordedDevice {
  /** Name within the recording; a fleet's device id may be this after a prefix. */
  readonly suffix: string;
  /** Contract metrics it measures, in contract units. */
  readonly metrics: readonly string[];
}

export interface RecordedReading {
  /** Since the recording's own time 0; negative before it. */
  readonly atMs: number;
  readonly device: string;
  readonly values: Readonly<Record<string, number>>;
}

/** What those who recorded it say happened. */
export interface Mark {
  readonly atMs: number;
  /** Device it concerns; null = the whole recording. */
  readonly device: string | null;
  readonly what: 'real_alarm' | 'ignition' | 'event' | 'anomaly';
  readonly text: string;
}

export interface Recording {
  readonly name: string;
  readonly devices: readonly RecordedDevice[];
  /** In order of time. */
  readonly readings: readonly RecordedReading[];
  readonly marks: readonly Mark[];
}

/** How the files of one source are read. */
export interface Layout {
  /** Name of the folder, by which it is found. */
  readonly folder: string;
  /** @param files text by file name, of one folder */
  parse(files: ReadonlyMap<string, string>): Recording[];
}

/** Optical density per metre (1/m) → absorbance index (dB/m): the same quantity ten times as large (EN 54-7, annex A). */
export const dbPerMetre = (opticalDensity: number): number => opticalDensity * 10;
export const celsius = (fahrenheit: number): number => ((fahrenheit - 32) * 5) / 9;

/** Four significant decimals: what conversion adds beyond that is not measurement. */
export const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Several channels of one device at one time, without those that have no value. */
export const reading = (
  atMs: number,
  device: string,
  values: readonly (readonly [metric: string, value: number | null])[],
): RecordedReading[] => {
  const known = values.flatMap(([metric, value]) => (value === null ? [] : [[metric, tidy(value)] as const]));
  return known.length === 0 ? [] : [{ atMs, device, values: Object.fromEntries(known) }];
};

export const inOrder = (readings: readonly RecordedReading[]): RecordedReading[] => [...readings].sort((a, b) => a.atMs - b.atMs);
