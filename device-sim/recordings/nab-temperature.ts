/** Numenta NAB temperature records: `timestamp,value`, civil time, °F. One file = one thermometer. */
import { civilMs, numberIn, readCsv } from './csv.ts';
import { celsius, inOrder, type Layout, type Recording, reading } from './recording.ts';

const device = 'room';

const parseRecord = (name: string, text: string): Recording | null => {
  const table = readCsv(text);
  const [timeAt, valueAt] = [table.indexOf('timestamp'), table.indexOf('value')];
  const zero = civilMs(table.rows[0]?.[timeAt]);
  if (valueAt < 0 || zero === null) return null;
  const readings = table.rows.flatMap((row) => {
    const [at, value] = [civilMs(row[timeAt]), numberIn(row, valueAt)];
    return at === null || value === null ? [] : reading(at - zero, device, [['temperature', celsius(value)]]);
  });
  return { name, devices: [{ suffix: device, metrics: ['temperature'] }], readings: inOrder(readings), marks: [] };
};

export const nabTemperature: Layout = {
  folder: 'nab-temperature',
  parse: (files) =>
    [...files].flatMap(([file, text]) => (file.endsWith('.csv') ? (parseRecord(file.replace(/\.csv$/, ''), text) ?? []) : [])),
};
