/**
 * Single-hop indoor motes (Suthaharan et al.): humidity and temperature, one reading every 5 s, numbered; label 1 =
 * steam from a kettle, not a fire. One mote = one recording of one device.
 */
import { numberIn, readCsv } from './csv.ts';
import { inOrder, type Layout, type Mark, type RecordedReading, type Recording, reading } from './recording.ts';

const intervalMs = 5_000;

/** The first reading of every run of label 1. */
const anomalies = (labels: readonly { atMs: number; label: string }[], device: string): Mark[] =>
  labels.flatMap(({ atMs, label }, i): Mark[] =>
    label === '1' && labels[i - 1]?.label !== '1' ? [{ atMs, device, what: 'anomaly', text: 'steam' }] : [],
  );

const parseMotes = (file: string, text: string): Recording[] => {
  const table = readCsv(text);
  const [readingAt, moteAt, humidityAt, temperatureAt, labelAt] = ['reading', 'mote_id', 'humidity', 'temperature', 'label'].map(
    table.indexOf,
  ) as [number, number, number, number, number];
  if (readingAt < 0 || moteAt < 0) return [];
  const motes = new Map<string, { readings: RecordedReading[]; labels: { atMs: number; label: string }[] }>();
  for (const row of table.rows) {
    const [mote, number] = [row[moteAt], numberIn(row, readingAt)];
    if (mote === undefined || number === null) continue;
    const kept = motes.get(mote) ?? { readings: [], labels: [] };
    const atMs = (number - 1) * intervalMs;
    kept.readings.push(
      ...reading(atMs, mote, [
        ['temperature', numberIn(row, temperatureAt)],
        ['humidity', numberIn(row, humidityAt)],
      ]),
    );
    kept.labels.push({ atMs, label: row[labelAt] ?? '' });
    motes.set(mote, kept);
  }
  return [...motes].map(([mote, { readings, labels }]) => ({
    name: `${file.replace(/\.csv$/, '')}-mote-${mote}`,
    devices: [{ suffix: mote, metrics: ['temperature', 'humidity'] }],
    readings: inOrder(readings),
    marks: anomalies(labels, mote),
  }));
};

export const singleHopMotes: Layout = {
  folder: 'single-hop-motes',
  parse: (files) => [...files].flatMap(([file, text]) => (file.endsWith('.csv') ? parseMotes(file, text) : [])),
};
