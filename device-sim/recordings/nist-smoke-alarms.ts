/**
 * NIST TN 1455, home smoke alarm tests: thermocouple trees `TCx_n` (°C, n = 1 at the ceiling), smoke meters `SMx_1`
 * (optical density, 1/m), every 2 s from the start of the fire record. `activation-times.csv` says when the real smoke
 * alarms at each location sounded. One location = one device that measures smoke and temperature at the ceiling.
 */
import { numberIn, readCsv } from './csv.ts';
import { dbPerMetre, inOrder, type Layout, type Mark, type Recording, reading } from './recording.ts';

const activations = (text: string | undefined, test: string): Mark[] => {
  const table = readCsv(text ?? '');
  const [ofTest, ofAlarm, ofLocation, ofTime] = ['test', 'alarm', 'location', 'activation_s'].map(table.indexOf) as [
    number,
    number,
    number,
    number,
  ];
  return table.rows.flatMap((row): Mark[] => {
    const seconds = numberIn(row, ofTime);
    if (row[ofTest] !== test || seconds === null) return [];
    return [{ atMs: seconds * 1000, device: row[ofLocation] ?? null, what: 'real_alarm', text: row[ofAlarm] ?? '' }];
  });
};

const parseTest = (name: string, text: string, times: string | undefined): Recording | null => {
  const table = readCsv(text);
  const timeAt = table.indexOf('TIME');
  const locations = table.columns.flatMap((column) => {
    const location = /^TC([A-Z])_1$/.exec(column)?.[1];
    const smokeAt = table.indexOf(`SM${location}_1`);
    return location !== undefined && smokeAt >= 0 ? [{ location, heatAt: table.indexOf(column), smokeAt }] : [];
  });
  if (timeAt < 0 || locations.length === 0) return null;
  const readings = table.rows.flatMap((row) => {
    const seconds = numberIn(row, timeAt);
    if (seconds === null) return [];
    return locations.flatMap(({ location, heatAt, smokeAt }) => {
      const density = numberIn(row, smokeAt);
      return reading(seconds * 1000, location, [
        ['temperature', numberIn(row, heatAt)],
        ['smoke', density === null ? null : dbPerMetre(density)],
      ]);
    });
  });
  return {
    name,
    devices: locations.map(({ location }) => ({ suffix: location, metrics: ['temperature', 'smoke'] })),
    readings: inOrder(readings),
    marks: activations(times, name),
  };
};

export const nistSmokeAlarms: Layout = {
  folder: 'nist-smoke-alarms',
  parse: (files) =>
    [...files].flatMap(([file, text]) => {
      if (!file.endsWith('.csv') || file === 'activation-times.csv' || file.startsWith('ground-truth')) return [];
      return parseTest(file.replace(/\.csv$/, ''), text, files.get('activation-times.csv')) ?? [];
    }),
};
