/** Plain CSV as measuring programs write it: a header line, commas, no quotes. */

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Index of a column; -1 where there is none. */
  indexOf(column: string): number;
}

export const readCsv = (text: string): Table => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const [columns = [], ...rows] = lines.map((line) => line.split(',').map((cell) => cell.trim()));
  return { columns, rows, indexOf: (column) => columns.indexOf(column) };
};

/** The number in a cell; null where it is empty or no number. */
export const numberIn = (row: readonly string[], index: number): number | null => {
  const cell = row[index];
  if (cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
};

/** `2013-07-04 00:00:00`, `2018-12-19-10:53:00`: civil time without a zone, as ms on one common scale. */
export const civilMs = (cell: string | undefined): number | null => {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T-](\d\d):(\d\d):(\d\d)(\.\d+)?/.exec(cell ?? '');
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction] = match;
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
    Math.round(Number(fraction ?? 0) * 1000)
  );
};
