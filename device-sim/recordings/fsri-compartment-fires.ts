/**
 * UL FSRI compartment fires: 32 thermocouples in four quadrants of a room, 1 Hz, two minutes of quiet room before
 * ignition (`Time` 0, seconds; to within a second of the `Ignition` entry of `…_Events.csv`). One quadrant = one
 * thermometer 25 mm below the ceiling.
 */
import { civilMs, numberIn, readCsv, type Table } from './csv.ts';
import { inOrder, type Layout, type Mark, type Recording, reading } from './recording.ts';

const events = (text: string | undefined, table: Table, timeAt: number, stampAt: number): Mark[] => {
  const first = table.rows[0];
  const stamp = civilMs(first?.[stampAt]);
  const seconds = first ? numberIn(first, timeAt) : null;
  if (text === undefined || stamp === null || seconds === null) return [];
  const zero = stamp - seconds * 1000;
  return readCsv(text).rows.flatMap(([time, event = '']): Mark[] => {
    const at = civilMs(time);
    return at === null ? [] : [{ atMs: at - zero, device: null, what: event === 'Ignition' ? 'ignition' : 'event', text: event }];
  });
};

const parseExperiment = (name: string, text: string, eventText: string | undefined): Recording | null => {
  const table = readCsv(text);
  const timeAt = table.indexOf('Time');
  const ceilings = table.columns.flatMap((column, at) => {
    const quadrant = /^Quadrant ([A-Z]) Temperature 25 mm Below Ceiling$/.exec(column)?.[1];
    return quadrant === undefined ? [] : [{ quadrant, at }];
  });
  if (timeAt < 0 || ceilings.length === 0) return null;
  const readings = table.rows.flatMap((row) => {
    const seconds = numberIn(row, timeAt);
    return seconds === null
      ? []
      : ceilings.flatMap(({ quadrant, at }) => reading(seconds * 1000, quadrant, [['temperature', numberIn(row, at)]]));
  });
  return {
    name,
    devices: ceilings.map(({ quadrant }) => ({ suffix: quadrant, metrics: ['temperature'] })),
    readings: inOrder(readings),
    marks: events(eventText, table, timeAt, table.indexOf('Timestamp')),
  };
};

export const fsriCompartmentFires: Layout = {
  folder: 'fsri-compartment-fires',
  parse: (files) =>
    [...files].flatMap(([file, text]) => {
      const name = file.replace(/\.csv$/, '');
      if (name === file || name.endsWith('_Events')) return [];
      return parseExperiment(name, text, files.get(`${name}_Events.csv`)) ?? [];
    }),
};
